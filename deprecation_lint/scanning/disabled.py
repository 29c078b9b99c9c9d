"""Whether a comment is code that was switched off, and not a sentence about code. Pure.

Only the line around an ID is looked at. It is read as tokens: in code no two words stand side by
side, but for a few that begin a statement. When unsure it is not code.
"""

from __future__ import annotations

from itertools import pairwise

from deprecation_lint.patterns import lazy
from deprecation_lint.scanning import names

_BEFORE = 400  # bytes of the line on each side of an ID: keeps the time linear
_AFTER = 300

_BREAK = lazy(rb"[\r\n]")
_MARK = lazy(r"\s*(?:(/\*+|\*+/?|//+!?|#+!?|<!--|;+|%+|--+(?=[\s!])|(?i:REM)\b|[\"'](?=\s))\s*)?")
_TRAILING = lazy(r"\s(//+|#+|--+|;+|%+|/\*+|<!--)\s+")
_CLOSES_COMMENT = lazy(r"\s*(?:\*+/|--+>)?\s*\Z")
_TOKEN = lazy(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
    r"|(?P<word>[$@&]?[A-Za-z_][\w\-]*(?:(?:\?\.|\.|->|::)\$?[A-Za-z_][\w\-]*)*)"
    r"|(?P<number>-?\d[\d._]*[a-zA-Z%]?)|(?P<pair>=>|:=|\?\?=|\|\|=|\?=|=(?!=)|:(?!:))"
    r"|(?P<or>\|\||\?\?)|(?P<open>(?:%|@|\#)?[(\[{])|(?P<close>[)\]}])|(?P<end>[,;])"
    r"|(?P<spread>\.\.\.|\*\*)|(?P<chain>\.(?=[a-z_]\w*\())|(?P<item>-(?=\s|\Z)))"
)
_QUOTES = ('"', "'")
_BEGIN = frozenset(  # words that may stand before another one
    """
    const let var val final static public private protected export readonly return await yield
    new def my our local set String string str char auto declare async mut pub define default
    """.split()  # noqa: SIM905
)
_NO_KEYS = frozenset(  # words before a colon, or an equals sign, of sentences
    """
    note notes todo fixme hack xxx tip hint warning warn example examples see was is are old new
    previously formerly before after default defaults deprecated retired supported available
    e.g i.e eg ie replace replaced replacement successor usage use uses tested recommended
    current currently latest now update updated migration migrate bug fix info important caution
    optional required returns return param args arguments values options models ids
    """.split()  # noqa: SIM905
)
_COMMAND = lazy(
    r"\s*(?:\$\s+)?(?:(?:[A-Z_][A-Z0-9_]*=\S+\s+)*(?:python3?|npx|node|bun|deno|uvx|aider|claude|llm"
    r"|docker|curl|\./\S+|[\w\-]+(?:\.(?:py|js|ts|sh)))\s+)?(?:(?=\S*[\d./:=_\-])[\w@./:=\-]+\s+)*"
    r"--?[\w\-]*(?:model|llm|engine)[\w\-]*(?:\s+|=)([\"']?)\Z"
)
_COMMAND_BEHIND = lazy(r"(?:\s+--?[A-Za-z][\w\-]*(?:(?:\s+|=)[^\s,;.]+)?)*\s*\\?\s*\Z")
_ROUTE = lazy(r"(?:[\w.\-]+[/:])+\Z")


def is_disabled_code(text: bytes, start: int, end: int) -> bool:
    """Whether the line of a comment around the ID from `start` to `end` is nothing but code."""
    before, after = _line(text, start, end)
    mark = _MARK.match(before)
    own = mark[1] if mark is not None and mark[1] else ""
    before = before[mark.end() :] if mark is not None else before
    if not own:
        trailing = list(_TRAILING.finditer(before))
        if trailing:
            own, before = trailing[-1][1], before[trailing[-1].end() :]
    before = _ROUTE.sub("", before)
    after = _without_comment(after, own)
    command = _COMMAND.match(before)
    if command is not None and after.startswith(command[1]):
        return _COMMAND_BEHIND.match(after, len(command[1])) is not None
    quote = before[-1:] if before[-1:] in _QUOTES else ""
    if quote and not after.startswith(quote):
        return False
    return _is_code(before[: len(before) - len(quote)], after[len(quote) :], bool(quote))


def _line(text: bytes, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind the ID in its line; nothing where it is too long to tell."""
    before = text[max(0, start - _BEFORE) : start]
    breaks = [found.end() for found in _BREAK.finditer(before)]
    if not breaks and start > _BEFORE:
        return "?", "?"
    after = text[end : end + _AFTER]
    stop = _BREAK.search(after)
    if stop is None and end + _AFTER < len(text):
        return "?", "?"
    left = before[breaks[-1] :] if breaks else before
    right = after[: stop.start()] if stop else after
    return left.decode("utf-8", "replace"), right.decode("utf-8", "replace")


def _without_comment(after: str, own: str) -> str:
    """What stands behind the ID, without the end of the comment and without a further comment."""
    closing = _CLOSES_COMMENT.search(after)
    after = after[: closing.start()] if closing else after
    for found in _TRAILING.finditer(after):
        code = after[: found.start()].rstrip()
        if own and found[1][0] == own[0] and code.endswith(_FULL):
            return code
    return after


_BEFORE_A_TEXT = ("return", "or", "default")
_LIKELY = 2  # of three signs that a name and a colon are a field
_FULL = (",", ";", '"', "'", ")", "]", "}")  # what code ends with before a further comment


def _is_code(before: str, after: str, quoted: bool) -> bool:
    left, right = _tokens(before), _tokens(after)
    if left is None or right is None:
        return False
    if not left or all(kind in ("item", "text", "end") for kind, _ in left):
        return _is_element(left, right, quoted)
    if not _is_joined(left, right, quoted):
        return False
    whole = [*left, ("text" if quoted else "word", ""), *right]
    return _is_grammatical(whole) and _is_told(left, quoted) and _is_ended(right)


def _is_element(left: list[tuple[str, str]], right: list[tuple[str, str]], quoted: bool) -> bool:
    """Whether the ID is an element of a list that is in lines: `- x`, `"x",`, `"x": 3,`."""
    kinds = [kind for kind, _ in left]
    if kinds == ["item"]:
        return not right
    if not quoted or "item" in kinds or kinds[-1:] not in ([], ["end"]):
        return False
    if not right:
        return False
    if right[0][0] == "pair" and not left:
        behind = [kind for kind, _ in right[1:]]
        return bool(behind) and behind[0] in ("number", "text", "open") and _is_grammatical(right)
    allowed = all(kind in ("text", "end", "close") for kind, _ in right)
    return allowed and right[0][1] in (",", "]") and _is_grammatical([("text", ""), *right])


def _is_joined(left: list[tuple[str, str]], right: list[tuple[str, str]], quoted: bool) -> bool:
    """Whether what stands right before the ID, and right behind it, is a sign of code."""
    last, sign = left[-1]
    if not quoted:
        is_ended = not right or [kind for kind, _ in right] == ["end"]
        return last == "pair" and is_ended and _is_bare_field(left, sign)
    if last not in ("pair", "or", "open", "end") and sign not in _BEFORE_A_TEXT:
        return False
    if [kind for kind, _ in left] == ["word", "pair"] and sign == ":":
        name = left[0][1]
        likely = name[:1].islower() + names.expects_model(name) + bool(right)
        if likely < _LIKELY:
            return False
    return not right or right[0][0] in ("end", "close", "chain", "or")


def _is_bare_field(left: list[tuple[str, str]], sign: str) -> bool:
    """Whether the name that is given an ID without quotes can be that of a field or a variable."""
    fields = [word.strip("\"'") for kind, word in left if kind in ("word", "text")]
    name = fields[-1] if fields else ""
    if not names.expects_model(name):
        return sign != ":" and names.is_variable(name)
    return sign != ":" or (len(fields) == 1 and name[:1].islower() and name != "models")


def _is_grammatical(tokens: list[tuple[str, str]]) -> bool:
    """Whether no two words stand side by side, and brackets open where they may."""
    values = ("word", "text", "number")
    for number, ((kind, word), (after, _)) in enumerate(pairwise(tokens)):
        begins = kind == "word" and word in _BEGIN and (word != "default" or not number)
        if kind in values and after in values and not begins:
            return False
        if kind == "close" and after in values:
            return False
        if kind in ("text", "number") and after == "open":
            return False
    return True


def _is_told(left: list[tuple[str, str]], quoted: bool) -> bool:
    """Whether the names are those of code, and commas part what code has in a row."""
    depth, has_value = 0, False
    for (kind, word), (after, sign) in pairwise([*left, ("", "")]):
        is_key = kind == "word" and after == "pair" and (sign == ":" or not quoted)
        if is_key and word.lower().rstrip(".") in _NO_KEYS:
            return False
        depth += (kind == "open") - (kind == "close")
        has_value = has_value or kind in ("pair", "text")
        if kind == "end" and depth <= 0:
            if not has_value:
                return False
            has_value = False
    return True


def _is_ended(right: list[tuple[str, str]]) -> bool:
    """Whether what follows outside of all brackets is nothing but signs and named values."""
    bare = [
        word
        for number, (kind, word) in enumerate(right)
        if kind == "word"
        and right[number - 1 : number] in ([("end", ",")], [("end", ";")])
        and right[number + 1 : number + 2] == []
    ]
    return not bare


def _tokens(code: str) -> list[tuple[str, str]] | None:
    """The tokens of a piece of code; `None` if there is something that is none."""
    found: list[tuple[str, str]] = []
    at, code = 0, code.rstrip()
    while at < len(code):
        token = _TOKEN.match(code, at)
        if token is None or token.lastgroup is None:
            return None
        word = token[token.lastgroup]
        is_apart = word == "(" and token.start(token.lastgroup) > at
        if is_apart and found and found[-1][0] in ("word", "text", "number"):
            return None  # a remark in parentheses
        found.append((token.lastgroup, word))
        at = token.end()
    return found
