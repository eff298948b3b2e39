"""The national XML schemas, from a folder on disk, compiled once. They are not part of Samspill."""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from samspill.messages.codes import BASE64, MSGHEAD
from samspill.messages.tree import Element, child, children, namespace, short

MOST_FAULTS = 10  # a wrong message is usually wrong in one way many times
_NAME = re.compile(r"Element '(?:\{[^}]*\})?([^']*)'(?:, attribute '(?:\{[^}]*\})?([^']*)')?")
_EXPECTED = re.compile(r"Expected is (?:one of )?\( ([^)]*) \)")
_HARMLESS = re.compile(r"[A-Za-zÆØÅæøå_.-]{1,60}")  # a name of an element; never a number or a sentence
_TYPE = re.compile(r"(?:atomic|union|list) type '(?:\{[^}]*\})?(?:xs:)?([A-Za-z]+)'")


class SchemasMissing(Exception):
    """The folder does not hold the schemas that are needed. The message says which."""


class SchemaFault(NamedTuple):
    """One thing wrong: `line` in the file, `what` in Norwegian, without anything of the content."""

    line: int
    what: str

    def __str__(self) -> str:
        return f"linje {self.line}: {self.what}"


class Schemas:
    """The schemas of a folder, by namespace. Safe to share between threads."""

    def __init__(self, folder: str | Path) -> None:
        """Raises SchemasMissing if there is no schema for MsgHead 1.2 there, or if it cannot be compiled."""
        self._folder = Path(folder)
        self._files = _files_by_namespace(self._folder)
        self._compiled: dict[str, _Schema] = {}
        self._lock = threading.Lock()
        if MSGHEAD not in self._files:
            raise SchemasMissing(f"Fant ikke skjemaet for hodemelding 1.2 (MsgHead-v1_2.xsd) i mappen {self._folder}.")
        self._schema(MSGHEAD)

    def validate(self, root: Element) -> list[SchemaFault]:
        """What is wrong with a message, by the schemas; an empty list when nothing is.

        MsgHead demands that its content is valid by a schema it does not name, so head and content are tried apart.
        Content of a namespace without a schema here is not tried; a root without a schema is a fault.
        """
        if namespace(root) != MSGHEAD:
            schema = self._schema(namespace(root))
            return schema.faults(root) if schema else [SchemaFault(1, f"det finnes ikke noe skjema for {short(root)}")]
        contents = [
            content
            for document in children(root, "Document")
            if (content := child(document, "RefDoc", "Content")) is not None
        ]
        faults: list[SchemaFault] = []
        for body in [body for content in contents for body in content if namespace(body) != BASE64]:
            if (schema := self._schema(namespace(body))) is not None:
                faults += schema.faults(body)
        return (self._head_faults(root, contents) + faults)[:MOST_FAULTS]

    def _head_faults(self, root: Element, contents: list[Element]) -> list[SchemaFault]:
        bodies = [list(content) for content in contents]
        for content in contents:
            del content[:]
        try:
            schema = self._schema(MSGHEAD)
            return schema.faults(root) if schema else []
        finally:
            for content, below in zip(contents, bodies, strict=True):
                content.extend(below)

    def _schema(self, name: str) -> _Schema | None:
        """Compiled at first use."""
        schema = self._compiled.get(name)
        if schema is None and name in self._files:
            with self._lock:
                if name not in self._compiled:
                    self._compiled[name] = _Schema(self._files[name])
                schema = self._compiled[name]
        return schema


class _Schema:
    """One compiled schema and the lock that keeps its log of errors to one thread at a time."""

    def __init__(self, file: Path) -> None:
        parser = etree.XMLParser(no_network=True, resolve_entities=False)
        parser.resolvers.add(_SameFolder(file.parent))
        try:
            self._xsd = etree.XMLSchema(etree.parse(str(file), parser))
        except (etree.XMLSchemaParseError, etree.XMLSyntaxError, OSError) as error:
            raise SchemasMissing(f"Skjemaet {file.name} kan ikke brukes: {error}") from None
        self._lock = threading.Lock()

    def faults(self, element: Element) -> list[SchemaFault]:
        with self._lock:
            if self._xsd.validate(element):
                return []
            log: Any = self._xsd.error_log  # its stub does not know that it is a list
            entries = [(entry.line, entry.type_name, entry.message) for entry in log[:MOST_FAULTS]]
        return [SchemaFault(line, _plainly(kind, message)) for line, kind, message in entries]


class _SameFolder(etree.Resolver):
    """Finds every imported schema by its base name beside the first one: two imports point to the web."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def resolve(self, system_url: str, public_id: str, context: Any) -> Any:  # type: ignore[override]  # stub is short
        find: Any = self.resolve_filename  # type: ignore[attr-defined]  # the stub lacks it
        return find(str(self._folder / system_url.rpartition("/")[2]), context)


def _files_by_namespace(folder: Path) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for file in sorted(folder.glob("*.xsd")):
        try:
            root = etree.parse(str(file), etree.XMLParser(no_network=True, resolve_entities=False)).getroot()
        except (etree.XMLSyntaxError, OSError):
            continue  # it is missed, with its name, when a message or an import needs it
        found.setdefault(root.get("targetNamespace", ""), file)
    return found


def _plainly(kind: str, message: str) -> str:
    """The validator's English, which quotes the value, as a Norwegian sentence that does not."""
    found = _NAME.match(message)
    names = [name for name in (found.groups() if found else ()) if name]
    what = "/@".join(_shown(name) for name in names) or "et element"
    expected = _EXPECTED.search(message)
    if kind == "SCHEMAV_ELEMENT_CONTENT":
        awaited = f" Her ventes {_choices(expected.group(1))}." if expected else ""
        return (f"{what} mangler innhold." if "Missing child" in message else f"{what} er ikke ventet her.") + awaited
    if "not allowed" in message:
        return f"{what} er ikke tillatt her, eller har tekst der det ikke skal være."
    if kind.startswith(("SCHEMAV_CVC_DATATYPE", "SCHEMAV_CVC_PATTERN", "SCHEMAV_CVC_ENUMERATION")):
        as_type = _TYPE.search(message)
        return f"{what} har en verdi som ikke er gyldig" + (f" ({as_type.group(1)})." if as_type else ".")
    return f"{what} følger ikke skjemaet."


def _choices(expected: str) -> str:
    names = [_shown(name.strip().rpartition("}")[2]) for name in expected.split(",")]
    return " eller ".join(names) if len(names) <= 3 else f"{', '.join(names[:3])} eller flere andre"


def _shown(name: str) -> str:
    return name if _HARMLESS.fullmatch(name) else "et ukjent element"
