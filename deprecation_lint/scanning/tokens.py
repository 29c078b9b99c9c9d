"""Text → exact model IDs. The one place that says where an ID begins and ends.

Works on UTF-8 bytes. At each anchor (the part of an ID up to its first hyphen) the token
around it is cut out and looked up; nothing is ever matched inside a longer identifier.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from deprecation_lint.frozen import dataclass
from deprecation_lint.patterns import lazy
from deprecation_lint.registry.records import Record, Spelling
from deprecation_lint.scanning.anchors import Anchors, head_start
from deprecation_lint.scanning.routes import compile_routes, region_of

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from deprecation_lint.registry.registry import Registry

_LONGEST = 200  # bytes of a token looked at on each side of an anchor: keeps the time linear
_WORD = rb"A-Za-z0-9_.@\-"
_RIGHT = lazy(rb"[A-Za-z0-9_.@\-]{0,%d}" % _LONGEST)
_LEFT = lazy(rb"[" + _WORD + rb"]*\Z")
_COLON_PART = lazy(rb"(?::|%3[Aa])[A-Za-z0-9]{1,12}")
_COLON_PARTS = lazy(rb"(?:(?::|%3[Aa])[A-Za-z0-9]{1,12}){2}|(?::|%3[Aa])[A-Za-z0-9]{1,12}")
_VERB = lazy(rb"(?::|%3[Aa])[a-z]+[A-Z]")  # of a call: `:rawPredict`
_CONTINUED = lazy(rb"\.*[A-Za-z0-9_\-@]")
_IN_WORD = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.@-")
_PART_OF_MORE = frozenset(b"/:\\{%")  # before a token: what it is depends on more than itself
_GOES_ON = frozenset(b":%")  # behind a token: a variant may follow
_MOST_KEPT = 1024  # tokens of a text that are remembered
MOST_UNKNOWN = 2000
"""Texts of one file that only look like IDs; where there are more, none of them is looked at."""
_MAY_GO_ON = b":%\\\"'{}"  # behind the part of an ID: the rest may stand elsewhere
_DOTTED = lazy(r"\d\.\d")
_ESCAPE = lazy(rb"[abfnrtv0]|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}")
_SHELL_NAME = lazy(rb"[A-Za-z_][A-Za-z0-9_]*-")
_PERCENT = lazy(rb"[0-9A-Fa-f]{2}")


@dataclass(frozen=True, slots=True)
class Match:
    """A model ID in a text: bytes `start` to `end`, with what stands around it.

    `lead` is where the routing prefix before it begins (`start` if there is none), `routed`
    whether that prefix is one that the registry knows and that takes this spelling,
    `ambiguous` whether the prefix also means a platform on which it is an informal name,
    `continued` whether a suffix follows that the registry does not know.
    """

    lead: int
    start: int
    end: int
    spelling: Spelling
    routed: bool
    ambiguous: bool = False
    continued: bool = False
    region: str | None = None
    region_prefix: str = ""
    variant: str = ""

    def moved(self, by: int) -> Match:
        """The same ID further on in the text; a copy by name would cost four times as much."""
        return Match(
            self.lead + by,
            self.start + by,
            self.end + by,
            self.spelling,
            self.routed,
            self.ambiguous,
            self.continued,
            self.region,
            self.region_prefix,
            self.variant,
        )


class Matcher:
    """Finds the registry's spellings in bytes. Built once for a registry; holds no state.

    With `unknown`, what only has the shape of an ID is found as well.
    """

    def __init__(self, registry: Registry, unknown: bool = False) -> None:
        self._registry = registry
        self._spellings = registry.spellings
        self._anchors = Anchors(self._spellings)
        self._shapes = _compile_shapes(registry) if unknown else []
        self._tails = sorted(text[head_start(text) :].encode() for text in self._spellings)
        self._routes, self._route_platforms = compile_routes(registry)
        self._prefixes = tuple(
            prefix
            for platform in registry.platforms.values()
            for prefix in platform.region_prefixes
        )
        self._default = [p.name for p in registry.platforms.values() if p.default]
        self._plain = frozenset(text.encode() for text in self._spellings)
        self._plain_prefixes = tuple(prefix.encode() for prefix in self._prefixes)
        self._needs_route = {p.name for p in registry.platforms.values() if p.routed or p.router}

    @cached_property
    def known(self) -> Matcher:
        """The same for the registry's spellings alone."""
        return Matcher(self._registry)

    def is_flooded(self, data: bytes) -> bool:
        """Whether so much in a text only looks like an ID that nobody could read about it."""
        if not self._shapes or data.count(b"-") <= MOST_UNKNOWN:
            return False
        unknown = (one for one in self.matches(data) if one.spelling.form == "unknown")
        return next(islice(unknown, MOST_UNKNOWN, None), None) is not None

    def has_candidate(self, data: bytes) -> bool:
        """Whether any ID can be in there; false for almost every file, at the speed of a search."""
        return self._anchors.search(data)

    def anchors(self, data: bytes) -> Iterator[int]:
        """Offsets at which something that may be part of an ID stands."""
        return self._anchors.offsets(data)

    def openings(self, data: bytes) -> Iterator[int]:
        """Those anchors at which an ID stands, or a part of one that may go on in another literal.

        What only has the shape of an ID is of no use to anyone unless it stands in one piece.
        """
        shaped: dict[bytes, bool] = {}
        for anchor in self._anchors.offsets(data):
            if self._begins(data, anchor) or (
                self._shapes and self._has_shape(data, anchor, shaped)
            ):
                yield anchor

    def has_opening(self, data: bytes) -> bool:
        """Whether an ID stands in the text, or a part of one that may go on elsewhere."""
        return next(self.openings(data), None) is not None

    def _begins(self, data: bytes, anchor: int) -> bool:
        """Whether the text from an anchor on is that of an ID, at least up to where it breaks."""
        end = _right_end(data, anchor)
        written = data[anchor:end].rstrip(b".")
        at = bisect_left(self._tails, written)
        if at == len(self._tails) or not self._tails[at].startswith(written):
            return False
        return self._tails[at] == written or data[end : end + 1] in _MAY_GO_ON

    def _has_shape(self, data: bytes, anchor: int, known: dict[bytes, bool]) -> bool:
        """Whether the token around an anchor holds what has the shape of an ID."""
        end = next(_ends(data, _right_end(data, anchor)))
        token = data[_left_end(data, anchor) : end]
        told = known.get(token)
        if told is None:
            text = token.decode("utf-8", "replace")
            told = any(shape.search(text) for _, shape in self._shapes)
            if len(known) < _MOST_KEPT:
                known[token] = told
        return told

    def has_match(self, data: bytes) -> bool:
        """Whether an ID stands in the text."""
        return next(self.matches(data), None) is not None

    def matches(self, data: bytes) -> Iterator[Match]:
        """All model IDs in the text, in order; they never overlap."""
        done = 0
        known: dict[bytes, tuple[int, Match | None]] = {}
        for anchor in self.anchors(data):
            if anchor < done:
                continue
            start = _left_end(data, anchor)
            end = _right_end(data, anchor)
            inside = start < done or max(anchor - start, end - anchor) >= _LONGEST
            done = max(done, end)
            match = None if inside else self._told(data, start, anchor, end, known)
            if match is not None:
                done = max(done, match.end)
                yield match

    def _told(
        self,
        data: bytes,
        start: int,
        anchor: int,
        end: int,
        known: dict[bytes, tuple[int, Match | None]],
    ) -> Match | None:
        """The reading of a token; one that stands alone is read once in a text.

        Nearly all that is no ID is told by a look into a set.
        """
        if (start and data[start - 1] in _PART_OF_MORE) or (
            end < len(data) and data[end] in _GOES_ON
        ):
            return self._cut(data, start, anchor, end)
        token = data[start:end]
        if token[-1:] != b"." and token[:1] != b"." and not self._may_be(token):
            return None
        at, match = known.get(token, (-1, None))
        if at < 0:
            match = self._cut(data, start, anchor, end)
            if len(known) < _MOST_KEPT:
                known[token] = start, match
            return match
        return match.moved(start - at) if match is not None else None

    def _may_be(self, token: bytes) -> bool:
        """Whether a token that stands alone is one of the registry, or has the shape of one."""
        if token in self._plain or token.startswith(self._plain_prefixes):
            return True
        text = token.decode() if self._shapes else ""
        for _, shape in self._shapes:  # noqa: SIM110 - any() would take half as long again
            if shape.fullmatch(text):
                return True
        return False

    def _cut(self, data: bytes, start: int, anchor: int, end: int) -> Match | None:
        """The longest reading of the token around an anchor that the registry knows."""
        end -= end - anchor - len(data[anchor:end].rstrip(b"."))
        for begin in _starts(data, start, anchor):
            before = data[max(0, begin - _LONGEST) : begin]
            for stop in _ends(data, end):
                core = data[begin:stop].replace(b"%3A", b":").replace(b"%3a", b":")
                text = core.decode("utf-8", "replace")
                match = self._resolve(text, before, begin, stop)
                if match is not None:
                    return replace(match, continued=_is_continued(data, stop))
        return self._shaped(data, start, anchor, end) if self._shapes else None

    def _shaped(self, data: bytes, start: int, anchor: int, end: int) -> Match | None:
        """The token around an anchor, if it has the shape of an ID that nobody knows."""
        for begin in _starts(data, start, anchor):
            for stop in _ends(data, end):
                text = data[begin:stop].decode("utf-8", "replace")
                for platform, shape in self._shapes:
                    if shape.fullmatch(text):
                        record = Record(platform, text, kind="unknown")
                        spelling = Spelling(text, record, "unknown")
                        return self._unknown(data, begin, stop, spelling)
        return None

    def _unknown(self, data: bytes, start: int, end: int, spelling: Spelling) -> Match:
        before = data[max(0, start - _LONGEST) : start]
        route = self._route(before)
        lead = start - (len(before) - route.start()) if route else start
        return Match(
            lead=lead,
            start=start,
            end=end,
            spelling=spelling,
            routed=route is not None or not before.endswith((b"/", b":")),
            continued=_is_continued(data, end),
        )

    def _resolve(self, core: str, before: bytes, start: int, end: int) -> Match | None:
        for prefix, text, variant in self._readings(core):
            options = self._spellings.get(text)
            if not options:
                continue
            options = tuple(o for o in options if self._fits(o, prefix, variant))
            route = self._route(before)
            platforms = self._route_platforms[route.lastgroup or ""] if route else ()
            spelling = _first(options, platforms) or self._unrouted(options)
            if spelling is None:
                continue
            known = spelling.platform in platforms
            region = region_of(route)
            return Match(
                lead=start - (len(before) - route.start()) if route and known else start,
                start=start,
                end=end,
                spelling=spelling,
                routed=known or not before.endswith((b"/", b":")),
                ambiguous=_is_ambiguous(spelling, options, platforms),
                region=region,
                region_prefix=prefix,
                variant=variant,
            )
        return None

    def _route(self, before: bytes) -> re.Match[bytes] | None:
        """The route that ends right before the ID, if one does."""
        if self._routes is None or not before.endswith((b"/", b":")):
            return None
        return self._routes.search(before)

    def _readings(self, core: str) -> Iterator[tuple[str, str, str]]:
        """Ways to read a token: whole, without a region prefix, without a variant."""
        head, colon, tail = core.rpartition(":")
        for prefix in ("", *(p for p in self._prefixes if core.startswith(p))):
            yield prefix, core.removeprefix(prefix), ""
            if colon:
                yield prefix, head.removeprefix(prefix), tail

    def _fits(self, spelling: Spelling, prefix: str, variant: str) -> bool:
        platform = self._registry.platforms[spelling.platform]
        return (not prefix or prefix in platform.region_prefixes) and (
            not variant or variant in platform.variants
        )

    def _unrouted(self, options: tuple[Spelling, ...]) -> Spelling | None:
        """What a text means where nothing before it tells the platform."""
        open_ = tuple(o for o in options if o.platform not in self._needs_route)
        taken = tuple(o for o in open_ if o.form != "informal")
        for choice in (taken, open_):
            if choice:
                return _first(choice, self._default) or choice[0]
        return options[0] if options else None


def _first(options: tuple[Spelling, ...], platforms: Iterable[str]) -> Spelling | None:
    """The first option in order of platforms; what a platform takes before informal names."""
    ranked = [o for p in platforms for o in options if o.platform == p]
    return next((o for o in ranked if o.form != "informal"), ranked[0] if ranked else None)


def _is_ambiguous(
    spelling: Spelling, options: tuple[Spelling, ...], platforms: tuple[str, ...]
) -> bool:
    """Whether a platform that comes first among several knows the text as an informal name.

    A version with a dot is a gateway's spelling; the others do not use it.
    """
    informal = {o.platform for o in options if o.form == "informal"}
    before = (
        platforms[: platforms.index(spelling.platform)] if spelling.platform in platforms else ()
    )
    return not _DOTTED.search(spelling.text) and not informal.isdisjoint(before)


def _compile_shapes(registry: Registry) -> list[tuple[str, re.Pattern[str]]]:
    """The shapes of IDs with their platforms; one that serves by itself before a router."""
    named = sorted(registry.platforms.values(), key=lambda p: (p.router, p.routed, p.name))
    return [(p.name, lazy(p.shape)) for p in named if p.shape is not None]


def _left_end(data: bytes, anchor: int) -> int:
    if not anchor or data[anchor - 1] not in _IN_WORD:
        return anchor
    found = _LEFT.search(data, max(0, anchor - _LONGEST), anchor)
    return found.start() if found else anchor


def _right_end(data: bytes, anchor: int) -> int:
    found = _RIGHT.match(data, anchor)
    return found.end() if found else anchor


def _starts(data: bytes, start: int, anchor: int) -> Iterator[int]:
    """Where the token may begin: as it stands, or behind what is no part of it.

    That is an ellipsis, the rest of an escape (`\\n`, `%2F`), or `NAME:-`, `NAME-` of a shell.
    """
    left = data[start:anchor]
    yield _behind_ellipsis(data, start, anchor)
    before = data[start - 1 : start] if start else b""
    skip = None
    if before == b":" and left.startswith(b"-"):
        yield start + 1
    elif data[max(0, start - 2) : start] == b"${":
        skip = _SHELL_NAME.match(data, start, anchor + _LONGEST)
    elif before == b"\\":
        skip = _ESCAPE.match(data, start, anchor)
    elif before == b"%":
        skip = _PERCENT.match(data, start, anchor)
    if skip:
        yield _behind_ellipsis(data, skip.end(), anchor)


def _behind_ellipsis(data: bytes, start: int, anchor: int) -> int:
    left = data[start:anchor]
    dots = len(left) - len(left.lstrip(b"."))
    return start + dots if dots > 1 else start  # a single dot belongs to the word


def _is_continued(data: bytes, end: int) -> bool:
    """Whether a version or a variant follows that is unknown, as in `…-v1:3` or `…:1m`."""
    return _COLON_PART.match(data, end) is not None and not _VERB.match(data, end)


def _ends(data: bytes, end: int) -> Iterator[int]:
    """Where the token may end, longest first: `-v1:0:28k`, `-v1:0`, `-v1`."""
    if end == len(data) or data[end] not in _GOES_ON:
        yield end
        return
    parts = _COLON_PARTS.match(data, end)
    if parts:
        first = _COLON_PART.match(data, end)
        for found in (parts, first):
            if found and not _CONTINUED.match(data, found.end()):
                yield found.end()
    yield end
