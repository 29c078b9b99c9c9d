"""The roles: what a model ID is used for, and how loud each role is unless the user says."""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from typing import Literal

    from deprecation_lint.severity import Severity

    Role = Literal[
        "argument",
        "default",
        "environment",
        "setting",
        "choice",
        "table",
        "comparison",
        "type",
        "test",
        "recording",
        "documentation",
    ]
    Loudness = Literal["error", "warning", "note", "rule", "off"]

IN_USE: tuple[Role, ...] = ("argument", "default", "environment", "setting", "choice")
"""What can reach a request. Its findings are as loud as their rule says."""

MENTIONED: tuple[Role, ...] = (
    "table",
    "comparison",
    "type",
    "test",
    "recording",
    "documentation",
)
"""What only speaks of a model. Its findings are notes."""

ROLES: tuple[Role, ...] = (*IN_USE, *MENTIONED)

FOLDED: tuple[Role, ...] = ("test", "recording", "documentation")
"""Roles of which the text format only tells how many notes there are, unless asked for all."""

LOUDNESS: tuple[Loudness, ...] = ("error", "warning", "note", "rule", "off")
"""What a role may be set to: a severity, that of the rule, or not reported."""


def loudness(role: Role, severity: Severity, own: Loudness | None) -> Severity | None:
    """The severity of a finding by its role; `own` is what the user set for the role, if any."""
    chosen = own or ("rule" if role in IN_USE else "note")
    if chosen == "off":
        return None
    return severity if chosen == "rule" else chosen
