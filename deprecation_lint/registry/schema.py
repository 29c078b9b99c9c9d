"""One file of `rules/` as TOML data → values. Every complaint names the record and the way out.

The keys are explained in CONTRIBUTING.md; a new one is a field in `records.py`, a name in the
key set of its table, and a line in the function that reads that table.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from deprecation_lint.registry.records import (
    EarlierReplacement,
    Platform,
    Record,
    RegionDates,
    Route,
    Source,
)
from deprecation_lint.registry.schema_constraints import read_constraint
from deprecation_lint.registry.tables import Problem, Table, keys

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA = 1


FILE_KEYS = keys("""
    schema platform title kind lifecycle default routed covers region_prefixes variants evidence
    shape note source route model constraint
""")
SOURCE_KEYS = keys("key url package read kind note")
ROUTE_KEYS = keys("prefix platforms")
REGION_KEYS = keys("names deprecated retires source note")
EARLIER_KEYS = keys("read id")
MODEL_KEYS = keys("""
    id version of aliases informal name kind released legacy deprecated retires
    retires_not_before replacement replacement_read earlier_replacements after_retirement
    redirects_to needs_context profiles regions region rolling max_output_tokens note source
    source_of unconfirmed
""")
DATE_KEYS = ("released", "legacy", "deprecated", "retires", "retires_not_before")


def read_platform(data: Mapping[str, Any]) -> tuple[Platform, list[Problem]]:
    """Turn the data of one file into a platform; what is wrong is left out and told."""
    problems: list[Problem] = []
    file = Table(data, "file", problems)
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
        constraints=tuple(
            c for t in file.tables("constraint") if (c := read_constraint(t, name, sources))
        ),
    )
    return platform, problems


def _source(table: Table) -> Source | None:
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


def _shape(file: Table) -> str | None:
    shape = file.text("shape")
    try:
        re.compile(shape or "")
    except re.error as error:
        file.complain(f"shape is no pattern: {error}")
        return None
    return shape


def _route(table: Table, platform: str) -> Route:
    table.only(ROUTE_KEYS)
    prefix = table.text("prefix")
    if prefix is None or not prefix.endswith(("/", ":")):
        table.complain("prefix is missing or does not end in / or :")
    return Route(prefix or "?/", table.texts("platforms") or (platform,))


def _record(table: Table, platform: str, sources: Mapping[str, Source]) -> Record | None:
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
        max_output_tokens=table.count("max_output_tokens"),
        note=table.text("note"),
        source=table.source(sources),
        source_of=_source_of(table.table("source_of"), sources),
        unconfirmed=table.texts("unconfirmed"),
    )


def _earlier(table: Table) -> EarlierReplacement:
    table.only(EARLIER_KEYS)
    id_, read = table.text("id"), table.day("read")
    if id_ is None or read is None:
        table.complain("give the ID and the day on which it was read")
    return EarlierReplacement(read, id_ or "?")


def _region(table: Table, sources: Mapping[str, Source]) -> RegionDates:
    table.only(REGION_KEYS)
    return RegionDates(
        table.texts("names"),
        table.when("deprecated"),
        table.when("retires"),
        table.source(sources),
    )


def _source_of(table: Table, sources: Mapping[str, Source]) -> dict[str, Source]:
    table.only(MODEL_KEYS)
    named = {key: table.source(sources, key) for key in table}
    return {key: source for key, source in named.items() if source is not None}
