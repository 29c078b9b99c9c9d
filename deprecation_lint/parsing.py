"""Values that people type: days, numbers of days, sizes. Complaints are for people too."""

from __future__ import annotations

import re
from datetime import date

FAIL_ON = ("error", "warning", "note", "never")

_SIZE = re.compile(r"([0-9]{1,15})\s*(|K|KiB|M|MiB|G|GiB)")


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
    found = _SIZE.fullmatch(str(text).strip()) if not isinstance(text, bool) else None
    if found is None:
        raise ValueError(f"{text!r} is not a size; write it as 16MiB, 512KiB or a number of bytes")
    power = {"": 0, "K": 1, "M": 2, "G": 3}[found[2][:1]]
    return int(found[1]) * int(1024**power)
