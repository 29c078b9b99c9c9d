"""An ID within a longer text: a command line, a text of JSON, an address, a sentence. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from deprecation_lint.patterns import lazy
from deprecation_lint.scanning.trail import Step

if TYPE_CHECKING:
    from deprecation_lint.scanning.trail import Trail

_Address = Literal["endpoint", "address"]
_BEFORE = 300  # bytes looked at on each side of the ID: keeps the time linear
_NEAR = 100  # bytes in which the name stands that the ID is given to
_AFTER = 120

_GAP = lazy(rb"[\s\"'`<>|,;()\[\]]")
_REST = lazy(rb"[^\s\"'`<>|,;()\[\]{}\\]*")
_URL = lazy(rb"[A-Za-z][A-Za-z0-9+.\-]*://|\A(?:www\.|\.{0,2}/|~/|\]?\(?/)|[\w\-]\.[a-z]{2,6}/")
_CALLED = lazy(
    rb"/(?:invoke|converse|invoke-with-response-stream|converse-stream|count-tokens)\b"
    rb"|:(?:rawPredict|streamRawPredict|generateContent|streamGenerateContent|predict)\b"
)
_ENDPOINT = lazy(
    rb"publishers/[\w\-]+/models/\Z"
    rb"|//api\.[\w.\-]+/(?:[\w\-]+/)*models/\Z"
    rb"|[?&](?:model|model_?id|modelId|deployment)=\Z"
    rb"|/(?:openai/)?deployments/\Z"
)
_OPTION = lazy(rb"(?:^|[\s\"'])(--?[A-Za-z][\w\-]*)(?:=|\s+|[\"']\s*,\s*[\"'])[\"']?\Z")
_ENVIRONMENT = lazy(rb"\$\{([A-Za-z_]\w*):?[-=]\Z|(?:^|[\s;&\"'])([A-Z][A-Z0-9_]*)=\\?[\"']?\Z")
_FIELD = lazy(
    rb"(\\*[\"'])?([A-Za-z_][\w.\-]*)(?(1)\\*[\"'])\s*(?::(?=\s|\\*[\"'\[])|=>?)\s*"
    rb"(?:\[\s*(?:\\*[\"'][\w.:@/\-]*\\*[\"']\s*,\s*)*)?(\\*[\"'])?\Z"
)
_COMMENT_LINE = lazy(rb"\s*(?:\*|//|#|--|<!--)\s")
_PREFIX = lazy(rb"(?<![\w./:\-])[\w\-]+/\Z")  # of a router that nobody knows
_VALUE_END = lazy(rb"\\*[\"']|\s*(?:[,;}\])#]|\\n|&|\Z)|[ \t]*[\r\n]|\s+[\w\-]+=")
_COMPARED = lazy(
    rb"(?i:\bwhere\b[^;]*(?:=|\blike|<>)\s*[\"']?\Z|\bin\s*\([^)]*\Z)|[!=]==?\s*\\*[\"']\Z"
)
_SQL_DEFAULT = lazy(rb"(?i:\bdefault\s+[\"']\Z)")
_LINE_BREAK = lazy(rb"[\r\n]")
_SENTENCE = lazy(rb"(?<![\w.\-@/])[A-Za-z]{2,}[,.:;)]?\s+[A-Za-z(]")
_WORDS = (
    lazy(rb"(?<![\w.\-@/])[A-Za-z]{2,}[,.:;]?\s+\S*\Z"),
    lazy(rb"\S*\s+\(?[A-Za-z]{2,}(?![\w\-@/])"),
)


def inner(text: bytes, start: int, end: int, within: tuple[int, int] | None = None) -> Trail:
    """The innermost steps of an ID that is part of a text; `start` is where its prefix begins.

    `within` are the bounds of the text, where it is part of a longer one itself.
    """
    before, after = _line(text, start, end, within or (0, len(text)))
    address = _address(before, after, text[start:end])
    if address:
        return (Step(address),)
    if _COMMENT_LINE.match(before):
        return (Step("prose"),)
    step = _assigned(before, after)
    if step is not None:
        return (step,)
    is_prose = (
        _WORDS[0].search(before)
        or _WORDS[1].match(after)
        or _SENTENCE.search(before)
        or _SENTENCE.search(after)
    )
    return (Step("prose" if is_prose else "text"),)


def _assigned(before: bytes, after: bytes) -> Step | None:
    """What the ID is given to within the text: an option, a variable, a field."""
    if _COMPARED.search(before):
        return Step("compared")
    before = _PREFIX.sub(b"", before[-_NEAR:])
    if _SQL_DEFAULT.search(before):
        return Step("member", name="default")
    option = _OPTION.search(before)
    if option:
        return Step("option", name=_name(option[1]))
    variable = _ENVIRONMENT.search(before)
    if variable:
        return Step("environment", name=_name(variable[1] or variable[2]))
    field = _FIELD.search(before)
    if field and (field[3] is not None or _VALUE_END.match(after)):
        sign = before[field.end(2) :].lstrip(b"\\\"' ")
        is_given = field[3] is not None and sign[:1] == b"=" and sign[:2] != b"=>"
        return Step("keyword" if is_given else "member", name=_name(field[2]))
    return None


def _name(found: bytes) -> str:
    return found.decode("utf-8", "replace")


def _address(before: bytes, after: bytes, own: bytes) -> _Address | None:
    """Which kind of URL or path the ID is part of, if it is."""
    gap = _GAP.search(before[::-1])
    left = before[len(before) - gap.start() :] if gap else before
    rest = _REST.match(after)
    right = rest[0] if rest else b""
    if _CALLED.match(right) or _ENDPOINT.search(left):
        return "endpoint"
    if _URL.search(left) or own.startswith((b"/", b"./")):
        return "address"
    if right[:1] in (b"/", b"#", b"?") and left.endswith(b"/"):
        return "address"
    return None


def _line(text: bytes, start: int, end: int, within: tuple[int, int]) -> tuple[bytes, bytes]:
    """What stands before and behind the ID in its line, within limits."""
    before = text[max(within[0], start - _BEFORE) : start]
    breaks = [found.end() for found in _LINE_BREAK.finditer(before)]
    after = text[end : min(within[1], end + _AFTER)]
    stop = _LINE_BREAK.search(after)
    return before[breaks[-1] :] if breaks else before, after[: stop.start()] if stop else after
