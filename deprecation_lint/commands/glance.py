"""The short way of `check`: a few named files, no settings, nothing in them."""

from __future__ import annotations

import os
import time

from deprecation_lint.files.litter import beside, is_temporary
from deprecation_lint.files.paths import relative
from deprecation_lint.files.sweep import are_plainly_clean
from deprecation_lint.files.vendored import vendored_tree
from deprecation_lint.registry.glance import glance
from deprecation_lint.surroundings import EPOCH

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from deprecation_lint.surroundings import Surroundings

_WORDS = {
    "--fix": "fix",
    "--force-exclude": "force_exclude",
    "--include-vendored": "include_vendored",
    "--isolated": "isolated",
    "--no-cache": "no_cache",
    "-q": "quiet",
    "--quiet": "quiet",
    "-v": "verbose",
    "--verbose": "verbose",
}
"""Options without a value, in full, by their names; others are left to argparse."""

_ANY = frozenset(
    ("paths", "as_of", "jobs", "roles", "role_severity", "cache_dir", *_WORDS.values())
)
"""Names of options that may be set: they change nothing for a clean file, or are looked at here."""

_LINES = ("text", "concise", "github")
_DAY = 24 * 60 * 60


class Wanted:
    """What the short way has to know: the paths, what else is set, and the day if it is given."""

    def __init__(self, paths: Sequence[str], flags: frozenset[str], day: int | None) -> None:
        self.paths = paths
        self.flags = flags
        self.day = day


def in_words(arguments: Sequence[str]) -> Wanted | None:
    """What the words of a command line say where that is plain; argparse takes some time."""
    flags = [word for word in arguments if word in _WORDS]
    paths = [word for word in arguments if word not in _WORDS]
    if not paths or any(path.startswith("-") for path in paths):
        return None
    first = arguments.index(paths[0])
    if list(arguments[first : first + len(paths)]) != paths:
        return None  # options between the paths: for argparse to refuse
    return Wanted(paths, frozenset(_WORDS[word] for word in flags), None)


def in_options(options: Namespace) -> Wanted | None:
    """What parsed options say, if only those are set that change nothing for a clean file."""
    values = {name: value for name, value in vars(options).items() if value}
    if values.pop("format") not in _LINES or "-" in options.paths or not _ANY.issuperset(values):
        return None
    day = options.as_of.toordinal() if options.as_of else None
    if day is not None and day < EPOCH:
        return None  # `time` need not know days before its own beginning
    return Wanted(options.paths, frozenset(values), day)


def at_a_glance(wanted: Wanted | None, around: Surroundings) -> bool:
    """Report that all is clean where that can be told without settings and records.

    False leaves the run to `check`, which knows all options; nothing has been printed then.
    """
    if wanted is None or ("isolated" not in wanted.flags and _has_settings()):
        return False
    if any(is_temporary(os.path.basename(path)) for path in wanted.paths):
        return False
    paths = {relative(path) for path in wanted.paths}
    if _may_leave_out(wanted.flags) and any(map(vendored_tree, paths)):
        return False
    shipped = glance(around.environ)
    if not are_plainly_clean(wanted.paths, shipped.heads):
        return False
    if "fix" in wanted.flags and any(beside(wanted.paths)):
        return False
    if "quiet" not in wanted.flags:
        _print_summary(len(paths), wanted.day or around.day, shipped.read, around)
    return True


def _may_leave_out(flags: frozenset[str]) -> bool:
    """Whether named files may be left out, too; without settings only what is vendored is."""
    return "force_exclude" in flags and "include_vendored" not in flags


def _has_settings() -> bool:
    """Whether a file of settings may lie here or above."""
    from deprecation_lint.settings import find_config

    return find_config(os.getcwd()) is not None


def _print_summary(files: int, day: int, read: int, around: Surroundings) -> None:
    from deprecation_lint.output.summary import clean_summary

    style = around.style(around.stderr_is_terminal)
    around.tell(clean_summary(files, _iso(day), _iso(read), day - read, style))


def _iso(day: int) -> str:
    """A day as text; `datetime` would be a module more."""
    return time.strftime("%Y-%m-%d", time.gmtime((day - EPOCH) * _DAY))
