"""Paths as reports show them."""

from __future__ import annotations

import os

_UNUSUAL = ("//", "/./", "/../")


def relative(path: str) -> str:
    """A path as reports show it: relative to the working directory, with slashes."""
    inside = f"/{path}/"
    if os.sep == "/" and not any(part in inside for part in _UNUSUAL):
        return path  # as almost all are: a commit hook may name thousands
    if os.path.isabs(path):
        try:
            path = os.path.relpath(path)
        except ValueError:  # another drive of Windows
            return path.replace(os.sep, "/")
    if not _leaves_a_link(path):
        path = os.path.normpath(path)
    return path.replace(os.sep, "/")


def _leaves_a_link(path: str) -> bool:
    """Whether `..` stands behind a symbolic link, where it is not what the text says."""
    parts = path.replace(os.sep, "/").split("/")
    return any(
        part == ".." and os.path.islink("/".join(parts[:number]))
        for number, part in enumerate(parts)
    )


def join(folder: str, name: str) -> str:
    """A path below a folder, as reports show it."""
    return name if folder == "." else f"{folder}/{name}"


def seen_from(prefix: str, path: str) -> str:
    """A path as seen from another folder, from which `prefix` leads to the working one."""
    return path if prefix == "." else os.path.normpath(os.path.join(prefix, path))
