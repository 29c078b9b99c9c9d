"""Texts for people, and the snippets in them that a reader would copy and run."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from deprecation_lint.scanning.disabled import is_disabled_code
from deprecation_lint.scanning.embedded import inner
from deprecation_lint.scanning.snippets import parts_of
from deprecation_lint.scanning.trail import Found, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deprecation_lint.findings import Hold
    from deprecation_lint.scanning.filetypes import FileType
    from deprecation_lint.scanning.snippets import Part
    from deprecation_lint.scanning.tokens import Match
    from deprecation_lint.scanning.trail import Trail

_NEAR = 300  # bytes of the line on each side of an ID that are looked at
_CUT = b"\0"  # stands for the rest of a line that begins further left
_LINE_BREAK = re.compile(rb"[\r\n]")
_QUOTES = (b'"', b"'", b"`")
_LIST = re.compile(rb"(?<![\w\])])\[[^\[\]{}()]*\Z")  # a list that opens on the line
_STRINGS = re.compile(rb"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`[^`]*`")
_COMMENT = re.compile(rb"(?:^|\s)(?:#(?!\{)|//|/\*|<!--)|^\s*\*\s")
_ASSIGNED = re.compile(rb"(?:^|[\s;&|,{(])[A-Za-z_][\w.\-]*=\Z")
_BEHIND_OPTION = re.compile(rb"(?:^|[\s\"'])--?[A-Za-z][\w\-]*[= \t]\s*\Z")
_FIELD = re.compile(rb"(?:^|[\s,{])[A-Za-z_][\w.\-]*\s*(?::\s+|\s=\s*)\Z|^\s*-\s+\Z")
_WORD_END = re.compile(rb"[\s;&|)\"'`]|\Z")
_VALUE_END = re.compile(rb"\s*(?:[,}\])]|\Z)|\s+#")
_KEY_BEFORE = re.compile(rb"(?:^|[{,(\[]|^\s*-\s)\s*\Z")
_KEY_END = re.compile(rb"\s*(?::(?!:)|=>)")
_LINK = re.compile(rb"\]\(<?[^)\s]*\Z|^\s*\[[^\]]+\]:\s*<?\S*\Z")
_TOML_PAIR = re.compile(rb"\s*[\"']?([\w.\-]{1,200})[\"']?\s*=\s*(\[?)")


def read_prose(text: bytes, matches: Sequence[Match], kind: FileType) -> Iterator[Found]:
    """Where each ID of a text for people stands, and whether in a snippet to be run."""
    parts = parts_of(text, kind)
    done = 0
    if parts and parts[0].kind in ("yaml", "toml"):
        front = parts[0]
        while done < len(matches) and matches[done].start < front.end:
            done += 1
        if front.kind == "yaml":
            from deprecation_lint.scanning.yaml import read_yaml

            found = read_yaml(text, matches[:done], kind, front.start, front.end)
            yield from (replace(one, data=True) for one in found)
        else:
            yield from (
                replace(_in_toml(text, match, front), data=True) for match in matches[:done]
            )
    for match in matches[done:]:
        number = bisect_right(parts, match.start, key=lambda part: part.start) - 1
        part = parts[number] if number >= 0 and match.start < parts[number].end else None
        yield _found(text, match, part)


def _found(text: bytes, match: Match, part: Part | None) -> Found:
    if part and part.kind == "comment":
        return _commented(text, match)
    if part and match.lead < part.start:
        part = None
    begin, end = (part.start, part.end) if part else (0, len(text))
    before, after = _line_around(text, match, begin, end)
    line = before + text[match.lead : match.end] + after
    steps = inner(line, len(before), len(line) - len(after))
    if part:
        return _in_snippet(text, match, steps, line, before, after)
    if not steps or steps[0].kind not in ("address", "endpoint"):
        steps = (Step("address"),) if _LINK.search(before) else ()
    return Found(match, (*steps[:1], Step("prose")), "longer")


def _commented(text: bytes, match: Match) -> Found:
    disabled = is_disabled_code(text, match.lead, match.end)
    return Found(match, (Step("comment"),), "longer", disabled=disabled)


def _in_snippet(
    text: bytes, match: Match, steps: Trail, line: bytes, before: bytes, after: bytes
) -> Found:
    if _COMMENT.search(_STRINGS.sub(b'""', before)):
        return _commented(text, match)
    steps = tuple(step for step in steps if step.kind not in ("prose", "text"))
    quote = before[-1:]
    if steps and steps[0].kind in ("address", "endpoint"):
        whole = False
    elif quote in _QUOTES and after[:1] == quote:
        whole = _is_literal(line, len(before) - 1)
        if _KEY_BEFORE.search(before[:-1]) and _KEY_END.match(after[1:]):
            steps = (Step("key"),)
    else:
        whole = _is_bare_value(before, after)
    is_entry = (whole or line.startswith(_CUT)) and quote in _QUOTES
    listed = _LIST.search(before) if is_entry else None
    return Found(
        match,
        (*steps, Step("prose")),
        None if whole else "longer",
        runnable=True,
        container=match.lead - len(before) + listed.start() if listed else None,
    )


def _is_literal(line: bytes, quote: int) -> bool:
    """Whether a quote opens a literal of its own, and not a quotation within another text.

    A text of JSON in quotes, as the body of a request on a command line, counts as its literals.
    """
    if line.startswith(_CUT):
        return False
    for found in _STRINGS.finditer(line):
        if found.start() >= quote:
            break
        if found.end() > quote:
            return found[0][1:].lstrip()[:1] in (b"{", b"[")
    return True


def _is_bare_value(before: bytes, after: bytes) -> bool:
    """Whether an ID without quotes is all of a value: `NAME=X`, `--model X`, `model: X`."""
    if _ASSIGNED.search(before) or _BEHIND_OPTION.search(before):
        return _WORD_END.match(after) is not None
    return _FIELD.search(before) is not None and _VALUE_END.match(after) is not None


def _line_around(text: bytes, match: Match, begin: int, end: int) -> tuple[bytes, bytes]:
    """The line on both sides of an ID, as far as it is looked at."""
    before = text[max(begin, match.lead - _NEAR) : match.lead]
    breaks = list(_LINE_BREAK.finditer(before))
    if breaks:
        before = before[breaks[-1].end() :]
    elif match.lead - begin > _NEAR:
        before = _CUT + before
    stop = min(end, match.end + _NEAR)
    found = _LINE_BREAK.search(text, match.end, stop)
    return before, text[match.end : found.start() if found else stop]


def _in_toml(text: bytes, match: Match, part: Part) -> Found:
    before, after = _line_around(text, match, part.start, part.end)
    if b"#" in _STRINGS.sub(b"", before):
        return _commented(text, match)
    found = _TOML_PAIR.match(before)
    if found is None:
        return Found(match, (Step("text"),), "longer")
    field = Step("member", found[1].decode("utf-8", "replace"))
    quoted = before[-1:] in (b'"', b"'") and before[-1:] == after[:1]
    if found[2]:
        opened = match.lead - len(before) + found.start(2)
        hold: Hold | None = None if quoted else "longer"
        return Found(match, (Step("item"), field), hold, container=opened)
    whole = quoted and found.end() == len(before) - 1
    return Found(match, (field,) if whole else (Step("text"), field), None if whole else "longer")
