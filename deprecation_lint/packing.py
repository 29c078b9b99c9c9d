"""Values ↔ plain data that JSON can write: for results on their way between processes, or kept.

An object is `{"Finding": [its fields in order]}`; sequences are tuples again when they come back.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from functools import cache

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any


@cache
def _classes() -> Mapping[str, type]:
    """What may come back: results and what they are made of."""
    from deprecation_lint import findings, values

    kinds = (values.FileResult, values.Skipped, values.Note, findings.Finding, findings.Place)
    more = (findings.Fix, findings.Edit, findings.Argument)
    return {kind.__name__: kind for kind in (*kinds, *more)}


def pack(value: object) -> Any:
    """Plain data for a value: any dataclass of ours, a date, bytes, a set, and what JSON knows."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple | list):
        return [pack(one) for one in value]
    if isinstance(value, date):
        return {"date": value.toordinal()}
    if isinstance(value, bytes):
        return {"bytes": value.decode("latin-1")}
    if isinstance(value, frozenset):
        return {"set": sorted(map(pack, value))}
    kind: type = type(value)
    return {kind.__name__: [pack(getattr(value, name)) for name in _names(kind)]}


def unpack(data: Any) -> Any:
    """The value again. Raises `ValueError` where the data is not what `pack` makes of results."""
    if isinstance(data, list):
        return tuple(map(unpack, data))
    if not isinstance(data, dict):
        return data
    try:
        ((name, content),) = data.items()
        special = _SPECIAL.get(name)
        return special(content) if special else _classes()[name](*map(unpack, content))
    except (KeyError, TypeError, OverflowError) as error:
        raise ValueError(f"not a packed result: {error}") from None


_SPECIAL: Mapping[str, Callable[[Any], object]] = {
    "date": date.fromordinal,
    "bytes": lambda text: text.encode("latin-1"),
}


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
