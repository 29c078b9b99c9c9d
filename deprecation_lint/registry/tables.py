"""A TOML table that is read key by key: every complaint names the record and the way out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from deprecation_lint.dates import When, when
from deprecation_lint.errors import nearest
from deprecation_lint.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from deprecation_lint.registry.records import Source


Scalar = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a record, and what to do."""

    record: str
    text: str

    def __str__(self) -> str:
        return f"{self.record}: {self.text}"


class Table:
    """A TOML table that is read key by key; what is wrong goes to `problems`."""

    def __init__(self, data: Mapping[str, Any], where: str, problems: list[Problem]) -> None:
        self._data = data
        self.where = where
        self._problems = problems

    def complain(self, text: str) -> None:
        """Add a problem of this table."""
        self._problems.append(Problem(self.where, text))

    def only(self, keys: frozenset[str]) -> None:
        """Refuse keys that nobody reads, with the nearest one that is read."""
        for key in sorted(self._data.keys() - keys):
            hint = nearest(key, sorted(keys), "known keys")
            self.complain(f"unknown key {key!r}; {hint}")

    def _typed(self, key: str, right: Callable[[Any], bool], wanted: str) -> Any:
        value = self._data.get(key)
        if value is None or right(value):
            return value
        self.complain(f"{key} is {value!r}; expected {wanted}")
        return None

    def text(self, key: str) -> str | None:
        """A text, or `None` where the key is absent."""
        value: str | None = self._typed(key, lambda v: isinstance(v, str) and v != "", "a text")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one."""
        if isinstance(self._data.get(key), str) and self._data[key]:
            return (self._data[key],)
        value = self._typed(key, _is_texts, "a list of texts")
        return tuple(value or ())

    def tables(self, key: str) -> Iterator[Table]:
        """Tables of an array."""
        for data in self._typed(key, _is_tables, f"[[{key}]] tables") or ():
            label = data.get("id", data.get("key", data.get("prefix")))
            if key == "constraint":
                label = data.get("name")
            inside = key if self.where == "file" else f"{self.where}, {key}"
            where = str(label) if key == "model" and label else f"{inside} {label or ''}".strip()
            yield Table(data, where, self._problems)

    def flag(self, key: str) -> bool:
        """True or false; false where the key is absent."""
        return bool(self._typed(key, lambda v: isinstance(v, bool), "true or false"))

    def count(self, key: str) -> int | None:
        """A whole number above nothing, or `None` where the key is absent."""
        value: int | None = self._typed(key, lambda v: type(v) is int and v > 0, "a number")
        return value

    def values(self, key: str) -> tuple[Scalar, ...] | None:
        """A list of texts, numbers and flags, or `None` where the key is absent."""
        value = self._typed(key, _is_scalars, "a list of texts, numbers or flags")
        return None if value is None else tuple(value)

    def bound(self, key: str, name: str) -> int | str | None:
        """A number, or the name of a field that holds one."""

        def is_bound(value: object) -> bool:
            return type(value) is int or value == name

        value: int | str | None = self._typed(key, is_bound, f'a number or "{name}"')
        return value

    def choice(self, key: str, options: tuple[str, ...]) -> Any:
        """One of some words; the first of them where the key is absent."""
        wanted = " or ".join(f'"{option}"' for option in options)
        return self._typed(key, lambda v: v in options, wanted) or options[0]

    def day(self, key: str) -> date | None:
        """A day, known as such."""
        value: date | None = self._typed(key, lambda v: type(v) is date, "a day: 2026-01-31")
        return value

    def when(self, key: str) -> When | None:
        """A day, a month or a year."""
        if key not in self._data:
            return None
        try:
            return when(self._data[key])
        except ValueError as error:
            self.complain(f"{key}: {error}")
            return None

    def source(self, sources: Mapping[str, Source], key: str = "source") -> Source | None:
        """One of the file's sources, by its key."""
        named = self.text(key)
        if named is not None and named not in sources:
            self.complain(f"source {named!r} is not among the file's [[source]] entries; add it")
        return sources.get(named) if named else None

    def table(self, key: str) -> Table:
        """A table inside this one; empty where the key is absent."""
        value = self._typed(key, lambda v: isinstance(v, dict), "a table of field = source key")
        return Table(value or {}, f"{self.where}, {key}", self._problems)

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)


def keys(text: str) -> frozenset[str]:
    """The keys of a table, from the words of a text."""
    return frozenset(text.split())


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


def _is_scalars(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(v, str | int | float) for v in value)


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)
