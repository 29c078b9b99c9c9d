"""The cache saves time and nothing else: the same report whatever befell it."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from array import array
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import AS_OF, DEPRECATED, LIVE, NEW, RETIRED, Outcome, posix, run, snapshot, write

from deprecation_lint import workers
from deprecation_lint.cache.place import FOLDER, cache_folder
from deprecation_lint.cache.store import Store
from deprecation_lint.cache.table import Notes, load
from deprecation_lint.files.stamps import SETTLED, stamper
from deprecation_lint.mending import Mender
from deprecation_lint.scout import Scout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

FILES = 300  # more than are read without a table
CACHE = ".kept"


def later() -> int:
    """A time at which all files of the test are old enough to be remembered."""
    return time.time_ns() + 2 * SETTLED


def check(*arguments: str, now: int | None = None, jobs: str = "1", **options: Any) -> Outcome:
    """A run with a cache, as JSON."""
    environ = {"DEPRECATION_LINT_NO_CACHE": "", "DEPRECATION_LINT_CACHE_DIR": CACHE}
    return run(
        *(arguments or (".",)),
        *("--format", "json", "--jobs", jobs),
        environ=environ,
        now=later() if now is None else now,
        **options,
    )


def plain() -> Outcome:
    """The same without a cache."""
    return run(".", "--format", "json", "--jobs", "1", "--no-cache")


@pytest.fixture
def project(here: Path) -> Path:
    """Some hundreds of files; few of them have something to say."""
    for number in range(FILES):
        write(f"{'abc'[number % 3]}/{number:03}.py", LIVE if number % 9 else "x = 1\n")
    for number in (1, 2, 3):
        write(f"b/{number}.yaml", f"model: {'claude-old-1-20240101'}\n")
    write("a/retired.py", RETIRED)
    write("a/deprecated.py", DEPRECATED)
    write("c/picture.png", b"\x89PNG\0\0")
    write("c/broken.py", b'# coding: ascii\nM = "claude-old-1-20240101"  # \xe9\n')
    write(".gitignore", f"/{CACHE}/\n")
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "add", "."], check=True)
    return here


@pytest.fixture
def work() -> Iterator[dict[str, int]]:
    """How many files are read and mended from here on."""
    done = {"read": 0, "mended": 0}
    look, mend = Scout._read, Mender.mend

    def reading(self: Scout, paths: list[str], numbers: list[int], *rest: Any) -> None:
        done["read"] += len(numbers)
        look(self, paths, numbers, *rest)

    def mending(self: Mender, *arguments: Any) -> object:
        done["mended"] += 1
        return mend(self, *arguments)

    with patch.object(Scout, "_read", reading), patch.object(Mender, "mend", mending):
        yield done


# --- what a second run is spared ----------------------------------------------------------------


@pytest.mark.usefixtures("project")
def test_second_run_reads_nothing_and_says_the_same(work: dict[str, int]) -> None:
    expected = plain()
    work.update(read=0, mended=0)
    assert check() == expected
    assert work["read"] > FILES
    assert work["mended"] > FILES / 2
    work.update(read=0, mended=0)
    assert check() == expected
    assert work == {"read": 0, "mended": 0}


@posix
@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("ignored", [f"/{CACHE}/\n", "*.log\n"])
def test_unchanged_tree_is_not_searched(ignored: str) -> None:
    """Nor if the cache itself, which does change, lies in it."""
    write(".gitignore", ignored)
    expected = plain()
    for _ in range(3):
        check()
    with patch("deprecation_lint.files.worktree._WorkTree") as searching:
        assert check() == expected
    assert searching.call_count == 0
    write("a/new.py", RETIRED)
    assert "a/new.py" in check().paths


@posix
@pytest.mark.usefixtures("project")
def test_what_a_killed_fix_left_is_removed_where_nothing_has_changed() -> None:
    left = "b/.deprecation-lint-0123456789abcdef.tmp"
    write(left, "")
    check()
    check(".", "--diff")
    assert Path(left).exists()
    with patch("deprecation_lint.files.worktree._WorkTree") as searching:
        outcome = check(".", "--fix")
    assert searching.call_count == 0
    assert [note["path"] for note in outcome.report["notes"]] == [left]
    assert not Path(left).exists()
    assert check() == plain()


@pytest.mark.usefixtures("project")
def test_touched_file_is_read_and_known_by_its_content(work: dict[str, int]) -> None:
    expected = plain()
    check()
    os.utime("a/retired.py", ns=(10**18, 10**18))
    work.update(read=0, mended=0)
    assert check() == expected
    assert work == {"read": 1, "mended": 0}


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("name", ["a/000.py", "a/003.py", "a/retired.py", "c/picture.png"])
def test_changed_file_is_seen(name: str) -> None:
    check()
    write(name, RETIRED * 2)
    assert check() == plain()
    assert check().paths.count(name) == 2


@pytest.mark.usefixtures("project")
def test_new_and_removed_files_are_seen() -> None:
    check()
    write("a/new.py", RETIRED)
    Path("a/retired.py").unlink()
    outcome = check()
    assert outcome == plain()
    assert "a/new.py" in outcome.paths
    assert "a/retired.py" not in outcome.paths


@pytest.mark.usefixtures("project")
def test_file_that_was_just_written_is_read_again(work: dict[str, int]) -> None:
    check(now=time.time_ns())  # within the grain of the clock of a file system
    work.update(read=0, mended=0)
    check(now=time.time_ns())
    assert work["read"] > FILES


@pytest.mark.usefixtures("project")
def test_few_files_need_no_table_but_their_verdicts_are_kept(work: dict[str, int]) -> None:
    first = check("a/retired.py")
    assert not [name for name in os.listdir(CACHE) if name.startswith("files-")]
    work.update(read=0, mended=0)
    assert check("a/retired.py") == first
    assert work == {"read": 1, "mended": 0}


# --- what a verdict depends on ------------------------------------------------------------------


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    "options",
    [
        ["--as-of", "2020-01-01"],
        ["--select", "ALL"],
        ["--ignore", "retired-model"],
        ["--roles", "mentioned"],
        ["--role-severity", "in-use=note"],
        ["--fail-within", "4000"],
        ["--max-file-size", "20"],
        ["--replace", f"claude-mystery-1={NEW}"],
        ["--exclude", "a"],
        ["--include-vendored"],
    ],
    ids=" ".join,
)
def test_other_options_give_their_own_report(options: list[str]) -> None:
    check()
    expected = run(".", "--format", "json", "--no-cache", *options)
    assert check(".", *options) == expected
    assert check(".", *options) == expected
    assert check() == plain()


@pytest.mark.usefixtures("project")
def test_next_day_is_judged_anew() -> None:
    today = check()
    tomorrow = check(today=AS_OF + timedelta(days=1))
    assert tomorrow.report["as_of"] == "2026-11-23"
    days = [[f["days_left"] for f in one.report["findings"]] for one in (today, tomorrow)]
    assert days[0] != days[1]


@pytest.mark.usefixtures("project")
def test_settings_that_change_count() -> None:
    check()
    write("deprecation-lint.toml", 'ignore = ["retired-model"]\n')
    outcome = check()
    assert outcome == plain()
    assert "a/retired.py" not in outcome.paths


@pytest.mark.usefixtures("project")
def test_same_content_under_another_name_is_judged_by_that_name() -> None:
    check()
    os.makedirs("tests")
    os.rename("a/retired.py", "tests/test_retired.py")
    outcome = check()
    assert outcome == plain()
    (found,) = [f for f in outcome.report["findings"] if f["path"] == "tests/test_retired.py"]
    assert found["role"] == "test"


@pytest.mark.usefixtures("project")
def test_another_version_of_the_tool_trusts_nothing(work: dict[str, int]) -> None:
    check()
    work.update(read=0, mended=0)
    with patch("deprecation_lint.cache.context.__version__", "0.0.9"):
        assert check() == plain()
    assert work["read"] > FILES


@pytest.mark.usefixtures("project")
def test_fix_and_diff_look_again_at_what_is_known() -> None:
    check()
    assert b"+++ b/a/retired.py" in check(".", "--diff").raw
    before = snapshot(Path())
    check(".", "--fix")
    changed = {name for name, data in before.items() if Path(name).read_bytes() != data}
    assert {name for name in changed if CACHE not in name} == {
        *("a/retired.py", "b/1.yaml", "b/2.yaml", "b/3.yaml"),
    }
    outcome = check()
    assert outcome == plain()
    assert "a/retired.py" not in outcome.paths


# --- what may befall it -------------------------------------------------------------------------


def flipped(data: bytes, chance: random.Random) -> bytes:
    """The data with one bit that is another."""
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


SPOILT: Mapping[str, Callable[[bytes, random.Random], bytes]] = {
    "cut off": lambda data, chance: data[: chance.randrange(len(data))],
    "empty": lambda data, chance: b"",
    "one bit": flipped,
    "noise": lambda data, chance: chance.randbytes(len(data)),
    "older version": lambda data, chance: data.replace(b"cache 1 ", b"cache 0 ", 1),
}


def kept() -> list[Path]:
    """The files of the cache that hold something."""
    own = (".gitignore", "CACHEDIR.TAG")
    return [p for p in sorted(Path(CACHE).rglob("*")) if p.is_file() and p.name not in own]


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("how", SPOILT)
def test_spoilt_cache_is_as_good_as_none(how: str) -> None:
    expected = plain()
    check()
    chance = random.Random(how)
    assert len(kept()) > FILES / 2
    for path in kept():
        path.write_bytes(SPOILT[how](path.read_bytes(), chance))
    assert check() == expected
    assert check() == expected


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("how", ["folder", "unreadable"])
def test_cache_that_cannot_be_read_is_as_good_as_none(how: str) -> None:
    expected = plain()
    check()
    for path in kept():
        if how == "folder":
            path.unlink()
            path.mkdir()
        else:
            path.chmod(0)
    assert check() == expected


# --- a worker that looks what stands while the folders are searched -----------------------------


@pytest.fixture
def early(monkeypatch: pytest.MonkeyPatch) -> None:
    """A project that is known, in which a worker begins early."""
    monkeypatch.setattr(workers, "MANY", FILES // 2)
    check()
    check()


CHANGES: dict[str, Callable[[], object]] = {
    "first": lambda: write("a/000.py", RETIRED),
    "last": lambda: write("c/299.py", RETIRED),
    "new": lambda: write("b/new.py", RETIRED),
    "gone": lambda: Path("a/retired.py").unlink(),
    "another": lambda: os.replace("a/003.py", "a/000.py"),
}


@posix
@pytest.mark.usefixtures("project", "early")
def test_files_that_stand_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = plain()

    def read(self: Scout, paths: object, numbers: Sequence[int], *rest: object) -> None:
        assert not numbers

    monkeypatch.setattr(Scout, "_read", read)
    assert check(jobs="2") == expected


@posix
@pytest.mark.usefixtures("project", "early")
@pytest.mark.parametrize("name", CHANGES)
def test_what_changed_before_an_early_look_is_seen(name: str) -> None:
    CHANGES[name]()
    assert check(jobs="2") == plain()
    assert check(jobs="2") == plain()


@posix
@pytest.mark.usefixtures("project", "early")
def test_early_worker_that_dies_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = plain()
    parent, stand = os.getpid(), Scout.stand

    def deadly(self: Scout, paths: Sequence[str]) -> bool:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return stand(self, paths)

    monkeypatch.setattr(Scout, "stand", deadly)
    assert check(jobs="2") == expected


@pytest.mark.usefixtures("project")
def test_verdict_of_another_file_is_no_verdict() -> None:
    """A sealed file in the wrong place: its checksum holds."""
    expected = plain()
    check()
    verdicts = sorted(path for path in Path(CACHE).glob("verdicts-*/*/*"))
    texts = [path.read_bytes() for path in verdicts]
    for path, text in zip(verdicts, [*texts[1:], texts[0]], strict=True):
        path.write_bytes(text)
    assert check() == expected


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
@pytest.mark.usefixtures("project")
def test_folder_that_cannot_be_written() -> None:
    os.mkdir(CACHE, 0o500)
    assert check() == plain()


@pytest.mark.usefixtures("project")
def test_folder_that_is_a_file() -> None:
    write(CACHE, "in the way")
    assert check() == plain()
    assert Path(CACHE).read_text() == "in the way"


PROCESS = """\
import sys
from unittest.mock import patch
sys.path[:0] = {path!r}
from support import RULES_FOLDER
from deprecation_lint.cli import main
with patch("deprecation_lint.registry.glance.shipped", return_value=RULES_FOLDER):
    sys.exit(main(sys.argv[1:]))
"""


def start(*options: str) -> subprocess.Popen[bytes]:
    """A run of its own with the frozen registry and the cache."""
    code = PROCESS.format(path=[str(Path(__file__).parent)])
    words = (".", "--format", "json", "--as-of", AS_OF.isoformat(), "--cache-dir", CACHE, *options)
    return subprocess.Popen(
        [sys.executable, "-c", code, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


@posix
@pytest.mark.usefixtures("project")
def test_killed_runs_leave_nothing_wrong() -> None:
    expected = plain()
    time.sleep(SETTLED / 1e9)
    for delay in (0.15, 0.25, 0.35, 0.5, 0.7, 1.0):
        process = start("--jobs", "2")
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert check() == expected


@pytest.mark.usefixtures("project")
def test_runs_at_once_say_the_same() -> None:
    expected = plain()
    time.sleep(SETTLED / 1e9)
    for _ in range(2):
        runs = [start("--jobs", jobs) for jobs in ("1", "2", "2")]
        assert {process.communicate()[0] for process in runs} == {expected.raw}
    assert check() == expected


# --- the folder ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("project")
def test_folder_is_not_committed() -> None:
    check()
    subprocess.run(["git", "init", "-q"], check=True)
    Path(".gitignore").unlink()
    listed = subprocess.run(["git", "ls-files", "-o", "--exclude-standard"], capture_output=True)
    assert CACHE.encode() not in listed.stdout
    assert Path(CACHE, "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172")


@pytest.mark.usefixtures("project")
def test_what_nobody_used_is_removed() -> None:
    check()
    kept = set(os.listdir(CACHE))
    day = 24 * 60 * 60 * 10**9
    write(f"{CACHE}/tmp-1-x", "left")
    for name in ("tmp-1-x", *kept):
        path = Path(CACHE, name)
        os.utime(path, ns=(later() - 20 * day, later() - 20 * day))
    check(".", "--as-of", "2026-11-24")
    left = set(os.listdir(CACHE))
    assert "tmp-1-x" not in left
    assert {n for n in kept & left if n.startswith("verdicts-")} == set()
    assert {n for n in kept & left if n.startswith("files-")} != set(), "it was used just now"
    assert {".gitignore", "CACHEDIR.TAG"} <= left


@pytest.mark.usefixtures("here")
def test_nothing_is_kept_where_nothing_is_to_be_kept() -> None:
    write("app.py", RETIRED)
    run("app.py", "--no-cache", environ={"DEPRECATION_LINT_NO_CACHE": "", "HOME": os.getcwd()})
    assert os.listdir() == ["app.py"]


PLACES: list[tuple[str, Mapping[str, str], str | None, str | None]] = [
    ("nowhere", {}, None, None),
    ("home", {"HOME": "/home/a"}, None, "/home/a/.cache/deprecation-lint"),
    ("xdg", {"HOME": "/home/a", "XDG_CACHE_HOME": "/c"}, None, "/c/deprecation-lint"),
    ("relative xdg", {"XDG_CACHE_HOME": "c"}, None, None),
    ("project", {"HOME": "/home/a"}, "pyproject.toml", FOLDER),
    ("named", {"DEPRECATION_LINT_CACHE_DIR": "here"}, "pyproject.toml", "here"),
    ("none", {"DEPRECATION_LINT_NO_CACHE": "1", "HOME": "/home/a"}, "pyproject.toml", None),
]


@posix
@pytest.mark.parametrize(
    ("environ", "settings", "expected"), [p[1:] for p in PLACES], ids=[p[0] for p in PLACES]
)
def test_place(
    environ: Mapping[str, str],
    settings: str | None,
    expected: str | None,
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    found = cache_folder(environ, str(here), str(here / settings) if settings else None)
    assert found == (str(here / expected) if expected else None)


@posix
def test_place_in_a_work_tree(here: Path) -> None:
    (here / ".git").mkdir()
    (here / "below").mkdir()
    assert cache_folder({}, str(here / "below"), None) == str(here / FOLDER)


# --- its parts ----------------------------------------------------------------------------------


PATHS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)
NOTED = st.tuples(st.integers(-(2**63), 2**63 - 1), st.sampled_from(["", "?", "binary", "0f" * 16]))


@given(st.dictionaries(PATHS, NOTED), st.integers(1, 5), st.randoms(use_true_random=False))
def test_table_recalls_what_was_noted(
    files: dict[str, tuple[int, str]], size: int, chance: random.Random
) -> None:
    """Of files beside each other and of any others, whatever the order in which they came."""
    paths = sorted(files)
    parts = [paths[at : at + size] for at in range(0, len(paths), size)]
    chance.shuffle(parts)
    notes = Notes()
    for part in parts:
        notes.add(part, array("q", (files[path][0] for path in part)).tobytes())
        notes.words.update((path, files[path][1]) for path in part if files[path][1])
    table = load(notes.dump())
    assert len(notes) == len(table.paths) == len(files)
    assert notes.news(table) == 0
    start = chance.randrange(len(paths) + 1)
    some = [*chance.sample(paths, len(paths))[:size], "\0 never noted"]
    for asked in (paths, paths[start : start + size], [], some):
        expected = [files.get(path, (0, "")) for path in asked]
        stamps, words = table.recall(asked)
        assert [*zip(stamps, words, strict=True)] == expected


@given(st.binary(max_size=200))
def test_bytes_that_are_no_table(content: bytes) -> None:
    try:
        table = load(content)
    except ValueError:
        return
    stamps, words = table.recall(table.paths)
    assert len(stamps) == len(words) == len(table.paths)


def test_store_gives_back_what_was_put(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "a" / "b"))
    assert store.get("x") is None
    assert store.put("x", b"one")
    assert store.put("y/z", b"two")
    assert (store.get("x"), store.get("y/z")) == (b"one", b"two")
    assert not [path for path in (tmp_path / "a" / "b").iterdir() if path.name.startswith("tmp-")]


def test_stamp_changes_with_every_change(tmp_path: Path) -> None:
    path = write(tmp_path / "x", "one")
    stamp = stamper(later())
    seen = {stamp(path.stat())}
    path.write_text("two!")
    seen.add(stamp(path.stat()))
    os.utime(path, ns=(1, 1))
    seen.add(stamp(path.stat()))
    path.chmod(0o600)
    os.utime(path, ns=(1, 1))
    seen.add(stamp(path.stat()))
    other = write(tmp_path / "y", "two!")
    os.replace(other, path)
    seen.add(stamp(path.stat()))
    assert 0 not in seen
    assert len(seen) == 5


def test_result_is_kept_as_plain_json(here: Path) -> None:
    """No pickle, no marshal: reading what somebody else has written can do no harm."""
    write("a.py", RETIRED)
    check("a.py")
    (verdict,) = Path(CACHE).glob("verdicts-*/*/*")
    head, _, text = verdict.read_bytes().partition(b"\n")
    assert head.startswith(b"deprecation-lint cache 1 ")
    assert json.loads(text)["FileResult"][0] == "a.py"


def test_all_that_a_result_holds_is_kept() -> None:
    from deprecation_lint import findings, packing, values

    kinds = packing._classes()
    for module in (findings, values):
        for name, kind in vars(module).items():
            if isinstance(kind, type) and kind.__module__ == module.__name__:
                assert name in {*kinds, "Reference", "Batch", "Report", "Tally"}, name


@pytest.mark.usefixtures("here")
def test_a_hook_too_removes_what_nobody_used() -> None:
    """A run of one file keeps no table, and is all that some projects ever see."""
    write("a.py", RETIRED)
    check("a.py")
    (old,) = Path(CACHE).glob("verdicts-*")
    long_ago = later() - 3 * 24 * 60 * 60 * 10**9
    os.utime(old, ns=(long_ago, long_ago))
    check("a.py", "--as-of", "2026-11-24")
    (new,) = Path(CACHE).glob("verdicts-*")
    assert new != old
