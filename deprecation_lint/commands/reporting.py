"""The report of a run: findings to stdout as they come, the summary to stderr, the exit code."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from deprecation_lint.severity import SEVERITIES
from deprecation_lint.values import DIED, Tally

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable, Iterator

    from deprecation_lint.config import Config
    from deprecation_lint.findings import Finding
    from deprecation_lint.surroundings import Surroundings
    from deprecation_lint.task import Task
    from deprecation_lint.values import Batch, FileResult, Report


def is_streamed(options: Namespace) -> bool:
    """Whether findings are written as they come: not where the rest of the report needs them."""
    from deprecation_lint.output.render import WHOLE

    return not (options.fix or options.diff or options.format in WHOLE)


def stream_report(
    head: Report, batches: Iterable[Batch], options: Namespace, around: Surroundings
) -> Report:
    """Write findings as they come, then the summary; give the report without the findings."""
    rest = _Rest(head)
    lines: list[str] = []

    def flush() -> None:
        around.write(lines)
        around.stdout.flush()
        lines.clear()

    findings = rest.passing(batches, flush)
    first = next(findings, None)
    if first is not None:  # the renderer is imported only where there is something to render
        from deprecation_lint.output.render import renderer

        style = around.style(around.stdout_is_terminal)
        report = replace(head, findings=chain((first,), findings))
        for line in renderer(options.format)(report, style):
            lines.append(line)  # noqa: PERF402 - it is emptied on the way
    flush()
    report = rest.report()
    if not options.quiet:
        _print_summary(report, options, around)
    return report


def gather_report(head: Report, batches: Iterable[Batch]) -> Report:
    """The report with all findings, which is not written yet."""
    rest = _Rest(head)
    results = [result for batch in batches for result in rest.take(batch)]
    return replace(
        rest.report(),
        findings=tuple(f for result in results for f in result.findings),
        fixed=tuple(f for result in results for f in result.fixed),
        diff=b"".join(result.diff for result in results),
        tally=None,
    )


class _Rest:
    """What batches give besides their findings, which are only counted."""

    def __init__(self, head: Report) -> None:
        self._head = head
        self._files = 0
        self._skipped = list(head.skipped)
        self._notes = list(head.notes)
        self._tally = Tally()

    def passing(self, batches: Iterable[Batch], after: Callable[[], object]) -> Iterator[Finding]:
        """The findings, one by one; `after` is called behind those of a batch."""
        for batch in batches:
            for result in self.take(batch):
                for finding in result.findings:
                    self._tally.add(finding)
                    yield finding
            if batch.results:
                after()

    def take(self, batch: Batch) -> tuple[FileResult, ...]:
        """Keep all but the findings; give the results as they are."""
        self._files += batch.files
        for result in batch.results:
            self._notes += result.notes
            if result.skipped is not None:
                self._skipped.append(result.skipped)
        return batch.results

    def report(self) -> Report:
        """The report of all that has passed."""
        skipped = sorted(self._skipped, key=lambda s: (s.path, s.reason))
        return replace(
            self._head,
            files=self._files,
            skipped=tuple(skipped),
            notes=tuple(self._notes),
            tally=self._tally,
        )


def write_report(report: Report, options: Namespace, around: Surroundings) -> None:
    """Data to stdout, the summary to stderr."""
    from deprecation_lint.output.render import WHOLE, renderer

    if options.diff:
        around.stdout.write(report.diff)
    elif report.findings or options.format in WHOLE:
        style = around.style(around.stdout_is_terminal)
        around.write(renderer(options.format)(report, style))
    around.stdout.flush()
    if options.format in WHOLE and not options.diff:
        return
    if not options.quiet:
        _print_summary(report, options, around)


def write_to_stderr(report: Report, options: Namespace, around: Surroundings) -> None:
    """The report where stdout carries the fixed text."""
    from deprecation_lint.output.text import render_text

    around.tell(render_text(report, around.style(around.stderr_is_terminal)))
    if not options.quiet:
        _print_summary(report, options, around)


def _print_summary(report: Report, options: Namespace, around: Surroundings) -> None:
    from deprecation_lint.output.summary import summary

    style = around.style(around.stderr_is_terminal)
    flag = "--diff" if options.diff else "--fix" if options.fix else ""
    around.tell(summary(report, style, options.unsafe_fixes, flag))


def exit_code(report: Report, task: Task, config: Config, named: frozenset[str]) -> int:
    """0 clean, 1 findings at or above the threshold, 2 where looking at a named path failed.

    It is 2 as well where looking at any file ended a process. A diff answers another question: 1
    if there is something to change, 0 if not.
    """
    if any(s.reason == DIED or (s.failed and s.path in named) for s in report.skipped):
        return 2
    if task.mode == "diff":
        return int(bool(report.diff))
    if config.fail_on == "never":
        return 0
    failing = SEVERITIES[: SEVERITIES.index(config.fail_on) + 1]
    return int(any(report.count(severity) for severity in failing))
