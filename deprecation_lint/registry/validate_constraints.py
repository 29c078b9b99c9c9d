"""What the constraints of a registry must hold to be trusted: complaints as in `validate.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deprecation_lint.registry.constraints import VERSIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deprecation_lint.registry.constraints import Constraint
    from deprecation_lint.registry.records import Platform
    from deprecation_lint.registry.registry import Registry


def check_constraints(platform: Platform, whole: Registry) -> Iterator[tuple[str, str]]:
    """Complaints about the constraints of one file."""
    names: set[str] = set()
    for one in platform.constraints:
        where = f"constraint {one.name}"
        if one.name in names:
            yield where, "stands twice; give each a name of its own"
        names.add(one.name)
        for check in (_models, _platforms, _says_enough, _needs):
            for text in check(one, whole):
                yield where, text


def names_across(files: Sequence[tuple[str, Platform]]) -> Iterator[str]:
    """A name that two of the files give on one platform: the later would hide the earlier."""
    given: dict[tuple[str, str], str] = {}
    for file, platform in files:
        for one in platform.constraints:
            first = given.setdefault((platform.name, one.name), file)
            if first != file:
                yield f"{file}: constraint {one.name}: stands in {first} too; leave it in one"


def _models(one: Constraint, whole: Registry) -> Iterator[str]:
    if not one.models:
        yield 'models is missing; name them, or write ["*"]'
    named = () if one.models == ("*",) else one.models
    for id_ in (*named, *one.excepted):
        if (one.platform, id_) not in whole.by_id:
            yield f"{id_} is not a record of {one.platform}; mend the ID"
    if one.excepted and one.models != ("*",):
        yield 'except goes with models = ["*"]; leave them out of models'


def _platforms(one: Constraint, whole: Registry) -> Iterator[str]:
    for name in one.platforms:
        if name not in whole.platforms:
            yield f"{name!r} is no platform; mend the name"


def _says_enough(one: Constraint, whole: Registry) -> Iterator[str]:
    """An advice is what no call shows; all else is seen in a call."""
    if one.effect == "advice" and one.cases:
        yield "an advice has no when; leave it out, or choose another effect"
    if one.effect != "advice" and not one.cases:
        yield f"{one.effect} without when; say what a call with it looks like"
    if one.effect == "rejected" and not one.todo:
        yield "todo is missing; say what to do instead"
    if one.source is None:
        yield "has no source; add one"


def _needs(one: Constraint, whole: Registry) -> Iterator[str]:
    for key, least in one.needs:
        if key not in VERSIONS:
            yield f"needs {key!r}, of which no version is known; one of {', '.join(VERSIONS)}"
        elif not any(sign.isdigit() for sign in least):
            yield f"needs {key} {least!r}, which is no version"
