"""`deprecation-lint explain`: one model's whole story, or one rule's."""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import TYPE_CHECKING

from deprecation_lint.arguments import Parser, add_registry_options
from deprecation_lint.commands.places import rule_places
from deprecation_lint.commands.sheet import sheet
from deprecation_lint.commands.sheet_head import days
from deprecation_lint.errors import UsageError
from deprecation_lint.output.style import printable
from deprecation_lint.registry.lifecycle import chain, is_live, life, regional
from deprecation_lint.registry.load import load
from deprecation_lint.registry.respell import propose
from deprecation_lint.ruleset import BY_NAME
from deprecation_lint.scanning.tokens import Match, Matcher

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator
    from datetime import date

    from deprecation_lint.registry.lifecycle import Life
    from deprecation_lint.registry.records import Record, Spelling
    from deprecation_lint.registry.registry import Registry
    from deprecation_lint.ruleset import Rule
    from deprecation_lint.surroundings import Surroundings


def explain_parser() -> Parser:
    """The options of `explain`."""
    parser = Parser(
        prog="deprecation-lint explain",
        description="Tell all that is known of a model ID in any spelling, or of a rule.",
    )
    parser.add_argument("id", metavar="ID", help="a model ID or a rule")
    parser.add_argument(
        "--to", metavar="NEW", help="what changes for requests that move from the model to NEW"
    )
    add_registry_options(parser)
    return parser


def explain(options: Namespace, around: Surroundings) -> int:
    """Print the story; 1 where the ID is unknown, with the nearest known IDs."""
    if options.id in BY_NAME:
        if options.to is not None:
            raise UsageError(f"--to: {options.id} is a rule; name the model to move from")
        around.write(list(_rule(BY_NAME[options.id])))
        return 0
    registry = load(rule_places(options), around.environ)
    as_of = options.as_of or around.today
    match = _match(registry, options.id)
    new = None if options.to is None else _match(registry, options.to)
    unknown = [] if match else [options.id]
    unknown += [options.to] if options.to is not None and new is None else []
    if match is None or unknown:
        around.write([line for text in unknown for line in _unknown(registry, text)])
        return 1
    if new is None:
        around.write(list(_model(registry, options.id, match, as_of)))
    else:
        around.write(list(sheet(registry, match, _there(registry, match, new), as_of)))
    return 0


def _there(registry: Registry, old: Match, new: Match) -> Match:
    """A new name that several platforms share is meant for the platform of the old one."""
    prefixed = new.lead < new.start or new.region_prefix
    for option in () if prefixed else registry.spellings[new.spelling.text]:
        taken = option.form != "informal" or new.spelling.form == "informal"
        if taken and option.platform == old.spelling.platform:
            return replace(new, spelling=option)
    return new


def _match(registry: Registry, text: str) -> Match | None:
    """The model that the whole text names."""
    data = text.encode("utf-8", "replace")
    found = list(Matcher(registry).matches(data))
    if len(found) == 1 and found[0].end == len(data):
        return found[0]
    return None


def _rule(rule: Rule) -> Iterator[str]:
    yield f"{rule.name} ({rule.code})"
    yield f"  {rule.summary}"
    yield f"  {rule.help}"
    yield f"  severity: {rule.severity}; {'on' if rule.default else 'off'} by default"


def _unknown(registry: Registry, text: str) -> Iterator[str]:
    known = f"not in the registry read on {registry.read}"
    yield f"{printable(text)}: {known}. Unknown is not deprecated."
    near = difflib.get_close_matches(text, registry.spellings, n=5, cutoff=0.6)
    if near:
        yield f"nearest known: {', '.join(near)}"


def _model(registry: Registry, text: str, match: Match, as_of: date) -> Iterator[str]:
    spelling = match.spelling
    home = registry.home(spelling.record)
    yield f"{text}: {home.name or home.id}, as of {as_of}"
    yield f"  {_form(registry, spelling)}"
    if match.region_prefix:
        yield f"  {match.region_prefix} is the region prefix of an inference profile"
    for record in _everywhere(registry, home, spelling):
        yield ""
        yield from _on_platform(registry, record, as_of)
    proposal = propose(
        registry,
        spelling,
        as_of,
        region_prefix=match.region_prefix,
        variant=match.variant,
    )
    view = life(home, as_of, match.region)
    yield ""
    if view is None or view.state in ("active", "legacy"):
        yield "nothing to change on this date"
    elif proposal is None:
        yield f"no live successor is known on {registry.called(spelling.platform)}"
    else:
        yield f"proposed: {proposal.text}"
        if proposal.doubt:
            yield f"  look at it first: {proposal.doubt}"


def _form(registry: Registry, spelling: Spelling) -> str:
    called = registry.called(spelling.platform)
    if spelling.form == "id":
        return f"the ID on {called}"
    if spelling.form == "alias":
        return f"an alias of {spelling.record.id} on {called}"
    return f"an informal name of {spelling.record.id}: {called} never took it"


def _everywhere(registry: Registry, home: Record, spelling: Spelling) -> Iterator[Record]:
    """The record that was asked for, then the same model on the other platforms."""
    yield spelling.record
    for record in registry.records():
        same = registry.home(record).name == home.name and home.name is not None
        if same and record is not spelling.record:
            yield record


def _on_platform(registry: Registry, record: Record, as_of: date) -> Iterator[str]:
    home = registry.home(record)
    title = registry.title(record.platform)
    via = f" (dates of {registry.title(home.platform)})" if home is not record else ""
    view = life(home, as_of)
    state = view.state if view else "not yet released"
    yield f"{title}{via}: {record.id}: {state}{_left(view)}"
    if record.aliases:
        yield f"  aliases: {', '.join(record.aliases)}"
    if home is not record:
        return
    covers = registry.platforms[record.platform].covers
    if covers:
        yield f"  its dates hold for {', '.join(covers)} too"
    yield from _dates(record, view)
    if not (record.deprecated or record.retires or record.retires_not_before or record.region):
        yield "  no lifecycle date is known on this platform"
    if record.replacement and view is not None and view.state in ("deprecated", "retired"):
        yield from _replacements(registry, record, as_of)
    if record.note:
        yield f"  note: {record.note}"
    if record.unconfirmed:
        yield f"  rests on one reading only: {', '.join(record.unconfirmed)}"


def _left(view: Life | None) -> str:
    return f", {days(view)}" if view and view.days_left is not None else ""


def _dates(record: Record, view: Life | None) -> Iterator[str]:
    if record.released:
        yield f"  released {record.released}"
    if view is None:
        return
    for word, value, key in (
        ("not before", view.retires_not_before, "retires_not_before"),
        ("deprecated", view.deprecated, "deprecated"),
        ("retires" if view.state != "retired" else "retired", view.retires, "retires"),
    ):
        source = record.source_for(key)
        if value is not None and source is not None:
            yield f"  {word} {value}, from {source.where} (read {source.read})"
    for region, there in regional(record, view.as_of):
        names = ", ".join(region.names) or "other regions"
        known = ", ".join(
            f"{word} {value}"
            for word, value in (("deprecated", there.deprecated), ("retires", there.retires))
            if value is not None
        )
        announced = there.state in ("deprecated", "retired")
        yield f"  {names}: {known if announced else there.state}"


def _replacements(registry: Registry, record: Record, as_of: date) -> Iterator[str]:
    source = record.source_for("replacement")
    where = f", {source.where}" if source else ""
    names = ", then ".join(record.replacement)
    yield f"  recommended: {names} (read {record.replacement_read}{where})"
    for earlier in record.earlier_replacements:
        yield f"    before that: {earlier.id} (read {earlier.read})"
    steps = [
        f"{r.id} ({'live' if is_live(r, as_of) else 'not live'})" for r in chain(registry, record)
    ]
    yield f"  chain on {as_of}: {' -> '.join([record.id, *steps])}"
    if as_of < (record.replacement_read or as_of):
        then = [e for e in record.earlier_replacements if e.read and e.read <= as_of]
        was = f"{then[-1].id} (read {then[-1].read})" if then else "not known"
        yield f"    recommended by {as_of}: {was}; the provider has rewritten the row since"
