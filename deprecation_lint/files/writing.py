"""Replaces a file atomically or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from deprecation_lint.files.reading import stamp_of

if TYPE_CHECKING:
    from deprecation_lint.files.reading import Stamp


class Refused(Exception):
    """Why a file was not written."""


def replace_file(path: str, data: bytes, stamp: Stamp) -> None:
    """Put new bytes in the place of the file that was read with this stamp.

    The bytes go to a temporary file beside it, to disk, and then take its name: mode, owner and
    extended attributes stay; a symbolic link stays and its target is replaced. Raises `Refused`
    if the file has changed since it was read, is read-only, or cannot be replaced.
    """
    target = Path(os.path.realpath(path))
    try:
        status = target.stat()
        if stamp_of(status) != stamp:
            raise Refused("changed while it was checked; run again")
        if not status.st_mode & 0o222 or not os.access(target, os.W_OK):
            raise Refused("is read-only")
        _replace(target, data, status)
    except OSError as error:
        raise Refused(f"cannot be written: {error.strerror}") from None


def _replace(target: Path, data: bytes, status: os.stat_result) -> None:
    descriptor, name = tempfile.mkstemp(prefix=".deprecation-lint-", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        shutil.copystat(target, temporary)
        os.utime(temporary)
        if hasattr(os, "chown"):
            with contextlib.suppress(PermissionError):
                os.chown(temporary, status.st_uid, status.st_gid)
                temporary.chmod(status.st_mode & 0o7777)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
