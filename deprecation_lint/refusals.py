"""What is wrong with the user's own replacements on a day: where, why, and what to do. Pure."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from deprecation_lint.advice import is_same, meanings, names, served, trouble
from deprecation_lint.registry.records import Spelling
from deprecation_lint.registry.respell import propose
from deprecation_lint.replacements import contradictions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from deprecation_lint.registry.registry import Registry
    from deprecation_lint.replacements import Choice, Replacements


def refusals(
    registry: Registry, replacements: Replacements, as_of: date, origin: str | None
) -> list[str]:
    """A line for each entry that cannot be followed. `origin` is the file of the settings."""
    found = []
    for first, second in contradictions(replacements.choices):
        other = f"another entry says {first.new} for the same; keep one"
        found.append(f"{_where(second, origin)}: {other}")
    for choice in replacements.choices:
        checks = (
            _old(registry, choice),
            _new(registry, choice, as_of),
            _pair(registry, choice),
            _loop(registry, choice, replacements),
        )
        problem = next(filter(None, checks), None)
        if problem is not None:
            found.append(f"{_where(choice, origin)}: {problem}")
    return found


def _where(choice: Choice, origin: str | None) -> str:
    if choice.asked:
        return f"--replace {choice.old}={choice.new}"
    return f"{origin}: replacements: {choice.old!r} = {choice.new!r}"


def _old(registry: Registry, choice: Choice) -> str | None:
    """An entry that could never count."""
    if any(choice.matches(text) for text in registry.spellings):
        return None
    if choice.is_pattern:
        return f"no known model matches {choice.old}; {_near(registry, choice.old)}"
    return f"{choice.old} is no known model; {_near(registry, choice.old)}"


def _near(registry: Registry, text: str) -> str:
    """The nearest known names; for one with a prefix, the name alone: places keep their own."""
    regions = {p for platform in registry.platforms.values() for p in platform.region_prefixes}
    for known in registry.spellings:
        prefix = text.removesuffix(known)
        if prefix != text and (prefix in regions or prefix.endswith(("/", ":"))):
            return f"write {known}: each place keeps the {prefix} that it has"
    near = get_close_matches(text, registry.spellings, 3)
    return f"nearest: {', '.join(near)}" if near else "`deprecation-lint models` lists all"


def _new(registry: Registry, choice: Choice, as_of: date) -> str | None:
    """A choice that is not to be taken unless it is forced."""
    if choice.force:
        return None
    options = meanings(registry, choice.new)
    if not options:
        return f"{choice.new} is no known model; {_near(registry, choice.new)}, or {_force(choice)}"
    if options[0].form == "informal":
        right, called = options[0].record.id, registry.called(options[0].platform)
        way = f"write {right}, or {_force(choice)}"
        return f"{choice.new} is an informal name that {called} never took; {way}"
    used = _used(registry, choice, options)
    troubles = [trouble(registry, spelling.record, as_of) for spelling in used]
    if not all(troubles):
        return None
    called = registry.called(used[0].platform)
    proposal = propose(registry, used[0], as_of)
    way = f"its live successor is {proposal.text}" if proposal else "choose a live model"
    return f"{choice.new} {troubles[0]} on {called}; {way}, or {_force(choice)}"


def _used(registry: Registry, choice: Choice, options: Sequence[Spelling]) -> list[Spelling]:
    """What the choice is on the platforms of the old ID, else on its own; bare IDs' first."""
    found = []
    for platform in {option.platform for option in registry.spellings.get(choice.old, ())}:
        there = served(registry, choice.new, platform)
        if there is not None:
            own, record = there
            found.append(own or Spelling(record.id, record, "id"))
    return sorted(found or options, key=lambda s: _rank(registry, s.platform))


def _rank(registry: Registry, platform: str) -> tuple[bool, str]:
    return (not registry.platforms[platform].default, platform)


def _force(choice: Choice) -> str:
    if choice.asked:
        return "add --force-replace"
    return f'force it with {{ to = "{choice.new}", force = true }}'


def _pair(registry: Registry, choice: Choice) -> str | None:
    """A choice that is the same model, or does another thing than the old one."""
    if choice.new == choice.old:
        return "a model cannot replace itself; choose another"
    meant = meanings(registry, choice.new)
    olds = [s for s in _olds(registry, choice) if not is_same(registry, choice.new, s)]
    if not olds:
        return f"{choice.new} is the same model; choose another"
    kinds = sorted({registry.home(old.record).kind for old in olds})
    kind = registry.home(meant[0].record).kind if meant else kinds[0]
    if kind not in kinds:
        return f"{choice.new} is of the kind {kind}, not {kinds[0]}; choose one of the same kind"
    return None


def _olds(registry: Registry, choice: Choice) -> Iterator[Spelling]:
    """All that an entry is about."""
    if not choice.is_pattern:
        yield from registry.spellings.get(choice.old, ())
        return
    for text, options in registry.spellings.items():
        if choice.matches(text):
            yield from options


def _loop(registry: Registry, choice: Choice, replacements: Replacements) -> str | None:
    """Entries that lead from one to the next and back: each run would undo the one before."""
    seen = [choice]
    while True:
        follower = _next(registry, seen[-1], replacements)
        if follower is None or follower is seen[-1]:
            return None
        if follower is choice:
            way = " -> ".join([*(c.old for c in seen), choice.old])
            return f"the replacements go in a circle ({way}); take one of them out"
        if follower in seen:
            return None
        seen.append(follower)


def _next(registry: Registry, choice: Choice, replacements: Replacements) -> Choice | None:
    meant = meanings(registry, choice.new)
    if not meant:
        return replacements.find(choice.new)
    return replacements.find(*names(registry, meant[0]))
