"""What every run gives: files with findings, files skipped and why, and the report of them all."""

from __future__ import annotations

from dataclasses import dataclass, field

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from datetime import date

    from deprecation_lint.findings import Applicability, Finding
    from deprecation_lint.severity import Severity


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


@dataclass(frozen=True)
class Report:
    """A whole run: everything that a renderer needs, in order.

    `in_full`: people see every note, mentions in documentation, tests and recordings too.
    """

    as_of: date
    registry_read: date
    files: int
    findings: tuple[Finding, ...] = ()
    fixed: tuple[Finding, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[Note, ...] = ()
    diff: bytes = field(default=b"", repr=False)
    in_full: bool = False

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(f.severity == severity for f in self.findings)

    def fixable(self, applicability: Applicability) -> int:
        """How many findings have a fix of this kind with something to change."""
        return sum(
            f.fix is not None and f.fix.applicability == applicability and bool(f.fix.edits)
            for f in self.findings
        )
