"""Findings → new bytes. Pure: edits are spliced into the bytes, all else stays as it was."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from deprecation_lint.ruleset import ABOUT_REQUESTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from deprecation_lint.findings import Edit, Finding


class _Span(NamedTuple):
    """Lines of an old text, and the lines of the new one that take their place."""

    a: int
    a_end: int
    b: int
    b_end: int


def chosen(findings: Iterable[Finding], unsafe: bool) -> list[Finding]:
    """The findings whose fix may be applied: the safe ones, on request the unsafe ones too."""
    allowed = ("safe", "unsafe") if unsafe else ("safe",)
    return [
        f for f in findings if f.fix is not None and f.fix.edits and f.fix.applicability in allowed
    ]


def splice(raw: bytes, edits: Iterable[Edit], encoding: str) -> bytes:
    """Apply edits, equal ones once; raise `ValueError` if any two overlap."""
    parts, at = [], 0
    for edit in sorted(set(edits), key=lambda e: (e.start, e.end, e.text)):
        if edit.start < at or edit.end > len(raw):
            raise ValueError(f"overlapping edits at byte {edit.start}")
        parts += [raw[at : edit.start], edit.text.encode(encoding)]
        at = edit.end
    return b"".join([*parts, raw[at:]])


def apart(findings: Iterable[Finding]) -> list[Finding]:
    """The findings whose edits do not touch those of another one; models come before arguments."""
    taken: list[tuple[int, int, str]] = []
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda f: f.rule in ABOUT_REQUESTS):
        edits = [(e.start, e.end, e.text) for e in (finding.fix.edits if finding.fix else ())]
        if not any(_is_taken(edit, taken) for edit in edits):
            kept.append(finding)
            for edit in edits:
                insort(taken, edit)
    return kept


def _is_taken(edit: tuple[int, int, str], taken: Sequence[tuple[int, int, str]]) -> bool:
    """Whether an edit touches one of some that are sorted and apart; the same one does not."""
    at = bisect_left(taken, edit)
    near = (other for other in taken[max(0, at - 1) : at + 1] if other != edit)
    return any(edit[0] < other[1] and other[0] < edit[1] for other in near)


def worse(before: Sequence[Finding], after: Sequence[Finding], fixed: Sequence[Finding]) -> bool:
    """Whether a fixed file says more than the old one without the findings that were fixed.

    What is said of the text that a forced choice put there is expected. What the successor
    rejects of a call was told before, as what blocks the move.
    """
    forced = Counter(f.replacement for f in fixed if f.forced)
    there = Counter(f.place.text for f in after)
    expected = sum(min(count, there[text or ""]) for text, count in forced.items())
    gone = len(_about_models(before)) - len(_about_models(fixed))
    fails = _failing(after) > _failing(before)
    return fails or len(_about_models(after)) - expected > gone


def _failing(findings: Iterable[Finding]) -> int:
    """How many calls fail, or would on the way to a successor."""
    return sum(f.rule in ("rejected-argument", "migration-blocker") for f in findings)


def _about_models(findings: Iterable[Finding]) -> list[Finding]:
    return [f for f in findings if f.rule not in ABOUT_REQUESTS]


def unified_diff(path: str, old: bytes, new: bytes, context: int = 3) -> bytes:
    """A diff that `git apply` takes, in time that grows with the lines, whatever has changed."""
    before, after = _lines(old), _lines(new)
    changed = _changed(before, after)
    if not changed:
        return b""
    parts = [b"--- %s\n+++ %s\n" % (_diff_name(f"a/{path}"), _diff_name(f"b/{path}"))]
    for spans in _hunks(changed, context):
        parts += _hunk(before, after, spans, context)
    return b"".join(parts)


def _diff_name(name: str) -> bytes:
    """A file name as git writes it: in quotes, with escapes, where it has odd characters."""
    raw = name.encode("utf-8", "surrogateescape")
    if not re.search(rb'[\x00-\x1f"\\\x7f-\xff]', raw):
        return raw
    escaped = re.sub(rb'["\\]', rb"\\\g<0>", raw)
    return b'"%s"' % re.sub(rb"[\x00-\x1f\x7f-\xff]", lambda m: b"\\%03o" % m[0][0], escaped)


def _lines(data: bytes) -> list[bytes]:
    """Lines as git counts them: only a line feed ends one."""
    *whole, rest = data.split(b"\n")
    return [line + b"\n" for line in whole] + ([rest] if rest else [])


def _changed(before: list[bytes], after: list[bytes]) -> list[_Span]:
    """The lines that differ, told by the lines that stand once in both texts."""
    spans: list[_Span] = []
    a = b = 0
    for next_a, next_b in (*_anchors(before, after), (len(before), len(after))):
        for span in _between(before, after, _Span(a, next_a, b, next_b)):
            if spans and (spans[-1].a_end, spans[-1].b_end) == (span.a, span.b):
                span = _Span(spans[-1].a, span.a_end, spans.pop().b, span.b_end)
            spans.append(span)
        a, b = next_a + 1, next_b + 1
    return spans


def _anchors(before: list[bytes], after: list[bytes]) -> list[tuple[int, int]]:
    """Lines that stand once in both: the longest row of them that keeps its order."""
    there = _once(after)
    both = [(a, there[line]) for line, a in _once(before).items() if line in there]
    lowest: list[int] = []  # the lowest end of a row of each length
    ends: list[int] = []  # ... and which of the pairs it is
    previous: list[int] = []
    for number, (_, b) in enumerate(both):
        length = bisect_left(lowest, b)
        lowest[length : length + 1] = [b]
        ends[length : length + 1] = [number]
        previous.append(ends[length - 1] if length else -1)
    row: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        row.append(both[number])
        number = previous[number]
    return row[::-1]


def _once(lines: list[bytes]) -> dict[bytes, int]:
    """Where the lines stand that stand once, in their order."""
    counts = Counter(lines)
    return {line: number for number, line in enumerate(lines) if counts[line] == 1}


def _between(before: list[bytes], after: list[bytes], span: _Span) -> Iterator[_Span]:
    """The lines that differ between two anchors: line by line if there are as many on both sides,
    else the text goes on at the nearest line that stands in both.
    """
    a, a_end, b, b_end = span
    while a < a_end and b < b_end and before[a_end - 1] == after[b_end - 1]:
        a_end, b_end = a_end - 1, b_end - 1
    paired = a_end - a == b_end - b
    olds, news = ({}, {}) if paired else (_places(before, a, a_end), _places(after, b, b_end))
    while a < a_end and b < b_end:
        if before[a] == after[b]:
            a, b = a + 1, b + 1
            continue
        in_old = _next(olds.get(after[b], ()), a)
        in_new = _next(news.get(before[a], ()), b)
        if in_old is None and in_new is None:
            skipped = _Span(a, a + 1, b, b + 1)
        elif in_new is None or (in_old is not None and in_old - a <= in_new - b):
            skipped = _Span(a, in_old or a, b, b)
        else:
            skipped = _Span(a, a, b, in_new)
        yield skipped
        a, b = skipped.a_end, skipped.b_end
    if a < a_end or b < b_end:
        yield _Span(a, a_end, b, b_end)


def _places(lines: list[bytes], start: int, end: int) -> dict[bytes, list[int]]:
    """Where each of some lines stands."""
    places: dict[bytes, list[int]] = {}
    for number in range(start, end):
        places.setdefault(lines[number], []).append(number)
    return places


def _next(places: Sequence[int], start: int) -> int | None:
    """The first of some places that is not before another."""
    found = bisect_left(places, start)
    return places[found] if found < len(places) else None


def _hunks(changed: list[_Span], context: int) -> list[list[_Span]]:
    """Changes whose surroundings touch go together."""
    hunks: list[list[_Span]] = []
    for span in changed:
        if hunks and span.a - hunks[-1][-1].a_end <= 2 * context:
            hunks[-1].append(span)
        else:
            hunks.append([span])
    return hunks


def _hunk(
    before: list[bytes], after: list[bytes], spans: list[_Span], context: int
) -> Iterator[bytes]:
    """Changes with the lines around them, and above them where they stand."""
    head = min(context, spans[0].a)
    first, last = spans[0].a - head, min(spans[-1].a_end + context, len(before))
    old = _range(first, last - first)
    new = _range(spans[0].b - head, head + last - spans[-1].a_end + spans[-1].b_end - spans[0].b)
    yield b"@@ -%s +%s @@\n" % (old, new)
    at = first
    for span in spans:
        yield from (_marked(b" ", line) for line in before[at : span.a])
        yield from (_marked(b"-", line) for line in before[span.a : span.a_end])
        yield from (_marked(b"+", line) for line in after[span.b : span.b_end])
        at = span.a_end
    yield from (_marked(b" ", line) for line in before[at:last])


def _range(first: int, count: int) -> bytes:
    """Where lines begin, counted from 1, and how many; no lines are named by the line before."""
    return b"%d,%d" % (first + 1 if count else first, count)


def _marked(mark: bytes, line: bytes) -> bytes:
    return (
        mark + line if line.endswith(b"\n") else mark + line + b"\n\\ No newline at end of file\n"
    )
