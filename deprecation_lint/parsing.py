"""Values that people type: days, spans, sizes, roles. Complaints are for people too."""

from __future__ import annotations

import re
from datetime import date

from deprecation_lint.errors import nearest
from deprecation_lint.roles import IN_USE, LOUDNESS, MENTIONED, ROLES

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from deprecation_lint.roles import Loudness, Role

FAIL_ON = ("error", "warning", "note", "never")

_SIZE = r"([0-9]{1,15})\s*(|K|KiB|M|MiB|G|GiB)"


def parse_day(text: str) -> date:
    """Read `YYYY-MM-DD`; raise `ValueError` with a message for people."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is None:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a date; write it as YYYY-MM-DD") from None


def parse_span(text: str) -> int:
    """Read a number of days, `30` or `30d`; raise `ValueError` with a message for people."""
    found = re.fullmatch(r"([0-9]{1,5})d?", text)
    if found is None:
        raise ValueError(f"{text!r} is not a number of days; write it as 30 or 30d")
    return int(found[1])


def parse_size(text: object) -> int:
    """Bytes from a number or a text such as `16MiB`; raise `ValueError` with the way out."""
    found = re.fullmatch(_SIZE, str(text).strip()) if not isinstance(text, bool) else None
    if found is None:
        raise ValueError(f"{text!r} is not a size; write it as 16MiB, 512KiB or a number of bytes")
    power = {"": 0, "K": 1, "M": 2, "G": 3}[found[2][:1]]
    return int(found[1]) * int(1024**power)


def parse_role_names(text: str) -> tuple[Role, ...]:
    """Read roles in a list with commas; `in-use` and `mentioned` stand for all of a kind."""
    found: list[Role] = []
    for name in filter(None, (part.strip() for part in text.split(","))):
        group = {"in-use": IN_USE, "mentioned": MENTIONED}.get(name)
        found += group or [read_role(name)]
    if not found:
        raise ValueError(f"{text!r} names no role; {nearest('', ROLES)}")
    return tuple(found)


def parse_role_severity(text: str) -> tuple[tuple[Role, Loudness], ...]:
    """Read `ROLE=SEVERITY`; raise `ValueError` with the way out."""
    names, sign, level = text.partition("=")
    if not sign:
        raise ValueError(f"{text!r} is not ROLE=SEVERITY; write it as test=warning")
    return tuple((role, read_loudness(level.strip())) for role in parse_role_names(names))


def parse_replacement(text: str) -> tuple[str, str]:
    """Read `OLD=NEW`; raise `ValueError` with the way out."""
    old, _, new = (part.strip() for part in text.partition("="))
    if not (old and new):
        raise ValueError(f"{text!r} is not OLD=NEW; write an ID or a pattern, =, and a model")
    return old, new


def read_role(name: object) -> Role:
    """A role by its name; raise `ValueError` with the nearest right one."""
    for role in ROLES:
        if name == role:
            return role
    raise ValueError(f"unknown role {name!r}; {nearest(str(name), ROLES)}")


def read_loudness(level: object) -> Loudness:
    """What a role may be set to; raise `ValueError` with all of it."""
    for known in LOUDNESS:
        if level == known:
            return known
    raise ValueError(f"{level!r} is not one of {', '.join(LOUDNESS)}")
