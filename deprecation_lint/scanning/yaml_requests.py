"""The mapping of a YAML file that an ID is the model of, as a request.

Only the lines of that mapping are read again: a file without one costs nothing more.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from deprecation_lint.patterns import lazy
from deprecation_lint.request import Field, Request, Value
from deprecation_lint.scanning import yaml_scalars as scalars
from deprecation_lint.scanning.yaml_record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deprecation_lint.scanning.yaml_tree import Collection, Entry, Place, Sort

_SIZE = 64 * 1024  # bytes of a mapping that are read
_DEPTH = 40  # mappings and lists within one
_AGAIN = 2  # how often a byte may be read again, on average
_WIDTH = 1024  # bytes of a line before an anchor
_SHOWN = 60  # characters of the words for what is unseen
_CUT = "…"
_ANCHORS = lazy(rb"(?<![^\s\[{,])&([^\s,\[\]{}]+)")
_ALIAS = lazy(rb"\*([^\s,\[\]{}]+)\Z")
_HEAD = lazy(rb"(?:[&!][^\s,\[\]{}]*[ \t]*)+")
_COLON = lazy(rb"[\"']?(?:[ \t]*:)?")
_QUOTES = (b'"', b"'")
_UNSEEN = lazy(rb"\{\{|\{%|\$\{|\$\(|<%|\A\$[A-Za-z_]\w*\Z")
_BREAK = lazy(rb"\r\n?|\n")


class Requests:
    """The requests of one file, of whose bytes `end` is the last that is YAML."""

    def __init__(self, text: bytes, end: int) -> None:
        self.text = text
        self._end = end
        self._last: Record | None = None
        self._made: tuple[Collection, Request] | None = (
            None  # of the mapping that was asked for last
        )
        self._left = _AGAIN * len(text) + _SIZE
        self._anchors: dict[bytes, list[int]] | None = None
        self._anchored: dict[int, Value | None] = {}

    def of(self, place: Place) -> tuple[Request, ...]:
        """The mapping in which a value stands."""
        home = place.entry.home if place.entry else None
        if home is None or not home.mapping:
            return ()
        record = self._record(place, home)
        entry = record.spans.at.get(place.start) if record else None
        if record is None or entry is None:
            body = Value(home.start, place.end, "object", rest=(_CUT,))
            return (Request("", body, language="yaml", editable=False),)
        if self._made is None or self._made[0] is not entry.home:
            maker = _Maker(self, record)
            body = maker.collection(entry.home, 0)
            made = Request("", body, language="yaml", editable=not maker.shared)
            self._made = entry.home, made
        return (self._made[1],)

    def anchored(self, name: bytes, before: int) -> Value | None:
        """The mapping behind the last anchor of a name, if it can all be seen."""
        if self._anchors is None:
            self._anchors = {}
            for found in _ANCHORS.finditer(self.text, 0, self._end):
                self._anchors.setdefault(found[1], []).append(found.start())
        offsets = self._anchors.get(name, [])
        number = bisect_left(offsets, before) - 1
        if number < 0:
            return None
        at = offsets[number]
        if at not in self._anchored:
            self._anchored[at] = None  # meanwhile
            self._anchored[at] = self._behind_anchor(at)
        return self._anchored[at]

    def _record(self, place: Place, home: Collection) -> Record | None:
        """What was read of the lines or brackets around a value, last time or now."""
        last = self._last
        if last is not None:
            known = last.spans.at.get(place.start)
            if known is not None and last.is_complete(known.home):
                return last
        if self._left <= 0:
            return None
        record = self._last = self._begin(home.start - max(0, home.column))
        if home.column < 0:
            record.read_brackets(_column_around(home))
        else:
            at = record.spans.at

            def is_over() -> bool:
                found = at.get(place.start)
                return found is not None and not record.is_open(found.home)

            record.read_lines(is_over)
        self._left -= record.size
        return record

    def _begin(self, start: int) -> Record:
        stop = min(self._end, start + _SIZE)
        return Record(self.text, start, stop, cut=stop < self._end)

    def _behind_anchor(self, at: int) -> Value | None:
        breaks = [found.end() for found in _BREAK.finditer(self.text, max(0, at - _WIDTH), at)]
        if self._left <= 0 or not (breaks or at < _WIDTH):
            return None
        record = self._begin(breaks[-1] if breaks else 0)

        def entry() -> Entry | None:
            return record.anchored.get(at) or record.spans.at.get(at)

        def is_over() -> bool:
            found = entry()
            return found is not None and not (
                record.is_open(found.home) and found.home.last is found
            )

        record.read_lines(is_over)
        self._left -= record.size
        found = entry()
        below = found.below if found else None
        if below is None or not below.mapping or not record.is_complete(below):
            return None
        return _Maker(self, record).collection(below, 0)


def _column_around(home: Collection) -> int:
    """The column of the lines around brackets."""
    entry = home.parent
    while entry is not None and entry.home.column < 0:
        entry = entry.home.parent
    return entry.home.column if entry else -1


class _Maker:
    """Makes values of what a record knows. `shared`: some of them others may use as well."""

    def __init__(self, requests: Requests, record: Record) -> None:
        self._requests = requests
        self._text = requests.text
        self._record = record
        self.shared = False

    def collection(self, home: Collection, depth: int) -> Value:
        """A mapping or a list, with all that stands in it."""
        entries = home.entries or []
        whole = self._record.is_complete(home)
        rest = [_words(line) for line in self._record.rest.get(home, ())]
        rest += [] if whole else [_CUT]
        end = home.start
        merged: dict[str, Field] = {}
        fields: list[Field] = []
        items: list[Value] = []
        for entry in entries:
            value = self._value(entry, depth)
            end = max(end, self._key_end(entry), value.end)
            if not whole and entry is entries[-1]:
                value = Value(value.start, value.end, "unseen", _CUT)
            if not home.mapping:
                items.append(self._asked(entry, value))
            elif _UNSEEN.search(self._key(entry)):
                rest.append(_words(self._key(entry)))
            elif self._name(entry) == "<<" and not self._is_quoted_key(entry):
                rest += self._merge(self._asked(entry, value), merged)
            else:
                fields.append(self._field(entry, value))
        given = (*merged.values(), *fields)
        start, stop = home.start, end if home.end is None else home.end
        if not home.mapping:
            return Value(start, stop, "list", items=tuple(items), rest=tuple(rest))
        if self._text[start : start + 1] == b"[" and fields:  # of a pair within a list
            start = fields[0].start
        return Value(start, stop, "object", fields=given, rest=tuple(rest))

    def _field(self, entry: Entry, value: Value) -> Field:
        start = self._record.starts.get(entry, self._key_start(entry))
        end = max(self._key_end(entry), value.end)
        return Field(self._name(entry), start, end, self._asked(entry, value))

    def _asked(self, entry: Entry, value: Value) -> Value:
        """A value, or the condition of a template that it stands under."""
        asked = self._record.asked.get(entry)
        return value if asked is None else Value(value.start, value.end, "unseen", _words(asked))

    def _merge(self, value: Value, into: dict[str, Field]) -> Iterator[str]:
        """Add the fields of what is merged; give the words for what is not seen."""
        sources = value.items if value.kind == "list" else (value,)
        yield from value.rest if value.kind == "list" else ()
        for source in sources:
            alias = _ALIAS.match(source.text.encode()) if source.kind == "unseen" else None
            known = self._requests.anchored(alias[1], source.start) if alias else None
            self.shared = self.shared or known is not None
            mapping = known or source
            if mapping.kind != "object":
                yield f"<<: {mapping.text}"
                continue
            yield from mapping.rest
            for field in mapping.fields:
                into.setdefault(field.name, field)

    # --- one entry ---

    def _value(self, entry: Entry, depth: int) -> Value:
        head = self._record.heads.get(entry)
        below = entry.below
        told = self._record.spans.scalars.get(entry)
        self.shared = self.shared or (head is not None and b"&" in self._text[slice(*head)])
        if head is not None and b"!" in self._text[slice(*head)]:
            end = self._end(entry)
            return Value(head[0], end, "unseen", _words(self._text[head[0] : end]))
        if below is not None and depth < _DEPTH:
            return self.collection(below, depth + 1)
        if below is not None:
            end = self._end(entry)
            return Value(below.start, end, "unseen", _words(self._text[below.start : end]))
        if told is not None:
            return self._scalar(entry, told)
        at = max(self._key_end(entry), head[1] if head else 0)
        return Value(at, at, "null")

    def _scalar(self, entry: Entry, told: list[tuple[int, int, Sort]]) -> Value:
        """A scalar, of which brackets may tell several parts: its lines."""
        start, _, sort = told[0]
        end = told[-1][1]
        if sort in ("block", "folded"):
            return self._block(entry, start, end)
        if sort == "quoted" and len(told) == 1:
            return _quoted(self._text, start - 1, end + 1)
        return self._plain(start - (sort == "quoted"), end, mixed=sort == "quoted")

    def _plain(self, start: int, end: int, mixed: bool) -> Value:
        source = self._text[start:end]
        head = _HEAD.match(source)
        if head is not None and b"!" not in head[0]:
            self.shared = True
            start, source = start + head.end(), source[head.end() :]
            if source[:1] in _QUOTES and source[-1:] == source[:1] and len(source) > 1:
                return _quoted(self._text, start, end)
        tagged = head is not None and b"!" in head[0]
        if tagged or mixed or source[:1] in (b"*", b"") or _UNSEEN.search(source):
            return Value(start, end, "unseen", _words(source))
        return Value(start, end, *scalars.plain(source))

    def _block(self, entry: Entry, start: int, end: int) -> Value:
        text = self._text
        begin = self._record.values.get(entry, start)
        header = text[begin:start].split()[:1]
        sign = header[0].decode("utf-8", "replace") if header else "|"
        source = text[start:end]
        stop = start + len(source.rstrip()) if source.strip() else begin + len(sign)
        if _UNSEEN.search(source):
            return Value(begin, stop, "unseen", _words(source.strip()))
        ended = text[end : end + 1] in (b"\n", b"\r")
        value = scalars.block(source, sign, max(0, entry.home.column), ended)
        return Value(begin, stop, "text", value)

    def _end(self, entry: Entry) -> int:
        """Where an entry ends, however deep its last value stands."""
        end = 0
        last: Entry | None = entry
        while last is not None:
            told = self._record.spans.scalars.get(last)
            head = self._record.heads.get(last)
            closed = told[-1][1] + (told[-1][2] == "quoted") if told else 0
            end = max(end, self._key_end(last), closed, head[1] if head else 0)
            below = last.below
            if below is not None and below.end is not None:
                return max(end, below.end)
            last = below.last if below else None
        return end

    # --- keys ---

    def _key(self, entry: Entry) -> bytes:
        start, end = self._record.spans.keys.get(entry, (0, 0))
        return self._text[start:end]

    def _name(self, entry: Entry) -> str:
        source = self._key(entry)
        if self._is_quoted_key(entry):
            start = self._key_start(entry)
            return scalars.quoted(source, self._text[start : start + 1])
        return source.decode("utf-8", "replace")

    def _is_quoted_key(self, entry: Entry) -> bool:
        start, end = self._record.spans.keys.get(entry, (0, 0))
        quote = self._text[start - 1 : start]
        return quote in _QUOTES and self._text[end : end + 1] == quote

    def _key_start(self, entry: Entry) -> int:
        start, _ = self._record.spans.keys.get(entry, (0, 0))
        return start - self._is_quoted_key(entry)

    def _key_end(self, entry: Entry) -> int:
        """Behind the colon of a key, or the dash of an item."""
        if not entry.home.mapping:
            dash = self._record.starts.get(entry)
            return 0 if dash is None else dash + 1
        _, end = self._record.spans.keys.get(entry, (0, 0))
        found = _COLON.match(self._text, end)
        return found.end() if found else end


def _quoted(text: bytes, start: int, end: int) -> Value:
    source = text[start + 1 : end - 1]
    if _UNSEEN.search(source):
        return Value(start, end, "unseen", _words(source))
    return Value(start, end, "text", scalars.quoted(source, text[start : start + 1]))


def _words(source: bytes) -> str:
    """What people are told of something unseen: the begin of its first line."""
    first = _BREAK.split(source.strip(), 1)[0].decode("utf-8", "replace")
    return first if len(first) <= _SHOWN else f"{first[:_SHOWN]}{_CUT}"
