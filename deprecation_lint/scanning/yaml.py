"""The reader for YAML: in which key, item or comment each ID stands."""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import replace
from typing import TYPE_CHECKING

from deprecation_lint.patterns import lazy
from deprecation_lint.scanning import names
from deprecation_lint.scanning.disabled import is_disabled_code
from deprecation_lint.scanning.embedded import inner
from deprecation_lint.scanning.listed import list_start
from deprecation_lint.scanning.shell import read_commands
from deprecation_lint.scanning.trail import Found, Step, cut_off
from deprecation_lint.scanning.yaml_blocks import Blocks
from deprecation_lint.scanning.yaml_tree import Places, trail_of, trail_of_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deprecation_lint.findings import Hold
    from deprecation_lint.scanning.filetypes import FileType
    from deprecation_lint.scanning.tokens import Match
    from deprecation_lint.scanning.trail import Trail
    from deprecation_lint.scanning.yaml_requests import Requests
    from deprecation_lint.scanning.yaml_tree import Place

_BEFORE = 300  # bytes of a longer text looked at before an ID
_AFTER = 120
_NESTED = 4  # lists within lists between a key and its script
_CASSETTE = {"interactions", "http_interactions"}  # the top-level keys of recorded traffic
_COMMANDS = {
    *("run", "script", "scripts", "before_script", "after_script", "command", "commands", "args"),
    *("cmd", "cmds", "entrypoint", "install", "bash", "shell"),
}  # keys whose text is a shell's
_OPENED = lazy(rb"\{[{%]|[}%]\}")
_FALLBACK = lazy(
    rb"(?:\bdefault[ \t]*\(?[ \t]*|\|\|[ \t]*|\bor[ \t]+|\belse[ \t]+|\bcoalesce\b[^{}]*[ \t])"
    rb"[\"']\Z"
)
_COMPARED = lazy(
    rb"(?:[!=]=|\b(?:eq|ne)[ \t]+[^\s{}]+|\b(?:contains|startsWith|endsWith)\([^(){}]*,|\bin)"
    rb"[ \t]*[\"']\Z"
)
_COMPARED_AFTER = lazy(rb"[\"'][ \t]*[!=]=|[\"'][ \t]+\.\S+[ \t]*[})]")
_JOINED = bytes.maketrans(b"\r\n", b"  ")
_CONTINUED = lazy(rb"\\(?:\r\n|\r|\n)")


def read_yaml(
    text: bytes, matches: Sequence[Match], kind: FileType, start: int = 0, end: int | None = None
) -> Iterator[Found]:
    """The trail of each ID in the YAML between two offsets."""
    places = Places(matches)
    end = len(text) if end is None else end
    start += len(BOM_UTF8) if text.startswith(BOM_UTF8, start) else 0
    blocks = Blocks(text, start, end, places)
    blocks.read()
    names = {name for root in blocks.roots for name in root.names}
    outermost = (Step("recorded"),) if names & _CASSETTE else ()
    scripts = _Scripts(text, places, matches)
    requests: Requests | None = None
    for number, match in enumerate(matches):
        place = places.of[number]
        if place is None:
            yield Found(match, (Step("text"), *outermost), "longer")
            continue
        found = cut_off(scripts.found(number) or _found(text, match, place), place.cut)
        if outermost:
            found = replace(found, trail=found.trail + outermost)
        if found.hold is None and _is_model(place):
            if requests is None:
                from deprecation_lint.scanning.yaml_requests import Requests

                requests = Requests(text, end)
            found = replace(found, requests=requests.of(place))
        yield found


def _is_model(place: Place) -> bool:
    """Whether what stands in a place is the value of a key that is called a model."""
    entry = place.entry
    if place.sort == "key" or entry is None or not entry.home.mapping:
        return False
    return names.expects_model(entry.name)


def _found(text: bytes, match: Match, place: Place) -> Found:
    """The steps of an ID in a place, and whether it is all that stands there."""
    if place.sort == "comment":
        disabled = is_disabled_code(text, match.lead, match.end)
        trail = (*_inner(text, match, place), Step("comment"))
        return Found(match, trail, "longer", disabled=disabled)
    whole = _is_whole(text, match, place)
    steps = () if whole else _inner(text, match, place)
    hold: Hold | None = None if whole else "longer"
    container = None if whole else list_start(text, match, place.start, place.end)
    entry = place.entry
    if entry is not None and container is None:
        is_entry = place.sort == "key" or not entry.home.mapping
        container = entry.home.start if is_entry else None
    if place.sort == "key" and entry is not None:
        return Found(match, steps + trail_of_key(entry), hold, container=container)
    trail = (steps + trail_of(entry)) or (Step("text"),)
    return Found(match, trail, hold, container=container)


def _is_whole(text: bytes, match: Match, place: Place) -> bool:
    """Whether a scalar is the ID alone; around a block scalar blanks do not count."""
    before = text[max(place.start, match.lead - _BEFORE) : match.lead]
    after = text[match.end : min(place.end, match.end + _BEFORE)]
    if place.sort in ("block", "folded"):
        cut = match.lead - place.start > _BEFORE or place.end - match.end > _BEFORE
        return not cut and not before.strip() and not after.strip()
    return not before and not after


def _inner(text: bytes, match: Match, place: Place) -> Trail:
    """The steps within a longer scalar, which is one line to the reader of it."""
    start = max(place.start, match.lead - _BEFORE)
    window = text[start : min(place.end, match.end + _AFTER)]
    begin, stop = match.lead - start, match.end - start
    templated = _in_template(window, begin, stop)
    if templated:
        return templated
    if place.sort != "block":
        window = window.translate(_JOINED)
    window = _CONTINUED.sub(lambda found: b" " * len(found[0]), window)
    return inner(window, begin, stop)


def _in_template(window: bytes, start: int, end: int) -> Trail:
    """What an ID is within `{{ … }}` or `{% … %}`, where that can be told."""
    marks = list(_OPENED.finditer(window, 0, start))
    if not marks or marks[-1][0] in (b"}}", b"%}"):
        return ()
    before = window[marks[-1].start() : start]
    if _FALLBACK.search(before):
        return (Step("fallback"),)
    if _COMPARED.search(before) or _COMPARED_AFTER.match(window, end):
        return (Step("compared"),)
    return ()


class _Scripts:
    """The commands in the block scalars of a file, each read as a shell's when it is met."""

    def __init__(self, text: bytes, places: Places, matches: Sequence[Match]) -> None:
        self._text = text
        self._places = places.of
        self._matches = matches
        self._found: dict[int, Found] = {}
        self._read = -1  # the number of the last match whose steps are known

    def found(self, number: int) -> Found | None:
        """A match in a script with its trail; `None` if it stands in none."""
        place = self._places[number]
        if place is None or place.sort != "block" or not _is_script(place):
            return None
        if number > self._read:
            last = number
            while last + 1 < len(self._places) and self._places[last + 1] is place:
                last += 1
            inside = self._matches[number : last + 1]
            found = read_commands(self._text, inside, place.start, place.end)
            self._found = {number + i: one for i, one in enumerate(found)}
            self._read = last
        one = self._found[number]
        steps = one.trail
        if steps == (Step("text"),):
            steps = _inner(self._text, one.match, place)
        hold: Hold | None = None if _is_whole(self._text, one.match, place) else "longer"
        return replace(one, trail=steps + trail_of(place.entry), hold=hold)


def _is_script(place: Place) -> bool:
    """Whether the nearest key around a block scalar is one for commands."""
    entry = place.entry
    for _ in range(_NESTED):
        if entry is None or entry.home.mapping:
            break
        entry = entry.home.parent
    return entry is not None and entry.name in _COMMANDS
