"""Findings → new bytes. Pure: edits are spliced into the bytes, all else stays as it was."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from deprecation_lint.ruleset import ABOUT_REQUESTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from deprecation_lint.findings import Edit, Finding


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


def worse(before: Sequence[Finding], after: Sequence[Finding], fixed: Sequence[Finding]) -> bool:
    """Whether a fixed file says more than the old one without the findings that were fixed.

    What is said of the text that a forced choice put there is expected. What the successor
    rejects of a call was told before, as what blocks the move.
    """
    forced = Counter(f.replacement for f in fixed if f.forced)
    there = Counter(f.place.text for f in after)
    expected = sum(min(count, there[text or ""]) for text, count in forced.items())
    gone = len(_about_models(before)) - len(_about_models(fixed))
    calls = len(after) - len(_about_models(after)), len(before) - len(_about_models(before))
    return len(_about_models(after)) - expected > gone or calls[0] > calls[1]


def _about_models(findings: Iterable[Finding]) -> list[Finding]:
    return [f for f in findings if f.rule not in ABOUT_REQUESTS]


def unified_diff(path: str, old: bytes, new: bytes, context: int = 3) -> bytes:
    """A diff that `git apply` takes. Edits never add or take a line end, so lines pair up."""
    before, after = _lines(old), _lines(new)
    changed = [n for n, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
    if not changed:
        return b""
    parts = [b"--- %s\n+++ %s\n" % (_diff_name(f"a/{path}"), _diff_name(f"b/{path}"))]
    for first, last in _hunks(changed, context, len(before)):
        count = last - first
        parts.append(b"@@ -%d,%d +%d,%d @@\n" % (first + 1, count, first + 1, count))
        parts += _hunk(before, after, first, last)
    return b"".join(parts)


def _diff_name(name: str) -> bytes:
    """A file name as git writes it: in quotes, with escapes, where it has odd characters."""
    raw = name.encode("utf-8", "surrogateescape")
    if not re.search(rb'[\x00-\x1f"\\\x7f-\xff]', raw):
        return raw
    escaped = re.sub(rb'["\\]', rb"\\\g<0>", raw)
    return b'"%s"' % re.sub(rb"[\x00-\x1f\x7f-\xff]", lambda m: b"\\%03o" % m[0][0], escaped)


def _lines(data: bytes) -> list[bytes]:
    return [line + b"\n" for line in data.split(b"\n")[:-1]] + (
        [data.rsplit(b"\n", 1)[-1]] if not data.endswith(b"\n") else []
    )


def _hunks(changed: list[int], context: int, total: int) -> list[tuple[int, int]]:
    hunks: list[tuple[int, int]] = []
    for line in changed:
        first, last = max(0, line - context), min(total, line + context + 1)
        if hunks and first <= hunks[-1][1]:
            hunks[-1] = (hunks[-1][0], last)
        else:
            hunks.append((first, last))
    return hunks


def _hunk(before: list[bytes], after: list[bytes], first: int, last: int) -> list[bytes]:
    parts: list[bytes] = []
    removed: list[bytes] = []
    added: list[bytes] = []
    for old, new in zip(before[first:last], after[first:last], strict=True):
        if old == new:
            parts += [*removed, *added, _marked(b" ", old)]
            removed, added = [], []
        else:
            removed.append(_marked(b"-", old))
            added.append(_marked(b"+", new))
    return [*parts, *removed, *added]


def _marked(mark: bytes, line: bytes) -> bytes:
    return (
        mark + line if line.endswith(b"\n") else mark + line + b"\n\\ No newline at end of file\n"
    )
