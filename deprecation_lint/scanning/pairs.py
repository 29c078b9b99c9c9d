"""INI and what is like it: `key = value` below `[section]`, with values over several lines."""

from __future__ import annotations

import re
from dataclasses import field, replace
from typing import TYPE_CHECKING

from deprecation_lint.frozen import dataclass
from deprecation_lint.scanning.logical import Style, logical_lines
from deprecation_lint.scanning.trail import Found, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deprecation_lint.scanning.logical import Line
    from deprecation_lint.scanning.tokens import Match
    from deprecation_lint.scanning.trail import Trail

_SIBLINGS = 64
_SECTION = re.compile(rb"[ \t]*\[([^\]\r\n]*)\]")
_PAIR = re.compile(rb"[ \t]*([^\s=:\[#;][^=:\r\n]{0,200})[=:][ \t]*")
_INDENTED = re.compile(rb"[ \t]+(?=\S)")
_NUMBER = re.compile(rb"[-+]?[\d._]+(?:[eE][-+]?\d+)?[ \t]*\Z")


@dataclass(slots=True)
class _Section:
    name: str = ""
    names: list[str] = field(default_factory=list)
    numbers: int = 0
    others: int = 0


@dataclass(slots=True)
class _Item:
    """A line with IDs. `behind`: where its value begins; `key` is `None` without one.

    `listed`: where the list begins that the line is an item of.
    """

    line: Line
    section: _Section
    key: str | None
    behind: int
    listed: int | None = None


def read_ini(text: bytes, matches: Sequence[Match]) -> Iterator[Found]:
    """The trail of each ID; a line that is indented continues a key without a value."""
    section, items = _Section(), []
    key: str | None = None
    opened: int | None = None  # where the value of the last key begins, if not on its own line
    for line in logical_lines(text, matches, Style(comments=b"#;")):
        if line.is_comment:
            if line.matches:
                items.append(_Item(line, section, None, line.start))
            continue
        header = _SECTION.match(text, line.start, line.end)
        pair = _PAIR.match(text, line.start, line.end)
        indented = _INDENTED.match(text, line.start, line.end)
        item = _Item(line, section, None, line.start)
        if opened is not None and indented:
            item = _Item(line, section, key, indented.end(), opened)
        elif header:
            section, key, opened = _Section(_text(header[1])), None, None
            item = _Item(line, section, None, line.start)
        elif pair:
            key = _text(pair[1].strip())
            opened = line.end if pair.end() == line.end else None
            _count(section, key, text[pair.end() : min(line.end, pair.end() + 100)])
            item = _Item(line, section, key, pair.end())
        if line.matches:
            items.append(item)
    for item in items:
        yield from _found(item)


def _count(section: _Section, key: str, value: bytes) -> None:
    if len(section.names) <= _SIBLINGS:
        section.names.append(key)
    is_number = _NUMBER.match(value) is not None
    section.numbers += is_number
    section.others += bool(value) and not is_number


def _found(item: _Item) -> Iterator[Found]:
    section = item.section
    outer: Trail = (Step("section", name=section.name),) if section.name else ()
    if item.key is not None:
        beside = [name for name in section.names if name != item.key]
        numeric = section.numbers > 0 and section.others <= 1  # the other one is its own
        step = Step("member", item.key, beside=frozenset(beside[:_SIBLINGS]), numeric=numeric)
        outer = (step, *outer)
    if item.listed is not None:
        outer = (Step("item"), *outer)
    elif _SECTION.match(item.line.text, item.line.start, item.line.end):
        yield from item.line.all_as(Step("key", beside=frozenset(section.names[:_SIBLINGS])))
        return
    if item.key is None:
        outer = ()
    for found in item.line.value(item.behind, outer, comments=b"#;"):
        is_entry = found.container is None and found.trail[-1].kind != "comment"
        yield replace(found, container=item.listed) if is_entry else found


def _text(name: bytes) -> str:
    return name[:200].decode("utf-8", "replace")
