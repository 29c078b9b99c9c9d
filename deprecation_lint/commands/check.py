"""`deprecation-lint [check]`: look, report, and fix."""

from __future__ import annotations

import os
from dataclasses import replace

from deprecation_lint.config import Config, load_config, rule_names
from deprecation_lint.engine import Engine, LazyRegistry
from deprecation_lint.errors import UsageError, nearest
from deprecation_lint.files.discovery import Found, discover
from deprecation_lint.files.exclusion import Exclusion
from deprecation_lint.files.litter import beside, remove_left
from deprecation_lint.files.paths import relative
from deprecation_lint.overrides import Overrides
from deprecation_lint.replacements import Choice, Replacements
from deprecation_lint.ruleset import RULES, Policy
from deprecation_lint.settings import find_config
from deprecation_lint.severity import SEVERITIES
from deprecation_lint.task import Task
from deprecation_lint.values import Batch, FileResult, Note, Report
from deprecation_lint.workers import run

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator, Sequence

    from deprecation_lint.cache.cache import Cache
    from deprecation_lint.registry.registry import Registry
    from deprecation_lint.ruleset import Rule
    from deprecation_lint.surroundings import Surroundings
    from deprecation_lint.task import Mode

_STDIN = "-"
_MOST_JOBS = 16  # processes: beyond, the disk is what takes the time
_PARALLEL_FROM = 256  # files: below, starting a process costs more than it saves


def check(options: Namespace, around: Surroundings) -> int:
    """Check files and folders, or stdin; return the exit code."""
    config = _config(options)
    mode: Mode = "diff" if options.diff else "fix" if options.fix else "check"
    if options.unsafe_fixes and mode == "check":
        raise UsageError("--unsafe-fixes changes nothing alone; add --fix or --diff")
    task = Task(
        policy=_policy(options, config, around),
        mode=mode,
        unsafe=options.unsafe_fixes,
        limit=config.max_file_size,
        include_vendored=config.include_vendored,
        platform=config.platform,
        overrides=_overrides(config),
    )
    registry = _registry(config)
    engine = Engine(registry, task)
    _know_platforms(engine, config)
    _know_replacements(engine, config)
    named = options.paths or ["."]
    if _STDIN in named:
        return _check_stdin(engine, named, options, config, around)
    exclude = (
        Exclusion(config.exclude, os.path.dirname(config.origin or "")),
        Exclusion(tuple(options.exclude)),
    )
    found = discover(named, around.environ, exclude, config.force_exclude, config.include_vendored)
    removed = _sweep(found) if mode == "fix" else []
    cache = None if options.no_cache else _cache(options, config, found, task, around)
    engine = Engine(registry, task, found.lone, cache)
    batches = _run(engine, found.paths, options.jobs, around)
    report = _report(engine, found, batches, options.verbose)
    if cache is not None:
        cache.save()
    if mode == "fix":
        _settle(report)
        report = replace(report, notes=(*removed, *report.notes))
    _print(report, options, around)
    return _exit_code(report, task, config, found.named)


def _config(options: Namespace) -> Config:
    """The settings of the file, with the command line on top."""
    if options.isolated and options.config:
        raise UsageError("--isolated and --config contradict each other; give one")
    file = options.config
    if file is None and not options.isolated:
        file = find_config(os.getcwd())
    config = load_config(file) if file else Config()
    changes = {
        name: value
        for name in ("fail_on", "fail_within", "max_file_size")
        if (value := getattr(options, name)) is not None
    }
    return replace(
        config,
        **changes,
        force_exclude=config.force_exclude or options.force_exclude,
        include_vendored=config.include_vendored or options.include_vendored,
        rules=(*config.rules, *options.rules),
    )


def _registry(config: Config) -> Registry | LazyRegistry:
    """The shipped registry, parsed when it is needed; with the user's own rules, at once."""
    from deprecation_lint.registry.glance import glance

    if config.rules:
        return _load(config.rules)
    spellings, read = glance()
    return LazyRegistry(spellings, read, _load)


def _load(places: Sequence[str] = ()) -> Registry:
    from pathlib import Path

    from deprecation_lint.registry.load import load

    return load(map(Path, places))


def _policy(options: Namespace, config: Config, around: Surroundings) -> Policy:
    as_of = options.as_of or around.today
    policy = Policy(as_of=as_of, fail_within=config.fail_within)
    selected = _names(options.select) if options.select is not None else config.select
    try:
        chosen = rule_names(selected) if selected else policy.rules
        chosen |= rule_names((*config.extend_select, *_names(options.extend_select)))
        chosen -= rule_names((*config.ignore, *_names(options.ignore)))
    except ValueError as error:
        raise UsageError(str(error)) from None
    given = (*selected, *config.extend_select, *_names(options.extend_select))
    severity = {rule.name: rule.raised for rule in RULES if rule.raised and _is_named(rule, given)}
    severity |= {rule: s for rule, level in config.severity for s in SEVERITIES if s == level}
    only = [role for roles in options.roles or () for role in roles]
    return replace(
        policy,
        rules=frozenset(chosen),
        severity=tuple(severity.items()),
        roles=(*config.roles, *(pair for pairs in options.role_severity for pair in pairs)),
        only_roles=frozenset(only) if options.roles else None,
        replacements=_replacements(options, config),
        versions=config.versions,
    )


def _know_platforms(engine: Engine, config: Config) -> None:
    """Refuse the name of a platform that the registry does not have."""
    named = {config.platform, *(entry.platform for entry in config.per_path)} - {None}
    for name in sorted(filter(None, named)):
        if name not in engine.registry.platforms:
            hint = nearest(name, engine.registry.platforms)
            raise UsageError(f"{config.origin}: unknown platform {name!r}; {hint}")


def _know_replacements(engine: Engine, config: Config) -> None:
    """Refuse what the user's own replacements must not say; without any, load nothing."""
    policy = engine.task.policy
    if policy.replacements:
        from deprecation_lint.refusals import refusals

        lines = refusals(engine.registry, policy.replacements, policy.as_of, config.origin)
        if lines:
            raise UsageError(*lines)


def _replacements(options: Namespace, config: Config) -> Replacements:
    """The choices of the command line and of the settings."""
    if options.force_replace and not options.replace:
        raise UsageError("--force-replace forces nothing alone; add --replace OLD=NEW")
    force = options.force_replace
    asked = (Choice(old, new, force, asked=True) for old, new in options.replace)
    return Replacements((*asked, *config.replacements))


def _is_named(rule: Rule, names: Sequence[str]) -> bool:
    return rule.name in names or rule.code in names


def _overrides(config: Config) -> Overrides:
    """What differs by path, with the way from the settings down to the working directory."""
    if not config.per_path:
        return Overrides()
    prefix = os.path.relpath(os.getcwd(), os.path.dirname(config.origin or "") or ".")
    return Overrides(config.per_path, prefix)


def _names(values: Sequence[str] | None) -> tuple[str, ...]:
    """Rules given as a list with commas, or by repeating the option."""
    return tuple(n.strip() for value in values or () for n in value.split(",") if n.strip())


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


def _cache(
    options: Namespace, config: Config, found: Found, task: Task, around: Surroundings
) -> Cache | None:
    """The cache of this run, if there is a place for it.

    A few named files are read faster than a table of many; what was found in them is kept.
    """
    from deprecation_lint.cache.place import cache_folder

    here = os.getcwd()
    folder = options.cache_dir or cache_folder(around.environ, here, config.origin)
    if folder is None:
        return None
    from deprecation_lint.cache.cache import Cache
    from deprecation_lint.cache.context import contents, digest, tool
    from deprecation_lint.packing import pack

    known = digest(tool(), contents(_rule_files(config)))
    looks = digest(known, str(task.limit), here, *sorted(found.named))
    verdicts = digest(known, repr(pack(task))) if task.mode == "check" else None
    few = len(found.paths) < _PARALLEL_FROM
    return Cache(folder, around.now, "" if few else looks, verdicts)


def _rule_files(config: Config) -> list[str]:
    from pathlib import Path

    from deprecation_lint.registry.glance import shipped
    from deprecation_lint.registry.load import rule_files

    places = (shipped(), *config.rules)
    return [str(file) for place in places for file in rule_files(Path(place))]


def _run(
    engine: Engine, paths: Sequence[str], jobs: int | None, around: Surroundings
) -> Iterator[Batch]:
    if jobs is None:
        jobs = min(_cores(), _MOST_JOBS) if len(paths) >= _PARALLEL_FROM else 1
    batches = run(engine, paths, jobs)
    if not around.stderr_is_terminal:
        yield from batches
        return
    from deprecation_lint.progress import progress

    with progress(len(paths), around.stderr) as step:
        for batch in batches:
            step(batch.files + sum(r.skipped is not None for r in batch.results))
            yield batch


def _cores() -> int:
    """The processors that this process may use, which a container can make fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _report(engine: Engine, found: Found, batches: Iterable[Batch], in_full: bool) -> Report:
    files = 0
    results: list[FileResult] = []
    for batch in batches:
        files += batch.files
        results += batch.results
    skipped = sorted(
        [*found.skipped, *(r.skipped for r in results if r.skipped)],
        key=lambda s: (s.path, s.reason),
    )
    notes: list[Note] = [note for result in results for note in result.notes]
    return Report(
        as_of=engine.task.policy.as_of,
        registry_read=engine.source.read,
        files=files,
        findings=tuple(f for result in results for f in result.findings),
        fixed=tuple(f for result in results for f in result.fixed),
        skipped=tuple(skipped),
        notes=tuple(notes),
        diff=b"".join(result.diff for result in results),
        in_full=in_full,
    )


def _print(report: Report, options: Namespace, around: Surroundings) -> None:
    """Data to stdout, the summary to stderr."""
    from deprecation_lint.output.render import WHOLE, renderer

    if options.diff:
        around.stdout.write(report.diff)
    elif report.findings or options.format in WHOLE:
        style = around.style(around.stdout_is_terminal)
        around.write(list(renderer(options.format)(report, style)))
    around.stdout.flush()
    if options.format in WHOLE and not options.diff:
        return
    if not options.quiet:
        _print_summary(report, options, around)


def _print_to_stderr(report: Report, options: Namespace, around: Surroundings) -> None:
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


def _exit_code(report: Report, task: Task, config: Config, named: frozenset[str]) -> int:
    """0 clean, 1 findings at or above the threshold, 2 where looking at a named path failed.

    A diff answers another question: 1 if there is something to change, 0 if not.
    """
    if any(skipped.failed and skipped.path in named for skipped in report.skipped):
        return 2
    if task.mode == "diff":
        return int(bool(report.diff))
    if config.fail_on == "never":
        return 0
    names: tuple[str, ...] = SEVERITIES
    failing = names[: names.index(config.fail_on) + 1]
    return int(any(finding.severity in failing for finding in report.findings))


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
    report = _report(engine, Found((), (), frozenset((name,))), [batch], options.verbose)
    if options.fix and not options.diff:
        around.stdout.write(result.output or b"")
        around.stdout.flush()
        _print_to_stderr(report, options, around)
    else:
        _print(report, options, around)
    return _exit_code(report, engine.task, config, frozenset((name,)))
