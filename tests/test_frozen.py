"""Our `dataclass` makes what that of the standard library makes."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import field
from typing import Any

import pytest

from deprecation_lint import frozen

WAYS = [{"frozen": True, "slots": True}, {"frozen": True}, {"slots": True}, {}]
VALUES: list[dict[str, Any]] = [
    {"name": "a"},
    {"name": "a", "size": 1.5, "parts": (1, 2), "raw": b"x", "known": {"b": 1}},
    {"name": "a", "parts": [1]},
]


def made(by: Any, ways: dict[str, bool]) -> Any:
    class Value:
        name: str
        size: float = 0.0
        parts: Any = ()
        raw: bytes = field(default=b"", repr=False)
        known: Any = field(default_factory=tuple)

    return by.dataclass(**ways)(Value)


@frozen.dataclass(frozen=True, slots=True)
class Single:
    """With one field, and where pickle finds it."""

    name: str


def hashed(value: object) -> object:
    try:
        return hash(value) == hash(copy.copy(value))
    except TypeError:
        return "not to be hashed"


@pytest.mark.parametrize("ways", WAYS)
@pytest.mark.parametrize("values", VALUES)
def test_values_are_the_same(ways: dict[str, bool], values: dict[str, Any]) -> None:
    ours, theirs = (made(by, ways) for by in (frozen, dataclasses))
    one, other = ours(**values), theirs(**values)
    assert repr(one) == repr(other)
    assert hashed(one) == hashed(other)
    assert dataclasses.asdict(one) == dataclasses.asdict(other)
    assert one == ours(**values)
    assert one not in (dataclasses.replace(one, name="b"), other, values)


@pytest.mark.parametrize("ways", WAYS)
def test_they_refuse_alike(ways: dict[str, bool]) -> None:
    for by in (frozen, dataclasses):
        value = made(by, ways)("a")
        if ways.get("frozen"):
            with pytest.raises(dataclasses.FrozenInstanceError):
                value.name = "b"
        else:
            value.name = "b"
            assert value == type(value)("b")
        if ways.get("slots"):
            with pytest.raises((AttributeError, TypeError)):
                value.other = 1


def test_a_single_field() -> None:
    one = Single("a")
    assert pickle.loads(pickle.dumps(one)) == one
    assert {one, Single("a"), Single("b")} == {Single("b"), one}
    assert repr(one) == "Single(name='a')"
