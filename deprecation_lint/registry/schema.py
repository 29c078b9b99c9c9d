"""One file of `rules/` as TOML data → values. Every complaint names the record and the way out.

The keys are explained in CONTRIBUTING.md; a new one is a field in `records.py`, a name in the
key set of its table, and a line in the function that reads that table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from deprecation_lint.dates import When, when
from deprecation_lint.errors import nearest
from deprecation_lint.registry.records import (
    EarlierReplacement,
    Platform,
    Record,
    RegionDates,
    Route,
    Source,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

SCHEMA = 1


def _keys(text: str) -> frozenset[str]:
    return frozenset(text.split())


FILE_KEYS = _keys("""
    schema platform title kind lifecycle default routed covers region_prefixes variants evidence
    shape note source route model
""")
SOURCE_KEYS = _keys("key url package read kind note")
ROUTE_KEYS = _keys("prefix platforms")
REGION_KEYS = _keys("names deprecated retires source note")
EARLIER_KEYS = _keys("read id")
MODEL_KEYS = _keys("""
    id version of aliases informal name kind released legacy deprecated retires
    retires_not_before replacement replacement_read earlier_replacements after_retirement
    redirects_to needs_context profiles regions region rolling note source source_of unconfirmed
""")
DATE_KEYS = ("released", "legacy", "deprecated", "retires", "retires_not_before")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a record, and what to do."""

    record: str
    text: str

    def __str__(self) -> str:
        return f"{self.record}: {self.text}"


def read_platform(data: Mapping[str, Any]) -> tuple[Platform, list[Problem]]:
    """Turn the data of one file into a platform; what is wrong is left out and told."""
    problems: list[Problem] = []
    file = _Table(data, "file", problems)
    file.only(FILE_KEYS)
    if data.get("schema") is not SCHEMA:
        file.complain(f"schema is {data.get('schema')!r}; this version reads schema = 1")
    name = file.text("platform")
    if name is None:
        file.complain('platform is missing; write platform = "NAME", the name of the file')
        name = "?"
    sources: dict[str, Source] = {}
    for table in file.tables("source"):
        source = _source(table)
        if source is not None and sources.setdefault(source.key, source) is not source:
            table.complain("stands twice; leave one of the two")
    platform = Platform(
        name=name,
        title=file.text("title") or name,
        router=file.choice("kind", ("platform", "router")) == "router",
        lifecycle=file.text("lifecycle"),
        default=file.flag("default"),
        routed=file.flag("routed"),
        covers=file.texts("covers"),
        region_prefixes=file.texts("region_prefixes"),
        variants=file.texts("variants"),
        evidence=file.texts("evidence"),
        shape=_shape(file),
        routes=tuple(_route(table, name) for table in file.tables("route")),
        sources=sources,
        records=tuple(r for t in file.tables("model") if (r := _record(t, name, sources))),
    )
    return platform, problems


class _Table:
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

    def tables(self, key: str) -> Iterator[_Table]:
        """Tables of an array."""
        for data in self._typed(key, _is_tables, f"[[{key}]] tables") or ():
            label = data.get("id", data.get("key", data.get("prefix")))
            inside = key if self.where == "file" else f"{self.where}, {key}"
            where = str(label) if key == "model" and label else f"{inside} {label or ''}".strip()
            yield _Table(data, where, self._problems)

    def flag(self, key: str) -> bool:
        """True or false; false where the key is absent."""
        return bool(self._typed(key, lambda v: isinstance(v, bool), "true or false"))

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

    def table(self, key: str) -> _Table:
        """A table inside this one; empty where the key is absent."""
        value = self._typed(key, lambda v: isinstance(v, dict), "a table of field = source key")
        return _Table(value or {}, f"{self.where}, {key}", self._problems)

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _source(table: _Table) -> Source | None:
    table.only(SOURCE_KEYS)
    key, read = table.text("key"), table.day("read")
    url, package = table.text("url"), table.text("package")
    if key is None:
        table.complain("key is missing; give each source a short key")
    if read is None:
        table.complain("read is missing; write the day on which the source was read")
    if (url is None) == (package is None):
        table.complain("give either url or package (name and version)")
    kind = table.choice("kind", ("page", "package", "reading"))
    return Source(key, read, url, package, kind) if key and read else None


def _shape(file: _Table) -> str | None:
    shape = file.text("shape")
    try:
        re.compile(shape or "")
    except re.error as error:
        file.complain(f"shape is no pattern: {error}")
        return None
    return shape


def _route(table: _Table, platform: str) -> Route:
    table.only(ROUTE_KEYS)
    prefix = table.text("prefix")
    if prefix is None or not prefix.endswith(("/", ":")):
        table.complain("prefix is missing or does not end in / or :")
    return Route(prefix or "?/", table.texts("platforms") or (platform,))


def _record(table: _Table, platform: str, sources: Mapping[str, Source]) -> Record | None:
    table.only(MODEL_KEYS)
    id_ = table.text("id")
    if id_ is None:
        table.complain("id is missing")
        return None
    return Record(
        platform=platform,
        id=id_,
        version=table.text("version"),
        of=table.text("of"),
        aliases=table.texts("aliases"),
        informal=table.texts("informal"),
        name=table.text("name"),
        kind=table.text("kind") or "chat",
        released=table.when("released"),
        legacy=table.when("legacy"),
        deprecated=table.when("deprecated"),
        retires=table.when("retires"),
        retires_not_before=table.when("retires_not_before"),
        replacement=table.texts("replacement"),
        replacement_read=table.day("replacement_read"),
        earlier_replacements=tuple(map(_earlier, table.tables("earlier_replacements"))),
        after_retirement=table.choice("after_retirement", ("error", "redirect")),
        redirects_to=table.text("redirects_to"),
        needs_context=table.flag("needs_context"),
        profiles=table.texts("profiles"),
        regions=table.texts("regions"),
        region=tuple(_region(entry, sources) for entry in table.tables("region")),
        rolling=table.flag("rolling"),
        note=table.text("note"),
        source=table.source(sources),
        source_of=_source_of(table.table("source_of"), sources),
        unconfirmed=table.texts("unconfirmed"),
    )


def _earlier(table: _Table) -> EarlierReplacement:
    table.only(EARLIER_KEYS)
    id_, read = table.text("id"), table.day("read")
    if id_ is None or read is None:
        table.complain("give the ID and the day on which it was read")
    return EarlierReplacement(read, id_ or "?")


def _region(table: _Table, sources: Mapping[str, Source]) -> RegionDates:
    table.only(REGION_KEYS)
    return RegionDates(
        table.texts("names"),
        table.when("deprecated"),
        table.when("retires"),
        table.source(sources),
    )


def _source_of(table: _Table, sources: Mapping[str, Source]) -> dict[str, Source]:
    table.only(MODEL_KEYS)
    named = {key: table.source(sources, key) for key in table}
    return {key: source for key, source in named.items() if source is not None}
