"""What to put in place of a model: the user's own choice, else the provider's successor. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deprecation_lint.frozen import dataclass
from deprecation_lint.registry.lifecycle import life, regional
from deprecation_lint.registry.records import Record
from deprecation_lint.registry.respell import Proposal, propose, respell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from deprecation_lint.findings import Chooser, Reference
    from deprecation_lint.registry.lifecycle import Life
    from deprecation_lint.registry.records import Spelling
    from deprecation_lint.registry.registry import Registry
    from deprecation_lint.replacements import Choice, Replacements


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do about a reference: `said` at the end of its message, `help` below it.

    `by` is whose the proposal is. `forced`: the user wants it although it will be reported too.
    """

    proposal: Proposal | None
    said: str = ""
    help: str = ""
    by: Chooser | None = None
    forced: bool = False


def advise(
    registry: Registry, replacements: Replacements, reference: Reference, view: Life
) -> Advice:
    """The way out of a reference to a model that is reported on that day."""
    theirs = _of_provider(registry, reference, view)
    if not replacements:
        return theirs
    spelling = reference.spelling
    home = registry.home(spelling.record)
    choice = replacements.find(*names(registry, spelling))
    if choice is not None and not is_same(registry, choice.new, spelling):
        meant = meanings(registry, choice.new)
        if not meant or any(registry.home(m.record).kind == home.kind for m in meant):
            return _of_user(registry, choice, reference, view.as_of, theirs)
    forced = (c for c in replacements.choices if c.force and is_same(registry, c.new, spelling))
    kept = any(_reaches(registry, choice, spelling.platform) for choice in forced)
    return _kept(theirs) if kept else theirs


def names(registry: Registry, spelling: Spelling) -> tuple[str, ...]:
    """By what a choice may name a model: as written, its ID, and the ID whose dates it has."""
    return (spelling.text, spelling.record.id, registry.home(spelling.record).id)


def meanings(registry: Registry, text: str) -> tuple[Spelling, ...]:
    """What a name can mean; as an informal one only where no platform takes it."""
    options = registry.spellings.get(text, ())
    return tuple(o for o in options if o.form != "informal") or options


def is_same(registry: Registry, text: str, spelling: Spelling) -> bool:
    """Whether a name means the very model of a spelling, on whatever platform."""
    home = registry.home(spelling.record)
    there = [registry.home(option.record) for option in meanings(registry, text)]
    return text == spelling.text or any(
        other is home or (home.name is not None and other.name == home.name) for other in there
    )


def trouble(registry: Registry, record: Record, as_of: date, region: str | None = None) -> str:
    """Why a model is not to be chosen on a day, in words that follow its name, or ""."""
    if record.rolling:
        return "is a rolling alias, which moves from model to model"
    home = registry.home(record)
    return next((word for word in _troubles(home, as_of, region) if word), "")


def _troubles(home: Record, as_of: date, region: str | None) -> Iterator[str]:
    yield _state(life(home, as_of, region), home, as_of)
    for dates, view in regional(home, as_of) if region is None else ():
        word = _state(view, home, as_of)
        yield f"{word} in {', '.join(dates.names) or 'some regions'}" if word else ""


def _state(view: Life | None, home: Record, as_of: date) -> str:
    if view is None:
        return f"is not released before {home.released}"
    if view.state == "retired":
        return f"was retired on {view.retires}"
    if view.state != "deprecated":
        return ""
    since = f" since {view.deprecated}" if view.deprecated else ""
    end = f" and retires on {view.retires}" if view.retires else ""
    return f"is deprecated{since}{end}"


def _of_provider(registry: Registry, reference: Reference, view: Life) -> Advice:
    """The provider's successor, with its own recommendation where that is not live itself."""
    if view.state not in ("deprecated", "retired"):
        return Advice(None)
    proposal = propose(
        registry,
        reference.spelling,
        view.as_of,
        region_prefix=reference.region_prefix,
        variant=reference.variant,
    )
    if proposal is None:
        called = registry.called(reference.spelling.platform)
        return Advice(None, f"no successor is known on {called}")
    record = registry.home(reference.spelling.record)
    stated = record.replacement[0] if record.replacement else None
    text = f"replace with {proposal.text}"
    if stated is not None and stated != registry.home(proposal.record).id:
        text += f" (the provider names {stated}, which is not live itself on this date)"
    return Advice(proposal, f"use {proposal.text}", text, "provider")


def _of_user(
    registry: Registry, choice: Choice, reference: Reference, as_of: date, theirs: Advice
) -> Advice:
    """The user's choice as the platform of the reference has it, or why there is none."""
    proposal = _rewritten(registry, choice, reference)
    called = registry.called(reference.spelling.platform)
    named = f"the provider names {theirs.proposal.text}" if theirs.proposal else ""
    if proposal is None:
        problem = f"your choice {choice.new} is not known on {called}"
        return Advice(None, problem, _elsewhere(called, named))
    word = _word(registry, choice, proposal.record, as_of, reference.region)
    if word and not choice.force:
        problem = f"your choice {proposal.text} {word} on {called}"
        return Advice(None, problem, _elsewhere(called, named))
    said = "your choice"
    if word:
        said += f", which {word}"
        proposal = replace(proposal, doubt=f"your own choice {proposal.text}, which {word}")
    agree = theirs.proposal is None or theirs.proposal.record is proposal.record
    text = f"replace with {proposal.text} (your choice{'' if agree else f'; {named}'})"
    return Advice(proposal, f"use {proposal.text} ({said})", text, "user", bool(word))


def _elsewhere(called: str, named: str) -> str:
    return f"choose a live model of {called} for it" + (f" ({named})" if named else "")


def _word(
    registry: Registry, choice: Choice, record: Record, as_of: date, region: str | None
) -> str:
    """What speaks against a choice, or ""."""
    meant = meanings(registry, choice.new)
    if not meant:
        return "is not in the registry"
    word = trouble(registry, record, as_of, region)
    return word or ("is an informal name" if meant[0].form == "informal" else "")


def served(registry: Registry, new: str, platform: str) -> tuple[Spelling | None, Record] | None:
    """What a chosen name is on a platform: a spelling of its own, or the record of the model."""
    meant = meanings(registry, new)
    for option in meant:
        if option.platform == platform:
            return option, option.record
    for option in meant:
        record = registry.same_model(platform, registry.home(option.record))
        if record is not None:
            return None, record
    return None


def _rewritten(registry: Registry, choice: Choice, reference: Reference) -> Proposal | None:
    """The chosen model on the platform of a reference: as the user spells it, if it is so there.

    Otherwise it is spelled the way that the reference is. A forced name that nobody knows is
    taken as it stands.
    """
    platform = reference.spelling.platform
    if not meanings(registry, choice.new):
        return Proposal(Record(platform, choice.new, kind="unknown"), choice.new, None)
    there = served(registry, choice.new, platform)
    if there is None:
        return None
    own, record = there
    return respell(
        registry,
        reference.spelling,
        record,
        own.text if own else None,
        region_prefix=reference.region_prefix,
        variant=reference.variant,
    )


def _reaches(registry: Registry, choice: Choice, platform: str) -> bool:
    """Whether an entry can be about references on a platform."""
    platforms = {option.platform for option in registry.spellings.get(choice.old, ())}
    return choice.is_pattern or bool(platforms & {platform, registry.platforms[platform].lifecycle})


def _kept(theirs: Advice) -> Advice:
    """A model that the user chose by force: nothing is proposed that would undo the choice."""
    named = f" (the provider names {theirs.proposal.text})" if theirs.proposal else ""
    return Advice(None, "kept: it is your own choice", f"you chose it by force{named}")
