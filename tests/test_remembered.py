"""A search that is remembered finds what a new one finds, whatever has changed in between."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import LIVE, posix, write
from test_cache import later
from test_discovery import git

from deprecation_lint.cache.searches import dump, load
from deprecation_lint.files import remembered
from deprecation_lint.files.discovery import Beforehand, Found, discover
from deprecation_lint.files.exclusion import Exclusion
from deprecation_lint.files.git import begin_listings
from deprecation_lint.files.listings import list_folder
from deprecation_lint.files.remembered import Memory, Question, Search
from deprecation_lint.files.stamps import stamper

pytestmark = posix
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
LITTER = ".deprecation-lint-0123456789abcdef.tmp"


@pytest.fixture
def tree(
    here: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A work tree with something of each kind that is searched without asking more."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path_factory.mktemp("home") / "settings"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setattr(remembered, "_WORTH", 3)
    git("init", "-q")
    for name in ("a.py", "src/b.py", "src/deep/c.py", "src/deep/d.log", "vendor/v.go", "z/e.py"):
        write(name, LIVE)
    Path("src/link.py").symlink_to("b.py")
    git("add", ".")
    write(".gitignore", "*.log\n/build/\n")
    for name in ("new/f.py", "new/g.log", "new/deep/h.py", "node_modules/i.js", "build/j.py"):
        write(name, LIVE)
    write("env/pyvenv.cfg", "")
    write("env/k.py", LIVE)
    os.mkfifo("new/pipe")
    Path("new/link.py").symlink_to("../a.py")
    return here


@pytest.fixture
def listed() -> Iterator[list[str]]:
    """The folders that are listed from here on."""
    folders: list[str] = []

    def list_and_tell(folder: str) -> object:
        folders.append(folder)
        return list_folder(folder)

    with (
        patch("deprecation_lint.files.listings.list_folder", list_and_tell),
        patch("deprecation_lint.files.remembered.list_folder", list_and_tell),
    ):
        yield folders


def settle() -> None:
    """Give folders that changed just now a time of their own, that of no further change.

    A clock that ticks slowly would let two changes of a test bear the same time.
    """
    for folder, *_ in os.walk("."):
        if Path(folder).stat().st_mtime_ns > 10**18 and os.access(folder, os.W_OK):
            time = random.randrange(10**17, 10**18)
            os.utime(folder, ns=(time, time))


Searches = dict[str, Search]


def search(
    known: Searches, *named: str, now: int | None = None, **options: Any
) -> tuple[Found, Searches]:
    """What is found, and what is remembered of that."""
    memory = Memory(load(dump(known)), stamper(now or later()))
    names = named or (".",)
    environ = dict(os.environ)
    before = Beforehand(begin_listings(names, environ), memory)
    found = discover(names, environ, beforehand=before, **options)
    return found, memory.searches


def anew(*named: str, **options: Any) -> Found:
    return discover(named or (".",), dict(os.environ), **options)


# --- an unchanged tree --------------------------------------------------------------------------


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize("named", [["."], ["src"], ["src/..", "src", "./src/", "a.py"]])
def test_an_unchanged_tree_is_not_searched_again(named: list[str], listed: list[str]) -> None:
    settle()
    first, known = search({}, *named)
    assert first == anew(*named)
    assert known
    listed.clear()
    second, again = search(known, *named)
    assert second == first
    assert listed == []
    assert again == load(dump(known))


@pytest.mark.usefixtures("tree")
def test_what_is_remembered_is_told_from_what_is_new() -> None:
    settle()
    memory = Memory({}, stamper(later()))
    anew(beforehand=Beforehand({}, memory))
    assert memory.is_changed
    again = Memory(memory.searches, stamper(later()))
    anew(beforehand=Beforehand({}, again))
    assert again.searches == memory.searches
    assert not again.is_changed


@pytest.mark.usefixtures("tree")
def test_few_files_are_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "_WORTH", len(anew().paths) + 1)
    assert search({})[1] == {}


# --- a folder that changes often ----------------------------------------------------------------


@pytest.mark.usefixtures("tree")
def test_what_changed_just_now_is_listed_again(listed: list[str]) -> None:
    """It may change again within the same tick of the clock of its file system."""
    now = max(Path(folder).stat().st_ctime_ns for folder, *_ in os.walk("."))
    found, known = search({}, "src", now=now)
    assert known["src"].restless.keys() == {"src", "src/deep"}
    listed.clear()
    again, _ = search(known, "src")
    assert again == found
    assert listed == ["src", "src/deep"]
    for folder in listed[:]:
        stamp = Path(folder).stat()
        write(f"{folder}/more.py", LIVE)
        os.utime(folder, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
        assert search(known, "src")[0] == anew("src") != found


@pytest.mark.usefixtures("tree")
def test_a_folder_that_was_seen_to_change_may_hold_the_same_again(listed: list[str]) -> None:
    """As that of a file that is replaced by its editor, or of the cache."""
    settle()
    _, known = search({})
    for _ in range(2):
        write("src/other.py", LIVE)
        Path("src/other.py").replace("src/b.py")
        settle()
        listed.clear()
        found, known = search(known)
        assert found == anew()
    assert known["."].restless.keys() == {"src"}
    listed.clear()
    search(known)
    assert listed == ["src"]


@pytest.mark.usefixtures("tree")
def test_only_some_folders_are_listed_each_time(
    monkeypatch: pytest.MonkeyPatch, listed: list[str]
) -> None:
    monkeypatch.setattr(remembered, "_MOST_RESTLESS", 2)
    settle()
    assert search({}, now=1)[1] == {}, "all changed just now"
    _, known = search({})
    for folder in ("new", "src", "z", "."):
        write(f"{folder}/more.py", LIVE)
    settle()
    found, known = search(known)
    assert found == anew()
    assert len(known["."].restless) == 2
    listed.clear()
    assert search(known)[0] == found
    assert listed == []


# --- every kind of change -----------------------------------------------------------------------


def _link(name: str, to: str) -> None:
    Path(name).unlink()
    Path(name).symlink_to(to)


def _pipe(name: str) -> None:
    Path(name).unlink()
    os.mkfifo(name)


def _repository(name: str) -> None:
    write(f"{name}/in.py", LIVE)
    git("init", "-q", cwd=name)


def _swap(one: str, other: str) -> None:
    Path(one).rename("aside")
    Path(other).rename(one)
    Path("aside").rename(other)


def _instead(name: str, other: str) -> None:
    if Path(name).is_dir():
        shutil.rmtree(name)
    else:
        Path(name).unlink()
    write(other, LIVE)


def _ignored_by_the_user(patterns: str) -> None:
    path = Path(os.environ["GIT_CONFIG_GLOBAL"]).with_name("ignored")
    path.write_text(patterns)
    git("config", "--global", "core.excludesFile", str(path))


CHANGES: dict[str, Callable[[], Any]] = {
    "file added": lambda: write("src/new.py", LIVE),
    "file added below": lambda: write("new/deep/new.py", LIVE),
    "ignored file added": lambda: write("src/new.log", LIVE),
    "file removed": lambda: Path("src/b.py").unlink(),
    "untracked file removed": lambda: Path("new/f.py").unlink(),
    "file renamed": lambda: Path("src/b.py").rename("src/y.py"),
    "untracked file renamed": lambda: Path("new/f.py").rename("new/y.py"),
    "file moved in": lambda: Path("a.py").replace("src/b.py"),
    "file made a link": lambda: _link("src/b.py", "../a.py"),
    "file made a pipe": lambda: _pipe("src/b.py"),
    "untracked file made a link": lambda: _link("new/f.py", "nowhere"),
    "untracked file made a pipe": lambda: _pipe("new/f.py"),
    "link leads elsewhere": lambda: _link("src/link.py", "../z"),
    "target gone": lambda: Path("a.py").unlink(),
    "file made a folder": lambda: _instead("a.py", "a.py/x.py"),
    "folder made a file": lambda: _instead("new/deep", "new/deep"),
    "folder added": lambda: write("src/more/x.py", LIVE),
    "empty folder added": lambda: Path("src/more").mkdir(),
    "folder removed": lambda: shutil.rmtree("src/deep"),
    "untracked folder removed": lambda: shutil.rmtree("new/deep"),
    "folder emptied": lambda: list(map(os.unlink, Path("src/deep").iterdir())),
    "folder made a link": lambda: Path("z").rename("was").parent.joinpath("z").symlink_to("was"),
    "folders swapped": lambda: _swap("src/deep", "new/deep"),
    "rules at the top": lambda: write(".gitignore", "*.py\n!a.py\n"),
    "rules at the top gone": lambda: Path(".gitignore").unlink(),
    "rules below": lambda: write("new/.gitignore", "f.py\n"),
    "rules below tracked": lambda: write("src/.gitignore", "*\n!.gitignore\n"),
    "rules in .git": lambda: write(".git/info/exclude", "f.py\nnode_modules\n"),
    "rules of the user": lambda: _ignored_by_the_user("h.py\nenv\n"),
    "git add": lambda: git("add", "-f", "new/g.log", "new/f.py"),
    "git add of a folder": lambda: git("add", "-f", "node_modules", "build"),
    "git add of the marker": lambda: git("add", "env/pyvenv.cfg"),
    "git rm --cached": lambda: git("rm", "-q", "--cached", "src/b.py", "src/deep/d.log"),
    "git mv": lambda: git("mv", "src/b.py", "src/c.py"),
    "git mv to another folder": lambda: git("mv", "src/deep", "z/deep"),
    "no repository": lambda: shutil.rmtree(".git"),
    "repository made": lambda: _repository("new/deep"),
    "repository made above": lambda: _repository("src"),
    "repository added": lambda: _repository("another"),
    "mode of a file": lambda: Path("src/b.py").chmod(0),
    "folder closed": lambda: Path("new/deep").chmod(0),
    "vendored folder added": lambda: write("src/vendor/x.go", LIVE),
    "vendored folder emptied": lambda: Path("node_modules/i.js").unlink(),
    "environment made": lambda: write("new/pyvenv.cfg", ""),
    "environment made of tracked": lambda: write("src/pyvenv.cfg", ""),
    "litter": lambda: write(f"src/{LITTER}", ""),
    "untracked litter": lambda: write(f"new/{LITTER}", ""),
}


UNSEEN = (*("ignored file added", "empty folder added", "mode of a file", "git add of the marker"),)


@pytest.fixture
def reopened() -> Iterator[None]:
    """So that what a test has closed can be removed."""
    yield
    for folder in Path().rglob("deep"):
        folder.chmod(0o700)


@pytest.mark.usefixtures("tree", "reopened")
@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_is_seen(kind: str) -> None:
    settle()
    before, known = search({})
    _, known_parts = search({}, "new", "src")
    CHANGES[kind]()
    after, known = search(known)
    assert after == anew()
    assert search(known_parts, "new", "src")[0] == anew("new", "src")
    if kind != "folder closed" or not AS_ROOT:
        assert (after == before) == (kind in UNSEEN)
    settle()
    for _ in range(2):
        found, known = search(known)
        assert found == after


@pytest.mark.usefixtures("tree", "reopened")
@pytest.mark.parametrize("seed", range(12))
def test_changes_one_after_the_other(seed: int) -> None:
    chance = random.Random(seed)
    known: Searches = {}
    for _ in range(12):
        settle()
        _, known = search(known)
        with contextlib.suppress(OSError, subprocess.CalledProcessError):  # not possible any more
            chance.choice(list(CHANGES.values()))()
        found, known = search(known)
        assert found == anew()


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(
    "options",
    [
        {"include_vendored": True},
        {"exclude": (Exclusion(("src/",)),)},
        {"exclude": (Exclusion(("deep", "!x")),), "force_exclude": True},
    ],
    ids=" ".join,
)
def test_other_options(options: dict[str, Any]) -> None:
    settle()
    _, plain = search({})
    expected = anew(**options)
    found, known = search(plain, **options)
    assert found == expected != anew()
    assert search(known, **options)[0] == expected
    assert search(known)[0] == anew()


@pytest.mark.usefixtures("tree")
def test_another_working_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    settle()
    _, known = search({})
    for folder in ("src", "../new/deep", "../../z", ".."):
        monkeypatch.chdir(folder)
        assert search(known)[0] == anew()


def test_another_tree_in_its_place(tree: Path) -> None:
    settle()
    _, known = search({})
    was, copy = (tree.with_name(f"{tree.name}-{which}") for which in ("was", "copy"))
    subprocess.run(["cp", "-a", str(tree), str(copy)], check=True)
    tree.rename(was)
    copy.rename(tree)
    os.chdir(tree)
    write("src/more.py", LIVE)
    time = (was / "src").stat()
    os.utime("src", ns=(time.st_atime_ns, time.st_mtime_ns))
    assert search(known)[0] == anew()


@pytest.mark.usefixtures("tree")
def test_git_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    settle()
    _, known = search({})
    monkeypatch.setenv("PATH", "/nonexistent")
    found, remembered = search(known)
    assert found == anew()
    assert remembered == {}


# --- what is not remembered ---------------------------------------------------------------------


ODD: dict[str, Callable[[], Any]] = {
    "no repository": lambda: shutil.rmtree(".git"),
    "repository inside": lambda: _repository("new/deep"),
    "absent": lambda: Path("src/b.py").unlink(),
    "closed": lambda: Path("new/deep").chmod(0),
    "nothing tracked": lambda: Path(".git/index").unlink(),
}


@pytest.mark.usefixtures("tree", "reopened")
@pytest.mark.parametrize("kind", ODD)
def test_a_search_that_rests_on_more_is_not_remembered(kind: str) -> None:
    if kind == "closed" and AS_ROOT:
        pytest.skip("root may read everything")
    ODD[kind]()
    settle()
    assert search({})[1] == {}


# --- as bytes -----------------------------------------------------------------------------------

NAME = st.binary(min_size=1).map(lambda name: os.fsdecode(name.replace(b"\0", b"\n")))
NAMES = st.lists(NAME, max_size=4)
PAIRS = st.lists(st.tuples(NAME, NAME), max_size=3)
STAMP = st.integers(-(2**63), 2**63 - 1)
SEARCHES = st.builds(
    lambda folders, **others: Search(
        folders=[name for name, _ in folders],
        stamps=array("q", [stamp for _, stamp in folders]),
        **others,
    ),
    st.lists(st.tuples(NAME, STAMP), max_size=4),
    vendored_too=st.booleans(),
    listing=st.text("0123456789abcdef", min_size=64, max_size=64),
    restless=st.dictionaries(NAME, NAME, max_size=2),
    questions=st.lists(st.builds(Question, st.booleans(), st.binary(), st.binary()), max_size=2),
    passed=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=3),
    other=NAMES,
    untracked=NAMES,
    links=NAMES,
    litter=NAMES,
    skipped=PAIRS,
)


@given(st.dictionaries(NAME, SEARCHES, max_size=3))
def test_searches_come_back(searches: Searches) -> None:
    assert load(dump(searches)) == searches


@given(st.binary() | st.lists(st.integers(-1, 4), min_size=9).map(lambda n: f"{n}\n".encode()))
def test_bytes_that_are_no_searches(content: bytes) -> None:
    try:
        searches = load(content)
    except ValueError:
        return
    assert searches == {}
