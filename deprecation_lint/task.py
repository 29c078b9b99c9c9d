"""What a run is asked to do with each file."""

from __future__ import annotations

from dataclasses import field

from deprecation_lint.files.reading import MAX_FILE_SIZE
from deprecation_lint.frozen import dataclass
from deprecation_lint.overrides import Overrides

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from typing import Literal

    from deprecation_lint.ruleset import Policy

    Mode = Literal["check", "diff", "fix"]


@dataclass(frozen=True)
class Task:
    """Judge each file by a policy, and show or write its fixes. `limit` is in bytes.

    `include_vendored`: bundles made smaller for browsers are looked at as well. `platform` is
    the one that is meant where nothing else tells; `overrides` is what differs by path.
    """

    policy: Policy
    mode: Mode = "check"
    unsafe: bool = False
    limit: int = MAX_FILE_SIZE
    include_vendored: bool = False
    platform: str | None = None
    overrides: Overrides = field(default_factory=Overrides)
