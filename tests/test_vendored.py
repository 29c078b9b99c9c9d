"""Other people's code inside of a project: passed over, named once, searched on request."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from support import LIVE, RETIRED, Outcome, report, write

from deprecation_lint.files.discovery import discover
from deprecation_lint.files.exclusion import Exclusion
from deprecation_lint.files.vendored import MARKER, REASON, is_vendored_name, vendored_tree

TREES = [
    *("node_modules", "bower_components", "site-packages", "dist-packages", "venv", ".venv"),
    *(".tox", ".nox", "vendor", "_vendor", "third_party", "third-party", ".terraform", "Pods"),
]
OWN = ["src", "vendors", "node_modules_of_ours", "env", "my_venv", "modules", "lib", "packages"]


@pytest.fixture(autouse=True, params=["git", "no repository", "no git"])
def anywhere(request: pytest.FixtureRequest, here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same in a work tree that holds all files, outside of one, and without git."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    if request.param != "no repository":
        subprocess.run(["git", "init", "-q"], cwd=here, check=True)
    if request.param == "no git":
        monkeypatch.setenv("PATH", "/nonexistent")
    return here


def found(
    *named: str, force_exclude: bool = False, include_vendored: bool = False
) -> tuple[tuple[str, ...], dict[str, str]]:
    """The files to check, and what was passed over."""
    environ = dict(os.environ)
    result = discover(named or (".",), environ, (), force_exclude, include_vendored)
    return result.paths, {s.path: s.reason for s in result.skipped}


@pytest.mark.parametrize(
    ("path", "markers", "tree"),
    [
        ("vendor/a.go", (), "vendor"),
        ("a/vendor/b/c.go", (), "a/vendor"),
        ("a/vendor/b/node_modules/c.js", (), "a/vendor"),
        ("Vendor/a.go", (), "Vendor"),
        ("vendor", (), None),  # a file of that name
        ("a/vendor.go", (), None),
        ("a/b.go", (), None),
        ("my/lib/a.py", ("my",), "my"),
        ("my/lib/a.py", ("other",), None),
        ("a/my/lib/a.py", ("a/my",), "a/my"),
    ],
)
def test_the_outermost_tree(path: str, markers: tuple[str, ...], tree: str | None) -> None:
    assert vendored_tree(path, markers) == tree


def test_names() -> None:
    assert all(map(is_vendored_name, TREES))
    assert not any(map(is_vendored_name, OWN))


def test_vendored_trees_are_passed_over_and_named() -> None:
    for name in (*TREES, *OWN):
        write(f"{name}/deep/a.py", RETIRED)
        write(f"{name}/b.py", RETIRED)
    paths, skipped = found()
    assert paths == tuple(
        sorted(f"{name}/{file}" for name in OWN for file in ("b.py", "deep/a.py"))
    )
    assert skipped == dict.fromkeys(TREES, REASON)


def test_a_tree_deep_inside_is_named_by_its_whole_path() -> None:
    write("web/app/node_modules/a/node_modules/b/c.js", RETIRED)
    write("web/app/d.js", RETIRED)
    assert found() == (("web/app/d.js",), {"web/app/node_modules": REASON})
    assert found("web") == (("web/app/d.js",), {"web/app/node_modules": REASON})


def test_a_virtual_environment_of_any_name() -> None:
    write(f"my-env/{MARKER}", "home = /usr\n")
    write("my-env/lib/a.py", RETIRED)
    write("a.py", RETIRED)
    assert found() == (("a.py",), {"my-env": REASON})


def test_on_request_they_are_searched() -> None:
    for name in TREES:
        write(f"{name}/a.py", RETIRED)
    write(f"my-env/{MARKER}", "home = /usr\n")
    write("my-env/a.py", RETIRED)
    paths, skipped = found(include_vendored=True)
    assert set(paths) == {f"{name}/a.py" for name in (*TREES, "my-env")} | {f"my-env/{MARKER}"}
    assert skipped == {}


@pytest.mark.parametrize("named", ["vendor", "./vendor/", "vendor/lib"])
def test_a_folder_that_is_named_is_searched(named: str) -> None:
    write("vendor/lib/a.go", RETIRED)
    write("vendor/lib/node_modules/b.js", RETIRED)
    assert found(named) == (("vendor/lib/a.go",), {"vendor/lib/node_modules": REASON})


def test_a_virtual_environment_that_is_named_is_searched() -> None:
    write(f"my-env/{MARKER}", "home = /usr\n")
    write("my-env/a.py", RETIRED)
    assert "my-env/a.py" in found("my-env")[0]


@pytest.mark.parametrize("named", [("vendor/a.go",), (".", "vendor/a.go")])
def test_a_file_that_is_named_is_checked(named: tuple[str, ...]) -> None:
    write("vendor/a.go", RETIRED)
    write("vendor/b.go", RETIRED)
    paths, _ = found(*named)
    assert paths == ("vendor/a.go",)


def test_a_file_that_is_named_is_passed_over_by_force() -> None:
    write("vendor/a.go", RETIRED)
    write("b.go", RETIRED)
    paths, skipped = found("vendor/a.go", "b.go", force_exclude=True)
    assert (paths, skipped) == (("b.go",), {"vendor": REASON})
    paths, skipped = found("vendor/a.go", "b.go", force_exclude=True, include_vendored=True)
    assert (paths, skipped) == (("b.go", "vendor/a.go"), {})


def test_what_is_excluded_is_not_told_again() -> None:
    write("vendor/a.go", RETIRED)
    result = discover((".",), dict(os.environ), (Exclusion(("vendor",)),))
    assert (result.paths, result.skipped) == ((), ())


# --- on the command line ------------------------------------------------------------------------


def told(outcome: Outcome) -> tuple[list[str], dict[str, str]]:
    return outcome.paths, outcome.skipped


@pytest.mark.parametrize("settings", ["", "include-vendored = true"])
@pytest.mark.parametrize("options", [(), ("--include-vendored",)])
def test_by_option_or_by_the_settings(settings: str, options: tuple[str, ...]) -> None:
    write("deprecation-lint.toml", settings)
    write("vendor/a.go", RETIRED)
    write("b.go", LIVE)
    if settings or options:
        assert told(report(".", *options)) == (["vendor/a.go"], {})
    else:
        assert told(report(".")) == ([], {"vendor": REASON})


def test_a_run_tells_what_was_passed_over() -> None:
    write("vendor/a.go", RETIRED)
    outcome = report(".")
    assert outcome.code == 0
    assert told(outcome) == ([], {"vendor": REASON})
    assert told(report("vendor/a.go")) == (["vendor/a.go"], {})
    assert told(report("vendor/a.go", "--force-exclude")) == ([], {"vendor": REASON})
