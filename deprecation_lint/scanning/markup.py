"""HTML, XML and templates of them → where each ID stands. One tolerant pass over the tags."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import field
from operator import attrgetter
from typing import TYPE_CHECKING

from deprecation_lint.frozen import dataclass
from deprecation_lint.scanning.disabled import is_disabled_code
from deprecation_lint.scanning.embedded import inner
from deprecation_lint.scanning.listed import list_start
from deprecation_lint.scanning.tags import Scanner
from deprecation_lint.scanning.trail import Found, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deprecation_lint.scanning.filetypes import FileType
    from deprecation_lint.scanning.tags import Attribute, Part
    from deprecation_lint.scanning.tokens import Match
    from deprecation_lint.scanning.trail import Trail

_NEAR = 300  # bytes on each side of an ID in which its inner steps are looked for
_BLANKS = 400  # bytes of indentation and line ends that may stand around a whole text
_NEIGHBOURS = 64  # attributes of a tag that are looked at
_ANCESTORS = 4
_LONGEST_NAME = 200
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


def read_markup(text: bytes, matches: Sequence[Match], kind: FileType) -> Iterator[Found]:
    """Where each ID of an HTML or XML text stands; what is within code is only `text`."""
    reader = _Reader(text, for_people=kind.name != "xml")
    done = 0
    for part in Scanner(text).parts():
        while done < len(matches) and matches[done].start < part.end:
            yield reader.found(matches[done], part)
            done += 1
        if done == len(matches):
            return
        reader.enter(part)


@dataclass(slots=True)
class _Element:
    tag: str
    name: str  # what an attribute, or in a property list the element before it, calls it
    start: int
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

    def enter(self, part: Part) -> None:
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

    def _enter_tag(self, part: Part) -> None:
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
            self.open.append(_Element(tag, name, part.start, valued=valued))

    def found(self, match: Match, part: Part) -> Found:
        """Where an ID of a part stands."""
        number = bisect_right(part.templates, match.start, key=_START) - 1
        if number >= 0 and match.start < part.templates[number].end:
            step = Step("comment" if part.templates[number].comment else "text")
            return self._aside(match, step)
        if part.kind == "open":
            number = bisect_right(part.attributes, match.start, key=_START) - 1
            if number >= 0 and match.end <= part.attributes[number].end:
                return self._in_attribute(match, part, part.attributes[number])
        if part.kind in ("text", "data"):
            return self._in_text(match, part)
        return self._aside(match, Step("comment" if part.kind == "comment" else "text"))

    def _aside(self, match: Match, step: Step) -> Found:
        """An ID in a comment, or where nothing is known of it."""
        disabled = step.kind == "comment" and is_disabled_code(self.text, match.lead, match.end)
        return Found(match, (step,), "longer", disabled=disabled)

    def _in_attribute(self, match: Match, part: Part, attribute: Attribute) -> Found:
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
        start = None if whole else list_start(self.text, match, attribute.start, attribute.end)
        if start is None and name == "value":
            start = self._list(step.owner)
        return Found(match, (*inside, step, *outside), None if alone else "longer", container=start)

    def _in_text(self, match: Match, part: Part) -> Found:
        start, end = part.start, part.end
        if part.kind == "data":
            start, end = start + len(b"<![CDATA["), end - len(b"]]>")
        element = self.open[-1] if self.open else None
        alone = element is not None and not element.begun and _GOES_ON.match(self.text, part.end)
        whole = bool(alone) and _is_whole(self.text, start, end, match, quoted=False)
        if not self.for_people:
            inside = () if whole else self._inner(match, start, end)
            listed = None if whole else list_start(self.text, match, start, end)
            container = self._list("") if listed is None else listed
            return Found(
                match,
                (*inside, *self._elements()),
                None if whole else "longer",
                container=container,
            )
        if element and element.tag == "option" and element.valued:
            return Found(match, (Step("shown"),), "longer")
        if whole and element and element.tag in ("option", "textarea"):
            step = Step("member", element.name or element.tag, owner=element.tag)
            container = self._list("") if element.tag == "option" else None
            return Found(match, (step, *self._choice(element.tag)), None, container=container)
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

    def _list(self, tag: str) -> int | None:
        """Where the list begins that holds the element that is open, or a tag that opens in it.

        Those are the choices of a form, and the items of an array.
        """
        chain = self.open if tag else self.open[:-1]
        item = tag or (self.open[-1].tag if self.open else "")
        near = reversed(chain[-_ANCESTORS:])
        if self.for_people:
            lists = (e.start for e in near if e.tag in ("select", "datalist"))
            return next(lists, None) if item == "option" else None
        parent = chain[-1] if chain else None
        return parent.start if parent and parent.tag.lower() in _LISTS else None

    def _inner(self, match: Match, start: int, end: int) -> Trail:
        start, end = max(start, match.lead - _NEAR), min(end, match.end + _NEAR)
        start, end = min(start, match.lead), max(end, match.end)
        return inner(self.text[start:end], match.lead - start, match.end - start)

    def _tag(self, part: Part) -> str:
        return part.tag.lower() if self.for_people else part.tag

    def _named(self, part: Part) -> str:
        """What the attribute `name` or `key` of a tag says."""
        for attribute in part.attributes[:_NEIGHBOURS]:
            if attribute.name.lower() in _NAMES:
                return self._value(attribute)
        return ""

    def _value(self, attribute: Attribute) -> str:
        return _decoded(self.text, attribute.start, attribute.end).strip()


def _is_whole(text: bytes, start: int, end: int, match: Match, quoted: bool = True) -> bool:
    """Whether a value is the ID alone, but for blanks and, in an expression, its quotes."""
    if not 0 <= match.lead - start <= _BLANKS or not 0 <= end - match.end <= _BLANKS:
        return False
    before, after = text[start : match.lead].strip(), text[match.end : end].strip()
    return before == after and (not before or (quoted and before in (b"'", b'"', b"`")))


def _decoded(text: bytes, start: int, end: int) -> str:
    return text[start : min(end, start + _LONGEST_NAME)].decode("utf-8", "replace")
