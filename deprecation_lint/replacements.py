"""What the user wants in place of a model: `OLD = NEW`, for an ID or a pattern. Values only."""

from __future__ import annotations

from fnmatch import fnmatchcase

from deprecation_lint.frozen import dataclass

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry: what `old` names, or matches as a pattern, becomes `new`.

    `force`: even where `new` is unknown, deprecated or retired. `asked`: on the command line.
    """

    old: str
    new: str
    force: bool = False
    asked: bool = False

    @property
    def is_pattern(self) -> bool:
        """Whether `old` stands for several names; no model ID has these characters."""
        return any(character in self.old for character in "*?[")

    def matches(self, name: str) -> bool:
        """Whether `old` means the name; case counts."""
        return fnmatchcase(name, self.old) if self.is_pattern else name == self.old


@dataclass(frozen=True, slots=True)
class Replacements:
    """All entries. False where there are none."""

    choices: tuple[Choice, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.choices)

    def find(self, *names: str) -> Choice | None:
        """The entry for a model by its names, the name as written first; `None` if there is none.

        The command line counts before the settings, an ID before a pattern, a longer pattern
        before a shorter one, an earlier name before a later one.
        """
        fitting = [
            (not choice.asked, choice.is_pattern, _brevity(choice), rank, number)
            for rank, name in enumerate(names)
            for number, choice in enumerate(self.choices)
            if choice.matches(name)
        ]
        return self.choices[min(fitting)[-1]] if fitting else None


def _brevity(choice: Choice) -> int:
    """The shorter a pattern, the more; the length of an ID says nothing."""
    return -len(choice.old) if choice.is_pattern else 0


def read_choices(value: object) -> tuple[Choice, ...]:
    """Read the table of the settings; raise `ValueError` with the entry and the way out."""
    if not isinstance(value, dict):
        raise ValueError('write it as a table: { "OLD" = "NEW" }')
    return tuple(_read_entry(str(old), entry) for old, entry in value.items())


def _read_entry(old: str, entry: object) -> Choice:
    table = entry if isinstance(entry, dict) else {"to": entry}
    new, force = table.get("to"), table.get("force", False)
    if (
        old
        and new
        and isinstance(new, str)
        and isinstance(force, bool)
        and table.keys() <= {"to", "force"}
    ):
        return Choice(old, new, force)
    raise ValueError(f'{old!r}: write it as "NEW" or as {{ to = "NEW", force = true }}')


def contradictions(choices: Iterable[Choice]) -> list[tuple[Choice, Choice]]:
    """Entries of the same origin that say different things of one `old`."""
    seen: dict[tuple[str, bool], Choice] = {}
    found = []
    for choice in choices:
        first = seen.setdefault((choice.old, choice.asked), choice)
        if first != choice:
            found.append((first, choice))
    return found
