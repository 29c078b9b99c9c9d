"""What the user says of all files below a glob: their role, their platform, their severities."""

from __future__ import annotations

from deprecation_lint.errors import UsageError
from deprecation_lint.files.paths import seen_from
from deprecation_lint.frozen import dataclass

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from deprecation_lint.roles import Loudness, Role


@dataclass(frozen=True)
class Override:
    """One entry of `per-path`. What is `None` or empty is left as it is elsewhere."""

    pattern: str = ""
    role: Role | None = None
    platform: str | None = None
    roles: tuple[tuple[Role, Loudness], ...] = ()


@dataclass(frozen=True)
class Overrides:
    """All entries, in order; of two that match and disagree the later one counts.

    `prefix` leads from the folder that the patterns are relative to down to the working one.
    """

    entries: tuple[Override, ...] = ()
    prefix: str = "."

    def finder(self) -> Callable[[str], Override]:
        """What holds for a path that is relative to the working directory."""
        if not self.entries:
            return lambda path: _NOTHING
        from pathspec import GitIgnoreSpec

        try:
            specs = [(GitIgnoreSpec.from_lines([e.pattern]), e) for e in self.entries]
        except ValueError as error:
            raise UsageError(f"per-path: {error}; write it as in .gitignore") from None

        def find(path: str) -> Override:
            whole = seen_from(self.prefix, path)
            return _merged([entry for spec, entry in specs if spec.match_file(whole)])

        return find


_NOTHING = Override()


def _merged(entries: Sequence[Override]) -> Override:
    roles = {role: level for entry in entries for role, level in entry.roles}
    return Override(
        role=next((e.role for e in reversed(entries) if e.role), None),
        platform=next((e.platform for e in reversed(entries) if e.platform), None),
        roles=tuple(sorted(roles.items())),
    )
