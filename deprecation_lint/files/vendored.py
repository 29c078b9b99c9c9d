"""Folders of other people's code inside of a project: packages that were installed or copied in."""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Collection

_TREES = frozenset(
    (
        "node_modules",
        "bower_components",
        "jspm_packages",
        ".yarn",
        "site-packages",
        "dist-packages",
        "__pypackages__",
        "venv",
        ".venv",
        "virtualenv",
        ".tox",
        ".nox",
        "vendor",
        "_vendor",
        "vendored",
        "third_party",
        "third-party",
        "thirdparty",
        "pods",
        "carthage",
        ".terraform",
    )
)
MARKER = "pyvenv.cfg"
"""The file that makes any folder a virtual environment."""

REASON = "vendored: third-party code (--include-vendored searches it)"


def is_vendored_name(folder: str) -> bool:
    """Whether a folder of this name holds other people's code."""
    return folder.lower() in _TREES


def vendored_tree(path: str, markers: Collection[str] = ()) -> str | None:
    """The outermost folder of a path, as a path, that holds other people's code.

    `markers` are further folders known to do so.
    """
    folders = path.split("/")[:-1]
    for number, folder in enumerate(folders):
        tree = "/".join(folders[: number + 1])
        if is_vendored_name(folder) or tree in markers:
            return tree
    return None
