"""What every run gives: files with findings, files skipped and why, and the report of them all."""

from __future__ import annotations

from dataclasses import field
from functools import cached_property

from deprecation_lint.frozen import dataclass

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from deprecation_lint.findings import Applicability, Finding
    from deprecation_lint.severity import Severity


DIED = "the process that looked at it died; please report it"
"""Why a file was not looked at that ended a worker."""


@dataclass(frozen=True)
class Skipped:
    """A file that was not looked at, and why. `failed`: looking itself failed."""

    path: str
    reason: str
    failed: bool = False


@dataclass(frozen=True)
class Note:
    """Something to know about a file that was looked at."""

    path: str
    reason: str


@dataclass(frozen=True)
class FileResult:
    """All that one file gave: findings left, what a fix did, and what could not be done."""

    path: str
    findings: tuple[Finding, ...] = ()
    fixed: tuple[Finding, ...] = ()
    skipped: Skipped | None = None
    notes: tuple[Note, ...] = ()
    diff: bytes = b""
    output: bytes | None = None


@dataclass(frozen=True)
class Batch:
    """What some files gave together: how many were looked at, and those that have something to say.

    `results` are in order of path.
    """

    files: int
    results: tuple[FileResult, ...] = ()


class Tally:
    """Counts findings as they pass: of each severity, and with a fix of each kind to apply."""

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        self.severities: dict[str, int] = {}
        self.fixable: dict[str, int] = {}
        for finding in findings:
            self.add(finding)

    def add(self, finding: Finding) -> None:
        """Count one more."""
        severity = finding.severity
        self.severities[severity] = self.severities.get(severity, 0) + 1
        if finding.fix is not None and finding.fix.edits:
            kind = finding.fix.applicability
            self.fixable[kind] = self.fixable.get(kind, 0) + 1


@dataclass(frozen=True)
class Report:
    """A whole run: everything that a renderer needs, in order.

    `tally` counts the findings where they were written as they came and are not in `findings`.
    `in_full`: people see every note, mentions in documentation, tests and recordings too.
    """

    as_of: date
    registry_read: date
    files: int
    findings: Iterable[Finding] = ()
    fixed: tuple[Finding, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[Note, ...] = ()
    diff: bytes = field(default=b"", repr=False)
    in_full: bool = False
    tally: Tally | None = None

    @cached_property
    def _tally(self) -> Tally:
        return self.tally or Tally(self.findings)

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return self._tally.severities.get(severity, 0)

    def fixable(self, applicability: Applicability) -> int:
        """How many findings have a fix of this kind with something to change."""
        return self._tally.fixable.get(applicability, 0)
