"""A folder that has not changed need not be listed again; and what makes one sure of it."""

from __future__ import annotations

import marshal
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support import LIVE, posix, write

from deprecation_lint.files.discovery import Beforehand, Found, discover
from deprecation_lint.files.listings import Listings, list_folder

if TYPE_CHECKING:
    from deprecation_lint.files.listings import Table

LONG_AGO = 1_600_000_000_000_000_000
LATER = 4_000_000_000_000_000_000  # ns: after all changes that a test makes


@pytest.fixture(autouse=True)
def here(here: Path) -> Path:
    """An empty working directory."""
    return here


@pytest.fixture
def listed_anew(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders that were listed, one after the other."""
    folders: list[str] = []

    def list_and_tell(folder: str) -> object:
        folders.append(folder)
        return list_folder(folder)

    monkeypatch.setattr("deprecation_lint.files.listings.list_folder", list_and_tell)
    return folders


def search(known: Table, began: int = LATER) -> tuple[Found, Listings]:
    listings = Listings(known, began)
    return discover(["."], dict(os.environ), beforehand=Beforehand({}, listings)), listings


@posix
def test_kinds() -> None:
    for name in ("b.py", "a.py", "d/x.py", ".h/x.py"):
        write(name, LIVE)
    Path("link").symlink_to("a.py")
    Path("broken").symlink_to("nowhere")
    Path("to_folder").symlink_to("d")
    os.mkfifo("pipe")
    assert list_folder(".") == (
        ("a.py", "b.py"),
        (".h", "d"),
        ("broken", "link", "to_folder"),
        (("pipe", "FIFO"),),
    )


def test_an_unchanged_folder_is_listed_once(listed_anew: list[str]) -> None:
    for name in ("a.py", "sub/b.py", "sub/deep/c.py"):
        write(name, LIVE)
    first, listings = search({})
    assert listings.is_changed
    table = marshal.loads(marshal.dumps(listings.table))
    assert sorted(listed_anew) == [".", "sub", "sub/deep"]
    listed_anew.clear()
    second, listings = search(table)
    assert second == first
    assert listed_anew == []
    assert not listings.is_changed
    assert listings.table == table


@pytest.mark.parametrize(
    "change",
    [
        lambda: write("sub/new.py", LIVE),
        lambda: Path("sub/b.py").unlink(),
        lambda: Path("sub/b.py").rename("sub/z.py"),
        lambda: Path("a.py").replace("sub/a.py"),
        lambda: (Path("sub").rename("was"), write("sub/other.py", LIVE)),
    ],
    ids=["added", "removed", "renamed", "moved in", "another folder"],
)
def test_a_changed_folder_is_listed_again(change: object) -> None:
    for name in ("a.py", "sub/b.py", "sub/deep/c.py"):
        write(name, LIVE)
    _, listings = search({})
    assert callable(change)
    change()
    second, _ = search(listings.table)
    assert second == search({})[0]


def test_what_changed_just_now_is_not_kept() -> None:
    """It may change again within the same tick of the clock of its file system."""
    write("sub/a.py", LIVE)
    os.utime(".", ns=(LONG_AGO, LONG_AGO))  # sets back one time, and the other is now
    now = Path("sub").stat().st_ctime_ns
    assert search({}, now + 1_000_000_000)[1].table == {}
    assert set(search({}, now + 3_000_000_000)[1].table) == {".", "sub"}


def test_a_folder_that_is_gone_is_forgotten() -> None:
    write("a.py", LIVE)
    write("sub/b.py", LIVE)
    _, listings = search({})
    Path("sub/b.py").unlink()
    Path("sub").rmdir()
    _, listings = search(listings.table)
    assert listings.is_changed
    assert set(listings.table) == {"."}
