"""Object literals of curly languages, and JSON: a bracket of a text → the values that it holds.

One pass over a bracket, within limits of length and depth, and never giving up: what is not a
literal is unseen, and so is what stands behind a limit. A named constant that the text binds
once is read where it is bound; it stands where it is used, what is within it where that is.
"""

from __future__ import annotations

import re
from dataclasses import field, replace
from typing import TYPE_CHECKING

from deprecation_lint.frozen import dataclass
from deprecation_lint.request import Field, Value
from deprecation_lint.scanning.dialects import DIALECTS
from deprecation_lint.scanning.lexing import LINES, Lexer, decoded
from deprecation_lint.scanning.literals import literal_value

if TYPE_CHECKING:
    from deprecation_lint.scanning.bindings import Bindings

CUT = "…"
"""The words for what stands behind a limit."""

_LONGEST = 64 * 1024  # bytes of one bracket
_LONGEST_BOUND = 4 * 1024  # bytes of the value of a constant: it may be used many times
_DEEPEST = 40  # no constraint asks so deep; what lies deeper is unseen, and told as that
_SPARE = 1024 * 1024

_CLOSES = {b"{": b"}", b"[": b"]", b"(": b")"}
_QUOTES = (b'"', b"'", b"`")
_ENDS = b",)]};"
_SIGN = rb"\s*(?:=>|:(?![:=])|=(?![=>~])|to(?=\s))"
_BARE_KEY = re.compile(rb"[@:.$]?([A-Za-z_$][\w$\-]*)" + _SIGN + rb"|(\d+)\s*(?:=>|:(?!:))")
_KEY_SIGN = re.compile(_SIGN)
_SPREAD = re.compile(rb"\.\.\.?|\*\*?")
_COMPUTED = re.compile(rb"\[[^\[\]]{0,200}\]\s*:")
_NAME = re.compile(rb"[$@]?[A-Za-z_][\w$]*")
_DOTTED = re.compile(rb"[$@]?[A-Za-z_][\w$]*(?:(?:\?\.|\.|::|->)[\w$]+)*!?")
_METHOD = re.compile(rb"(?:async\s+|get\s+|set\s+|\*\s*)*([A-Za-z_$][\w$]*)\s*\(")
_NUMBER = re.compile(
    rb"([-+]?(?:0[xXbBoO][\da-fA-F_]+|(?:\d[\d_]*(?:\.\d[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d+)?))"
    rb"(?:_?[iuf](?:8|16|32|64|128|size)|[fFdDmMlLnuU])?\.?(?![\w.])"
)
_BEFORE_VALUE = re.compile(rb"[&@%]+(?=[\[{(\"'\w\-.])|#(?=\{)")
_TYPE_BEFORE = re.compile(rb"<[\w.\[\], |]{1,60}>\s*(?=[{\[(\"'\d])")
_MADE = re.compile(
    rb"(?:new\b\s*)?(?P<list>\[\d*\])?(?:map\[[\w.]{1,40}\])?\*?[\w.:]{0,80}"
    rb"(?:<[^<>{}()]{0,60}>)?(?:\[\])?(?:\{\})?(?:\(\))?\s*(?=\{)"
)
_FILLED_IN = re.compile(r"\s*(?:\{\{.*\}\}|\$\{.*\}|\$\(.*\)|<%.*%>)\s*")  # by a template
_DEFAULT = re.compile(rb"(?:\|\||\?\?)\s*([^|?&:\s][^|?&:]*)\Z")
_BEHIND_VALUE = re.compile(
    rb"(?:\s*(?:\bas\s+const\b|\b(?:as|satisfies)\s+[\w.<>\[\]|]+|!(?!=)"
    rb"|\.(?:to_string|to_owned|into|to_vec|as_str|toString|freeze)\b(?:\(\))?))+"
)
_LIST_TYPE = re.compile(rb"\[\d*\][\w*\[]")
_GOES_ON = re.compile(rb"\s*(?:[-+*.?|&%]|/(?![/*]))")
_FLAGS = (b"true", b"false", b"True", b"False", b"TRUE", b"FALSE")
_NULLS = (b"null", b"undefined", b"None", b"nil", b"NULL", b"Null")
_PASSED_ON = frozenset(  # calls that give back what they are given, by their last name
    """
    stringify json_encode jsonencode dumps freeze json value to_value from new
    F Float Float32 Float64 Int Int32 Int64 Integer String Bool Double Number
    Some Ptr ToPtr Pointer NewFloat NewInt NewString NewBool NewOpt Opt Just just some
    float int str double of ofNullable valueOf BigDecimal float32 float64 int32 int64
    """.split()  # noqa: SIM905
)
_WITH_MORE = ("stringify", "json_encode", "dumps", "jsonencode")  # how it is to be written
_LISTED = frozenset(
    "array list vec listOf arrayOf mapOf mutableMapOf hashMapOf setOf dict tuple".split()  # noqa: SIM905
)
_MAKING = ("go", "rust", "c", "swift", "dart", "code")  # dialects that name what a brace makes
_SEMICOLONS = ("dash", "powershell")  # dialects that have `;` between entries
_NO_LISTS = ("javascript", "json", "python")  # dialects in which a brace holds no list


class Objects:
    """The brackets of one text. One that was read whole is kept: others may be within it."""

    def __init__(self, text: bytes, dialect: str, bindings: Bindings | None = None) -> None:
        self._text = text
        self._dialect = dialect
        self._bindings = bindings
        self._known: dict[int, Value] = {}
        self._budget = 4 * len(text) + _SPARE  # brackets in brackets must not cost their square
        self._bound: dict[str, Value | None] = {}

    def at(self, opened: int) -> Value:
        """What the bracket holds that opens at an offset."""
        if self._text[opened : opened + 1] not in _CLOSES:
            return Value(opened, opened, "unseen", CUT)
        if opened not in self._known:
            if self._budget < 0:
                return Value(opened, opened + 1, "object", rest=(CUT,))
            stop = min(len(self._text), opened + _LONGEST)
            parser = _Parser(self._text, self._dialect, stop, self)
            self._known[opened] = parser.bracket(opened, 0)
            self._budget -= self._known[opened].end - opened
        return self._known[opened]

    def known(self, opened: int) -> Value | None:
        """A bracket that was read before."""
        return self._known.get(opened)

    def keep(self, value: Value) -> None:
        """Remember a bracket that was read whole."""
        self._known[value.start] = value

    def bound(self, name: str) -> Value | None:
        """The value of a constant that the text binds once."""
        if self._bindings is None:
            return None
        if name not in self._bound:
            at = self._bindings.value_of(name)
            self._bound[name] = None if at is None else self._at_binding(at)
        return self._bound[name]

    def _at_binding(self, at: int) -> Value | None:
        stop = min(len(self._text), at + _LONGEST_BOUND)
        value = _Parser(self._text, self._dialect, stop).statement(at)
        return value if value is not None and value.whole else None


def read_bracket(text: bytes, at: int, dialect: str) -> Value:
    """What the bracket holds that opens at an offset of a text."""
    return Objects(text, dialect).at(at)


@dataclass(slots=True)
class _Entries:
    """What was read of a bracket so far."""

    fields: list[Field] = field(default_factory=list)
    items: list[Value] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)


class _Parser:
    """Reads up to `stop`. Without `shared` no constants are looked up."""

    def __init__(self, text: bytes, dialect: str, stop: int, shared: Objects | None = None) -> None:
        self._text = text
        self._dialect = dialect
        self._stop = stop
        self._shared = shared
        self._lexer = Lexer(text, dialect, stop)
        self._ends = b",)]};\r\n" if dialect in LINES else b",)]};"
        self._too_deep = 0

    # --- brackets -------------------------------------------------------------------------------

    def bracket(self, opened: int, depth: int, *, is_list: bool = False) -> Value:
        """The bracket that opens at an offset: an object, or a list if nothing in it is named."""
        known = self._shared.known(opened) if self._shared and depth else None
        if known is not None and known.end <= self._stop:
            return known
        if depth > _DEEPEST:
            self._too_deep += 1
            return Value(opened, self._lexer.behind(opened), "unseen", CUT, rest=(CUT,))
        own, deep = self._text[opened : opened + 1], self._too_deep
        mark = b"[" if is_list else own
        entries = _Entries()
        at, is_whole = self._fill(entries, opened + 1, mark, depth, _CLOSES[own])
        if at < 0:
            return self._lexer.unseen(opened, self._lexer.behind(opened))
        value = self._made(entries, opened, at, mark)
        if not is_whole:
            return replace(value, rest=(*value.rest, CUT))
        if self._shared and depth and self._too_deep == deep:
            self._shared.keep(value)
        return value

    def _fill(
        self, entries: _Entries, at: int, mark: bytes, depth: int, close: bytes
    ) -> tuple[int, bool]:
        """Read all entries; return where the bracket ends, -1 for a block of statements."""
        while True:
            at = self._lexer.skip(at)
            sign = self._text[at : at + 1]
            if at >= self._stop:
                return self._stop, False
            if sign == close:
                return at + 1, True
            if sign == b"," or (sign == b";" and self._dialect in _SEMICOLONS):
                at += 1
            elif sign in _ENDS:
                return -1, False
            else:
                at = max(self._entry(entries, at, mark, depth), at + 1)

    def _entry(self, entries: _Entries, at: int, mark: bytes, depth: int) -> int:
        """Read one entry; return where it ends."""
        text, sign = self._text, self._text[at : at + 1]
        is_spread = sign in b".*" and _SPREAD.match(text, at, self._stop)
        is_computed = sign == b"[" and mark == b"{"
        if is_spread or (is_computed and _COMPUTED.match(text, at, self._stop)):
            end = self._lexer.expression_end(at)
            if mark == b"[":  # where it stands in a list says which items follow it
                entries.items.append(self._lexer.unseen(at, end))
            else:
                entries.rest.append(self._lexer.words(at, end))
            return end
        name, start = self._key(at)
        if name is not None:
            value, end = self.value(self._lexer.skip(start), depth + 1)
            if end < self._stop or value.rest:
                entries.fields.append(Field(name, at, min(end, self._stop), value))
            return end
        value, end = self.value(at, depth + 1)
        if end < self._stop or value.rest:
            self._unnamed(entries, at, end, value, mark)
        return end

    def _unnamed(self, entries: _Entries, at: int, end: int, value: Value, mark: bytes) -> None:
        """An entry without a sign: an element, a shorthand property, a method."""
        if mark == b"{":
            name = _NAME.match(self._text, at, end)
            method = None if name and name.end() == end else _METHOD.match(self._text, at, end)
            if method or (name and name.end() == end and value.kind not in ("flag", "null")):
                own = (method[1] if method else name[0] if name else b"").lstrip(b"$@")
                entries.fields.append(Field(decoded(own), at, end, value))
                return
        entries.items.append(value)

    def _made(self, entries: _Entries, start: int, end: int, mark: bytes) -> Value:
        """An object or a list of what was read."""
        fields, rest = tuple(entries.fields), entries.rest
        is_object = bool(fields) or (
            mark == b"{" and (not entries.items or self._dialect in _NO_LISTS)
        )
        if not is_object:
            return Value(start, end, "list", items=tuple(entries.items), rest=tuple(rest))
        is_brace = mark == b"{"
        rest += [
            self._lexer.words(item.start, item.end)
            for item in entries.items
            if is_brace or item.kind == "unseen"
        ]
        return Value(start, end, "object", fields=fields, rest=tuple(rest))

    def _key(self, at: int) -> tuple[str | None, int]:
        """The name of the entry at an offset, and where its sign ends; `None` if it has none."""
        is_quoted = self._text[at : at + 1] in _QUOTES
        bare = None if is_quoted else _BARE_KEY.match(self._text, at, self._stop)
        if bare:
            return decoded(bare[1] or bare[2]), bare.end()
        start = at + (self._text[at : at + 1] == b"@")
        end = self._lexer.literal_end(start)
        sign = None if end is None else _KEY_SIGN.match(self._text, end, self._stop)
        if end is None or sign is None:
            return None, at
        return literal_value(self._text, start, end, self._dialect), sign.end()

    # --- values ---------------------------------------------------------------------------------

    def statement(self, at: int) -> Value | None:
        """The value of a statement that begins at an offset, if it is nothing but a literal."""
        found = self._primary(self._lexer.skip(at), 0)
        if found is None or found[1] >= self._stop < len(self._text):
            return None
        behind = self._behind_value(found[1])
        sign = self._text[behind : behind + 1]
        is_end = sign in (b";", b"\n", b"\r", b"") or self._lexer.skip(behind) > behind
        goes_on = _GOES_ON.match(self._text, behind)
        return found[0] if is_end and not goes_on else None

    def value(self, at: int, depth: int) -> tuple[Value, int]:
        """The value at an offset, and where its entry ends."""
        found = self._primary(at, depth)
        behind = at
        if found is not None:
            behind = self._behind_value(found[1])
            after = self._lexer.skip_in_entry(behind)
            if after >= self._stop:
                return found[0], self._stop
            if self._text[after] in self._ends:
                return found[0], behind
        end = self._lexer.expression_end(behind)
        value = self._lexer.unseen(at, end)
        default = _DEFAULT.search(self._text, at, value.end)
        if default and end < self._stop:  # given unless something unseen is
            known = self._primary(default.start(1), depth)
            if known is not None and known[1] == value.end and known[0].kind != "unseen":
                value = replace(known[0], rest=(value.text,))
        return value, value.end if end < self._stop else end

    def _behind_value(self, at: int) -> int:
        found = _BEHIND_VALUE.match(self._text, at, self._stop)
        return found.end() if found else at

    def _primary(self, at: int, depth: int) -> tuple[Value, int] | None:
        """A literal, a bracket or a constant that begins at an offset, and where that ends."""
        if depth > _DEEPEST + 1:
            return None
        at = self._behind_marks(at)
        text = self._text
        mark = text[at : at + 1]
        if mark == b"(":
            return self._in_parentheses(at, depth)
        if mark in _CLOSES and not self._is_typed(at):
            value = self.bracket(at, depth)
            return value, value.end
        number = None if mark in _QUOTES else _NUMBER.match(text, at, self._stop)
        if number:
            return Value(at, number.end(), "number", decoded(number[1])), number.end()
        if mark == b"`" and DIALECTS[self._dialect].templates:
            return self._template(at)
        end = self._lexer.literal_end(at)
        return self._word(at, depth) if end is None else self._literal(at, end)

    def _literal(self, start: int, end: int) -> tuple[Value, int]:
        told = literal_value(self._text, start, end, self._dialect)
        if told is None or (self._dialect == "json" and _FILLED_IN.fullmatch(told)):
            return self._lexer.unseen(start, end), end
        return Value(start, end, "text", told), end

    def _template(self, at: int) -> tuple[Value, int]:
        """A template: a text, unless something is put into it."""
        end = self._lexer.behind_template(at)
        if b"${" in self._text[at:end]:
            return self._lexer.unseen(at, end), end
        return self._literal(at, end)

    def _is_typed(self, at: int) -> bool:
        """Whether a square bracket belongs to the type of a list: `[]string{…}`."""
        is_making = self._dialect in _MAKING
        return is_making and _LIST_TYPE.match(self._text, at, self._stop) is not None

    def _behind_marks(self, at: int) -> int:
        """Past what only tells the type or the kind of the value behind it."""
        pattern = _TYPE_BEFORE if self._dialect == "javascript" else _BEFORE_VALUE
        found = None if self._dialect == "json" else pattern.match(self._text, at, self._stop)
        return found.end() if found else at

    def _in_parentheses(self, at: int, depth: int) -> tuple[Value, int] | None:
        """The one value in parentheses."""
        value, end = self.value(self._lexer.skip(at + 1), depth + 1)
        close = self._lexer.skip(end)
        is_one = value.kind != "unseen" and self._text[close : close + 1] == b")"
        return (value, close + 1) if is_one and close < self._stop else None

    def _word(self, at: int, depth: int) -> tuple[Value, int] | None:
        """What begins with a name: a flag, a call that passes on its argument, a constant."""
        made = self._making(at, depth) if self._dialect in _MAKING else None
        if made is not None:
            return made
        name = _DOTTED.match(self._text, at, self._stop)
        if name is None:
            return None
        end, word = name.end(), name[0]
        if self._text[end : end + 1] in (b"(", b"[", b"{"):
            return self._called(end, word, depth)
        if word in _FLAGS:
            return Value(at, end, "flag", decoded(word).lower()), end
        if word in _NULLS:
            return Value(at, end, "null", decoded(word)), end
        bound = self._shared.bound(decoded(word)) if self._shared else None
        return (replace(bound, start=at, end=end), end) if bound else None

    def _making(self, at: int, depth: int) -> tuple[Value, int] | None:
        """An object or a list with the name of its type before its brace."""
        found = _MADE.match(self._text, at, self._stop)
        if found is None or found.end() == at:
            return None
        value = self.bracket(found.end(), depth, is_list=bool(found["list"]))
        return value, value.end

    def _called(self, opened: int, word: bytes, depth: int) -> tuple[Value, int] | None:
        """The argument of a call that only passes it on."""
        last = re.split(r"[.:>]", decoded(word).rstrip("!"))[-1]
        mark = self._text[opened : opened + 1]
        is_listed = last in _LISTED or (last == "c" and self._dialect == "hash")  # of R
        if is_listed and mark != b"{":
            value = self.bracket(opened, depth)
            return value, value.end
        if last not in _PASSED_ON or mark != b"(":
            return None
        value, end = self.value(self._lexer.skip(opened + 1), depth + 1)
        close = self._lexer.skip(end)
        if last in _WITH_MORE and self._text[close : close + 1] == b",":
            close = self._lexer.behind(opened) - 1
        is_seen = value.kind != "unseen" and self._text[close : close + 1] == b")"
        return (value, close + 1) if is_seen and close < self._stop else None
