"""The trail: what stands around an ID, from the ID outwards, told alike for every file type.

A reader of a file type makes it from the grammar of the file, without knowing what it will mean;
`usage.py` decides by it what the ID is used for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from deprecation_lint.frozen import dataclass

if TYPE_CHECKING:
    from deprecation_lint.findings import Hold
    from deprecation_lint.request import Request
    from deprecation_lint.scanning.tokens import Match

StepKind = Literal[
    "member",  # the value of the field `name` of a mapping, record or object
    "item",  # an element of a list, set or tuple
    "key",  # itself a key of a mapping
    "index",  # within a subscript: `costs["…"]`
    "keyword",  # the argument `name` of a call of `owner`
    "positional",  # argument number `index` (from 0) of a call of `owner`
    "assigned",  # the value of the variable, constant or attribute `name`
    "parameter",  # the default of the parameter `name`
    "returned",  # what the function `name` returns
    "fallback",  # behind `or`, `??`, `||`, or another alternative of a default
    "environment",  # the value or the default of the environment variable `name`
    "option",  # behind the command-line option `name`
    "section",  # below the heading `name`: a table of TOML or INI, a block of HCL
    "compared",  # one side of a comparison, a pattern, a case
    "typed",  # part of a type, an enumeration, a schema
    "endpoint",  # part of the address of an API call
    "address",  # part of any other URL or path
    "shown",  # what people see in place of a value
    "code",  # outside of all literals and comments of a program: names and signs
    "comment",
    "docstring",
    "prose",  # part of a text for people
    "text",  # part of a longer text of which no more is known
    "recorded",  # part of what a program wrote down
    "tested",  # part of a test
]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that an ID stands in. `beside`: the names of what stands next to it there.

    `numeric`: what stands next to it, or behind it if it is a key, are numbers.
    """

    kind: StepKind
    name: str = ""
    owner: str = ""
    index: int = 0
    beside: frozenset[str] = frozenset()
    numeric: bool = False


Trail = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """An ID in a text, its trail from the inside out, and why an edit is held back, if it is.

    `runnable`: a reader would copy the snippet that it stands in and run it. `data`: it stands
    in data, though its file holds something else. `requests`, `container` and `disabled` are
    those of the reference (see `findings.py`). `cut`: for which limit less is told than stands
    around it.
    """

    match: Match
    trail: Trail
    hold: Hold | None = None
    runnable: bool = False
    data: bool = False
    requests: tuple[Request, ...] = ()
    container: int | None = None
    disabled: bool = False
    cut: str = ""


def cut_off(found: Found, reason: str) -> Found:
    """What was found, with the limit for which less was told of it, if there is one."""
    return replace(found, cut=reason) if reason else found


def too_deep(what: str, most: int) -> str:
    """Why less is told of an ID that stands deeper than a reader follows."""
    return (
        f"{what} are nested deeper than {most:,}: "
        "what lies deeper is read without what is around it"
    )
