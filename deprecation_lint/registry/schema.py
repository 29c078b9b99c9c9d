"""One file of `rules/` as TOML data → values. Every complaint names the record and the way out.

The keys are explained in CONTRIBUTING.md; each is read by the function of its type below.
"""

from __future__ import annotations

import difflib
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from deprecation_lint.dates import When, when
from deprecation_lint.registry.records import (
    EarlierReplacement,
    Platform,
    Record,
    RegionDates,
    Route,
    Source,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SCHEMA = 1


def _keys(text: str) -> frozenset[str]:
    return frozenset(text.split())


FILE_KEYS = _keys(
    """
    schema platform title kind lifecycle default routed covers region_prefixes
    variants note source route model
    """
)
SOURCE_KEYS = _keys(
    """
    key url package read kind note
    """
)
ROUTE_KEYS = _keys(
    """
    prefix platforms
    """
)
REGION_KEYS = _keys(
    """
    names deprecated retires source note
    """
)
MODEL_KEYS = _keys(
    """
    id version of aliases informal name kind released legacy deprecated retires
    retires_not_before replacement replacement_read earlier_replacements
    after_retirement redirects_to needs_context profiles regions region rolling note
    source source_of unconfirmed
    """
)
DATE_KEYS = ("released", "legacy", "deprecated", "retires", "retires_not_before")


class Problem(Exception):
    """What is wrong with a file of the registry: which record, and what to do."""

    def __init__(self, record: str, text: str) -> None:
        super().__init__(f"{record}: {text}")
        self.record = record
        self.text = text


def read_platform(data: Mapping[str, Any]) -> Platform:
    """Turn the data of one file into a platform; raise `Problem` at the first thing wrong."""
    _known(data, FILE_KEYS, "file")
    if data.get("schema") != SCHEMA:
        raise Problem("file", f"schema is {data.get('schema')!r}; this version reads schema = 1")
    name = _text(data, "platform", "file")
    if name is None:
        raise Problem("file", 'platform is missing; write platform = "NAME", the file\'s own name')
    sources = {s.key: s for s in map(_source, _tables(data, "source", "file"))}
    return Platform(
        name=name,
        title=_text(data, "title", "file") or name,
        router=_choice(data, "kind", "file", ("platform", "router")) == "router",
        lifecycle=_text(data, "lifecycle", "file"),
        default=_flag(data, "default", "file"),
        routed=_flag(data, "routed", "file"),
        covers=_texts(data, "covers", "file"),
        region_prefixes=_texts(data, "region_prefixes", "file"),
        variants=_texts(data, "variants", "file"),
        routes=tuple(_route(item, name) for item in _tables(data, "route", "file")),
        sources=sources,
        records=tuple(_record(item, name, sources) for item in _tables(data, "model", "file")),
    )


def _source(data: Mapping[str, Any]) -> Source:
    key = _text(data, "key", "source")
    if not key:
        raise Problem("source", "key is missing; give each source a short key")
    where = f"source {key}"
    _known(data, SOURCE_KEYS, where)
    if ("url" in data) == ("package" in data):
        raise Problem(where, "give either url or package (name and version)")
    read = _day(data, "read", where)
    if read is None:
        raise Problem(where, "read is missing; write the day on which the source was read")
    kind = _choice(data, "kind", where, ("page", "package", "reading"))
    return Source(key, read, _text(data, "url", where), _text(data, "package", where), kind)


def _route(data: Mapping[str, Any], platform: str) -> Route:
    prefix = _text(data, "prefix", "route")
    where = f"route {prefix}"
    _known(data, ROUTE_KEYS, where)
    if prefix is None or not prefix.endswith(("/", ":")):
        raise Problem(where, "prefix is missing or does not end in / or :")
    return Route(prefix, _texts(data, "platforms", where) or (platform,))


def _record(data: Mapping[str, Any], platform: str, sources: Mapping[str, Source]) -> Record:
    id_ = _text(data, "id", "model")
    if not id_:
        raise Problem("model", "id is missing")
    _known(data, MODEL_KEYS, id_)
    dates = {key: _when(data, key, id_) for key in DATE_KEYS}
    return Record(
        platform=platform,
        id=id_,
        version=_text(data, "version", id_),
        of=_text(data, "of", id_),
        aliases=_texts(data, "aliases", id_),
        informal=_texts(data, "informal", id_),
        name=_text(data, "name", id_),
        kind=_text(data, "kind", id_) or "chat",
        **dates,
        replacement=_texts(data, "replacement", id_),
        replacement_read=_day(data, "replacement_read", id_),
        earlier_replacements=tuple(
            EarlierReplacement(str(item.get("read")), str(item.get("id")))
            for item in _tables(data, "earlier_replacements", id_)
        ),
        after_retirement=_choice(data, "after_retirement", id_, ("error", "redirect")),
        redirects_to=_text(data, "redirects_to", id_),
        needs_context=_flag(data, "needs_context", id_),
        profiles=_texts(data, "profiles", id_),
        regions=_texts(data, "regions", id_),
        region=tuple(_region(item, id_, sources) for item in _tables(data, "region", id_)),
        rolling=_flag(data, "rolling", id_),
        note=_text(data, "note", id_),
        source=_source_named(data.get("source"), id_, sources),
        source_of=_source_of(data, id_, sources),
        unconfirmed=_texts(data, "unconfirmed", id_),
    )


def _region(data: Mapping[str, Any], id_: str, sources: Mapping[str, Source]) -> RegionDates:
    where = f"{id_}, region"
    _known(data, REGION_KEYS, where)
    return RegionDates(
        _texts(data, "names", where),
        _when(data, "deprecated", where),
        _when(data, "retires", where),
        _source_named(data.get("source"), where, sources),
    )


def _source_of(
    data: Mapping[str, Any], id_: str, sources: Mapping[str, Source]
) -> dict[str, Source]:
    table = data.get("source_of", {})
    if not isinstance(table, dict):
        raise Problem(id_, "source_of is a table of field = source key")
    _known(table, MODEL_KEYS, f"{id_}, source_of")
    named = {key: _source_named(value, id_, sources) for key, value in table.items()}
    return {key: source for key, source in named.items() if source is not None}


def _source_named(key: object, where: str, sources: Mapping[str, Source]) -> Source | None:
    if key is None:
        return None
    if not isinstance(key, str) or key not in sources:
        raise Problem(where, f"source {key!r} is not among the file's [[source]] entries; add it")
    return sources[key]


def _known(data: Mapping[str, Any], keys: frozenset[str], where: str) -> None:
    for key in data.keys() - keys:
        near = difflib.get_close_matches(key, keys, 1)
        hint = f"did you mean {near[0]}?" if near else f"known keys: {', '.join(sorted(keys))}"
        raise Problem(where, f"unknown key {key!r}; {hint}")


def _typed(
    data: Mapping[str, Any], key: str, where: str, right: Callable[[Any], bool], wanted: str
) -> Any:
    value = data.get(key)
    if value is None or right(value):
        return value
    raise Problem(where, f"{key} is {value!r}; expected {wanted}")


def _text(data: Mapping[str, Any], key: str, where: str) -> str | None:
    value = _typed(data, key, where, lambda v: isinstance(v, str) and v != "", "a text")
    return cast("str | None", value)


def _texts(data: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = data.get(key)
    if isinstance(value, str):
        return (value,)
    right = _typed(
        data,
        key,
        where,
        lambda v: isinstance(v, list) and all(isinstance(item, str) and item for item in v),
        "a list of texts",
    )
    return tuple(right or ())


def _tables(data: Mapping[str, Any], key: str, where: str) -> list[Mapping[str, Any]]:
    right = _typed(
        data,
        key,
        where,
        lambda v: isinstance(v, list) and all(isinstance(item, dict) for item in v),
        f"[[{key}]] tables",
    )
    return right or []


def _flag(data: Mapping[str, Any], key: str, where: str) -> bool:
    return bool(_typed(data, key, where, lambda v: isinstance(v, bool), "true or false"))


def _choice(data: Mapping[str, Any], key: str, where: str, options: tuple[str, ...]) -> Any:
    wanted = " or ".join(f'"{option}"' for option in options)
    return _typed(data, key, where, lambda v: v in options, wanted) or options[0]


def _day(data: Mapping[str, Any], key: str, where: str) -> date | None:
    right = _typed(data, key, where, lambda v: type(v) is date, "a date such as 2026-01-31")
    return cast("date | None", right)


def _when(data: Mapping[str, Any], key: str, where: str) -> When | None:
    if key not in data:
        return None
    try:
        return when(data[key])
    except ValueError as error:
        raise Problem(where, f"{key}: {error}") from None
