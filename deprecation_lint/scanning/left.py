"""What the text left of a value says of it: its name, a comparison, a fallback, a call. Pure."""

from __future__ import annotations

import re

from deprecation_lint.frozen import dataclass
from deprecation_lint.scanning.calls import is_wrapping_call

_COMMENT = re.compile(r"//[^\r\n]*|/\*.*?\*/|(?m:^\s*#(?:\s|!)[^\r\n]*)", re.DOTALL)
_LINES = re.compile(r"\r\n|\r|\n")
_MOST_LINES = 6  # lines of one statement that are joined
_GOES_ON = re.compile(r"(?:[=(,:?|&+\[{<]|->|=>|\b(?:return|or|and|in|else|not|case|when))\s*\Z")
_IS_GOING_ON = re.compile(r"\s*(?:\?\?|\|\||&&|\?|:|\||\.|\bor\b|\+|=(?!=))")

_BEGINS = re.compile(
    r"\s*(?:case|when|default|if|for|while|return|const|let|var|val|export|import|public|private"
    r"|protected|func|fn|fun|def|type|interface|class|static|final)\b|\s*[})]"
)

_COMPARED = re.compile(
    r"\bis(?:\s+not)?\s+(?:\"[^\"]*\"\s+or\s+)+\Z"
    r"|(?:[!=]==?|<>|=~|!~|%in%|\b(?:eq|ne|is not|is|(?i:in|like|when)))\s*[(\[]?\s*\Z"
    r"|(?i:\bwhere\b[^;]*=\s*\Z)"
    r"|^\s*(?:\}\s*)?(?:case|when)\b[^:?=]*\Z"
)
_CASE = re.compile(r"\s*(?:case|when)\b[^:?=]*\Z")
_TYPED = re.compile(
    r"(?<!\|)\|(?<!\|_\|)(?<!\|\|)(?<!\(\|)\s*\Z|\bas\s*\Z|\w<\s*\Z|\breadonly\s*\Z|\w\?:\s*\Z|\bextends\s*\Z"
    r"|^\s*(?:export\s+)?(?:declare\s+)?type\s+\w+[^=]*=\s*\Z|\bLiteral\s*\Z"
)
_FALLBACK = re.compile(r"(?:\\\\|\|\|=?|\?\?=?|\?:|\bor|\belse)\s*\(?\s*\Z")
_ENVIRONMENT = re.compile(
    r"(?:process\.env|import\.meta\.env|Deno\.env\.get|Bun\.env|\bENV|getenv|Getenv|getEnv"
    r"|LookupEnv|GetEnvironmentVariable|\$_ENV|\$_SERVER|\benv(?:iron)?(?:\.get|::var|\.var)?"
    r"|envOr|environment|\$env)\W{1,3}([A-Za-z_]\w*)"
)
_ENVIRONMENT_HINT = re.compile(r"(?i)env|_SERVER")
_RETURNS = re.compile(
    r"^\s*(?:[^\s:]+\s*:\s*)?(?:return|yield)\b|\breturn\s*\(?\s*\Z|\)\s*(?::[^=]*)?=>\s*\(?\s*\Z"
    r"|\b\w+\s*=>\s*\Z|->\s*\Z"
)
_ASSIGNED = re.compile(
    r"([\w$\-]+)[\"'`\])]*\s*(?:\??!?:\s*[^=:\"'(){},;]*[\w>\])?}]\s*)?"
    r"(?::=|\?\?=|\|\|=|\?=|\+=|(?<![=!<>~+:?])=(?![=>~]))"
)
_FIELD = re.compile(
    r"^\s*(?:[\[{(,]\s*)*(?:(?:readonly|static|public|private)\s+)*[\"'`:\[]?"
    r"([\w$][\w$.\-@/]*)[\"'`\]]?\s*\??\s*(=>|:(?![:=]))"
)
_PAIR = re.compile(
    r"^\s*(?:[\w.]+\(\s*)?(?:[\"']([\w$.\-@/]+)[\"']\s*(?:to|,)|([A-Za-z_][\w.]*)\s+to)\s*\Z"
)
_ATTRIBUTE = re.compile(r"<([A-Za-z][\w.]*)(?:\s[^<>]*)?\s([\w:.\-]+)=\{?\s*\Z", re.DOTALL)
_OWNER = re.compile(r"((?:new\s+)?[\w$@][\w$.:!?>\-]*)\s*(?:<[^<>()]*>)?\s*\Z")
_NO_CALL = frozenset(
    re.findall(
        r"\w+",
        """
        if while switch for foreach match return catch elif elsif and or not in when until else
        case assert throw raise typeof await yield import from unless
        """,
    )
)


@dataclass(frozen=True, slots=True)
class Left:
    """What stands left of a value that is at `at`, in its own statement or entry.

    `name` and `sign` are the name that it is given and how (`=`, `:`, `=>`), `environment` the
    variable of which it is the default, `reads` one that is read anywhere in the statement.
    `owner` is the name directly before it, which is called if it is an opening parenthesis; `tag`
    that of which it is an attribute.
    """

    text: str
    at: int = 0
    name: str = ""
    sign: str = ""
    environment: str | None = None
    is_blank: bool = False
    is_compared: bool = False
    is_typed: bool = False
    is_fallback: bool = False
    returns: bool = False
    tag: str = ""
    reads: str | None = None
    is_case: bool = False
    owner: str = ""


def look_left(before: bytes, at: int = 0) -> Left:
    """Read the text before a value that stands at `at`; it begins where its entry begins."""
    whole = before.decode("utf-8", "replace")
    text = _statement(whole)
    attribute = _ATTRIBUTE.search(whole)
    name, sign = (attribute[2], "=") if attribute else _named(text)
    environment = _environment(text, name)
    owner = _OWNER.search(text)
    called = owner[1] if owner and owner[1] not in _NO_CALL else ""
    asked = text[: owner.start()] if owner and is_wrapping_call(called) else text
    return Left(
        text=text,
        at=at,
        name=name,
        sign=sign,
        environment=environment,
        is_blank=not text.strip(),
        is_compared=bool(_COMPARED.search(text) or _COMPARED.search(asked)),
        is_typed=_TYPED.search(text) is not None,
        is_fallback=_FALLBACK.search(text) is not None,
        returns=_RETURNS.search(text) is not None and sign != "=>",
        tag=attribute[1] if attribute else "",
        reads=environment_read(text),
        is_case=_CASE.match(text) is not None,
        owner=called,
    )


def _statement(text: str) -> str:
    """The last statement of a text, without comments: lines that go on are joined."""
    if "/" in text or "#" in text:
        text = _COMMENT.sub(" ", text)
    lines = _LINES.split(text)
    joined = lines[-1]
    for line in reversed(lines[-_MOST_LINES:-1]):
        if _BEGINS.match(joined):
            break
        if joined.strip() and not _IS_GOING_ON.match(joined) and not _GOES_ON.search(line):
            break
        if not joined.strip() and line.strip() and not _GOES_ON.search(line):
            break
        joined = f"{line} {joined}"
    return joined


def _named(text: str) -> tuple[str, str]:
    """The name that the value is given, and the sign."""
    assigned = list(_ASSIGNED.finditer(text)) if "=" in text else ()
    if assigned:
        return assigned[-1][1], "="
    field = _FIELD.search(text)
    if field:
        return field[1], field[2]
    pair = _PAIR.search(text)
    return (pair[1] or pair[2], "to") if pair else ("", "")


def environment_read(text: str) -> str | None:
    """The environment variable that a text reads."""
    found = _ENVIRONMENT.search(text) if _ENVIRONMENT_HINT.search(text) else None
    return found[1] if found else None


def _environment(text: str, name: str) -> str | None:
    """The environment variable that is set, or of which the value is the default."""
    found = _ENVIRONMENT.search(text) if _ENVIRONMENT_HINT.search(text) else None
    if found is None:
        return None
    tail = text[found.end() :]
    is_set = name in (found[1], "$env") and re.match(r"[\"'\]]*\s*=", tail)
    return found[1] if is_set or _FALLBACK.search(tail) or re.search(r",\s*\Z", tail) else None
