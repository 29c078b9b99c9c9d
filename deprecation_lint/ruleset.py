"""The rules by name and code, and the user's policy about them. A new rule begins here."""

from __future__ import annotations

from dataclasses import field

from deprecation_lint.frozen import dataclass
from deprecation_lint.replacements import Replacements

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from deprecation_lint.roles import Loudness, Role
    from deprecation_lint.severity import Severity


@dataclass(frozen=True)
class Rule:
    """A rule by name and short code; both work wherever a rule is named.

    `raised` is its severity once the user has selected it by its name.
    """

    name: str
    code: str
    severity: Severity
    default: bool
    summary: str
    help: str
    raised: Severity | None = None


RULES = (
    Rule(
        "retired-model",
        "DLM101",
        "error",
        True,
        "The model is retired: requests for it fail.",
        "The platform's retirement date has passed. Move to the recommended replacement.",
    ),
    Rule(
        "retiring-model",
        "DLM102",
        "error",
        True,
        "The model retires within the --fail-within window.",
        "The platform has announced a firm retirement date that is only days away (30 unless "
        "--fail-within says otherwise). Move before it does.",
    ),
    Rule(
        "deprecated-model",
        "DLM103",
        "warning",
        True,
        "The model is deprecated: it retires later, or on a day not yet known.",
        "The platform has announced the deprecation. Plan the move to the replacement.",
    ),
    Rule(
        "legacy-model",
        "DLM104",
        "note",
        False,
        "The model is legacy: it still works and gets no more updates.",
        "The platform calls the model legacy. A deprecation may follow.",
    ),
    Rule(
        "retirement-floor",
        "DLM105",
        "note",
        False,
        "The floor before which the model does not retire has passed or is near.",
        "The platform promised not to retire the model before this day. It is no deadline: "
        "nothing has been announced, but from then on an announcement can come.",
    ),
    Rule(
        "unknown-model",
        "DLM106",
        "note",
        True,
        "The text looks like a model of a known family, and the registry does not hold it.",
        "It may be newer than the registry, misspelt, or a name of your own. Unknown is neither "
        "fine nor deprecated.",
        raised="warning",
    ),
    Rule(
        "rejected-argument",
        "DLM107",
        "error",
        True,
        "The call gives the model an argument that it rejects.",
        "The request fails as it is written, on the model that it names. Leave the argument out "
        "or change it as the finding says.",
    ),
    Rule(
        "migration-blocker",
        "DLM108",
        "error",
        True,
        "The proposed successor rejects an argument of the call.",
        "Changing the model alone would break the call. It is as severe as the finding about the "
        "model; change both together.",
    ),
    Rule(
        "dated-argument",
        "DLM109",
        "note",
        True,
        "An argument of the call does nothing on the model any more, or is on its way out.",
        "The request works. Leave the argument out, or follow what the finding says.",
    ),
)
ABOUT_REQUESTS = frozenset(("rejected-argument", "migration-blocker", "dated-argument"))
"""Rules about what is given to a model, and not about the model."""
BY_NAME: Mapping[str, Rule] = {key: rule for rule in RULES for key in (rule.name, rule.code)}


@dataclass(frozen=True)
class Policy:
    """What the user wants to hear of, and how loudly. Days are counted from `as_of`.

    `versions` are those of APIs and SDKs in use, by the names that `needs` has in the registry.
    """

    as_of: date
    fail_within: int = 30
    rules: frozenset[str] = frozenset(rule.name for rule in RULES if rule.default)
    severity: tuple[tuple[str, Severity], ...] = ()
    roles: tuple[tuple[Role, Loudness], ...] = ()
    only_roles: frozenset[Role] | None = None
    replacements: Replacements = field(default_factory=Replacements)
    versions: tuple[tuple[str, str], ...] = ()
