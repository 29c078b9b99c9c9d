"""`deprecation-lint [check]`: look, report, and fix."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial

from deprecation_lint.commands.asked import asked_config, asked_task, refuse_unknown
from deprecation_lint.commands.caching import open_cache
from deprecation_lint.commands.reporting import (
    exit_code,
    gather_report,
    is_streamed,
    stream_report,
    write_report,
    write_to_stderr,
)
from deprecation_lint.engine import Engine, LazyRegistry
from deprecation_lint.errors import UsageError
from deprecation_lint.files.discovery import Beforehand, Found, discover
from deprecation_lint.files.exclusion import Exclusion
from deprecation_lint.files.litter import beside, remove_left
from deprecation_lint.files.paths import relative
from deprecation_lint.values import Batch, Note, Report
from deprecation_lint.workers import run

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from deprecation_lint.commands.head_start import HeadStart
    from deprecation_lint.config import Config
    from deprecation_lint.files.spawn import Output
    from deprecation_lint.profiling import Profile
    from deprecation_lint.surroundings import Surroundings
    from deprecation_lint.task import Task

_STDIN = "-"
_MOST_JOBS = 16  # processes: beyond, the disk is what takes the time
_PARALLEL_FROM = 256  # files: below, starting a process costs more than it saves


def check(options: Namespace, around: Surroundings, begun: Mapping[str, Output]) -> int:
    """Check files and folders, or stdin; return the exit code.

    `begun` is what `begin_listings` gave for the named folders.
    """
    if not options.profile:
        return _check(options, around, begun)
    from deprecation_lint.profiling import Profile, profile_lines

    profile = Profile(around.clock)
    with profile.watching():
        code = _check(options, around, begun, profile)
    around.tell(profile_lines(profile.close()))
    return code


def _check(
    options: Namespace,
    around: Surroundings,
    begun: Mapping[str, Output],
    profile: Profile | None = None,
) -> int:
    config = asked_config(options)
    task = asked_task(options, config, around.today)
    registry = _registry(config, around.environ)
    refuse_unknown(task, config, lambda: registry.loaded)
    named = options.paths or ["."]
    if _STDIN in named:
        return _check_stdin(Engine(registry, task), named, options, config, around)
    cache = open_cache(options, config, named, bool(begun), task, around)
    jobs = partial(_jobs, options.jobs)
    start = _head_start(Engine(registry, task, (), cache), begun, jobs, profile)
    is_foretold = start is not None and not (config.exclude or options.exclude)
    beforehand = Beforehand(
        begun,
        cache.memory if cache is not None else None,
        start.foretell if start is not None and is_foretold else None,
    )
    found = _discover(named, options, config, around, beforehand)
    removed = _sweep(found) if task.mode == "fix" else []
    engine = Engine(registry, task, found.unsure, cache)
    early = start.begun if start is not None else ()
    batches = run(engine, found.paths, jobs(len(found.paths)), profile, early)
    if around.stderr_is_terminal:
        batches = _shown(batches, len(found.paths), around)
    head = replace(_head(engine, found, options), notes=tuple(removed))
    report = _reported(head, batches, task, options, around)
    if cache is not None:
        cache.save()
    return exit_code(report, task, config, found.named)


def _reported(
    head: Report, batches: Iterator[Batch], task: Task, options: Namespace, around: Surroundings
) -> Report:
    """Report what is found, as it comes where the format allows."""
    if is_streamed(options):
        return stream_report(head, batches, options, around)
    report = gather_report(head, batches)
    if task.mode == "fix":
        _settle(report)
    write_report(report, options, around)
    return report


def _discover(
    named: Sequence[str],
    options: Namespace,
    config: Config,
    around: Surroundings,
    beforehand: Beforehand,
) -> Found:
    exclude = (
        Exclusion(config.exclude, os.path.dirname(config.origin or "")),
        Exclusion(tuple(options.exclude)),
    )
    return discover(
        named,
        around.environ,
        exclude,
        config.force_exclude,
        config.include_vendored,
        beforehand,
    )


def _head(engine: Engine, found: Found, options: Namespace) -> Report:
    """What is known before a file has been looked at."""
    return Report(
        as_of=engine.task.policy.as_of,
        registry_read=engine.source.read,
        files=0,
        skipped=found.skipped,
        in_full=options.verbose,
    )


def _registry(config: Config, environ: Mapping[str, str]) -> LazyRegistry:
    """The shipped registry, made when it is needed; with the user's own rules, at once."""
    if config.rules:
        from deprecation_lint.registry.load import load

        loaded = load(config.rules, environ)
        return LazyRegistry(loaded.spellings, loaded.read, lambda: loaded)
    from datetime import date

    from deprecation_lint.registry.glance import glance

    shipped = glance(environ)
    return LazyRegistry(shipped.heads, date.fromordinal(shipped.read), shipped.registry)


def _sweep(found: Found) -> list[Note]:
    """Remove what runs that were killed have left in the folders of this one."""
    seen = {relative(path) for path in (*found.litter, *beside(found.lone))}
    return [
        Note(path, "removed: left by a run that was killed") for path in remove_left(sorted(seen))
    ]


def _settle(report: Report) -> None:
    """Make sure that what is reported as fixed stays so, should the power fail."""
    if report.fixed:
        from deprecation_lint.files.writing import sync_folders

        sync_folders({finding.place.path for finding in report.fixed})


def _head_start(
    engine: Engine,
    begun: Mapping[str, Output],
    how_many: Callable[[int], int],
    profile: Profile | None,
) -> HeadStart | None:
    """What begins while the folders are searched, if there are any."""
    if not begun:
        return None
    from deprecation_lint.commands.head_start import HeadStart

    start = HeadStart(engine, how_many, profile)
    start.begin(begun)
    return start


def _jobs(asked: int | None, files: int) -> int:
    """How many processes look at so many files."""
    if asked is not None:
        return asked
    return min(_cores(), _MOST_JOBS) if files >= _PARALLEL_FROM else 1


def _cores() -> int:
    """The processors that this process may use, which a container can make fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _shown(batches: Iterator[Batch], files: int, around: Surroundings) -> Iterator[Batch]:
    """The batches, with a bar that tells how far they are."""
    from deprecation_lint.progress import progress

    with progress(files, around.stderr) as step:
        for batch in batches:
            step(batch)
            yield batch


def _check_stdin(
    engine: Engine,
    named: Sequence[str],
    options: Namespace,
    config: Config,
    around: Surroundings,
) -> int:
    """Check what comes in; with --fix the fixed text goes out and the report to stderr."""
    if list(named) != [_STDIN]:
        raise UsageError("- (stdin) goes alone; name files in a run of their own")
    name = options.stdin_filename or "<stdin>"
    result = engine.check_bytes(name, around.stdin.read())
    batch = Batch(int(result.skipped is None), (result,))
    report = gather_report(_head(engine, Found((), (), frozenset((name,))), options), [batch])
    if options.fix and not options.diff:
        around.stdout.write(result.output or b"")
        around.stdout.flush()
        write_to_stderr(report, options, around)
    else:
        write_report(report, options, around)
    return exit_code(report, engine.task, config, frozenset((name,)))
