"""A file is replaced whole or not at all, and keeps all but its bytes."""

from __future__ import annotations

import errno
import os
import stat
import struct
import time
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from support import posix

from deprecation_lint.files.litter import is_temporary, remove_left
from deprecation_lint.files.reading import read
from deprecation_lint.files.writing import Refused, replace_file, sync_folders

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.py"
    path.write_bytes(b"old\r\n")
    return path


def rewrite(path: Path, data: bytes = b"new\r\n") -> None:
    """Read a file and replace it at once."""
    _, stamp = read(str(path))
    replace_file(str(path), data, stamp)


def only(path: Path) -> bool:
    """Whether nothing but this file is in its folder."""
    return list(path.parent.iterdir()) == [path]


def test_the_bytes_are_written_as_they_are(file: Path) -> None:
    rewrite(file, b"\xff\r\n\0\n")
    assert file.read_bytes() == b"\xff\r\n\0\n"
    assert only(file)


@posix
@pytest.mark.parametrize("mode", [0o644, 0o600, 0o755, 0o4755, 0o666])
def test_mode_stays(file: Path, mode: int) -> None:
    file.chmod(mode)
    rewrite(file)
    assert stat.S_IMODE(file.stat().st_mode) == mode


@posix
def test_owner_stays(file: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    os.chown(file, 12345, 54321)
    file.chmod(0o6755)
    rewrite(file)
    status = file.stat()
    assert (status.st_uid, status.st_gid) == (12345, 54321)
    assert stat.S_IMODE(status.st_mode) == 0o6755


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="no extended attributes here")
def test_extended_attributes_stay(file: Path) -> None:
    try:
        os.setxattr(file, "user.note", b"kept")
    except OSError:
        pytest.skip("no extended attributes on this file system")
    rewrite(file)
    assert os.getxattr(file, "user.note") == b"kept"


def test_the_time_of_change_is_now(file: Path) -> None:
    """Build tools must see the change."""
    os.utime(file, (1_000_000_000, 1_000_000_000))
    rewrite(file)
    assert time.time() - file.stat().st_mtime < 60


def test_a_link_stays_and_its_target_changes(file: Path, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    first = tmp_path / "sub" / "first.py"
    first.symlink_to("../a.py")
    second = tmp_path / "second.py"
    second.symlink_to("sub/first.py")
    rewrite(second)
    assert second.is_symlink()
    assert first.is_symlink()
    assert not file.is_symlink()
    assert file.read_bytes() == b"new\r\n"
    assert sorted(p.name for p in (tmp_path / "sub").iterdir()) == ["first.py"]


def test_a_reader_keeps_what_it_has_opened(file: Path) -> None:
    """The name moves to a new file in one step: nobody ever sees half of it."""
    with file.open("rb") as opened:
        rewrite(file)
        assert opened.read() == b"old\r\n"


def test_a_file_that_has_changed_meanwhile_is_refused(file: Path) -> None:
    _, stamp = read(str(file))
    file.write_bytes(b"changed")
    with pytest.raises(Refused, match="changed while it was checked"):
        replace_file(str(file), b"new", stamp)
    assert file.read_bytes() == b"changed"
    assert only(file)


def test_another_file_of_the_same_name_is_refused(file: Path) -> None:
    """Same size and same time: still another file."""
    status = file.stat()
    _, stamp = read(str(file))
    other = file.with_name("b.py")
    other.write_bytes(b"xxx\r\n")
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(file)
    with pytest.raises(Refused, match="changed while it was checked"):
        replace_file(str(file), b"new", stamp)
    assert file.read_bytes() == b"xxx\r\n"


def edited(file: Path) -> None:
    file.write_bytes(b"their edit")


def edited_with_the_time_set_back(file: Path) -> None:
    status = file.stat()
    file.write_bytes(b"xxx\r\n")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def replaced(file: Path) -> None:
    file.with_name("b.py").write_bytes(b"old\r\n")
    file.with_name("b.py").replace(file)


@posix
@pytest.mark.parametrize("change", [edited, edited_with_the_time_set_back, replaced])
def test_a_change_at_the_last_moment_is_refused(
    file: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    """The new bytes are on disk already, and only the name is still to move."""
    real = os.utime

    def late(path: str, **options: Any) -> None:
        real(path, **options)
        if not options:
            monkeypatch.setattr(os, "utime", real)
            time.sleep(0.02)  # longer than the clock of any file system takes for a step
            change(file)

    _, stamp = read(str(file))
    monkeypatch.setattr(os, "utime", late)
    with pytest.raises(Refused, match="changed while it was checked"):
        replace_file(str(file), b"new", stamp)
    assert file.read_bytes() != b"new"
    assert only(file)


def test_a_file_that_is_gone_is_refused(file: Path) -> None:
    _, stamp = read(str(file))
    file.unlink()
    with pytest.raises(Refused):
        replace_file(str(file), b"new", stamp)
    assert list(file.parent.iterdir()) == []


@pytest.mark.parametrize(("count", "expected"), [(1, "another name"), (2, "2 other names")])
def test_hard_links_are_refused(file: Path, count: int, expected: str) -> None:
    others = [file.with_name(f"{number}.py") for number in range(count)]
    for other in others:
        other.hardlink_to(file)
    with pytest.raises(Refused, match=rf"the file has {expected} \(hard links\)"):
        rewrite(file)
    assert all(other.samefile(file) for other in others)
    assert file.read_bytes() == b"old\r\n"


@posix
def test_a_mode_that_cannot_be_kept_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the set-group bit is of a group that the user is not in."""
    monkeypatch.setattr("shutil.copystat", lambda *_: None)
    file.chmod(0o2755)
    with pytest.raises(Refused, match="belongs to another user or group"):
        rewrite(file)
    assert file.read_bytes() == b"old\r\n"
    assert only(file)


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="no access lists here")
def test_the_access_list_of_the_folder_is_not_taken_on(file: Path) -> None:
    """A new file takes it, but the file in whose place it comes had none."""
    entries = ((1, 7, -1), (2, 7, 12345), (4, 5, -1), (16, 7, -1), (32, 0, -1))
    acl = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries)
    try:
        os.setxattr(file.parent, "system.posix_acl_default", acl)
    except OSError:
        pytest.skip("no access lists on this file system")
    file.chmod(0o664)
    (file.parent / "b.py").write_bytes(b"")
    assert "system.posix_acl_access" in os.listxattr(file.parent / "b.py")
    (file.parent / "b.py").unlink()
    rewrite(file)
    assert "system.posix_acl_access" not in os.listxattr(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o664


@posix
def test_a_read_only_file_is_refused(file: Path) -> None:
    """Also where the system would let it pass, as for root or by the rights of the folder."""
    file.chmod(0o444)
    with pytest.raises(Refused, match="read-only"):
        rewrite(file)
    assert file.read_bytes() == b"old\r\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o444
    assert only(file)


@posix
def test_a_folder_that_takes_no_new_file_is_refused(file: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    file.parent.chmod(0o555)
    try:
        with pytest.raises(Refused, match="its folder takes no new file: Permission denied"):
            rewrite(file)
        assert file.read_bytes() == b"old\r\n"
    finally:
        file.parent.chmod(0o755)


@pytest.mark.parametrize("step", ["fsync", "replace", "utime"])
def test_an_error_on_the_way_leaves_the_old_file_and_no_litter(
    file: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_args: object, **_options: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, step, fail)
    if step == "replace":
        monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(Refused, match="cannot be written: No space left on device"):
        rewrite(file)
    assert file.read_bytes() == b"old\r\n"
    assert only(file)


def test_an_interrupt_leaves_the_old_file_and_no_litter(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_descriptor: int) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        rewrite(file)
    assert file.read_bytes() == b"old\r\n"
    assert only(file)


@posix
@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_temporary_file_that_is_taken_away_is_written_again(
    file: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """As by another run, on a file system where it cannot see that the file is held."""
    left = iter(range(times))
    real = os.fsync

    def take(descriptor: int) -> None:
        real(descriptor)
        if next(left, None) is not None:
            (temporary,) = (p for p in file.parent.iterdir() if is_temporary(p.name))
            temporary.unlink()

    monkeypatch.setattr(os, "fsync", take)
    if times < 3:
        rewrite(file)
    else:
        with pytest.raises(Refused, match="another program removes its temporary files"):
            rewrite(file)
    assert file.read_bytes() == (b"new\r\n" if times < 3 else b"old\r\n")
    assert only(file)


@posix
def test_it_is_held_until_it_has_its_place(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[bool] = []
    real = os.replace

    def watch(temporary: str, target: str) -> None:
        held.append(remove_left([temporary]) == [])
        real(temporary, target)

    monkeypatch.setattr(os, "replace", watch)
    rewrite(file)
    assert held == [True]


@posix
def test_folders_go_to_disk_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))
    paths = [tmp_path / "a.py", tmp_path / "b.py", tmp_path / "nowhere" / "c.py"]
    sync_folders(map(str, paths))
    assert synced == [tmp_path.stat().st_ino]


def test_data_is_on_disk_before_the_name_moves(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []
    real = os.fsync

    def watch(descriptor: int) -> None:
        seen.append(file.read_bytes())
        real(descriptor)

    monkeypatch.setattr(os, "fsync", watch)
    rewrite(file)
    assert seen[0] == b"old\r\n"


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.py")
    path = tmp_path / name
    try:
        path.write_bytes(b"old")
    except (OSError, UnicodeError):
        pytest.skip("this file system takes UTF-8 names only")
    rewrite(path)
    assert path.read_bytes() == b"new\r\n"


def test_a_long_name(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 250 + ".py")
    path.write_bytes(b"old")
    rewrite(path)
    assert path.read_bytes() == b"new\r\n"
