"""How far a fix may go: applied unread, on request, or only told. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deprecation_lint.findings import Edit, Fix, Reference
from deprecation_lint.naming import belied

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deprecation_lint.findings import Applicability, Hold
    from deprecation_lint.registry.lifecycle import Life
    from deprecation_lint.registry.respell import Proposal
    from deprecation_lint.roles import Role


_HELD: Mapping[Hold, str] = {
    "lookup": "also a key, a type or compared in this file: renaming one alone breaks the look-up",
    "longer": "part of a longer text",
    "parts": "put together from several parts",
    "prefix": "behind a prefix that is not in the registry",
    "suffix": "followed by a suffix that the registry does not know",
    "alias": "a name by which a router is asked: its callers use it",
    "deployment": "the name of a deployment, which its owner chose",
    "tuned": "a model that was tuned, or is to be: its successor is another one",
    "ambiguous": "its prefix fits several platforms, and not all of them take this name",
}
NEVER: tuple[Hold, ...] = ("suffix", "deployment", "alias", "tuned")
"""What holds texts back that may name another model: they are never edited."""
_MENTIONED: Mapping[Role, tuple[Applicability, str]] = {
    "choice": ("unsafe", "one of several to choose from: the list may hold the successor already"),
    "table": ("display", "a row about this model: its values would not fit another"),
    "comparison": ("unsafe", "compared with another value: renaming one side breaks the other"),
    "type": ("unsafe", "part of a type: values of this type elsewhere must change with it"),
    "test": ("unsafe", "in a test: what it expects may depend on the model"),
    "recording": ("display", "a recording, not a setting"),
    "documentation": ("display", "in text for people"),
}
"""Roles whose fix is not safe, how far it may go, and why."""
_DISABLED = "code that is commented out"
_SNIPPET = "a snippet that readers copy: the text around it may speak of the model"


def fix_for(reference: Reference, view: Life, proposal: Proposal | None) -> Fix | None:
    """How to mend a reference: by its role first, then by its text, then by the dates."""
    if proposal is None:
        return None
    edits = _edits(reference, proposal.text)
    if reference.hold in NEVER or not edits:
        return Fix("display", _HELD[reference.hold or "parts"], ())
    if reference.hold == "lookup":
        return Fix("unsafe", _HELD["lookup"], edits)
    if reference.spelling.record.kind == "embedding":
        return Fix("display", "stored vectors belong to the model that made them", ())
    if reference.role in _MENTIONED:
        applicability, reason = _MENTIONED[reference.role]
        if reference.role == "documentation" and (reference.runnable or reference.disabled):
            applicability, reason = "unsafe", _SNIPPET if reference.runnable else _DISABLED
        return Fix(applicability, reason, edits if applicability == "unsafe" else ())
    return _fix_in_use(reference, view, proposal, edits)


def _fix_in_use(
    reference: Reference, view: Life, proposal: Proposal, edits: tuple[Edit, ...]
) -> Fix:
    if reference.hold is not None:
        return Fix("unsafe", _HELD[reference.hold], edits)
    if proposal.doubt is not None:
        return Fix("unsafe", proposal.doubt, edits)
    name = belied(reference.names, reference.spelling.text, proposal.text)
    if name is not None:
        return Fix("unsafe", f"its name, {name}, tells the old model", edits)
    if view.retires is None:
        return Fix("unsafe", "its retirement date is not announced", edits)
    return Fix("safe", f"one whole value; {proposal.text} is its live successor", edits)


def _edits(reference: Reference, text: str) -> tuple[Edit, ...]:
    """The new ID goes where the old one begins; further parts of the old one are emptied."""
    return tuple(
        Edit(start, end, text if number == 0 else "")
        for number, (start, end) in enumerate(reference.pieces)
    )


def blocked(fix: Fix, reason: str) -> Fix:
    """A fix that would break the call as it stands is not safe."""
    return replace(fix, applicability="unsafe", reason=reason) if _is_safe(fix) else fix


def with_model(fix: Fix | None, model: Fix | None) -> Fix | None:
    """The edits of arguments go together with that of the model, or not at all."""
    if fix is None or not fix.edits or (model is not None and model.edits):
        return fix
    return Fix("display", "the model is not changed, so the call is not either", ())


def _is_safe(fix: Fix) -> bool:
    return fix.applicability == "safe"
