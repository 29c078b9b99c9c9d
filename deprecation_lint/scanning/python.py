"""Python files: a LibCST visitor decides what each string is, and finds the IDs in its value.

LibCST is imported here and nowhere else on the way of a file without a candidate.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from operator import itemgetter
from typing import TYPE_CHECKING

from deprecation_lint.patterns import lazy
from deprecation_lint.scanning.constants import Constants
from deprecation_lint.scanning.python_bindings import Bindings
from deprecation_lint.scanning.references import reference
from deprecation_lint.scanning.source import Source, TooLarge, Unparsable
from deprecation_lint.scanning.trail import Found, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deprecation_lint.findings import Reference
    from deprecation_lint.scanning.references import Home
    from deprecation_lint.scanning.tokens import Match, Matcher
    from deprecation_lint.scanning.visitor import StringFound

_FORM = lazy(rb"#\s*@param\s*\[")  # a form of a notebook: the list is what one picks from
_LINE = 4096  # bytes of a line in which its comment may have begun
_LARGEST = 1024 * 1024  # bytes: the tree of a file takes two hundred times as much memory
_LARGEST_UNIT = 256 * 1024  # bytes: LibCST would take minutes for a table of megabytes


def scan_python(text: bytes, matcher: Matcher, home: Home) -> list[Reference]:
    """Every ID in the source, in order; raise `Unparsable` where it is no valid Python."""
    try:
        strings = _strings(text, matcher)
    except RecursionError as error:
        raise Unparsable(type(error).__name__) from None
    covered = sorted((p.start, p.end) for s in strings for p in s.text.pieces if not p.foreign)
    found = [r for string in strings for r in _references(string, matcher, home)]
    for match in matcher.matches(text):
        if not is_within(covered, match.start):
            found += _comment(text, match, home)
    return sorted(found, key=lambda r: (r.start, r.end))


def _comment(text: bytes, match: Match, home: Home) -> Iterator[Reference]:
    """An ID outside of all strings: in a comment, or it is no text at all."""
    line = text[max(0, match.lead - _LINE) : match.lead]
    line = re.split(rb"[\r\n]", line)[-1]
    if b"#" not in line:
        return
    from deprecation_lint.scanning.disabled import is_disabled_code
    from deprecation_lint.scanning.embedded import inner

    is_form = _FORM.search(line) is not None
    steps = (Step("item"),) if is_form else (*inner(text, match.lead, match.end), Step("comment"))
    disabled = not is_form and is_disabled_code(text, match.lead, match.end)
    one = reference(Found(match, steps, "longer", disabled=disabled), home)
    if one is not None:
        yield one


def is_within(spans: list[tuple[int, int]], offset: int) -> bool:
    """Whether one of the spans, which are sorted and do not overlap, holds the offset."""
    at = bisect_right(spans, offset, key=itemgetter(0)) - 1
    return at >= 0 and offset < spans[at][1]


def _strings(text: bytes, matcher: Matcher) -> list[StringFound]:
    """The string expressions of all statements that can hold an ID, with their requests."""
    openings = list(matcher.openings(text))
    if not openings:
        return []
    if len(text) > _LARGEST:
        raise TooLarge(f"larger than {_LARGEST // 1024**2} MiB")
    source = Source(text)
    constants = Constants(source)
    begun = _uses(text, constants, matcher) if source.is_given_text(openings) else ()
    units = source.units([*openings, *begun])
    if any(len(unit.code) > _LARGEST_UNIT for unit in units):
        raise TooLarge(f"a statement is larger than {_LARGEST_UNIT // 1024} KiB")
    from deprecation_lint.scanning.carriers import Carriers
    from deprecation_lint.scanning.python_names import Named
    from deprecation_lint.scanning.visitor import Lookups, ParseFailure, strings_in

    bindings = Bindings(source)
    lookups = Lookups(constants, Named(text, bindings), matcher.has_match)
    try:
        found = [string for unit in units for string in strings_in(unit, lookups)]
        return Carriers(source, bindings, lookups).with_uses(found)
    except ParseFailure as failure:
        raise Unparsable(str(failure)) from None


def _uses(text: bytes, constants: Constants, matcher: Matcher) -> Iterator[int]:
    """Offsets where a constant that begins an ID is named: the rest may stand there."""
    values = constants.values.items()
    names = [name for name, value in values if matcher.has_opening(value.encode())]
    if names:
        pattern = rb"(?<![\w.])(?:" + b"|".join(map(str.encode, map(re.escape, names))) + rb")\b"
        for found in re.finditer(pattern, text):
            yield found.start()


def _references(string: StringFound, matcher: Matcher, home: Home) -> Iterator[Reference]:
    """The IDs in the value of one string expression, mapped back to the file's bytes."""
    value = string.text.value
    snippets: list[tuple[int, int]] | None = None
    for match in matcher.matches(value):
        covered = string.text.covered(match.start, match.end)
        if all(part.piece.foreign for part in covered):
            continue  # it stands in the constant that is named here, and is reported there
        if snippets is None:
            snippets = _snippets(string)
        found = _found(string, match, is_within(snippets, match.start))
        one = reference(found, home)
        if one is None:
            continue
        spans = tuple((part.start, part.end) for part in covered)
        start, end = spans[0][0], spans[-1][1]
        if end <= start:  # an argument of `.format` begins the ID
            start, end = min(spans)[0], max(end for _, end in spans)
        exact = all(part.piece.exact for part in covered)
        is_plain = one.hold == "suffix" or (exact and len(covered) == 1)
        hold = one.hold if is_plain else "parts"
        yield replace(one, start=start, end=end, pieces=spans if exact else (), hold=hold)


def _found(string: StringFound, match: Match, runnable: bool) -> Found:
    """A match in the value of a string, with its trail."""
    value = string.text.value
    is_whole = len(string.text.pieces) == 1 and (match.lead, match.end) == (0, len(value))
    if is_whole:
        return Found(match, string.trail, requests=string.requests, container=string.container)
    from deprecation_lint.scanning.embedded import inner

    steps = inner(value, match.lead, match.end)
    trail = (*steps, Step("text"), *string.trail)
    return Found(match, trail, "longer", runnable, requests=string.requests)


def _snippets(string: StringFound) -> list[tuple[int, int]]:
    """Where in a docstring a snippet stands that a reader would copy."""
    if all(step.kind != "docstring" for step in string.trail):
        return []
    from deprecation_lint.scanning.docstrings import example_spans

    return example_spans(string.text.value)
