"""The short way of `check`: a few named files, no settings, nothing in them."""

from __future__ import annotations

import os

from deprecation_lint.files.litter import beside, is_temporary
from deprecation_lint.files.paths import relative
from deprecation_lint.files.sweep import are_plainly_clean
from deprecation_lint.registry.glance import glance
from deprecation_lint.scanning.anchors import anchor_pattern

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from argparse import Namespace
    from datetime import date

    from deprecation_lint.surroundings import Surroundings

_ANY = frozenset(
    (
        "paths",
        "as_of",
        "quiet",
        "verbose",
        "fix",
        "jobs",
        "isolated",
        "roles",
        "role_severity",
        "include_vendored",
    )
)
_LINES = ("text", "concise", "github")


def at_a_glance(options: Namespace, around: Surroundings) -> bool:
    """Report that all is clean where that can be told without settings and registry.

    False leaves the run to `check`, which knows all options; nothing has been printed then.
    """
    if options.format not in _LINES or "-" in options.paths or not _is_plain(options):
        return False
    if not options.isolated and _has_settings():
        return False
    if any(is_temporary(os.path.basename(path)) for path in options.paths):
        return False
    spellings, read = glance()
    if not are_plainly_clean(options.paths, anchor_pattern(spellings)):
        return False
    if options.fix and any(beside(options.paths)):
        return False
    if not options.quiet:
        _print_summary(len({relative(path) for path in options.paths}), options, around, read)
    return True


def _is_plain(options: Namespace) -> bool:
    """Whether only options are set that change nothing for a clean file."""
    settings = vars(options).items()
    return all(not value for name, value in settings if name not in {*_ANY, "format"})


def _has_settings() -> bool:
    """Whether a file of settings may lie here or above."""
    from deprecation_lint.settings import find_config

    return find_config(os.getcwd()) is not None


def _print_summary(files: int, options: Namespace, around: Surroundings, read: date) -> None:
    from deprecation_lint.output.summary import clean_summary

    style = around.style(around.stderr_is_terminal)
    around.tell(clean_summary(files, options.as_of or around.today, read, style))
