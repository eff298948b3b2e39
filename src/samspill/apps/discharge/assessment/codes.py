"""The frailty score of diagnosis codes. The library of statistics is heavy and few pages need it: asked for late."""

from __future__ import annotations

from collections.abc import Iterable


def clean_codes(codes: Iterable[str]) -> tuple[list[str], list[str]]:
    """(bare codes, each once; those of them that are not ICD-10)."""
    from samspill.analysis.statistics.comorbidity.codes import clean, is_icd10

    bare = list(dict.fromkeys(clean(code) for code in codes if clean(code)))
    return bare, [code for code in bare if not is_icd10(code)]


def frailty_score(codes: Iterable[str]) -> tuple[float, str] | None:
    """(Hospital Frailty Risk Score, its band); None where there are no codes."""
    listed = list(codes)
    if not listed:
        return None
    from samspill.analysis.statistics.comorbidity import band, hfrs

    score = hfrs(listed)
    return score, band(score)
