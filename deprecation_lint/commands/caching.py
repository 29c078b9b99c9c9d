"""The cache of a run, where there is a place for it."""

from __future__ import annotations

import os

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from deprecation_lint.cache.cache import Cache
    from deprecation_lint.config import Config
    from deprecation_lint.surroundings import Surroundings
    from deprecation_lint.task import Task


def open_cache(
    options: Namespace,
    config: Config,
    named: Sequence[str],
    has_folder: bool,
    task: Task,
    around: Surroundings,
) -> Cache | None:
    """The cache of this run; `None` where the user wants none, or there is no place for it.

    `has_folder`: there is a folder among the named paths. Of a few named files, no table is kept;
    what was found in them is.
    """
    if options.no_cache:
        return None
    from deprecation_lint.cache.place import cache_folder

    here = os.getcwd()
    folder = options.cache_dir or cache_folder(around.environ, here, config.origin)
    if folder is None:
        return None
    from deprecation_lint.cache.cache import WORTH, Cache
    from deprecation_lint.cache.context import contents, digest, tool
    from deprecation_lint.packing import pack

    known = digest(tool(), *_shipped_rules(), contents(_own_rules(config)))
    user = str(os.geteuid()) if hasattr(os, "geteuid") else ""  # who may read what another may not
    looks = digest(known, user, str(task.limit), here, *sorted(set(named)))
    verdicts = digest(known, repr(pack(task))) if task.mode == "check" else None
    is_worth = has_folder or len(named) >= WORTH
    return Cache(folder, around.now, looks if is_worth else "", verdicts)


def _shipped_rules() -> Iterator[str | bytes]:
    from deprecation_lint.registry.glance import read_rules, shipped

    return (part for rules in read_rules(os.fspath(shipped())) for part in rules)


def _own_rules(config: Config) -> list[str]:
    if not config.rules:
        return []
    from pathlib import Path

    from deprecation_lint.registry.parse import rule_files

    return [str(file) for place in config.rules for file in rule_files(Path(place))]
