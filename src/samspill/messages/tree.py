"""Finding one's way in a parsed message by short names, so that also a broken one can be read."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

Element = etree._Element


def short(element: Element) -> str:
    """The name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(element: Element) -> str:
    """The namespace, empty for none."""
    tag = element.tag
    return tag[1:].rpartition("}")[0] if isinstance(tag, str) and tag[:1] == "{" else ""


def child(element: Element | None, *names: str) -> Element | None:
    """The first child of that short name, and in it the next, and so on. None when the path breaks."""
    for name in names:
        if element is None:
            return None
        ending = "}" + name
        for below in element:
            tag = below.tag
            if isinstance(tag, str) and (tag.endswith(ending) or tag == name):
                element = below
                break
        else:
            return None
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """All children of that short name, in order."""
    if element is None:
        return
    for below in element:
        if short(below) == name:
            yield below


def text(element: Element | None) -> str:
    """The text of an element, trimmed; empty when there is none."""
    return (element.text or "").strip() if element is not None else ""


def code(element: Element | None, attribute: str = "V") -> str:
    """The value of a coded element, or another attribute of it."""
    return (element.get(attribute) or "").strip() if element is not None else ""


def list_number(element: Element | None) -> str:
    """The number of the code list that a coded element names in S: the last part of the OID. Empty when none."""
    return code(element, "S").rpartition(".")[2]


def all_text(element: Element | None) -> str:
    """All text below an element, also within markup, with single spaces."""
    return " ".join(" ".join(map(str, element.itertext())).split()) if element is not None else ""
