"""Where the cache is kept: in the project, else where the user keeps caches, else nowhere."""

from __future__ import annotations

import os

from deprecation_lint.user_cache import user_cache

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = ".deprecation-lint-cache"


def cache_folder(environ: Mapping[str, str], here: str, settings: str | None) -> str | None:
    """The folder of the cache; `None` where there is no place for one.

    `here` is the working directory, `settings` the file of settings that holds there. A project
    is what such a file speaks for, else a work tree of git.
    """
    if environ.get("DEPRECATION_LINT_NO_CACHE"):
        return None
    named = environ.get("DEPRECATION_LINT_CACHE_DIR")
    if named:
        return os.path.join(here, named)
    project = os.path.dirname(settings) if settings is not None else _work_tree(here)
    if project is not None and os.access(project, os.W_OK):
        return os.path.join(project, FOLDER)
    return user_cache(environ)


def _work_tree(folder: str) -> str | None:
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder
