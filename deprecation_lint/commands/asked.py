"""What the user asked `check` for: the settings of a file with the command line on top."""

from __future__ import annotations

import os
from dataclasses import replace

from deprecation_lint.config import Config, load_config, rule_names
from deprecation_lint.errors import UsageError, nearest
from deprecation_lint.overrides import Overrides
from deprecation_lint.replacements import Choice, Replacements
from deprecation_lint.ruleset import RULES, Policy
from deprecation_lint.settings import find_config
from deprecation_lint.severity import SEVERITIES
from deprecation_lint.task import Task

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence
    from datetime import date

    from deprecation_lint.registry.registry import Registry
    from deprecation_lint.ruleset import Rule
    from deprecation_lint.task import Mode


def asked_config(options: Namespace) -> Config:
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


def asked_task(options: Namespace, config: Config, today: date) -> Task:
    """What is to be done with each file."""
    mode: Mode = "diff" if options.diff else "fix" if options.fix else "check"
    if options.unsafe_fixes and mode == "check":
        raise UsageError("--unsafe-fixes changes nothing alone; add --fix or --diff")
    return Task(
        policy=_policy(options, config, options.as_of or today),
        mode=mode,
        unsafe=options.unsafe_fixes,
        limit=config.max_file_size,
        include_vendored=config.include_vendored,
        platform=config.platform,
        overrides=_overrides(config),
    )


def _policy(options: Namespace, config: Config, as_of: date) -> Policy:
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


def refuse_unknown(task: Task, config: Config, registry: Callable[[], Registry]) -> None:
    """Refuse what the settings must not name; the registry is loaded only where they name some."""
    named = {config.platform, *(entry.platform for entry in config.per_path)} - {None}
    for name in sorted(filter(None, named)):
        if name not in registry().platforms:
            hint = nearest(name, registry().platforms)
            raise UsageError(f"{config.origin}: unknown platform {name!r}; {hint}")
    if task.policy.replacements:
        from deprecation_lint.refusals import refusals

        policy = task.policy
        lines = refusals(registry(), policy.replacements, policy.as_of, config.origin)
        if lines:
            raise UsageError(*lines)
