"""Parquet: read where it lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from samspill.analysis.statistics.unusable import Unusable
from samspill.analysis.tables.sources.given import Given, columns_of, footer_is_whole, no_double_names, whole_file


@dataclass(frozen=True)
class Parquet:
    """One Parquet file, several with the same columns, or a folder of them (read in the order of their names)."""

    path: str | Path | Sequence[str | Path]

    def open(self, workspace: Path) -> Given:
        """The files themselves. Raises Unusable when one is missing, damaged or has other columns than the first."""
        files = self._files()
        for file in files:
            whole_file(file)
            footer_is_whole(file)
        columns = columns_of(files[0])
        no_double_names(list(columns), files[0].name)
        for file in files[1:]:
            if set(columns_of(file)) != set(columns):
                raise Unusable(f"{file.name} har andre kolonner enn {files[0].name}.")
        return Given(files=tuple(files), columns=columns, named_files=len(files) > 1)

    def _files(self) -> list[Path]:
        if isinstance(self.path, Sequence) and not isinstance(self.path, str):
            files = [Path(one) for one in self.path]
        elif Path(self.path).is_dir():
            files = sorted(Path(self.path).rglob("*.parquet"))
        else:
            files = [Path(self.path)]
        if not files:
            raise Unusable("Det er ingen Parquet-filer her.")
        return files
