"""`deprecation-lint models`: the registry as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deprecation_lint.arguments import Parser, add_registry_options
from deprecation_lint.commands.places import rule_places
from deprecation_lint.errors import UsageError, nearest
from deprecation_lint.registry.lifecycle import STATES, Life, life, regional
from deprecation_lint.registry.load import load

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence
    from datetime import date

    from deprecation_lint.registry.records import Record
    from deprecation_lint.registry.registry import Registry
    from deprecation_lint.surroundings import Surroundings

_COLUMNS = ("platform", "id", "state", "deprecated", "retires", "not before", "replacement")


def models_parser() -> Parser:
    """The options of `models`."""
    parser = Parser(
        prog="deprecation-lint models",
        description="List the models of the registry, with their state on a day.",
    )
    parser.add_argument("--platform", metavar="P", help="only this platform")
    parser.add_argument("--state", choices=STATES, help="only models in this state")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    add_registry_options(parser)
    return parser


def models(options: Namespace, around: Surroundings) -> int:
    """Print the list; models not yet released on the day are left out."""
    registry = load(rule_places(options), around.environ)
    if options.platform is not None:
        known_platform(registry, options.platform)
    as_of = options.as_of or around.today
    rows = [
        (record, view)
        for record, view in _known(registry, as_of)
        if options.platform in (None, record.platform) and options.state in (None, view.state)
    ]
    if options.format == "json":
        import json

        objects = [model_object(record, view) for record, view in rows]
        around.write([json.dumps(objects, indent=2)])
    else:
        around.write(list(_table([_row(record, view) for record, view in rows])))
    return 0


def known_platform(registry: Registry, name: str) -> None:
    """Refuse a platform that the registry does not have, with the nearest that it has."""
    if name not in registry.platforms:
        raise UsageError(f"unknown platform {name!r}; {nearest(name, registry.platforms)}")


def _known(registry: Registry, as_of: date) -> Iterator[tuple[Record, Life]]:
    for record in registry.records():
        view = life(registry.home(record), as_of)
        if view is not None and not record.rolling:
            yield borrowed(registry, record), view


def borrowed(registry: Registry, record: Record) -> Record:
    """A router's record with the facts of the record whose lifecycle it borrows."""
    from dataclasses import replace

    home = registry.home(record)
    if home is record:
        return record
    named = (registry.by_id.get((home.platform, id_)) for id_ in home.replacement)
    served = (registry.on_platform(record.platform, r) for r in named if r is not None)
    options = tuple(r.id for r in served if r is not None)
    return replace(
        home,
        platform=record.platform,
        id=record.id,
        of=record.of,
        aliases=record.aliases,
        informal=record.informal,
        replacement=options,
    )


def model_object(record: Record, view: Life) -> dict[str, Any]:
    """A record as JSON, with what was known on the day; absent values null."""
    source = view.source or record.source
    announced = view.state in ("deprecated", "retired")
    return {
        "platform": record.platform,
        "id": record.id,
        "version": record.version,
        "of": record.of,
        "aliases": list(record.aliases),
        "informal": list(record.informal),
        "name": record.name,
        "kind": record.kind,
        "state": view.state,
        "released": _text(record.released),
        "legacy": _text(record.legacy),
        "deprecated": _text(view.deprecated),
        "retires": _text(view.retires),
        "retires_not_before": _text(view.retires_not_before),
        "days_left": view.days_left,
        "replacement": record.replacement[0] if announced and record.replacement else None,
        "replacements": list(record.replacement) if announced else [],
        "replacement_read": _text(record.replacement_read) if announced else None,
        "regions": [
            {
                "names": list(region.names),
                "deprecated": _text(there.deprecated),
                "retires": _text(there.retires),
            }
            for region, there in regional(record, view.as_of)
        ],
        "note": record.note,
        "unconfirmed": list(record.unconfirmed),
        "source": source.where if source else None,
        "read": _text(source.read) if source else None,
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _row(record: Record, view: Life) -> tuple[str, ...]:
    announced = view.state in ("deprecated", "retired")
    cells = (
        record.platform,
        record.id,
        view.state,
        view.deprecated,
        view.retires,
        None if announced else view.retires_not_before,
        record.replacement[0] if announced and record.replacement else None,
    )
    return tuple("-" if cell is None else str(cell) for cell in cells)


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    rows = [_COLUMNS, *rows]
    widths = [max(len(row[n]) for row in rows) for n in range(len(_COLUMNS))]
    for row in rows:
        yield "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip()
