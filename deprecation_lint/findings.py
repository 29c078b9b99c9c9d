"""What a file with an ID gives: references become findings, and findings carry fixes."""

from __future__ import annotations

from deprecation_lint.frozen import dataclass

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from datetime import date
    from typing import Literal

    from deprecation_lint.registry.lifecycle import State
    from deprecation_lint.registry.records import Spelling
    from deprecation_lint.request import Request
    from deprecation_lint.roles import Role
    from deprecation_lint.severity import Severity

    Applicability = Literal["safe", "unsafe", "display"]

    Chooser = Literal["provider", "user"]
    """Who named a replacement."""

    Hold = Literal[
        "lookup", "longer", "parts", "prefix", "suffix", "ambiguous", "deployment", "alias", "tuned"
    ]
    """Why the edit of an ID in use must not be made unread; the texts: `applicability.py`."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A model ID found in a file, by the file's own bytes.

    `pieces` are the byte spans that hold the ID: one, unless the program puts it together from
    several literals. `role` says what it is used for, and `expects_model` whether a name around
    it says that a model stands here. `hold` is `None` for one whole literal or value.
    `runnable`: a reader would copy the snippet that it stands in. `calls` are the names of the
    calls around it, from the inside out. `routed`: a prefix before it tells the platform;
    `settled`: what stands around it does. `requests` are the calls and objects that name the
    model by it, with offsets of the document's text. `container` tells the list, mapping or type
    that it is an entry of, by where that begins. `disabled`: it is part of code that is commented
    out. `names` are those that it is given to, from the
    inside out.
    """

    start: int
    end: int
    pieces: tuple[tuple[int, int], ...]
    spelling: Spelling
    role: Role
    hold: Hold | None = None
    region: str | None = None
    region_prefix: str = ""
    variant: str = ""
    expects_model: bool = False
    runnable: bool = False
    calls: tuple[str, ...] = ()
    routed: bool = False
    settled: bool = False
    requests: tuple[Request, ...] = ()
    container: int | None = None
    disabled: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes `start` to `end` of the file become `text` (in the file's encoding)."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """How to mend a finding: `safe` to apply unread, `unsafe` on request, `display` only told."""

    applicability: Applicability
    reason: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding is: lines and columns count from 1, columns in characters, end exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    start_byte: int
    end_byte: int
    text: str
    source_line: str
    source_column: int


@dataclass(frozen=True, slots=True)
class Argument:
    """What is given to a model and does not work on it, by the constraint that says so.

    `condition` is on what it depends where that is not known: a version, another platform.
    """

    constraint: str
    argument: str
    place: Place
    says: str
    todo: str
    condition: str
    source: str
    read: date


@dataclass(frozen=True, slots=True)
class Finding:
    """One reference judged at one date. Renderers get this and nothing else.

    `replacement_by` tells whose choice the replacement is. `forced`: the user wants it although
    it will be reported as well. `arguments` are those that the model rejects, `unseen` the words
    for what could not be seen of the call, `related` the places that must change together.
    """

    rule: str
    code: str
    severity: Severity
    message: str
    help: str
    place: Place
    model: str
    platform: str
    state: State
    role: Role
    runnable: bool
    deprecated: str | None
    retires: str | None
    retires_not_before: str | None
    days_left: int | None
    replacement: str | None
    source: str
    read: date
    fix: Fix | None
    replacement_by: Chooser | None = None
    forced: bool = False
    arguments: tuple[Argument, ...] = ()
    unseen: tuple[str, ...] = ()
    related: tuple[Place, ...] = ()

    @property
    def order(self) -> tuple[str, int, int, str]:
        """The one order of every report: path, offset, rule."""
        return (self.place.path, self.place.start_byte, self.place.end_byte, self.code)
