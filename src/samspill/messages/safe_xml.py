"""Bytes from strangers to a tree, or a refusal. Nothing is fetched, nothing is expanded, nothing grows."""

from __future__ import annotations

import re

from lxml import etree

MAX_BYTES = 20_000_000  # the largest official example is 2 MB; an attachment may be a few times that
MAX_DEPTH = 60  # the deepest national message is about 15 levels

# An encoding is named in ASCII in the declaration. Others than these are not used between Norwegian health services,
# and an unusual encoding is a known way to hide a DOCTYPE from whoever looks for it.
_ENCODINGS = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252", "latin1"})
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_ROOT = re.compile(rb"<(?:[\w.-]+:)?MsgHead[\s>]")
_BOM = b"\xef\xbb\xbf"
_TOO_DEEP = etree.XPath("boolean(" + "/*" * (MAX_DEPTH + 1) + ")")


class Refused(Exception):
    """The bytes are not XML that we are willing to read. `code` is of list 8221."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def parse(data: bytes) -> etree._Element:
    """The root element, without comments and processing instructions. Raises Refused."""
    _look_before_parsing(data)
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        raise Refused("T01", _syntax_sentence(error)) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused("T99", "Meldingen har en DOCTYPE-erklæring. Det godtas ikke.")
    if _TOO_DEEP(root):
        raise Refused("T99", f"Meldingen har mer enn {MAX_DEPTH} nivåer av elementer. Så dype meldinger godtas ikke.")
    return root


def recover(data: bytes) -> etree._Element | None:
    """What can be made out of a broken message, to find out whom to tell. None when nothing can.

    Starts at MsgHead, so that a DOCTYPE before it is never seen.
    """
    start = _ROOT.search(data, 0, MAX_BYTES)
    if start is None:
        return None
    encoding = declared_encoding(data) or "utf-8"
    part = data[start.start() : MAX_BYTES]
    try:
        return etree.fromstring(part, _parser(recover=True, encoding=encoding if encoding in _ENCODINGS else "utf-8"))
    except (etree.XMLSyntaxError, ValueError, LookupError):
        return None


def declared_encoding(data: bytes) -> str:
    """The encoding that the XML declaration names, in lower case; empty when it names none."""
    found = _DECLARED.search(data[:200].removeprefix(_BOM))
    return found.group(1).decode("ascii", "replace").strip().lower() if found else ""


def _parser(*, recover: bool = False, encoding: str | None = None) -> etree.XMLParser:
    """A fresh parser each time: lxml's parsers are not to be shared by threads."""
    return etree.XMLParser(
        recover=recover,
        encoding=encoding,
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def _look_before_parsing(data: bytes) -> None:
    if not data.strip():
        raise Refused("T01", "Filen er tom.")
    if len(data) > MAX_BYTES:
        raise Refused("T99", f"Meldingen er større enn {MAX_BYTES // 1_000_000} MB. Så store meldinger godtas ikke.")
    if b"\0" in data[:64] or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Refused("T01", "Meldingen er ikke i tegnsettet UTF-8 eller ISO-8859-1.")
    declared = declared_encoding(data)
    if declared and declared not in _ENCODINGS:
        raise Refused("T01", "Meldingen oppgir et tegnsett som ikke er i bruk. Bruk UTF-8 eller ISO-8859-1.")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Refused("T99", "Meldingen har en DOCTYPE-erklæring. Det godtas ikke.")


def _syntax_sentence(error: etree.XMLSyntaxError) -> str:
    """Where it broke, but not the parser's own words: they quote the text of the message."""
    line, column = error.position
    if "excessive depth" in (error.msg or "").lower():
        return "Meldingen har flere nivåer av elementer enn noen nasjonal melding. Den kan ikke leses."
    if line is None or line < 1:
        return "Filen er ikke gyldig XML."
    return f"Filen er ikke gyldig XML: leseren stoppet i linje {line}, tegn {column}."
