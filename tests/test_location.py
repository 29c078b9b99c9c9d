"""What a file is by its path: a test, a recording, or nothing that is reported."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import quick
from support import OLD, check_text

from deprecation_lint.scanning.location import (
    is_generated_name,
    is_minified,
    role_by_path,
    unreported,
)

TESTS = [
    *("tests/a.py", "test/a.go", "src/tests/deep/a.py", "integration_tests/a.py", "a-tests/b.rs"),
    *("__tests__/a.ts", "__mocks__/a.js", "fixtures/a.yaml", "testdata/a.json", "mocks/a.go"),
    *("e2e/a.ts", "test_data/a.json", "my_test_files/a.txt", "spec/a_helper.rb", "specs/a.ts"),
    *("test_a.py", "src/test_a.py", "a_test.py", "conftest.py", "tests.py", "a_test.go"),
    *("a.clienttest.ts", "a.vitest.js", "a.unittest.py"),
    *("a_spec.rb", "a.test.ts", "a.spec.tsx", "a.e2e.js", "a-test.mjs", "a.stories.tsx"),
    *(
        "ATest.java",
        "src/ClientTests.cs",
        "ClientIT.java",
        "FooTestCase.kt",
        "ClientMock.swift",
    ),
    *("TESTS/A.PY", "a\\tests\\b.py"),
]
RECORDINGS = [
    *("cassettes/a.yaml", "tests/cassettes/a.yaml", "vcr_cassettes/a.yaml", "tests/vcr/a.json"),
    *("__snapshots__/a.txt", "snapshots/a.json", "recordings/a.har", "recorded/a.yaml"),
    *("goldens/a.txt", "golden/a.json", "replays/a.json", "logs/a.txt", "results/deep/a.json"),
    *("outputs/a.csv", "traces/a.jsonl", "leaderboard/a.yaml", "benchmark_results/a.json"),
    *("results.json", "my_results.json", "model_outputs.txt", "response.json", "transcript.txt"),
    *("a.snap", "a.har", "a.log", "a.csv", "a.tsv", "a.ambr", "a.approved.txt"),
    *("db/migrate/2024_add.rb", "testOutputs/a.json", "eval_results/a.yaml", "a.conversation.json"),
    *("route.ts.bak", "app.py.orig", "config.yaml~", "main.go.old"),
]
NEITHER = [
    *("a.py", "src/a.py", "latest/a.py", "contest.py", "attest/a.py", "testing.md", "protest/a.go"),
    *("src/a.latest.ts", "a.greatest.json", "a.contest.py"),
    *("src/latest.py", "greatest/a.yaml", "specification/a.md", "spec/openapi.yaml", "mock.md"),
    *("results/a.py", "outputs/main.ts", "logs.py", "src/results.py", "snapshot.py", "catalog/a"),
    *("recordings/client.py", "golden/main.go", "Attest.java", "a.json", "a.yaml", ".env", "a"),
]


@pytest.mark.parametrize(
    ("path", "role"),
    [
        *((path, "test") for path in TESTS),
        *((path, "recording") for path in RECORDINGS),
        *((path, None) for path in NEITHER),
    ],
)
def test_role(path: str, role: str | None) -> None:
    assert role_by_path(path) == role


CHANGELOG = "changelog: it tells what was"
LOCK = "lock file: written by a package manager"
OWN = "settings of deprecation-lint itself"
UNREPORTED = {
    CHANGELOG: [
        *("CHANGELOG.md", "changelog.rst", "CHANGELOG", "docs/changes.txt", "HISTORY.rst"),
        *("NEWS", "News.md", "CHANGELOG-2.0.md", "change-log.md", "RELEASE_NOTES.md"),
        *("release-notes.html", "whats-new.md", "whatsnew.rst", "release-notes/1.2.md"),
        *(".changeset/odd-cats-run.md", "changelog.d/12.fix", "newsfragments/7.feature"),
        *("changelog.json", "releases.md"),
    ],
    LOCK: [
        *("package-lock.json", "web/yarn.lock", "pnpm-lock.yaml", "poetry.lock", "uv.lock"),
        *("Pipfile.lock", "Cargo.lock", "composer.lock", "Gemfile.lock", "go.sum"),
        *("bun.lockb", "flake.lock", ".terraform.lock.hcl"),
    ],
    OWN: [
        *("deprecation-lint.toml", ".deprecation-lint.toml", "a/deprecation-lint-rules.yaml"),
        "deprecation-lint.json",
    ],
    "": [
        *("changelog.py", "src/history.ts", "releases.go", "newsletter.md", "exchanges.md"),
        *(
            "changes/a.py",
            "historyofmodels.md",
            "package.json",
            "lock.json",
            "my-package-lock.json",
        ),
        *("clock", "README.md", "deprecation-lint.py", "news.sql", "src/changelog_parser.py"),
    ],
}


@pytest.mark.parametrize(
    ("path", "reason"), [(path, reason) for reason, paths in UNREPORTED.items() for path in paths]
)
def test_not_reported(path: str, reason: str) -> None:
    assert unreported(path) == reason


@pytest.mark.parametrize(
    ("path", "generated"),
    [
        ("app.min.js", True),
        ("APP.MIN.CSS", True),
        ("a/app.bundle.js", True),
        ("app.js.map", True),
        ("app.mjs.map", True),
        ("app.css.map", True),
        ("app.js", False),
        ("min.js", False),
        ("bundle.js", False),
        ("models.map", False),
        ("admin.js", False),
    ],
)
def test_generated(path: str, generated: bool) -> None:
    assert is_generated_name(path) is generated


@pytest.mark.parametrize(
    ("path", "text", "minified"),
    [
        ("a.js", b"", False),
        ("a.js", b"x" * 4096, False),
        ("a.js", b"x" * 5000, True),
        ("A.MJS", b"x" * 5000, True),
        ("a.ts", b"x" * 5000, False),
        ("a.json", b"x" * 5000, False),
        ("a.js", b"x" * 150 + b"\n", False),
        ("a.js", (b"x" * 150 + b"\n") * 100, False),
        ("a.js", (b"x" * 300 + b"\n") * 100, True),
        ("a.js", (b"x = 1; " * 50 + b"\n") * 100, False),
        ("a.js", b"// " + b"x" * 300 + b"\n" + b"x = 1;\n" * 2000, False),
    ],
)
def test_minified(path: str, text: bytes, minified: bool) -> None:
    """Long lines with hardly a blank: not a long text in a line that people wrote."""
    assert is_minified(path, text) is minified


@quick
@given(st.text(st.sampled_from("aT_./\\-é\n")))
def test_any_path(path: str) -> None:
    assert role_by_path(path) in (None, "test", "recording")
    assert isinstance(unreported(path), str)


# --- in a run -----------------------------------------------------------------------------------

MENTIONING = f'model = "{OLD}"\n'


@pytest.mark.parametrize(
    ("path", "roles"),
    [
        ("app.py", ["default"]),
        ("tests/app.py", ["test"]),
        ("tests/cassettes/app.yaml", ["recording"]),
        ("tests/notes.md", ["documentation"]),
        ("cassettes/notes.md", ["recording"]),
    ],
)
def test_the_path_gives_the_role(path: str, roles: list[str]) -> None:
    text = MENTIONING if path.endswith(".py") else f"model: {OLD}\n"
    assert [f.role for f in check_text(path, text).findings] == roles


def test_a_comment_of_a_test_is_documentation() -> None:
    found = check_text("tests/app.py", f"# {OLD}\n{MENTIONING}").findings
    assert [f.role for f in found] == ["documentation", "test"]


@pytest.mark.parametrize(
    ("path", "reason"),
    [("CHANGELOG.md", CHANGELOG), ("uv.lock", LOCK), ("deprecation-lint.toml", OWN)],
)
@pytest.mark.parametrize("vendored", [False, True])
def test_a_file_that_is_not_reported_is_said_to_be_skipped(
    path: str, reason: str, vendored: bool
) -> None:
    result = check_text(path, MENTIONING, mode="fix", vendored=vendored)
    assert result.skipped is not None
    assert (result.skipped.reason, result.skipped.failed) == (reason, False)
    assert result.output == MENTIONING.encode()
    assert result.findings == ()


LONG = b"var abc=1;" * 1000 + b'run({model:"claude-v1"});'


@pytest.mark.parametrize(
    ("path", "raw", "skipped"),
    [
        ("app.min.js", b'm = "claude-v1"', True),
        ("app.js.map", b'["claude-v1"]', True),
        ("app.js", b'm = "claude-v1"', False),
        ("app.js", LONG, True),
        ("app.cjs", LONG, True),
        ("app.ts", LONG, False),
        ("app.json", LONG, False),
    ],
)
def test_generated_files_are_read_on_request(path: str, raw: bytes, skipped: bool) -> None:
    result = check_text(path, raw)
    assert (result.skipped is not None) is skipped
    if result.skipped:
        assert result.skipped.reason.startswith("generated: ")
        assert "--include-vendored" in result.skipped.reason
    again = check_text(path, raw, vendored=True)
    assert again.skipped is None
    assert [f.place.text for f in again.findings] == ["claude-v1"]
