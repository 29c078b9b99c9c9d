"""Dockerfiles: instructions over joined lines, and the commands in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deprecation_lint.scanning.logical import Style, commented, logical_lines, value_found
from deprecation_lint.scanning.shell import read_commands
from deprecation_lint.scanning.trail import Found, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deprecation_lint.scanning.logical import Line
    from deprecation_lint.scanning.tokens import Match
    from deprecation_lint.scanning.trail import StepKind

_INSTRUCTION = re.compile(rb"[ \t]*(?:ONBUILD[ \t]+)?([A-Za-z]+)[ \t]+")
_FLAGS = re.compile(rb"(?:--[\w\-]+(?:=\S*)?(?:[ \t]|\\[ \t]*[\r\n]+)+)*(?:CMD[ \t]+)?")
_HEREDOC = re.compile(rb"<<-?[ \t]*[\"']?([A-Za-z_]\w*)")
_PAIR = re.compile(
    rb"([A-Za-z_][\w.\-/]*|\"[^\"\r\n]*\")="
    rb"((?:\"[^\"\\]*(?:\\.[^\"\\]*)*\"|'[^']*'|\\[^\r\n]|[^\s\\\"'])*)",
    re.DOTALL,
)
_OLD_PAIR = re.compile(rb"([A-Za-z_]\w*)[ \t]+")
_LIST = re.compile(rb"[ \t]*\[")
_ELEMENT = re.compile(rb"\"([^\"\\]*(?:\\.[^\"\\]*)*)\"", re.DOTALL)
_OPTION = re.compile(rb"--?[A-Za-z][\w.\-]*")
_OPTION_VALUE = re.compile(rb"(--?[A-Za-z][\w.\-]*)=")
_VALUES: dict[bytes, StepKind] = {b"ENV": "environment", b"ARG": "environment", b"LABEL": "member"}
_COMMANDS = frozenset((b"RUN", b"CMD", b"ENTRYPOINT", b"HEALTHCHECK", b"SHELL"))
_STYLE = Style(joined=True, through=True)


def read_dockerfile(text: bytes, matches: Sequence[Match]) -> Iterator[Found]:
    """The trail of each ID, by the instruction that it stands in."""
    body: list[Line] = []  # the lines of a here-document so far, the instruction first
    mark = b""
    for line in logical_lines(text, matches, _STYLE):
        if mark:
            body.append(line)
            if text[line.start : line.end].strip() == mark:
                yield from _document(body)
                body, mark = [], b""
            continue
        found = _INSTRUCTION.match(text, line.start, line.end)
        here = _HEREDOC.search(text, line.start, line.end) if found else None
        if here and found and not line.is_comment and found[1].upper() in (b"RUN", b"COPY"):
            body, mark = [line], here[1]
        else:
            yield from _instruction(line)
    for line in body:  # the document never ended
        yield from _instruction(line)


def _document(body: list[Line]) -> Iterator[Found]:
    """An instruction with a here-document, which is a script where no command takes it."""
    first, last = body[0], body[-1]
    text = first.text
    matches = [match for line in body for match in line.matches]
    found = _INSTRUCTION.match(text, first.start, first.end)
    start = found.end() if found else first.start
    here = _HEREDOC.search(text, start, first.end)
    if found and found[1].upper() != b"RUN":  # the content of a file
        for line in body:
            yield from line.plain(comments=b"")
        return
    if here and not text[start : here.start()].strip():
        start = first.end
    yield from read_commands(text, matches, start, last.end)


def _instruction(line: Line) -> Iterator[Found]:
    text = line.text
    found = _INSTRUCTION.match(text, line.start, line.end)
    if line.is_comment or found is None or not line.matches:
        yield from line.plain(comments=b"")
        return
    word = found[1].upper()
    if word in _VALUES:
        yield from _pairs(line, found.end(), _VALUES[word])
    elif word in _COMMANDS:
        flags = _FLAGS.match(text, found.end(), line.end)
        start = flags.end() if flags else found.end()
        if _LIST.match(text, start, line.end):
            yield from _elements(line, start)
        else:
            yield from read_commands(text, line.matches, start, line.end)
    else:
        yield from line.plain(comments=b"")


def _pairs(line: Line, start: int, kind: StepKind) -> Iterator[Found]:
    """`A=1 B=2`, or the older `A 1`."""
    text = line.text
    old = _OLD_PAIR.match(text, start, line.end)
    if old:
        name = old[1].decode("utf-8", "replace")
        yield from line.value(old.end(), (Step(kind, name=name),), comments=b"")
        return
    pairs = _PAIR.finditer(text, start, line.end)
    pair = next(pairs, None)
    for match in line.matches:
        while pair is not None and pair.end() < match.end:
            pair = next(pairs, None)
        if pair is None or match.lead < pair.start(2):
            yield commented(text, match, line.start)
            continue
        name = pair[1].strip(b'"').decode("utf-8", "replace")
        yield value_found(text, match, pair.start(2), pair.end(2), (Step(kind, name=name),))


def _elements(line: Line, start: int) -> Iterator[Found]:
    """`["command", "--option", "value"]`."""
    text = line.text
    owner, before = "", b""
    elements = _ELEMENT.finditer(text, start, line.end)
    element = next(elements, None)
    for match in line.matches:
        while element is not None and element.end() < match.end:
            before = element[1]
            owner = owner or before[:200].decode("utf-8", "replace")
            element = next(elements, None)
        if element is None or match.lead < element.start(1):
            yield Found(match, (Step("text"),), "longer")
            continue
        called = Step("positional", owner=owner)
        option = before if _OPTION.fullmatch(before) else b""
        begin = element.start(1)
        own = _OPTION_VALUE.match(text, begin, match.lead)
        if own:
            option, begin = own[1], own.end()
        step = (Step("option", name=option.decode()),) if option else ()
        yield value_found(text, match, begin, element.end(1), (*step, called))
