"""Replaces a file atomically or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from typing import TYPE_CHECKING

from deprecation_lint.files.litter import create_temporary
from deprecation_lint.files.reading import stamp_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deprecation_lint.files.reading import Stamp

_CHANGED = "changed while it was checked; run again"
_TRIES = 3
_ACL = "system.posix_acl_access"  # the only attribute that a new file takes from its folder


class Refused(Exception):
    """Why a file was not written."""


class _Taken(Exception):
    """The temporary file was removed by another."""


def replace_file(path: str, data: bytes, stamp: Stamp) -> None:
    """Put new bytes in the place of the file that was read with this stamp.

    The bytes go to a temporary file beside it, to disk, and then take its name: mode, owner and
    extended attributes stay; a symbolic link stays and its target is replaced. Raises `Refused`
    if the file has changed since it was read, is read-only, has other names, or cannot be
    replaced by one that is like it.
    """
    target = os.path.realpath(path)
    try:
        status = os.stat(target)
        if stamp_of(status) != stamp:
            raise Refused(_CHANGED)
        _refuse(target, status)
        for _ in range(_TRIES):
            with contextlib.suppress(_Taken):
                _replace(target, data, status)
                return
    except OSError as error:
        raise Refused(f"cannot be written: {error.strerror}") from None
    raise Refused("cannot be written: another program removes its temporary files")


def _refuse(target: str, status: os.stat_result) -> None:
    """Raise `Refused` for a file that is not to be replaced, or not without harm."""
    if status.st_nlink > 1:
        names = "another name" if status.st_nlink == 2 else f"{status.st_nlink - 1} other names"
        raise Refused(
            f"the file has {names} (hard links), which would keep the old text;"
            " edit it by hand, or make it a copy of its own and run again"
        )
    if not status.st_mode & 0o222 or not os.access(target, os.W_OK):
        if _on_read_only(target):
            raise Refused("is on a read-only file system")
        raise Refused("is read-only; make it writable for you and run again")


def _on_read_only(target: str) -> bool:
    if not hasattr(os, "statvfs"):  # pragma: no cover - Windows
        return False
    return bool(os.statvfs(target).f_flag & os.ST_RDONLY)


def _replace(target: str, data: bytes, status: os.stat_result) -> None:
    try:
        descriptor, temporary = create_temporary(os.path.dirname(target))
    except OSError as error:
        raise Refused(f"its folder takes no new file: {error.strerror}") from None
    try:
        try:
            _write(descriptor, data)
            _make_like(temporary, target, status)
            if os.name != "nt":
                _take_place(temporary, target, status)
        finally:
            os.close(descriptor)  # lets go of it: not before it has its place, where that can be
        if os.name == "nt":  # pragma: no cover - there, what is open cannot be moved
            _take_place(temporary, target, status)
    except BaseException as error:
        try:
            os.unlink(temporary)
        except FileNotFoundError:
            if isinstance(error, FileNotFoundError):
                raise _Taken from None
        except OSError:
            pass  # the next run removes it
        raise


def _write(descriptor: int, data: bytes) -> None:
    """Bring all bytes to disk: the name must not be there before they are."""
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]
    os.fsync(descriptor)


def _make_like(temporary: str, target: str, status: os.stat_result) -> None:
    """Give the new file all that the old one has, but for the time of change."""
    if hasattr(os, "chown"):
        new = os.stat(temporary)
        if (new.st_uid, new.st_gid) != (status.st_uid, status.st_gid):
            with contextlib.suppress(OSError):  # what comes of it is looked at below
                os.chown(temporary, status.st_uid, status.st_gid)
    _drop_inherited(temporary, target)
    shutil.copystat(target, temporary)
    os.utime(temporary)
    if _rights(os.stat(temporary)) != _rights(status):
        raise Refused(
            "belongs to another user or group, and a new file would not;"
            " run again as its owner, or edit it by hand"
        )


def _drop_inherited(temporary: str, target: str) -> None:
    """Take away the access list of the folder where the old file has none."""
    if not hasattr(os, "listxattr"):  # pragma: no cover - not Linux
        return
    with contextlib.suppress(OSError):  # a file system without attributes
        if _ACL in os.listxattr(temporary) and _ACL not in os.listxattr(target):
            os.removexattr(temporary, _ACL)


def _rights(status: os.stat_result) -> tuple[int, int, int]:
    return stat.S_IMODE(status.st_mode), status.st_uid, status.st_gid


def _take_place(temporary: str, target: str, status: os.stat_result) -> None:
    """Move the new file to its name, unless the old one has changed up to this moment."""
    if stamp_of(os.stat(target)) != stamp_of(status):
        raise Refused(_CHANGED)
    os.replace(temporary, target)


def sync_folders(paths: Iterable[str]) -> None:
    """Bring the new names of replaced files to disk as well: once for each folder."""
    if os.name == "nt":  # pragma: no cover - there, folders cannot be opened
        return
    for folder in {os.path.dirname(os.path.realpath(path)) for path in paths}:
        with contextlib.suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
