"""Where the user's settings are: the nearest file that speaks of us."""

from __future__ import annotations

import os

TABLE = "deprecation-lint"
OWN_FILE = "deprecation-lint.toml"


def find_config(start: str) -> str | None:
    """The nearest file with settings, from a folder upwards."""
    folder, above = start, os.path.dirname(start)
    while True:
        own = os.path.join(folder, OWN_FILE)
        if os.path.isfile(own):
            return own
        project = os.path.join(folder, "pyproject.toml")
        if _has_table(project):
            return project
        if above == folder:
            return None
        folder, above = above, os.path.dirname(above)


def _has_table(file: str) -> bool:
    """Whether a pyproject.toml speaks of us; only then is it parsed."""
    try:
        with open(file, "rb") as stream:
            return f"tool.{TABLE}".encode() in stream.read().translate(None, b"\"' ")
    except OSError:
        return False
