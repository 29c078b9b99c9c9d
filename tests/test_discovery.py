"""Finding files: what is searched, what is passed over, and that everything passed over is told."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from support import LIVE, RETIRED, RULES_FOLDER, Outcome, posix, report, run, write

from deprecation_lint.files.discovery import Beforehand, Found, discover
from deprecation_lint.files.exclusion import Exclusion
from deprecation_lint.files.git import begin_listings
from deprecation_lint.files.listings import list_folder
from deprecation_lint.files.vendored import MARKER

FIFO = "FIFO"
SOCKET = "socket"
DEVICE = "device"
BROKEN = "broken symbolic link"
TO_FOLDER = "symbolic link to a folder, not followed"
TO_CHECKED = "symbolic link to a file that is checked itself"


@pytest.fixture(autouse=True)
def here(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, and a git that knows no other settings."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return here


def git(*arguments: str, cwd: Path | str = ".") -> None:
    identity = ["-c", "user.name=n", "-c", "user.email=e@example.com", "-c", "commit.gpgsign=false"]
    allowed = ["-c", "protocol.file.allow=always"]
    command = ["git", *identity, *allowed, *arguments]
    subprocess.run(command, cwd=cwd, check=True, capture_output=True)


def environment(**changes: str) -> dict[str, str]:
    return {**os.environ, **changes}


def without_git() -> dict[str, str]:
    return environment(PATH="/nonexistent")


def found(
    *named: str, environ: dict[str, str] | None = None, exclude: tuple[str, ...] = ()
) -> Found:
    return discover(named or (".",), environ or dict(os.environ), (Exclusion(exclude),))


def skipped(result: Found) -> dict[str, str]:
    return {s.path: s.reason for s in result.skipped}


@pytest.fixture(params=["git", "no repository", "no git"])
def anywhere(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The same promises hold in a work tree, outside of one, and where git is not installed."""
    if request.param == "git":
        git("init", "-q")
    if request.param == "no git":
        git("init", "-q")
        monkeypatch.setenv("PATH", "/nonexistent")
    return str(request.param)


# --- the same in every tree ---------------------------------------------------------------------


@pytest.mark.usefixtures("anywhere")
class TestAnywhere:
    def test_files_in_order(self) -> None:
        for name in ("b.py", "a/z.py", "a/a.py", "a.py", "B.py", "a-b.py", "ü.py"):
            write(name, LIVE)
        assert found().paths == (
            "B.py", "a-b.py", "a.py", "a/a.py", "a/z.py", "b.py", "ü.py",
        )  # fmt: skip

    def test_a_file_is_checked_once(self, here: Path) -> None:
        write("src/app.py", RETIRED)
        named = ["src", ".", "./src/", "src/app.py", "src/../src/app.py", str(here / "src")]
        assert found(*named).paths == ("src/app.py",)
        assert report(*named).paths == ["src/app.py"]

    def test_empty_folder(self) -> None:
        Path("empty").mkdir()
        assert found("empty") == Found((), (), frozenset(("empty",)))
        assert run("empty").err.startswith("Checked 0 files: no deprecated models.\n")

    def test_dot_files_and_folders_are_searched(self) -> None:
        for name in (".env", ".github/workflows/ci.yml", ".config/app/.hidden"):
            write(name, "MODEL=claude-old-1-20240101\n")
        assert report(".").paths == [".config/app/.hidden", ".env", ".github/workflows/ci.yml"]

    def test_version_control_is_not_searched(self) -> None:
        for name in (".hg/store", ".svn/entries", ".jj/repo") if not Path(".git").exists() else ():
            write(name, RETIRED)
        write(".git/description", RETIRED)
        write("app.py", RETIRED)
        assert report(".").paths == ["app.py"]

    def test_gitignore(self) -> None:
        write(".gitignore", "/build/\n*.log\n!keep.log\n/only-here.py\n# comment\n\n")
        for name in ("build/a.py", "sub/build/a.py", "a.log", "keep.log", "sub/keep.log"):
            write(name, LIVE)
        for name in ("only-here.py", "sub/only-here.py"):
            write(name, LIVE)
        assert found().paths == (
            ".gitignore", "keep.log", "sub/build/a.py", "sub/keep.log", "sub/only-here.py",
        )  # fmt: skip
        assert found().skipped == ()

    def test_nested_gitignore_has_the_last_word(self) -> None:
        write(".gitignore", "*.tmp\n/sub/deep/\n")
        write("sub/.gitignore", "!mine.tmp\n/local.py\n!deep/\n")
        for name in ("a.tmp", "sub/mine.tmp", "sub/other.tmp", "sub/local.py", "local.py"):
            write(name, LIVE)
        write("sub/deep/a.py", LIVE)
        assert found().paths == (
            ".gitignore", "local.py", "sub/.gitignore", "sub/deep/a.py", "sub/mine.tmp",
        )  # fmt: skip

    def test_nothing_comes_back_from_an_ignored_folder(self) -> None:
        write(".gitignore", "out/\n!out/keep.py\n")
        write("out/keep.py", LIVE)
        write("out/.gitignore", "!keep.py\n")
        assert found().paths == (".gitignore",)

    def test_named_ignored_folder_is_searched(self) -> None:
        write(".gitignore", "/vendor/\n")
        write("vendor/lib/app.py", RETIRED)
        assert report(".").paths == []
        assert report("vendor").paths == ["vendor/lib/app.py"]
        assert report("vendor/lib").paths == ["vendor/lib/app.py"]
        assert report(".", "vendor").paths == ["vendor/lib/app.py"]

    def test_named_ignored_file_is_checked(self) -> None:
        write(".gitignore", "*.log\n")
        write("app.log", RETIRED)
        assert report("app.log").paths == ["app.log"]

    @posix
    def test_fifo_in_a_tree(self) -> None:
        write("app.py", LIVE)
        os.mkfifo("pipe.py")
        assert found().paths == ("app.py",)
        assert skipped(found()) == {"pipe.py": FIFO}

    @posix
    def test_fifo_in_a_folder_of_its_own(self) -> None:
        write("a/b/app.py", LIVE)
        Path("sub/deep").mkdir(parents=True)
        for name in ("a/pipe", "sub/pipe", "sub/deep/pipe"):
            os.mkfifo(name)
        assert skipped(found()) == {"a/pipe": FIFO, "sub/pipe": FIFO, "sub/deep/pipe": FIFO}

    @posix
    def test_special_files_in_ignored_folders_are_no_news(self) -> None:
        write(".gitignore", "/tmp/\n")
        write("app.py", LIVE)
        Path("tmp").mkdir()
        os.mkfifo("tmp/pipe")
        assert found().skipped == ()

    @posix
    def test_socket_in_a_tree(self, monkeypatch: pytest.MonkeyPatch) -> None:
        Path("run").mkdir()
        write("run/app.py", LIVE)
        with socket.socket(socket.AF_UNIX) as listening:
            monkeypatch.chdir("run")  # the path of a socket must be short
            listening.bind("s")
            monkeypatch.chdir("..")
            assert skipped(found()) == {"run/s": SOCKET}

    @posix
    def test_links(self, here: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
        outside = tmp_path_factory.mktemp("outside")
        (outside / "far.py").write_text(RETIRED)
        (outside / "folder").mkdir()
        (outside / "folder" / "deep.py").write_text(RETIRED)
        write("real.py", RETIRED)
        write("sub/near.py", RETIRED)
        for name, target in {
            "broken": "nowhere",
            "folder": str(outside / "folder"),
            "inside": "real.py",
            "loop": "loop",
            "outside": str(outside / "far.py"),
            "sub/up": "..",
            "sub/near": str(here / "sub" / "near.py"),
        }.items():
            Path(name).symlink_to(target)
        assert found().paths == ("outside", "real.py", "sub/near.py")
        reasons = skipped(found())
        assert reasons.pop("loop").startswith("symbolic link that leads nowhere: ")
        assert reasons == {
            "broken": BROKEN,
            "folder": TO_FOLDER,
            "inside": TO_CHECKED,
            "sub/near": TO_CHECKED,
            "sub/up": TO_FOLDER,
        }

    @posix
    def test_link_to_a_device(self) -> None:
        Path("zero").symlink_to("/dev/zero")
        assert skipped(found()) == {"zero": DEVICE}

    @posix
    def test_link_to_a_fifo(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        pipe = tmp_path_factory.mktemp("outside") / "pipe"
        os.mkfifo(pipe)
        Path("pipe").symlink_to(pipe)
        assert skipped(found()) == {"pipe": FIFO}

    @posix
    def test_link_to_what_is_not_searched_is_read(self) -> None:
        write(".gitignore", "/generated/\n")
        write("generated/real.py", RETIRED)
        Path("link.py").symlink_to("generated/real.py")
        assert report(".").paths == ["link.py"]

    @posix
    def test_named_link_to_a_folder_is_followed(self) -> None:
        write("real/app.py", RETIRED)
        Path("link").symlink_to("real")
        assert report("link").paths == ["link/app.py"]

    @posix
    def test_named_link_to_a_file_is_read(self) -> None:
        write("real.py", RETIRED)
        Path("link.py").symlink_to("real.py")
        assert report("link.py").paths == ["link.py"]

    @posix
    def test_dots_behind_a_link_lead_where_the_system_says(
        self, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        elsewhere = tmp_path_factory.mktemp("elsewhere")
        (elsewhere / "folder").mkdir()
        (elsewhere / "app.py").write_text(RETIRED)
        write("app.py", LIVE)
        Path("link").symlink_to(elsewhere / "folder")
        assert report("link/../app.py").code == 1

    def test_odd_names(self) -> None:
        names = ["-n.py", "a b.py", "ü/ñ.py", "#x.py", "[x].py", "{a,b}.py", "!n.py"]
        if os.name != "nt":
            names += ["new\nline.py", 'quo"te.py', "back\\slash.py", "*.py", "tab\t.py", ":(glob)x"]
        for name in names:
            write(name, LIVE)
        assert found().paths == tuple(sorted(names))

    def test_exclude(self) -> None:
        for name in ("app.py", "tests/a.py", "src/tests/b.py", "src/c.py", "docs/d.md"):
            write(name, RETIRED)
        assert found(exclude=("tests/",)).paths == ("app.py", "docs/d.md", "src/c.py")
        assert found(exclude=("/tests/", "*.md")).paths == ("app.py", "src/c.py", "src/tests/b.py")
        assert found(exclude=("*.py", "!app.py")).paths == ("app.py", "docs/d.md")
        assert found("src", exclude=("/src/tests",)).paths == ("src/c.py",)

    @posix
    def test_exclude_leaves_special_files_out_too(self) -> None:
        write("run/app.py", LIVE)
        os.mkfifo("run/pipe")
        assert found(exclude=("run/",)) == Found((), (), frozenset((".",)))

    def test_exclude_from_another_folder(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("src/app.py", "src/tests/a.py", "src/tests/keep.py", "src/b.md", "docs/c.py"):
            write(name, RETIRED)
        monkeypatch.chdir("src")

        def kept(*patterns: str, named: str = ".") -> tuple[str, ...]:
            return discover((named,), dict(os.environ), (Exclusion(patterns, ".."),)).paths

        assert kept("/src/tests/") == ("app.py", "b.md")
        assert kept("/tests/", "/src/*.md") == ("app.py", "tests/a.py", "tests/keep.py")
        assert kept("src/tests/*", "!keep.py") == ("app.py", "b.md", "tests/keep.py")
        assert kept("docs/", named="..") == (
            "../src/app.py", "../src/b.md", "../src/tests/a.py", "../src/tests/keep.py",
        )  # fmt: skip
        assert kept("/src") == ()

    def test_named_file_is_excluded_only_by_force(self) -> None:
        write("tests/a.py", RETIRED)
        assert report("tests/a.py", "--exclude", "tests/").paths == ["tests/a.py"]
        assert report("tests/a.py", "--exclude", "tests/", "--force-exclude").paths == []
        write("deprecation-lint.toml", 'exclude = ["tests/"]\n')
        assert report("tests/a.py").paths == ["tests/a.py"]
        assert report("tests/a.py", "--force-exclude").paths == []

    def test_everything_passed_over_is_counted(self) -> None:
        write("app.py", LIVE)
        write("picture.png", b"\x89PNG\0\0claude-old-1-20240101")
        write("photo.jpg", b"\xff\xd8\0\0claude-old-1-20240101")
        write("large.py", "#" * 2000)
        if os.name != "nt":
            Path("broken").symlink_to("nowhere")
        options = [".", "--max-file-size", "1KiB"]
        outcome = report(*options)
        expected = {
            "large.py": "larger than 1 KiB (--max-file-size)",
            "photo.jpg": "binary",
            "picture.png": "binary",
        }
        if os.name != "nt":
            expected["broken"] = BROKEN
        assert outcome.skipped == expected
        assert list(outcome.skipped) == sorted(expected)
        assert outcome.report["summary"]["skipped"] == len(expected)
        assert outcome.report["summary"]["files"] == 1
        err = run(*options).err
        assert f"Checked 1 file, skipped {len(expected)} (" in err
        assert "2 binary" in err
        assert "1 larger than 1 KiB (--max-file-size)" in err
        for path, reason in expected.items():
            assert f"skipped: {path}: {reason}\n" in err


# --- git ----------------------------------------------------------------------------------------


def test_tracked_although_ignored() -> None:
    git("init", "-q")
    write(".gitignore", "*.log\n")
    write("kept.log", LIVE)
    write("other.log", LIVE)
    git("add", "-f", "kept.log")
    assert found().paths == (".gitignore", "kept.log")


def test_untracked_and_staged_files() -> None:
    git("init", "-q")
    for name in ("committed.py", "staged.py", "untracked.py"):
        write(name, LIVE)
    git("add", "committed.py")
    git("commit", "-q", "-m", "m")
    git("add", "staged.py")
    assert found().paths == ("committed.py", "staged.py", "untracked.py")


def test_deleted_tracked_file_is_told_and_no_failure() -> None:
    git("init", "-q")
    write("gone.py", RETIRED)
    write("app.py", LIVE)
    git("add", ".")
    Path("gone.py").unlink()
    outcome = report(".")
    assert outcome.code == 0
    assert outcome.skipped == {"gone.py": "vanished: no longer there"}


def test_unmerged_file_is_checked_once() -> None:
    git("init", "-q", "-b", "main")
    write("app.py", "a = 1\n")
    git("add", ".")
    git("commit", "-q", "-m", "base")
    git("checkout", "-q", "-b", "other")
    write("app.py", RETIRED)
    git("commit", "-q", "-a", "-m", "other")
    git("checkout", "-q", "main")
    write("app.py", LIVE)
    git("commit", "-q", "-a", "-m", "main")
    with pytest.raises(subprocess.CalledProcessError):
        git("merge", "-q", "other")
    assert found().paths == ("app.py",)
    assert report(".").paths == ["app.py"]


def test_git_info_exclude() -> None:
    git("init", "-q")
    write(".git/info/exclude", "private/\n")
    write("private/a.py", LIVE)
    write("a.py", LIVE)
    assert found().paths == ("a.py",)


def test_gitignore_of_the_folders_above() -> None:
    git("init", "-q")
    write(".gitignore", "*.log\n")
    write("sub/a.log", LIVE)
    write("sub/a.py", LIVE)
    assert found("sub").paths == ("sub/a.py",)


def test_nested_repository() -> None:
    git("init", "-q")
    Path("nested/deep").mkdir(parents=True)
    git("init", "-q", cwd="nested")
    write("nested/.gitignore", "*.log\n")
    write("nested/deep/app.py", LIVE)
    write("nested/a.log", LIVE)
    write("app.py", LIVE)
    assert found().paths == ("app.py", "nested/.gitignore", "nested/deep/app.py")


def test_submodule(tmp_path_factory: pytest.TempPathFactory) -> None:
    library = tmp_path_factory.mktemp("library")
    git("init", "-q", cwd=library)
    (library / "lib.py").write_text(RETIRED)
    git("add", ".", cwd=library)
    git("commit", "-q", "-m", "m", cwd=library)
    git("init", "-q")
    git("submodule", "add", "-q", str(library), "third/lib")
    write("third/lib/new.py", LIVE)
    assert found().paths == (".gitmodules", "third/lib/lib.py", "third/lib/new.py")
    assert report("third").paths == ["third/lib/lib.py"]


def test_work_tree_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    git("init", "-q", "-b", "main")
    write("app.py", LIVE)
    git("add", ".")
    git("commit", "-q", "-m", "m")
    tree = tmp_path_factory.mktemp("trees") / "tree"
    git("worktree", "add", "-q", str(tree))
    (tree / ".gitignore").write_text("*.log\n")
    (tree / "a.log").write_text(LIVE)
    names = {os.path.relpath(path, tree) for path in found(str(tree)).paths}
    assert names == {".gitignore", "app.py"}


def test_git_variables_of_a_hook_do_not_mislead(tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    git("init", "-q", cwd=other)
    git("init", "-q")
    write(".gitignore", "*.log\n")
    write("app.py", LIVE)
    write("a.log", LIVE)
    hook = environment(
        GIT_DIR=str(other / ".git"),
        GIT_WORK_TREE=str(other),
        GIT_INDEX_FILE=str(other / "index.lock"),
        GIT_PREFIX="sub/",
        GIT_LITERAL_PATHSPECS="1",
        GIT_QUARANTINE_PATH=str(other),
    )
    assert found(environ=hook).paths == (".gitignore", "app.py")
    assert report(".").skipped == {}


def test_settings_of_git_that_come_by_environment_hold() -> None:
    git("init", "-q")
    ignore = write("own-ignore", "*.log\nown-ignore\n").resolve()
    write("a.log", LIVE)
    write("a.py", LIVE)
    own = environment(
        GIT_CONFIG_COUNT="1",
        GIT_CONFIG_KEY_0="core.excludesFile",
        GIT_CONFIG_VALUE_0=str(ignore),
    )
    assert found(environ=own).paths == ("a.py",)


@posix
def test_git_absent_from_the_path() -> None:
    git("init", "-q")
    write(".gitignore", "*.log\n")
    write("app.py", LIVE)
    write("a.log", LIVE)
    assert found(environ=without_git()).paths == (".gitignore", "app.py")
    assert run(".", environ={"PATH": "/nonexistent"}).err.startswith("Checked 2 files: ")


def test_broken_repository_is_searched_all_the_same() -> None:
    write(".git/HEAD", "nonsense")
    write(".gitignore", "*.log\n")
    write("app.py", LIVE)
    write("a.log", LIVE)
    assert found().paths == (".gitignore", "app.py")


@posix
@pytest.mark.parametrize("named", [("app.py",), ("app.py", "b.py")])
def test_files_named_one_by_one_need_no_git(
    monkeypatch: pytest.MonkeyPatch, named: tuple[str, ...]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("git was called")

    for name in named:
        write(name, RETIRED)
    for starter in ("os.posix_spawn", "subprocess.Popen"):
        monkeypatch.setattr(starter, refuse)
    assert report(*named).code == 1
    with pytest.raises(AssertionError):
        found(".")


def test_gitignore_that_cannot_be_read() -> None:
    Path(".gitignore").mkdir()
    write("app.py", LIVE)
    assert found().paths == ("app.py",)


# --- a work tree that is not as git has it -------------------------------------------------------


def commit(*names: str, text: str = LIVE) -> None:
    """A repository that tracks files."""
    git("init", "-q")
    for name in names:
        write(name, text)
    git("add", "-f", ".")
    git("commit", "-q", "-m", "m")


def listed_folders(*named: str) -> list[str]:
    """The folders that a search lists."""
    folders: list[str] = []

    def list_and_tell(folder: str) -> object:
        folders.append(folder)
        return list_folder(folder)

    with patch("deprecation_lint.files.listings.list_folder", list_and_tell):
        found(*named)
    return sorted(folders)


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
        (("pipe", FIFO),),
    )


def test_ignored_folders_are_never_opened() -> None:
    commit("src/app.py", "out/kept.py", ".gitignore")
    write(".gitignore", "/build/\nnode_modules\nout/\n")
    for name in (
        "build/a/b.py",
        "src/node_modules/c/d.js",
        "new/deep/e.py",
        "new/node_modules/f.js",
    ):
        write(name, LIVE)
    for name in ("out/deep/g.py", "out/h.py"):
        write(name, LIVE)
    assert found().paths == (".gitignore", "new/deep/e.py", "out/kept.py", "src/app.py")
    assert listed_folders() == [".", "new", "new/deep", "out", "src"]


def test_a_vendored_tree_is_opened_only_to_see_that_there_is_something() -> None:
    commit("app.py", "vendor/kept/a.go")
    for number in range(30):
        write(f"node_modules/{number}/deep/deeper.js", LIVE)
        write(f"node_modules/{number}/index.js", LIVE)
    assert found().paths == ("app.py",)
    opened = listed_folders()
    assert "vendor" not in opened
    assert not any("deep" in folder for folder in opened)


def test_a_vendored_tree_of_which_git_lists_nothing_is_no_news() -> None:
    commit("app.py")
    write("node_modules/.gitignore", "*\n")
    write("node_modules/a/b.js", LIVE)
    Path("vendor/a/b").mkdir(parents=True)
    assert found().paths == ("app.py",)
    assert found().skipped == ()
    write("vendor/a/b/c.go", LIVE)
    assert list(skipped(found())) == ["vendor"]


def test_rules_of_untracked_folders() -> None:
    commit("app.py")
    for name in ("new/a.py", "new/a.log", "new/deep/b.py", "new/deep/a.log", "new/deep/c.py"):
        write(name, LIVE)
    write(".gitignore", "*.log\n/.gitignore\n")
    write("new/deep/.gitignore", "c.py\n!a.log\n")
    assert found().paths == (
        "app.py", "new/a.py", "new/deep/.gitignore", "new/deep/a.log", "new/deep/b.py",
    )  # fmt: skip
    assert found("new").paths == found().paths[1:]
    assert found("new/deep").paths == found().paths[2:]


def test_odd_names_that_git_does_not_track() -> None:
    commit("app.py")
    write(".gitignore", "*.log\n")
    names = [":x", "!n", "-n", "#x", "{a,b}", "[x]", ".py"]
    if os.name != "nt":
        names += [":(glob)x", ":/x", "*", "a\\b", "new\nline", " ", "\udcff", "d\udcff/\udcfe"]
    for name in names:
        write(name, LIVE)
    write("a.log", LIVE)
    assert found().paths == tuple(sorted((*names, "app.py", ".gitignore")))


@pytest.mark.parametrize("more", [(), ("new.py",)])
def test_deleted_folder(more: tuple[str, ...]) -> None:
    """Each file is tried, as reading tells best what is wrong with it."""
    commit("app.py", "gone/a.py", "gone/deep/b.py")
    shutil.rmtree("gone")
    for name in more:
        write(name, LIVE)
    result = found()
    assert result.paths == ("app.py", "gone/a.py", "gone/deep/b.py", *more)
    assert result.unsure == {"gone/a.py", "gone/deep/b.py"}
    gone = "cannot be read: No such file or directory"
    assert skipped(result) == {"gone": gone, "gone/deep": gone}


@posix
def test_tracked_files_that_have_become_something_else() -> None:
    commit("app.py", "link.py", "pipe.py", "folder.py", "folder/a.py", "behind/b.py", "b/b.py")
    for name in ("link.py", "pipe.py", "folder.py"):
        Path(name).unlink()
    for name in ("folder", "behind"):
        shutil.rmtree(name)
    Path("link.py").symlink_to("app.py")
    os.mkfifo("pipe.py")
    write("folder.py/new.py", LIVE)
    write("folder", LIVE)
    Path("behind").symlink_to("b")
    result = found()
    assert result.paths == (
        "app.py", "b/b.py", "behind/b.py", "folder", "folder.py/new.py", "folder/a.py", "pipe.py",
    )  # fmt: skip
    assert result.unsure == {"behind/b.py", "folder/a.py", "pipe.py"}
    assert skipped(result) == {
        "behind": TO_FOLDER,
        "folder": "cannot be read: Not a directory",
        "link.py": TO_CHECKED,
        "pipe.py": FIFO,
    }


@posix
def test_names_that_lead_to_a_tracked_file_in_another_way() -> None:
    """As where the system sees no difference between capitals and small letters.

    Then only git knows which of the files on disk are those that it tracks.
    """
    commit("app.py", "old/a.py", "real/a.py")
    shutil.rmtree("old")
    Path("old").symlink_to("real")
    write(".gitignore", "*.log\n/env/lib\n")
    for name in ("new/a.py", "new/a.log", "vendor/a.go", "env/a.py", f"env/{MARKER}", "env/lib/b"):
        write(name, LIVE)
    Path("nested").mkdir()
    git("init", "-q", cwd="nested")
    write("nested/a.py", LIVE)
    result = found()
    assert result.paths == (
        ".gitignore", "app.py", "nested/a.py", "new/a.py", "old/a.py", "real/a.py",
    )  # fmt: skip
    assert result.unsure == {"old/a.py"}
    assert set(skipped(result)) == {"env", "old", "vendor"}


@pytest.mark.parametrize("ignored", [True, False])
def test_rules_that_are_not_on_disk_hold_where_git_keeps_them(ignored: bool) -> None:
    write(".gitignore", "*.log\n")
    commit("app.py", ".gitignore" if not ignored else "other.py")
    write("a.log", LIVE)
    if not ignored:
        Path(".gitignore").unlink()
        assert "a.log" in found().paths
        return
    git("update-index", "--skip-worktree", ".gitignore")
    Path(".gitignore").unlink()
    assert "a.log" not in found().paths


def test_submodule_that_is_not_checked_out(tmp_path_factory: pytest.TempPathFactory) -> None:
    library = tmp_path_factory.mktemp("library")
    git("init", "-q", cwd=library)
    (library / "lib.py").write_text(RETIRED)
    git("add", ".", cwd=library)
    git("commit", "-q", "-m", "m", cwd=library)
    git("init", "-q")
    git("submodule", "add", "-q", str(library), "third/lib")
    git("submodule", "deinit", "-q", "-f", "third/lib")
    assert found().paths == (".gitmodules",)
    assert found("third/lib").paths == ()
    write("third/lib/new.py", LIVE)
    assert found().paths == (".gitmodules", "third/lib/new.py")


@pytest.mark.parametrize("git_file", ["nonsense", "gitdir: /nowhere/else"])
def test_a_repository_that_is_none_is_a_folder_like_others(git_file: str) -> None:
    commit("app.py")
    write(".gitignore", "*.log\n")
    write("copy/.git", git_file)
    for name in ("copy/a.py", "copy/a.log"):
        write(name, LIVE)
    assert found().paths == (".gitignore", "app.py", "copy/a.py")


def test_a_repository_of_another_work_tree_inside(tmp_path_factory: pytest.TempPathFactory) -> None:
    commit("app.py")
    git("worktree", "add", "-q", "inner")
    write("inner/.gitignore", "*.log\n")
    write("inner/a.log", LIVE)
    assert found().paths == ("app.py", "inner/.gitignore", "inner/app.py")


@pytest.mark.parametrize("named", [".git", "bare"])
def test_what_is_no_work_tree_is_searched_as_it_is(named: str) -> None:
    commit("app.py")
    git("init", "-q", "--bare", "bare")
    paths = found(named).paths
    assert f"{named}/HEAD" in paths
    assert "app.py" not in paths
    assert f"{named}/app.py" not in paths


# --- what else is known of what was found --------------------------------------------------------


@posix
@pytest.mark.usefixtures("anywhere")
def test_which_files_may_be_no_regular_ones(tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "far.py"
    outside.write_text(LIVE)
    for name in ("src/a.py", "b.py"):
        write(name, LIVE)
    Path("src/link.py").symlink_to(outside)
    Path("named.py").symlink_to("b.py")
    os.mkfifo("pipe")
    result = found("src", "b.py", "named.py", "pipe")
    assert result.paths == ("b.py", "named.py", "pipe", "src/a.py", "src/link.py")
    assert result.unsure == {"named.py", "pipe", "src/link.py"}


@pytest.mark.usefixtures("anywhere")
def test_a_listing_that_was_begun_before() -> None:
    for name in ("a.py", "src/b.py", "src/c.log", "d.log"):
        write(name, LIVE)
    write(".gitignore", "*.log\n")
    for named in (["."], ["src", "./src/", "a.py"]):
        environ = dict(os.environ)
        begun = begin_listings(named, environ)
        assert discover(named, environ, beforehand=Beforehand(begun)) == found(*named)


@posix
def test_the_same_by_subprocess(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on systems that cannot start a process by other means."""
    commit("app.py", "sub/b.py")
    for name in ("new/c.py", "new/d.log"):
        write(name, LIVE)
    write(".gitignore", "*.log\n")
    expected = found()
    assert expected.paths == (".gitignore", "app.py", "new/c.py", "sub/b.py")
    monkeypatch.delattr(os, "posix_spawn")
    assert found() == expected
    monkeypatch.setenv("PATH", "/nonexistent")
    assert found() == expected


# --- named by the user --------------------------------------------------------------------------


@posix
@pytest.mark.parametrize(
    ("make", "reason", "code"),
    [
        (os.mkfifo, FIFO, 0),
        (lambda name: Path(name).symlink_to("nowhere"), BROKEN, 2),
        (lambda name: Path(name).symlink_to("/dev/zero"), DEVICE, 0),
        (lambda name: Path(name).symlink_to(name), "cannot be read: ", 2),
    ],
    ids=["fifo", "broken link", "link to a device", "link to itself"],
)
def test_named_oddity(make: Callable[[str], None], reason: str, code: int) -> None:
    make("odd")
    outcome = report("odd")
    assert outcome.skipped["odd"].startswith(reason)
    assert outcome.code == code


@posix
@pytest.mark.parametrize("device", ["/dev/null", "/dev/zero", "/dev/tty"])
def test_named_device(device: str) -> None:
    if not Path(device).exists():
        pytest.skip(f"no {device} here")
    outcome = report(device)
    assert list(outcome.skipped.values()) == [DEVICE]
    assert outcome.code == 0


@posix
def test_missing_folder_below_a_file() -> None:
    write("app.py", LIVE)
    outcome = run("app.py/nope")
    assert outcome.code == 2
    assert "no such file or folder" in outcome.err


# --- files and folders that may not be read -----------------------------------------------------


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user may enter, unlike those of pytest."""
    folder = Path(tempfile.mkdtemp(prefix="deprecation-lint-test-"))
    folder.chmod(0o755)
    yield folder
    for path in folder.rglob("*"):
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def bound(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Run the program in the open folder as a user whom file modes bind.

    For root that is `nobody`, as the effective user of this process; what a run imports late is
    imported before, as the other user may not reach this Python.
    """
    monkeypatch.chdir(open_folder)
    if os.geteuid() != 0:
        return run
    import pwd

    try:
        nobody = pwd.getpwnam("nobody").pw_uid
    except KeyError:
        pytest.skip("no user to run as")

    def as_nobody(*arguments: str) -> Outcome:
        warm_up()
        os.seteuid(nobody)
        try:
            if not os.access(RULES_FOLDER / "anthropic.toml", os.R_OK, effective_ids=True):
                pytest.skip("the registry is out of reach for another user")
            return run(*arguments)
        finally:
            os.seteuid(0)

    return as_nobody


def warm_up() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("app.py", "other.py"):
            (Path(folder) / name).write_text(RETIRED)
        (Path(folder) / ".gitignore").write_text("*.log\n")
        run(folder)
        run(folder, "--fix")


@posix
@pytest.mark.parametrize("repository", [False, True], ids=["no repository", "git"])
def test_unreadable_file_and_folder(
    open_folder: Path, repository: bool, bound: Callable[..., Outcome]
) -> None:
    if repository:
        git("init", "-q", cwd=open_folder)
        if os.geteuid() == 0:
            for path in (open_folder, *open_folder.rglob("*")):
                shutil.chown(path, "nobody")
    (open_folder / "app.py").write_text(RETIRED)
    (open_folder / "secret.py").write_text(RETIRED)
    (open_folder / "closed").mkdir()
    (open_folder / "closed" / "app.py").write_text(RETIRED)
    (open_folder / "secret.py").chmod(0)
    (open_folder / "closed").chmod(0)
    outcome = bound(".")
    assert outcome.code == 1, outcome.err
    assert "app.py:1:10" in outcome.out
    assert "skipped: closed: cannot be read: Permission denied\n" in outcome.err
    assert "skipped: secret.py: cannot be read: Permission denied\n" in outcome.err
    assert "Checked 1 file, skipped 2 (2 cannot be read): 1 error." in outcome.err


@posix
def test_named_unreadable_file_is_2(open_folder: Path, bound: Callable[..., Outcome]) -> None:
    (open_folder / "secret.py").write_text(RETIRED)
    (open_folder / "secret.py").chmod(0)
    outcome = bound("secret.py")
    assert outcome.code == 2, outcome.err
    assert "skipped: secret.py: cannot be read: Permission denied\n" in outcome.err
    assert "Traceback" not in outcome.err


@posix
def test_named_unreadable_folder_is_2(open_folder: Path, bound: Callable[..., Outcome]) -> None:
    (open_folder / "closed").mkdir()
    (open_folder / "closed").chmod(0)
    outcome = bound("closed")
    assert outcome.code == 2, outcome.err
    assert "skipped: closed: cannot be read: Permission denied\n" in outcome.err


@posix
def test_repository_of_another_user(open_folder: Path, bound: Callable[..., Outcome]) -> None:
    if os.geteuid() != 0:
        pytest.skip("needs two users")
    git("init", "-q", cwd=open_folder)
    (open_folder / "app.py").write_text(RETIRED)
    (open_folder / ".gitignore").write_text("*.log\n")
    (open_folder / "a.log").write_text(RETIRED)
    outcome = bound(".")
    assert outcome.code == 1, outcome.err
    assert "Checked 2 files: 1 error." in outcome.err


@posix
def test_read_only_file_is_not_fixed(open_folder: Path, bound: Callable[..., Outcome]) -> None:
    path = open_folder / "app.py"
    path.write_text(RETIRED)
    path.chmod(0o444)
    outcome = bound("--fix", "app.py")
    assert outcome.code == 1, outcome.err
    assert path.read_text() == RETIRED
    assert "note: app.py: not fixed: " in outcome.err


# --- while it runs ------------------------------------------------------------------------------


@pytest.fixture
def after_discovery(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Let something happen between the search and the reading."""

    def arrange(action: Callable[[], object]) -> None:
        def then(*arguments: object, **options: object) -> Found:
            result = discover(*arguments, **options)  # type: ignore[arg-type]
            action()
            return result

        monkeypatch.setattr("deprecation_lint.commands.check.discover", then)

    return arrange


def test_file_that_vanishes(after_discovery: Callable[[Callable[[], object]], None]) -> None:
    gone = write("src/gone.py", RETIRED)
    write("src/stays.py", LIVE)
    after_discovery(gone.unlink)
    outcome = report("src")
    assert outcome.code == 0
    assert outcome.skipped == {"src/gone.py": "vanished: no longer there"}
    assert outcome.report["summary"]["files"] == 1


def test_named_file_that_vanishes(after_discovery: Callable[[Callable[[], object]], None]) -> None:
    gone = write("gone.py", RETIRED)
    after_discovery(gone.unlink)
    outcome = report("gone.py")
    assert outcome.code == 2
    assert outcome.skipped == {"gone.py": "vanished: no longer there"}


def test_folder_that_vanishes(after_discovery: Callable[[Callable[[], object]], None]) -> None:
    write("src/a/b.py", RETIRED)
    write("src/c.py", LIVE)
    after_discovery(lambda: shutil.rmtree("src/a"))
    assert report("src").skipped == {"src/a/b.py": "vanished: no longer there"}


@posix
def test_file_that_becomes_a_fifo(after_discovery: Callable[[Callable[[], object]], None]) -> None:
    path = write("src/app.py", RETIRED)

    def swap() -> None:
        path.unlink()
        os.mkfifo(path)

    after_discovery(swap)
    assert report("src").skipped == {"src/app.py": FIFO}


def test_file_that_becomes_a_folder(
    after_discovery: Callable[[Callable[[], object]], None],
) -> None:
    path = write("src/app.py", RETIRED)

    def swap() -> None:
        path.unlink()
        path.mkdir()

    after_discovery(swap)
    assert report("src").skipped == {"src/app.py": "folder"}


@pytest.mark.usefixtures("here")
def test_folder_that_is_named_twice_is_searched_once() -> None:
    """The listing that git began is there to be taken once."""
    git("init", "-q")
    write("a/x.py", RETIRED)
    named = ["a", "./a", "a", "a/"]
    begun = begin_listings(named, os.environ)
    found = discover(named, os.environ, beforehand=Beforehand(begun))
    assert found.paths == ("a/x.py",)
    assert report(*named).paths == ["a/x.py"]
