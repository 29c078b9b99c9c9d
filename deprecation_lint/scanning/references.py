"""An ID with its trail → a reference with its role, or nothing where none is to be reported."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from deprecation_lint.findings import Reference
from deprecation_lint.frozen import dataclass
from deprecation_lint.patterns import lazy
from deprecation_lint.scanning import names
from deprecation_lint.scanning.usage import usage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deprecation_lint.findings import Hold
    from deprecation_lint.request import Request
    from deprecation_lint.roles import Role
    from deprecation_lint.scanning.pieces import Joined
    from deprecation_lint.scanning.tokens import Match, Matcher
    from deprecation_lint.scanning.trail import Found, Step, Trail
    from deprecation_lint.scanning.uses import Uses

_NAMED: tuple[Role, ...] = ("choice", "table", "default")  # what a constant can hold
_FOR_PEOPLE = ("comment", "docstring")
_TOKEN = lazy(r"[\w.@:\-]+")


@dataclass(frozen=True, slots=True)
class Home:
    """What is known of the file that an ID stands in.

    `settings`: it holds data, not a program. `role`: what its path makes of all in it. `uses`:
    how it uses its names. `matcher`: what is an ID in it. `cut`: filled with the limits for which
    less was told of an ID in it, reported or not.
    """

    settings: bool = False
    role: Role | None = None
    uses: Uses | None = None
    matcher: Matcher | None = None
    cut: set[str] = field(default_factory=set)


def reference(found: Found, home: Home) -> Reference | None:
    """The reference of one ID; `None` if it is not to be reported."""
    if found.cut:
        home.cut.add(found.cut)
    trail = _unspelled(found.trail, home.matcher)
    used = usage(trail, settings=home.settings or found.data)
    if used is None:
        return None
    match = found.match
    return Reference(
        start=match.start,
        end=match.end,
        pieces=((match.start, match.end),),
        spelling=match.spelling,
        role=_role(used.role, trail, home),
        hold=_named_hold(trail) or _hold(match, found.hold),
        region=match.region,
        region_prefix=match.region_prefix,
        variant=match.variant,
        expects_model=used.expects_model,
        runnable=found.runnable,
        calls=tuple(step.owner for step in found.trail if step.owner),
        routed=match.lead < match.start,
        requests=found.requests,
        container=found.container,
        disabled=found.disabled,
        names=tuple(step.name for step in found.trail if step.name),
    )


def _unspelled(trail: Trail, matcher: Matcher | None) -> Trail:
    """The trail without the IDs among its names: their words say nothing of what they stand for.

    Else the role would be another one as soon as a fix has put a successor there.
    """
    if matcher is None:
        return trail
    told = "\n".join([name for step in trail for name in (step.name, *step.beside)])
    if not matcher.has_candidate(told.encode()):
        return trail
    return tuple(_without_ids(step, matcher) for step in trail)


def _without_ids(step: Step, matcher: Matcher) -> Step:
    name, *beside = (
        _TOKEN.sub(lambda word: "_" if matcher.has_opening(word[0].encode()) else word[0], name)
        for name in (step.name, *step.beside)
    )
    return replace(step, name=name, beside=frozenset(beside))


def _role(role: Role, trail: Trail, home: Home) -> Role:
    """The role with what the file makes of it."""
    if home.role == "recording":
        return "recording"
    if home.role is not None and not any(step.kind in _FOR_PEOPLE for step in trail):
        return home.role
    if home.uses is not None and _is_looped_key(trail, home.uses):
        return "choice"
    if home.uses is not None and role in _NAMED and _is_only_asked(trail, role, home.uses):
        return "comparison"
    return role


def _is_looped_key(trail: Trail, uses: Uses) -> bool:
    """Whether it is a key of a mapping that says nothing of it, and that a loop goes through."""
    if len(trail) <= 1 or trail[0].kind != "key" or trail[1].kind != "assigned":
        return False
    key, name = trail[0], trail[1].name
    says = key.numeric or names.describes(key.beside) or names.is_table(name)
    return not says and uses.is_looped(name) and not uses.only_asked(name)


def _is_only_asked(trail: Trail, role: Role, uses: Uses) -> bool:
    """Whether the ID belongs to a name about which its file only asks.

    A constant that is called a model may be imported and sent elsewhere.
    """
    for step in trail:
        if step.kind == "assigned":
            may_be_sent = role == "default" and names.expects_model(step.name)
            return not may_be_sent and uses.only_asked(step.name)
        if step.kind not in ("item", "positional", "text"):
            return False
    return False


def _named_hold(trail: Trail) -> Hold | None:
    """Whether the nearest name says that the owner of the text made the ID a name of their own."""
    nearest = next((step for step in trail if step.name), None)
    if nearest is None:
        return None
    if names.is_tuning(nearest.name):
        return "tuned"
    if names.is_router_alias(nearest.name, nearest.beside):
        return "alias"
    if names.is_default(nearest.name) and names.offers(nearest.beside):
        return "lookup"
    return "deployment" if names.is_deployment(nearest.name) else None


def _hold(match: Match, hold: Hold | None) -> Hold | None:
    """What holds the edit back: a prefix or a suffix that nobody knows does as well."""
    if match.continued:
        return "suffix"
    if hold is not None:
        return hold
    if not match.routed:
        return "prefix"
    return "ambiguous" if match.ambiguous else None


def carried_back(references: Sequence[Reference], source: Joined) -> Iterator[Reference]:
    """References in a text that was put together, in offsets of what it was put together from.

    A request that several of them name is carried back once, and is one for all of them again.
    """
    moved: dict[int, Request] = {}
    for one in references:
        for request in one.requests:
            if id(request) not in moved:
                moved[id(request)] = request.moved(source.span)
        requests = tuple(moved[id(request)] for request in one.requests)
        yield replace(_carried_back(one, source), requests=requests)


def _carried_back(one: Reference, source: Joined) -> Reference:
    whole = source.covered(one.start, one.end)
    pieces = [source.covered(start, end) for start, end in one.pieces]
    exact = bool(pieces) and all(len(c) == 1 and c[0].piece.exact for c in pieces)
    return replace(
        one,
        start=whole[0].start,
        end=whole[-1].end,
        pieces=tuple((c[0].start, c[0].end) for c in pieces) if exact else (),
        hold=one.hold if exact else "parts",
        container=None if one.container is None else source.span(one.container, one.container)[0],
    )
