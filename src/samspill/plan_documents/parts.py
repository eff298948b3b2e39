"""One row of a table may hold several actions, parted by numbers or blank lines. Here cells are parted likewise."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from samspill.plan_documents.numbers import depth, leading_number, same_as_in, tidy, whole_number


@dataclass
class Part:
    number: str = ""
    number_text: str = ""
    same_as: str = ""
    lines: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def blocks_of(lines: list[str]) -> list[list[str]]:
    """Runs of lines without a blank one between."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            blocks[-1].append(line.strip())
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def parts_of(number_lines: list[str], lines: list[str], numbered: bool) -> list[Part]:
    """The actions of a row. numbered: the table has a column for their numbers."""
    named = numbers_of(number_lines)
    if len(named) > 1:
        return _by_numbers(named, lines)
    if len(named) == 1:
        return [Part(named[0].number, named[0].number_text, named[0].same_as, _trimmed(lines))]
    inline = _by_leading_numbers(lines)
    if inline:
        return _with_number_text(inline, number_lines)
    blocks = _blocks_that_begin(lines)
    if numbered or len(blocks) < 2:
        return _with_number_text([Part(lines=_trimmed(lines))], number_lines)
    return _with_number_text([Part(lines=block, doubts=["parted_by_blank"]) for block in blocks], number_lines)


def _with_number_text(parts: list[Part], number_lines: list[str]) -> list[Part]:
    printed = "\n".join(line for line in number_lines if line.strip())
    if parts and printed:
        parts[0].number_text = "\n".join(filter(None, (printed, parts[0].number_text)))
    return parts


def numbers_of(lines: list[str]) -> list[Part]:
    """«2.1.2A / Ref. / 1.6.1» is one number, the same as another; «0.1.1 / 0.1.2» are two."""
    found: list[Part] = []
    for line in (line.strip() for line in lines if line.strip()):
        number = whole_number(line)
        after_ref = bool(found) and re.search(r"(?:ref\.?|som)$", found[-1].number_text.strip(), re.IGNORECASE)
        if number and not after_ref and not (found and found[-1].number == tidy(number)):
            found.append(Part(number=number, number_text=line))
        elif found:
            found[-1].number_text += f"\n{line}"
            found[-1].same_as = found[-1].same_as or same_as_in(found[-1].number_text.replace("\n", " "))
        else:
            first, _rest = leading_number(f"{line} –")
            if first:
                found.append(Part(number=first, number_text=line, same_as=same_as_in(line)))
    return found


def _by_numbers(named: list[Part], lines: list[str]) -> list[Part]:
    for blocks in (blocks_of(lines), [[line.strip()] for line in lines if line.strip()]):
        if len(blocks) == len(named):
            for part, block in zip(named, blocks, strict=True):
                part.lines = block
            return named
    first = named[0]
    first.number_text = "\n".join(part.number_text for part in named)
    first.lines = _trimmed(lines)
    first.doubts.append("numbers_not_parted")
    return [first]


def _by_leading_numbers(lines: list[str]) -> list[Part]:
    """«1.2.1 Etablere …» with the number in the text itself."""
    parts: list[Part] = []
    loose: list[str] = []
    for line in _trimmed(lines):
        number, rest = leading_number(line)
        if depth(number) >= 2:
            printed = line[: len(line) - len(rest)].strip()
            parts.append(Part(number=number, number_text=printed, lines=[rest]))
        elif parts:
            parts[-1].lines.append(line)
        else:
            loose.append(line)
    if parts:
        parts[0].lines = [*loose, *parts[0].lines]
    return parts


def _blocks_that_begin(lines: list[str]) -> list[list[str]]:
    """Blocks that read as actions of their own: a list belongs to the line that leads up to it."""
    found: list[list[str]] = []
    for block in blocks_of(lines):
        belongs = found and (
            block[0].startswith("• ") or found[-1][-1].rstrip().endswith(":") or not _begins_sentence(block[0])
        )
        if belongs:
            found[-1] += block
        else:
            found.append(block)
    return found


def _begins_sentence(text: str) -> bool:
    return bool(re.match(r"[^a-zæøå]", text)) and not re.match(r"(?:\d\)|https?:|\(|Ref\.|Se\b|Jf\.)", text)


def shared_out(lines: list[str], count: int) -> tuple[list[list[str]], bool]:
    """A neighbouring cell, for so many actions: one block each, or one for all. (blocks, whether that was plain)."""
    blocks = blocks_of(lines)
    if count == 1:
        return [lines], True
    if len(blocks) == count:
        return blocks, True
    return [lines] * count, len(blocks) <= 1


def _trimmed(lines: list[str]) -> list[str]:
    return [line.strip() for line in lines if line.strip()]
