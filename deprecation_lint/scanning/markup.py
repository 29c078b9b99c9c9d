"""HTML, XML and templates of them → where each ID stands. One tolerant pass over the tags."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

from deprecation_lint.scanning.embedded import inner
from deprecation_lint.scanning.trail import Found, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deprecation_lint.scanning.filetypes import FileType
    from deprecation_lint.scanning.tokens import Match
    from deprecation_lint.scanning.trail import Trail

_NEAR = 300  # bytes on each side of an ID in which its inner steps are looked for
_BLANKS = 400  # bytes of indentation and line ends that may stand around a whole text
_NEIGHBOURS = 64  # attributes of a tag that are looked at
_ANCESTORS = 4
_LONGEST_TEMPLATE = 4096  # bytes; a `{{` that closes further away opened nothing
_LONGEST_NAME = 200

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
_START = attrgetter("start")
_NUMBER = re.compile(r"[+-]?[\d.,_]+%?\Z")
_GOES_ON = re.compile(rb"\s*(?:</|<!--|\]\]>|\Z)")

_VOID = frozenset(  # the elements of HTML that have no end tag
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
_ADDRESSES = frozenset(("href", "src", "action", "formaction", "cite", "poster", "srcset"))
_MARKERS = frozenset(("id", "class", "for", "slot"))  # of HTML: named by styles, links and code
_VALUES = frozenset(("value", "val", "content", "default", "defaultvalue", "text"))
_NAMES = ("name", "key")  # attributes that say what the value of the element is
_LISTS = frozenset(("array", "list", "set", "string-array"))
_FOR_PEOPLE = frozenset(("html", "svg"))  # XML whose text is for people


@dataclass(frozen=True, slots=True)
class _Region:
    """A template within a text or a tag: the bytes between its marks."""

    start: int
    end: int
    comment: bool


@dataclass(frozen=True, slots=True)
class _Attribute:
    name: str
    start: int  # of the value, without quotes
    end: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A run of text, a tag or a comment; the parts of a file follow each other without gaps."""

    kind: Literal["text", "data", "comment", "script", "open", "close", "other"]
    start: int
    end: int
    tag: str = ""
    closed: bool = False  # `<tag/>`
    attributes: Sequence[_Attribute] = ()
    templates: Sequence[_Region] = ()


def script_spans(text: bytes) -> list[tuple[int, int]]:
    """Where code stands in a text with tags: in scripts, styles and templates, in order."""
    spans = []
    for part in _Scanner(text).parts():
        if part.kind == "script":
            spans.append((part.start, part.end))
        spans.extend((t.start, t.end) for t in part.templates if not t.comment)
    return spans


def read_markup(text: bytes, matches: Sequence[Match], kind: FileType) -> Iterator[Found]:
    """Where each ID of an HTML or XML text stands; what is within code is only `text`."""
    reader = _Reader(text, for_people=kind.name != "xml")
    done = 0
    for part in _Scanner(text).parts():
        while done < len(matches) and matches[done].start < part.end:
            yield reader.found(matches[done], part)
            done += 1
        if done == len(matches):
            return
        reader.enter(part)


class _Scanner:
    """Cuts a text into parts, whatever is wrong with it."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._next: dict[re.Pattern[bytes], re.Match[bytes] | None] = {}
        self._unclosed: set[bytes] = set()  # quotes that do not come again

    def parts(self) -> Iterator[_Part]:
        """The parts in order, each byte in one of them."""
        at = begun = 0
        templates: list[_Region] = []
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
                yield _Part("text", begun, part.start, templates=templates)
            yield part
            at = begun = part.end
            templates = []
            raw = self._raw(part)
            if raw:
                yield raw
                at = begun = raw.end
        if begun < len(self._text):
            yield _Part("text", begun, len(self._text), templates=templates)

    def _ahead(self, pattern: re.Pattern[bytes], start: int) -> re.Match[bytes] | None:
        """The next match; kept, so that asking again does not read the same bytes again."""
        kept = self._next.get(pattern)
        if pattern not in self._next or (kept and kept.start() < start):
            kept = self._next[pattern] = pattern.search(self._text, start)
        return kept

    def _template(self, opener: bytes, start: int) -> tuple[_Region, int] | None:
        """The template that an opener begins, and where it is over."""
        if opener in _CLOSERS and not opener.startswith((b"{", b"<%")):
            return None
        closer = _CLOSERS.get(opener) or _CLOSERS.get(opener[:2])
        close = self._ahead(closer, start) if closer else None
        if opener.startswith(b"<?") and close is None:  # PHP may go on to the end of a file
            return _Region(start, len(self._text), False), len(self._text)
        if close is None or (opener[:2] != b"<?" and close.start() - start > _LONGEST_TEMPLATE):
            return None
        return _Region(start, close.start(), opener.startswith(_TEMPLATE_COMMENTS)), close.end()

    def _part(self, mark: bytes, start: int) -> _Part | None:
        if mark == b"<":
            return self._tag(start)
        if mark == b"</":
            found = _CLOSING_TAG.match(self._text, start)
            return _Part("close", start, found.end(), _local(found[1])) if found else None
        if mark not in _CLOSERS or mark[:1] == b"{":
            return None  # of a template that does not close
        close = self._ahead(_CLOSERS[mark], start + len(mark))
        end = close.end() if close else len(self._text)
        if mark == b"<!--":
            return _Part("comment", start, end)
        if mark == b"<![CDATA[":
            return _Part("data", start, end)
        return _Part("other", start, end) if close else None

    def _raw(self, part: _Part) -> _Part | None:
        """What stands between `<script>` and its end; in it, `<` begins no tag."""
        closer = _RAW_END.get(part.tag.lower().encode()) if part.kind == "open" else None
        if closer is None or part.closed or any(a.name == "name" for a in part.attributes):
            return None  # elsewhere than in HTML, a `<style name="...">` may hold elements
        close = self._ahead(closer, part.end)
        end = close.start() if close else len(self._text)
        return _Part("script", part.end, end) if end > part.end else None

    def _tag(self, start: int) -> _Part | None:
        text = self._text
        named = _TAG_NAME.match(text, start + 1)
        if named is None:
            return None
        at, closed = named.end(), False
        attributes: list[_Attribute] = []
        templates: list[_Region] = []
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
                attributes.append(_Attribute(_local(found["name"]), begin, end))
        return _Part("open", start, at, _local(named[0]), closed, attributes, templates)

    def _value(self, start: int, templates: list[_Region]) -> tuple[int, int, int]:
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


@dataclass(slots=True)
class _Element:
    tag: str
    name: str  # what an attribute, or in a property list the element before it, calls it
    key: str = ""  # in a property list: the key that was read last
    begun: bool = False  # whether something stands in it already
    valued: bool = False  # whether an attribute gives its value


@dataclass(slots=True)
class _Reader:
    """Keeps what is open, and says by it where an ID stands."""

    text: bytes
    for_people: bool
    open: list[_Element] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)  # how often each tag is open

    def enter(self, part: _Part) -> None:
        """Go past a part."""
        if part.kind == "open":
            self._enter_tag(part)
        elif part.kind == "close" and self.names[self._tag(part)]:
            while True:
                tag = self.open.pop().tag
                self.names[tag] -= 1
                if tag == self._tag(part):
                    break
        elif part.kind in ("text", "data") and self.open:
            element = self.open[-1]
            if part.end - part.start > _BLANKS or self.text[part.start : part.end].strip():
                element.begun = True
            if element.tag == "key" and len(self.open) > 1 and self.open[-2].tag == "dict":
                self.open[-2].key = _decoded(self.text, part.start, part.end).strip()

    def _enter_tag(self, part: _Part) -> None:
        tag, name = self._tag(part), self._named(part)
        if not self.names and tag.lower() in _FOR_PEOPLE:
            self.for_people, tag = True, tag.lower()
        parent = self.open[-1] if self.open else None
        if parent and parent.tag == tag == "option":  # its end tag may be left out
            self.names[self.open.pop().tag] -= 1
            parent = self.open[-1] if self.open else None
        if parent:
            parent.begun = True
            if tag != "key" and parent.key:
                name, parent.key = parent.key, ""
        opens = not part.closed and not (self.for_people and tag in _VOID)
        self.names[tag] += opens  # 0: seen, but not open
        if opens:
            valued = any(attribute.name.lower() == "value" for attribute in part.attributes)
            self.open.append(_Element(tag, name, valued=valued))

    def found(self, match: Match, part: _Part) -> Found:
        """Where an ID of a part stands."""
        number = bisect_right(part.templates, match.start, key=_START) - 1
        if number >= 0 and match.start < part.templates[number].end:
            step = Step("comment" if part.templates[number].comment else "text")
            return Found(match, (step,), "longer")
        if part.kind == "open":
            number = bisect_right(part.attributes, match.start, key=_START) - 1
            if number >= 0 and match.end <= part.attributes[number].end:
                return self._in_attribute(match, part, part.attributes[number])
        if part.kind in ("text", "data"):
            return self._in_text(match, part)
        step = Step("comment" if part.kind == "comment" else "text")
        return Found(match, (step,), "longer")

    def _in_attribute(self, match: Match, part: _Part, attribute: _Attribute) -> Found:
        name = attribute.name.lower()
        others = [a for a in part.attributes[:_NEIGHBOURS] if a is not attribute]
        step = Step(
            "member",
            name=(self._named(part) if name in _VALUES else "") or attribute.name,
            owner=self._tag(part),
            beside=frozenset(other.name for other in others),
            numeric=bool(others) and all(_NUMBER.match(self._value(other)) for other in others),
        )
        outside = self._choice(step.owner) if self.for_people else self._elements()
        whole = _is_whole(self.text, attribute.start, attribute.end, match)
        address = name in _ADDRESSES
        inside = () if whole else self._inner(match, attribute.start, attribute.end)
        if address and (not inside or inside[0].kind in ("prose", "text")):
            inside = (Step("address"),)
        alone = whole and not address and not (self.for_people and name in _MARKERS)
        return Found(match, (*inside, step, *outside), None if alone else "longer")

    def _in_text(self, match: Match, part: _Part) -> Found:
        start, end = part.start, part.end
        if part.kind == "data":
            start, end = start + len(b"<![CDATA["), end - len(b"]]>")
        element = self.open[-1] if self.open else None
        alone = element is not None and not element.begun and _GOES_ON.match(self.text, part.end)
        whole = bool(alone) and _is_whole(self.text, start, end, match, quoted=False)
        if not self.for_people:
            inside = () if whole else self._inner(match, start, end)
            return Found(match, (*inside, *self._elements()), None if whole else "longer")
        if element and element.tag == "option" and element.valued:
            return Found(match, (Step("shown"),), "longer")
        if whole and element and element.tag in ("option", "textarea"):
            step = Step("member", element.name or element.tag, owner=element.tag)
            return Found(match, (step, *self._choice(element.tag)), None)
        return Found(match, (Step("prose"),), "longer")

    def _elements(self) -> Trail:
        """The elements that are open, from the inside out."""
        steps = []
        for number in range(len(self.open) - 1, max(-1, len(self.open) - 2 - _ANCESTORS), -1):
            element = self.open[number]
            parent = self.open[number - 1].tag.lower() if number else ""
            if element.name:
                steps.append(Step("member", element.name, owner=element.tag))
            elif element.tag == "item" or parent in _LISTS:
                steps.append(Step("item"))
            else:
                steps.append(Step("member", element.tag))
        return tuple(steps)

    def _choice(self, tag: str) -> Trail:
        """The list of choices that an option belongs to."""
        near = reversed(self.open[-_ANCESTORS:] if tag == "option" else ())
        return tuple(Step("section", e.tag) for e in near if e.tag in ("select", "datalist"))[:1]

    def _inner(self, match: Match, start: int, end: int) -> Trail:
        start, end = max(start, match.lead - _NEAR), min(end, match.end + _NEAR)
        start, end = min(start, match.lead), max(end, match.end)
        return inner(self.text[start:end], match.lead - start, match.end - start)

    def _tag(self, part: _Part) -> str:
        return part.tag.lower() if self.for_people else part.tag

    def _named(self, part: _Part) -> str:
        """What the attribute `name` or `key` of a tag says."""
        for attribute in part.attributes[:_NEIGHBOURS]:
            if attribute.name.lower() in _NAMES:
                return self._value(attribute)
        return ""

    def _value(self, attribute: _Attribute) -> str:
        return _decoded(self.text, attribute.start, attribute.end).strip()


def _is_whole(text: bytes, start: int, end: int, match: Match, quoted: bool = True) -> bool:
    """Whether a value is the ID alone, but for blanks and, in an expression, its quotes."""
    if not 0 <= match.lead - start <= _BLANKS or not 0 <= end - match.end <= _BLANKS:
        return False
    before, after = text[start : match.lead].strip(), text[match.end : end].strip()
    return before == after and (not before or (quoted and before in (b"'", b'"', b"`")))


def _decoded(text: bytes, start: int, end: int) -> str:
    return text[start : min(end, start + _LONGEST_NAME)].decode("utf-8", "replace")


def _local(name: bytes) -> str:
    """A name without its namespace, and without the signs with which a template binds it."""
    text = name[:_LONGEST_NAME].decode("utf-8", "replace")
    return text.rpartition(":")[2].strip("[]()@#*.") or text
