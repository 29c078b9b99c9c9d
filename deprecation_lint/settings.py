"""Where the user's settings are: the nearest file that speaks of us."""

from __future__ import annotations

import os

TABLE = "deprecation-lint"
MISSPELT = "deprecation_lint"
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
    """Whether a pyproject.toml has our table; it is parsed only if it holds our name."""
    try:
        with open(file, "rb") as stream:
            data = stream.read()
    except OSError:
        return False
    return (TABLE.encode() in data or MISSPELT.encode() in data) and _is_ours(data)


def _is_ours(data: bytes) -> bool:
    import tomli

    try:
        tools = tomli.loads(data.decode("utf-8")).get("tool")
    except (UnicodeDecodeError, tomli.TOMLDecodeError):
        return True  # reading it will say what is wrong
    return isinstance(tools, dict) and (TABLE in tools or MISSPELT in tools)
