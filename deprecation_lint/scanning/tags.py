"""HTML, XML and their templates → texts, tags, comments, scripts, in one tolerant pass."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from deprecation_lint.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LONGEST_NAME = 200
_LONGEST_TEMPLATE = 4096  # bytes; a `{{` that closes further away opened nothing
_TEMPLATE = rb"\{\{(?:!--|!|\{?[-~]?)|\{%-?|\{#|<%(?:--|#|[=-])?|<\?(?:php|=)"
_MARK = re.compile(rb"<!--|<!\[CDATA\[|<!(?=[A-Za-z])|</?(?=[A-Za-z_])|" + _TEMPLATE + rb"|<\?")
_IN_TAG = re.compile(
    rb"[\s/]*(?:(?P<end>>)|(?P<template>" + _TEMPLATE + rb")|(?P<broken><)"
    rb"|(?P<name>[^\s\"'<>/=][^\s\"'<>/=]*)(?P<equals>\s*=\s*)?|(?P<stray>.))",
    re.DOTALL,
)
_TAG_NAME = re.compile(rb"[^\s<>/\"'={]+")
_CLOSING_TAG = re.compile(rb"</([^\s<>/]+)[^<>]*>?")
_VALUE_END = {
    quote: re.compile(_TEMPLATE + b"|" + (quote or rb"[\s\"'<>]")) for quote in (b'"', b"'", b"")
}
_CLOSERS = {
    opener: re.compile(re.escape(closer))
    for opener, closer in (
        (b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<!", b">"), (b"<?", b"?>"),
        (b"{{!--", b"--}}"), (b"{{", b"}}"), (b"{%", b"%}"), (b"{#", b"#}"),
        (b"<%--", b"--%>"), (b"<%", b"%>"),
    )
}  # fmt: skip
_TEMPLATE_COMMENTS = (b"{{!", b"{#", b"<%--", b"<%#")
_RAW_END = {tag: re.compile(b"</" + tag, re.IGNORECASE) for tag in (b"script", b"style")}


@dataclass(frozen=True, slots=True)
class Region:
    """A template within a text or a tag: the bytes between its marks."""

    start: int
    end: int
    comment: bool


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of a tag, and where its value stands."""

    name: str
    start: int  # of the value, without quotes
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """A run of text, a tag or a comment; the parts of a file follow each other without gaps."""

    kind: Literal["text", "data", "comment", "script", "open", "close", "other"]
    start: int
    end: int
    tag: str = ""
    closed: bool = False  # `<tag/>`
    attributes: Sequence[Attribute] = ()
    templates: Sequence[Region] = ()


def script_spans(text: bytes) -> list[tuple[int, int]]:
    """Where code stands in a text with tags: in scripts, styles and templates, in order."""
    spans = []
    for part in Scanner(text).parts():
        if part.kind == "script":
            spans.append((part.start, part.end))
        spans.extend((t.start, t.end) for t in part.templates if not t.comment)
    return spans


class Scanner:
    """Cuts a text into parts, whatever is wrong with it."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._next: dict[re.Pattern[bytes], re.Match[bytes] | None] = {}
        self._unclosed: set[bytes] = set()  # quotes that do not come again

    def parts(self) -> Iterator[Part]:
        """The parts in order, each byte in one of them."""
        at = begun = 0
        templates: list[Region] = []
        while found := _MARK.search(self._text, at):
            template = self._template(found.group(), found.end())
            if template:
                region, at = template
                templates.append(region)
                continue
            part = self._part(found.group(), found.start())
            if part is None:
                at = found.end()
                continue
            if begun < part.start:
                yield Part("text", begun, part.start, templates=templates)
            yield part
            at = begun = part.end
            templates = []
            raw = self._raw(part)
            if raw:
                yield raw
                at = begun = raw.end
        if begun < len(self._text):
            yield Part("text", begun, len(self._text), templates=templates)

    def _ahead(self, pattern: re.Pattern[bytes], start: int) -> re.Match[bytes] | None:
        """The next match; kept, so that asking again does not read the same bytes again."""
        kept = self._next.get(pattern)
        if pattern not in self._next or (kept and kept.start() < start):
            kept = self._next[pattern] = pattern.search(self._text, start)
        return kept

    def _template(self, opener: bytes, start: int) -> tuple[Region, int] | None:
        """The template that an opener begins, and where it is over."""
        if opener in _CLOSERS and not opener.startswith((b"{", b"<%")):
            return None
        closer = _CLOSERS.get(opener) or _CLOSERS.get(opener[:2])
        close = self._ahead(closer, start) if closer else None
        if opener.startswith(b"<?") and close is None:  # PHP may go on to the end of a file
            return Region(start, len(self._text), False), len(self._text)
        if close is None or (opener[:2] != b"<?" and close.start() - start > _LONGEST_TEMPLATE):
            return None
        return Region(start, close.start(), opener.startswith(_TEMPLATE_COMMENTS)), close.end()

    def _part(self, mark: bytes, start: int) -> Part | None:
        if mark == b"<":
            return self._tag(start)
        if mark == b"</":
            found = _CLOSING_TAG.match(self._text, start)
            return Part("close", start, found.end(), _local(found[1])) if found else None
        if mark not in _CLOSERS or mark[:1] == b"{":
            return None  # of a template that does not close
        close = self._ahead(_CLOSERS[mark], start + len(mark))
        end = close.end() if close else len(self._text)
        if mark == b"<!--":
            return Part("comment", start, end)
        if mark == b"<![CDATA[":
            return Part("data", start, end)
        return Part("other", start, end) if close else None

    def _raw(self, part: Part) -> Part | None:
        """What stands between `<script>` and its end; in it, `<` begins no tag."""
        closer = _RAW_END.get(part.tag.lower().encode()) if part.kind == "open" else None
        if closer is None or part.closed or any(a.name == "name" for a in part.attributes):
            return None  # elsewhere than in HTML, a `<style name="...">` may hold elements
        close = self._ahead(closer, part.end)
        end = close.start() if close else len(self._text)
        return Part("script", part.end, end) if end > part.end else None

    def _tag(self, start: int) -> Part | None:
        text = self._text
        named = _TAG_NAME.match(text, start + 1)
        if named is None:
            return None
        at, closed = named.end(), False
        attributes: list[Attribute] = []
        templates: list[Region] = []
        while found := _IN_TAG.match(text, at):
            at = found.end()
            if found["end"]:
                closed = text[at - 2 : at - 1] == b"/"
                break
            if found["broken"]:
                at -= 1
                break
            if found["template"]:
                template = self._template(found["template"], at)
                if template:
                    templates.append(template[0])
                    at = template[1]
            elif found["name"]:
                begin, end, at = self._value(at, templates) if found["equals"] else (at, at, at)
                attributes.append(Attribute(_local(found["name"]), begin, end))
        return Part("open", start, at, _local(named[0]), closed, attributes, templates)

    def _value(self, start: int, templates: list[Region]) -> tuple[int, int, int]:
        """Where the value behind a `=` begins and ends, and where to read on."""
        text = self._text
        quote = text[start : start + 1]
        if quote not in _VALUE_END:
            quote = b""
        start += len(quote)
        if quote in self._unclosed:
            return start, start, start
        at = start
        while found := _VALUE_END[quote].search(text, at):
            template = self._template(found.group(), found.end())
            if template:
                templates.append(template[0])
                at = template[1]
            elif len(found.group()) == 1:
                return start, found.start(), found.start() + len(quote)
            else:
                at = found.end()
        if quote:
            self._unclosed.add(quote)
            return start, start, start
        return start, len(text), len(text)


def _local(name: bytes) -> str:
    """A name without its namespace, and without the signs with which a template binds it."""
    text = name[:_LONGEST_NAME].decode("utf-8", "replace")
    return text.rpartition(":")[2].strip("[]()@#*.") or text
