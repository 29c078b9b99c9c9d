"""What counts as the temporary file of a fix, and which of them may be removed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support import RETIRED, posix, report, run, write

from deprecation_lint.files.litter import beside, create_temporary, is_temporary, remove_left

NAME = ".deprecation-lint-0123456789abcdef.tmp"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (NAME, True),
        (".deprecation-lint-0123456789abcde.tmp", False),
        (".deprecation-lint-0123456789abcdef0.tmp", False),
        (".deprecation-lint-0123456789abcdeg.tmp", False),
        (".deprecation-lint-0123456789ABCDEF.tmp", False),
        (".deprecation-lint-0123456789abcdef", False),
        (".deprecation-lint-.tmp", False),
        (".deprecation-lint-tmp", False),
        (".deprecation-lint-baseline.tmp", False),
        ("deprecation-lint.toml", False),
        (f"x{NAME}", False),
        ("", False),
    ],
)
def test_names(name: str, expected: bool) -> None:
    assert is_temporary(name) is expected


def test_a_new_one_has_such_a_name_and_one_reader(tmp_path: Path) -> None:
    descriptor, path = create_temporary(str(tmp_path))
    os.close(descriptor)
    assert is_temporary(Path(path).name)
    if os.name != "nt":
        assert Path(path).stat().st_mode & 0o777 == 0o600


def test_held_stays_and_left_goes(tmp_path: Path) -> None:
    descriptor, path = create_temporary(str(tmp_path))
    assert remove_left([path]) == []
    assert Path(path).exists()
    os.close(descriptor)
    assert remove_left([path]) == [path]
    assert remove_left([path]) == []  # gone: nothing to tell


@posix
@pytest.mark.parametrize("kind", ["folder", "link", "pipe"])
def test_what_no_fix_has_made_stays(here: Path, kind: str) -> None:
    """The name alone is not enough."""
    target = write("target", "x")
    make = {
        "folder": lambda: Path(NAME).mkdir(),
        "link": lambda: Path(NAME).symlink_to(target),
        "pipe": lambda: os.mkfifo(NAME),
    }
    make[kind]()
    assert remove_left([NAME]) == []
    assert os.path.lexists(NAME)
    assert target.read_bytes() == b"x"


@posix
def test_a_file_system_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Litter goes there too; a writer that lost its file so writes another."""

    def no_locks(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr("fcntl.flock", no_locks)
    descriptor, path = create_temporary(str(tmp_path))
    os.close(descriptor)
    assert remove_left([path]) == [path]


@posix
def test_folders_are_listed_once_and_links_followed(here: Path) -> None:
    for folder in "ab":
        write(f"{folder}/{NAME}", "")
        write(f"{folder}/x.py", "")
        write(f"{folder}/y.py", "")
    Path("link.py").symlink_to("b/x.py")
    found = list(beside(["a/x.py", "a/y.py", "link.py", "b/y.py", "gone/x.py"]))
    assert found == [str(here / "a" / NAME), str(here / "b" / NAME)]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("options", [(), ("--diff",), ("--fix", "--diff")])
def test_only_a_fix_removes(options: tuple[str, ...]) -> None:
    write(NAME, RETIRED)
    write("app.py", RETIRED)
    run(".", *options)
    assert Path(NAME).exists()


@pytest.mark.usefixtures("here")
def test_it_is_not_counted() -> None:
    write(NAME, RETIRED)
    write("app.py", RETIRED)
    outcome = report(".")
    assert (outcome.paths, outcome.skipped) == (["app.py"], {})


@pytest.mark.usefixtures("here")
def test_a_file_of_the_user_is_checked_and_stays() -> None:
    name = ".deprecation-lint-baseline.tmp"
    write(name, RETIRED)
    assert report(".").paths == [name]
    run(".", "--fix")
    assert Path(name).exists()
