"""A fix under faults, each as a process of its own: files are whole, reasons told, nothing left."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from killing import (
    FIX,
    OLD,
    RULES,
    State,
    finish,
    fixed,
    kill_amid_writing,
    plant,
    start,
    state,
)
from support import snapshot, write

from deprecation_lint.files.litter import create_temporary

resource = pytest.importorskip("resource", reason="POSIX only")

OLD_TEXT = f"model: {OLD}\n".encode()
NEW_TEXT = fixed(OLD_TEXT)
LITTER = ".deprecation-lint-0123456789abcdef.tmp"
NO_POWERS = ("setpriv", "--bounding-set=-all", "--inh-caps=-all")
OWN_MOUNTS = ("unshare", "-rm")
KEEP = '"$@" && code=0 || code=$?; rm -f disk/filler; cp -R disk copy; exit $code'
"""Runs the program, and copies what is on a mounted disk before the disk is gone with it."""


@cache
def works(*command: str) -> bool:
    """Whether the system allows a command."""
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def unprivileged() -> tuple[str, ...]:
    """What to put before a command so that permissions hold for it."""
    if os.geteuid() != 0:
        return ()
    if not works(*NO_POWERS, "true"):
        pytest.skip("root may write everywhere, and setpriv cannot take that away here")
    return NO_POWERS


def fix(folder: Path, *paths: str, before: tuple[str, ...] = ()) -> tuple[int, str]:
    """Fix files; the exit code and what was said."""
    code, said = finish(start(folder, *(paths or (".",)), *FIX, before=before))
    assert "internal error" not in said
    assert "Traceback" not in said
    return code, said


def fix_mounted(folder: Path, script: str, *paths: str) -> tuple[int, str]:
    """The same behind commands that mount something for this one process."""
    if sys.platform != "linux" or not works(*OWN_MOUNTS, "mount", "-t", "tmpfs", "none", "/mnt"):
        pytest.skip("nothing can be mounted here")
    return fix(folder, *paths, before=(*OWN_MOUNTS, "sh", "-ec", f"{script}; {KEEP}", "sh"))


@pytest.fixture
def project(here: Path) -> Path:
    """Two files to fix: one that is to have the fault, and one that is well."""
    write("ill/app.yaml", OLD_TEXT)
    write("well/app.yaml", OLD_TEXT)
    return here


def assert_refused(outcome: tuple[int, str], path: Path, expected: str) -> None:
    """The reason is told, the file is as it was, the other is fixed, and nothing else is there."""
    code, said = outcome
    assert f"note: {path}: not fixed: {expected}" in said
    assert code == 1
    assert path.read_bytes() == OLD_TEXT
    assert Path("well/app.yaml").read_bytes() == NEW_TEXT
    assert set(snapshot(Path())) == {"ill/app.yaml", "well/app.yaml"}


# --- killed ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("jobs", [1, 2])
def test_killed_at_any_moment(tmp_path: Path, jobs: int) -> None:
    """Three runs are killed one after the other; the fourth finishes."""
    assert_survives(tmp_path, jobs, kills=3)


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("number", range(4))
def test_killed_at_many_moments(tmp_path: Path, jobs: int, number: int) -> None:
    assert_survives(tmp_path, jobs, kills=4 + number % 3)


def assert_survives(folder: Path, jobs: int, kills: int) -> None:
    """Every file is old or new after each kill, and all are new, alone, after the last run."""
    tree = plant(folder, 1000)
    chance = random.Random()
    hits = 0
    for _ in range(kills):
        hits += kill_amid_writing(folder, tree, jobs, chance)
        left = state(folder, tree)
        assert left.broken == 0
        assert left.litter <= jobs  # what the runs before have left is gone
        if not left.old:
            break
    assert hits
    code, said = finish(start(folder, ".", *FIX, "--jobs", str(jobs)))
    assert (code, "internal error" in said) == (0, False)
    assert state(folder, tree) == State(old=0, new=1000, broken=0, litter=0)


# --- litter ---------------------------------------------------------------------------------------


def in_folder(project: Path) -> str:
    return "."


def in_work_tree(project: Path) -> str:
    subprocess.run(["git", "init", "-q"], check=True)
    return "."


def in_work_tree_that_ignores_it(project: Path) -> str:
    write(".gitignore", ".*\n")
    return in_work_tree(project)


def beside_a_named_file(project: Path) -> str:
    return "ill/app.yaml"


def beside_a_named_file_that_is_clean(project: Path) -> str:
    write("ill/app.yaml", "x: 1\n")
    return "ill/app.yaml"


def behind_a_link(project: Path) -> str:
    write(".gitignore", "/ill/\n")
    (project / "link.yaml").symlink_to("ill/app.yaml")
    return "."


@pytest.mark.parametrize(
    "prepare",
    [
        in_folder,
        in_work_tree,
        in_work_tree_that_ignores_it,
        beside_a_named_file,
        beside_a_named_file_that_is_clean,
        behind_a_link,
    ],
)
def test_litter_goes_with_the_next_fix(project: Path, prepare: Callable[[Path], str]) -> None:
    path = prepare(project)
    write(f"ill/{LITTER}", OLD_TEXT)
    code, said = finish(start(project, path, *RULES))
    assert LITTER not in said
    assert Path(f"ill/{LITTER}").read_bytes() == OLD_TEXT  # a check writes nothing
    code, said = fix(project, path)
    assert code == 0
    assert f"note: ill/{LITTER}: removed: left by a run that was killed" in said
    assert not Path(f"ill/{LITTER}").exists()
    assert "removed" not in fix(project, path)[1]


def test_what_a_living_run_holds_stays(project: Path) -> None:
    descriptor, temporary = create_temporary("ill")
    os.write(descriptor, OLD_TEXT)
    assert "removed" not in fix(project)[1]
    assert Path(temporary).read_bytes() == OLD_TEXT
    os.close(descriptor)
    assert "removed" in fix(project)[1]
    assert set(snapshot(project)) == {"ill/app.yaml", "well/app.yaml"}


def test_litter_that_is_named_is_not_looked_into(project: Path) -> None:
    name = str(write(f"ill/{LITTER}", OLD_TEXT))
    code, said = finish(start(project, name, *RULES))
    assert (code, OLD in said) == (0, False)
    assert f"skipped: {name}: temporary file of a fix" in said
    fix(project, name)
    assert not Path(name).exists()


# --- two at once ----------------------------------------------------------------------------------


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_two_runs_at_once(tmp_path: Path, jobs: str) -> None:
    """Each file is fixed by one of them; the other may say that it has changed."""
    tree = plant(tmp_path, 200)
    runs = [start(tmp_path, ".", *FIX, "--jobs", jobs) for _ in range(2)]
    for code, said in map(finish, runs):
        assert code in (0, 1)
        assert "internal error" not in said
        reasons = {r.partition("not fixed: ")[2] for r in said.splitlines() if "not fixed: " in r}
        assert reasons <= {"changed while it was checked; run again", "the notes say why."}
    assert state(tmp_path, tree) == State(old=0, new=200, broken=0, litter=0)


# --- the disk -------------------------------------------------------------------------------------


def test_a_full_disk(project: Path) -> None:
    """Nothing can be written there; another disk is served all the same."""
    mount = "mkdir disk; mount -t tmpfs -o size=64k none disk; cp ill/app.yaml disk"
    fill = "cat /dev/zero > disk/filler 2>/dev/null || true"
    code, said = fix_mounted(project, f"{mount}; {fill}", "disk", "well")
    assert code == 1
    assert "note: disk/app.yaml: not fixed: cannot be written: No space left on device" in said
    assert snapshot(Path("copy")) == {"app.yaml": OLD_TEXT}
    assert snapshot(Path("well")) == {"app.yaml": NEW_TEXT}


def test_a_file_that_may_not_grow(project: Path) -> None:
    """A quota, as far as every system has one: half of the bytes are written, and no more."""
    large = OLD_TEXT + b"# more\n" * 20_000
    write("ill/app.yaml", large)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))

    code, said = finish(start(project, ".", *FIX, preexec_fn=limit))
    assert code == 1
    assert "note: ill/app.yaml: not fixed: cannot be written: File too large" in said
    assert snapshot(project) == {"ill/app.yaml": large, "well/app.yaml": NEW_TEXT}


def test_a_read_only_disk(project: Path) -> None:
    mount = "cp -R ill disk; mount --bind disk disk; mount -o remount,ro,bind disk"
    code, said = fix_mounted(project, mount, "disk", "well")
    assert code == 1
    assert "note: disk/app.yaml: not fixed: is on a read-only file system" in said
    assert snapshot(Path("copy")) == {"app.yaml": OLD_TEXT}
    assert snapshot(Path("well")) == {"app.yaml": NEW_TEXT}


# --- rights ---------------------------------------------------------------------------------------


def test_a_read_only_file(project: Path) -> None:
    path = Path("ill/app.yaml")
    path.chmod(0o444)
    assert_refused(fix(project), path, "is read-only; make it writable")


def test_a_read_only_folder(project: Path) -> None:
    before = unprivileged()
    Path("ill").chmod(0o555)
    try:
        outcome = fix(project, before=before)
    finally:
        Path("ill").chmod(0o755)
    assert_refused(outcome, Path("ill/app.yaml"), "its folder takes no new file: Permission denied")


def test_a_file_of_another(project: Path) -> None:
    """It may be written, but a new one in its place would be the user's."""
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    path = Path("ill/app.yaml")
    before = unprivileged()
    os.chown(path, 12345, 54321)
    path.chmod(0o666)
    assert_refused(fix(project, before=before), path, "belongs to another user or group")
    status = path.stat()
    assert (status.st_uid, status.st_gid) == (12345, 54321)


def test_an_immutable_file(project: Path) -> None:
    path = Path("ill/app.yaml")
    if not shutil.which("chattr") or subprocess.run(["chattr", "+i", path], check=False).returncode:
        pytest.skip("no file can be made immutable here")
    try:
        assert_refused(fix(project), path, "is read-only; make it writable")
    finally:
        subprocess.run(["chattr", "-i", path], check=True)


# --- names ----------------------------------------------------------------------------------------


def test_hard_links_are_not_parted(project: Path) -> None:
    path, other = Path("ill/app.yaml"), Path("ill/other.yaml")
    other.hardlink_to(path)
    code, said = fix(project)
    reason = "not fixed: the file has another name (hard links), which would keep the old text"
    assert [f"note: {name}: {reason}" in said for name in (path, other)] == [True, True]
    assert code == 1
    assert path.samefile(other)
    assert path.read_bytes() == OLD_TEXT
    other.unlink()
    assert fix(project)[0] == 0
    assert path.read_bytes() == NEW_TEXT


def test_a_symbolic_link_stays(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Also one that leads out of the folder: its target is what the program reads."""
    far = write(tmp_path_factory.mktemp("far") / "far.yaml", OLD_TEXT)
    Path("near.yaml").symlink_to("ill/app.yaml")
    Path("out.yaml").symlink_to(far)
    assert fix(project)[0] == 0
    assert [Path(name).is_symlink() for name in ("near.yaml", "out.yaml")] == [True, True]
    assert [path.read_bytes() for path in (Path("ill/app.yaml"), far)] == [NEW_TEXT, NEW_TEXT]
    assert list(far.parent.iterdir()) == [far]


def test_what_is_no_file_is_named(project: Path) -> None:
    Path("dangling").symlink_to("nowhere")
    Path("loop").symlink_to("loop")
    Path("null").symlink_to(os.devnull)
    os.mkfifo("pipe")
    _, said = fix(project)
    for name, reason in {
        "dangling": "broken symbolic link",
        "loop": "symbolic link that leads nowhere",
        "null": "device",
        "pipe": "FIFO",
    }.items():
        assert f"skipped: {name}: {reason}" in said
    assert Path("well/app.yaml").read_bytes() == NEW_TEXT
