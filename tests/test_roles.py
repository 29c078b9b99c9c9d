"""Roles: how loud each is, how the user changes that, and what people and machines are shown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support import OLD, Outcome, assert_refused, report, run, write

from deprecation_lint import roles as module
from deprecation_lint.config import load_config
from deprecation_lint.overrides import Override, Overrides
from deprecation_lint.roles import FOLDED, IN_USE, LOUDNESS, MENTIONED, ROLES, loudness
from deprecation_lint.severity import SEVERITIES

if TYPE_CHECKING:
    from deprecation_lint.roles import Loudness, Role

pytestmark = pytest.mark.usefixtures("here")

FILES: dict[Role, tuple[str, str]] = {  # one file for each role, with one ID in it
    "argument": ("argument.py", f'create(model="{OLD}")\n'),
    "default": ("default.py", f'MODEL = "{OLD}"\n'),
    "environment": ("environment.env", f"MODEL={OLD}\n"),
    "setting": ("setting.yaml", f"model: {OLD}\n"),
    "choice": ("choice.py", f'MODELS = ["{OLD}"]\n'),
    "table": ("table.py", f'PRICES = {{"{OLD}": 3}}\n'),
    "comparison": ("comparison.py", f'if model == "{OLD}": stop()\n'),
    "type": ("type.py", f'Model = Literal["{OLD}"]\n'),
    "test": ("test_it.py", f'MODEL = "{OLD}"\n'),
    "recording": ("cassettes/recording.yaml", f"model: {OLD}\n"),
    "documentation": ("documentation.md", f"We use {OLD} here.\n"),
}


@pytest.fixture
def project(here: Path) -> Path:
    for name, text in FILES.values():
        write(name, text)
    return here


def severities(*options: str) -> dict[str, str]:
    """The severity of the one finding in each role."""
    told = report(".", *options).report["findings"]
    found: list[tuple[str, str]] = [(f["role"], f["severity"]) for f in told]
    assert len(dict(found)) == len(found)
    return dict(found)


DEFAULT: dict[str, str] = {**dict.fromkeys(IN_USE, "error"), **dict.fromkeys(MENTIONED, "note")}


# --- the roles themselves -----------------------------------------------------------------------


def test_the_roles() -> None:
    assert set(FILES) == set(ROLES)
    assert (*IN_USE, *MENTIONED) == ROLES
    assert set(FOLDED) < set(MENTIONED)
    assert (*SEVERITIES, "rule", "off") == LOUDNESS
    text = Path(module.__file__).read_text(encoding="utf-8")
    literal = re.search(r"Role = Literal\[(.*?)\]", text, re.DOTALL)
    assert literal
    assert tuple(re.findall(r'"(\w+)"', literal[1])) == ROLES


@pytest.mark.parametrize(
    ("role", "own", "expected"),
    [
        *((role, None, "error") for role in IN_USE),
        *((role, None, "note") for role in MENTIONED),
        *((role, "rule", "error") for role in ROLES),
        *((role, "off", None) for role in ROLES),
        *((role, level, level) for role in ROLES for level in SEVERITIES),
    ],
)
def test_loudness(role: Role, own: Loudness | None, expected: str | None) -> None:
    assert loudness(role, "error", own) == expected


@pytest.mark.parametrize("severity", SEVERITIES)
def test_a_rule_is_heard_where_its_model_is_in_use(severity: str) -> None:
    (level,) = (known for known in SEVERITIES if known == severity)
    assert {loudness(role, level, None) for role in IN_USE} == {severity}
    assert {loudness(role, level, None) for role in MENTIONED} == {"note"}


# --- on the command line ------------------------------------------------------------------------


@pytest.mark.usefixtures("project")
def test_every_role_is_told_apart() -> None:
    found = {f["path"]: f["role"] for f in report(".").report["findings"]}
    assert found == {name: role for role, (name, _) in FILES.items()}
    assert list(FILES) == list(ROLES)
    assert severities() == DEFAULT


def changed(**levels: str) -> dict[str, str]:
    """The severities of all roles, with some of them changed or left out."""
    return {role: s for role, s in {**DEFAULT, **levels}.items() if s != "off"}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["test=warning"], changed(test="warning")),
        (["test=rule"], changed(test="error")),
        (["documentation=error"], changed(documentation="error")),
        (["choice=note"], changed(choice="note")),
        (["choice=off"], changed(choice="off")),
        (["test,table=warning"], changed(test="warning", table="warning")),
        ([" test , table = warning "], changed(test="warning", table="warning")),
        (["test=warning", "table=error"], changed(test="warning", table="error")),
        (["test=warning", "test=off"], changed(test="off")),
        (["mentioned=off"], dict.fromkeys(IN_USE, "error")),
        (["mentioned=rule"], dict.fromkeys(ROLES, "error")),
        (["in-use=warning"], changed(**dict.fromkeys(IN_USE, "warning"))),
        (["mentioned=off", "test=note"], {**dict.fromkeys(IN_USE, "error"), "test": "note"}),
    ],
)
@pytest.mark.usefixtures("project")
def test_role_severity(options: list[str], expected: dict[str, str]) -> None:
    given = [part for option in options for part in ("--role-severity", option)]
    assert severities(*given) == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["test"], ["test"]),
        (["test,table"], ["test", "table"]),
        (["test", "table"], ["test", "table"]),
        (["in-use"], list(IN_USE)),
        (["mentioned"], list(MENTIONED)),
        (["in-use,test"], [*IN_USE, "test"]),
        (["in-use,mentioned"], list(ROLES)),
    ],
)
@pytest.mark.usefixtures("project")
def test_only_some_roles(options: list[str], expected: list[str]) -> None:
    given = [part for option in options for part in ("--roles", option)]
    assert severities(*given) == {r: s for r, s in DEFAULT.items() if r in expected}


@pytest.mark.usefixtures("project")
def test_what_is_not_reported_is_neither_fixed_nor_failed() -> None:
    before = {role: Path(name).read_text() for role, (name, _) in FILES.items()}
    outcome = run(".", "--fix", "--unsafe-fixes", "--roles", "setting,table")
    assert outcome.code == 0
    after = {role: Path(name).read_text() for role, (name, _) in FILES.items()}
    assert {role for role in ROLES if before[role] != after[role]} == {"setting"}


@pytest.mark.parametrize(
    ("role", "options", "code"),
    [
        ("argument", [], 1),
        ("documentation", [], 0),
        ("documentation", ["--fail-on", "note"], 1),
        ("documentation", ["--role-severity", "documentation=error"], 1),
        ("argument", ["--role-severity", "argument=warning"], 0),
        ("argument", ["--role-severity", "argument=off", "--fail-on", "note"], 0),
        ("argument", ["--roles", "mentioned", "--fail-on", "note"], 0),
    ],
)
@pytest.mark.usefixtures("project")
def test_exit_code(role: Role, options: list[str], code: int) -> None:
    assert run(FILES[role][0], *options).code == code


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--role-severity", "test"], "'test' is not ROLE=SEVERITY; write it as test=warning"),
        (["--role-severity", "tset=note"], "unknown role 'tset'; did you mean test?"),
        (["--role-severity", "test=loud"], "'loud' is not one of error, warning, note, rule, off"),
        (["--role-severity", "test="], "'' is not one of error, warning, note, rule, off"),
        (["--roles", "argumnet"], "unknown role 'argumnet'; did you mean argument?"),
        (["--roles", "test,xyz"], "unknown role 'xyz'"),
        (["--roles", "ALL"], "unknown role 'ALL'"),
    ],
)
@pytest.mark.usefixtures("project")
def test_what_is_refused_on_the_command_line(arguments: list[str], expected: str) -> None:
    assert_refused(run(".", *arguments), expected)


# --- in the settings ----------------------------------------------------------------------------

OWN = "deprecation-lint.toml"


@pytest.mark.parametrize(
    ("settings", "options", "expected"),
    [
        ('roles = { test = "warning" }', [], changed(test="warning")),
        ('roles = { test = "off", choice = "note" }', [], changed(test="off", choice="note")),
        ('roles = { test = "error" }', ["test=warning"], changed(test="warning")),
        ('roles = { test = "error" }', ["table=off"], changed(test="error", table="off")),
    ],
)
@pytest.mark.usefixtures("project")
def test_roles_in_the_settings(settings: str, options: list[str], expected: dict[str, str]) -> None:
    given = [part for option in options for part in ("--role-severity", option)]
    write(OWN, settings)
    assert severities(*given) == expected
    Path(OWN).unlink()
    write("pyproject.toml", f"[tool.deprecation-lint]\n{settings}")
    assert severities(*given) == expected


def roles_by_path(*arguments: str) -> dict[str, tuple[str, str]]:
    """The role and the severity of the one finding in each file."""
    found = report(*(arguments or (".",))).report["findings"]
    return {f["path"]: (f["role"], f["severity"]) for f in found}


SET = f'MODEL = "{OLD}"\n'
PER_PATH = [
    # a role for everything below a glob
    ('[per-path."a/**"]\nrole = "test"', {"a/x.py": ("test", "note")}),
    ('[per-path."a/"]\nrole = "documentation"', {"a/x.py": ("documentation", "note")}),
    ('[per-path."x.py"]\nrole = "recording"', {"a/x.py": ("recording", "note")}),
    ('[per-path."/x.py"]\nrole = "recording"', {"a/x.py": ("default", "error")}),
    ('[per-path."b/**"]\nrole = "test"', {"a/x.py": ("default", "error")}),
    # roles that are louder or quieter there
    ('[per-path."a/**"]\nroles = { default = "note" }', {"a/x.py": ("default", "note")}),
    ('[per-path."a/**"]\nroles = { default = "off" }', {}),
    ('[per-path."a/**"]\nroles = { test = "off" }', {"a/x.py": ("default", "error")}),
    (
        '[per-path."a/**"]\nrole = "test"\nroles = { test = "warning" }',
        {"a/x.py": ("test", "warning")},
    ),
    # more than the settings for all say
    (
        'roles = { default = "note" }\n[per-path."a/**"]\nroles = { default = "error" }',
        {"a/x.py": ("default", "error")},
    ),
    # the later entry wins, key by key
    (
        '[per-path."*.py"]\nrole = "test"\n[per-path."a/**"]\nrole = "choice"',
        {"a/x.py": ("choice", "error")},
    ),
    (
        '[per-path."a/**"]\nrole = "choice"\n[per-path."*.py"]\nrole = "test"',
        {"a/x.py": ("test", "note")},
    ),
    (
        '[per-path."*.py"]\nrole = "test"\n[per-path."a/**"]\nroles = { test = "warning" }',
        {"a/x.py": ("test", "warning")},
    ),
    (
        '[per-path."a/**"]\nroles = { default = "note" }\n'
        '[per-path."*.py"]\nroles = { default = "warning" }',
        {"a/x.py": ("default", "warning")},
    ),
]


@pytest.mark.parametrize(("settings", "expected"), PER_PATH)
def test_per_path(settings: str, expected: dict[str, tuple[str, str]]) -> None:
    write("a/x.py", SET)
    write(OWN, settings)
    assert roles_by_path() == expected


def test_a_role_by_path_leaves_comments_alone() -> None:
    write("a/x.py", f'{SET}# {OLD} was better\nMODELS = ["{OLD}"]\n')
    write(OWN, '[per-path."a/**"]\nrole = "test"')
    found = [f["role"] for f in report(".").report["findings"]]
    assert found == ["test", "documentation", "test"]


def test_per_path_is_relative_to_its_file(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a/x.py", "b/a/x.py"):
        write(name, SET)
    write(OWN, '[per-path."/a/**"]\nrole = "test"')
    expected = {"a/x.py": ("test", "note"), "b/a/x.py": ("default", "error")}
    assert roles_by_path() == expected
    monkeypatch.chdir(here / "a")
    assert roles_by_path() == {"x.py": ("test", "note")}
    assert roles_by_path("../b") == {"../b/a/x.py": ("default", "error")}
    monkeypatch.chdir(here / "b")
    assert roles_by_path() == {"a/x.py": ("default", "error")}
    assert roles_by_path("../a") == {"../a/x.py": ("test", "note")}


def test_per_path_holds_for_stdin() -> None:
    write(OWN, '[per-path."a/**"]\nrole = "test"')
    for name, role in (("a/x.py", "test"), ("b/x.py", "default")):
        options = ["-", "--stdin-filename", name, "--format", "json"]
        (found,) = run(*options, stdin=SET.encode()).report["findings"]
        assert found["role"] == role


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_per_path_holds_for_every_worker(jobs: str) -> None:
    for number in range(8):
        write(f"{'ab'[number % 2]}/{number}.py", SET)
    write(OWN, '[per-path."a/**"]\nroles = { default = "warning" }')
    found = roles_by_path(".", "--jobs", jobs)
    assert {path: severity for path, (_, severity) in found.items()} == {
        f"{'ab'[n % 2]}/{n}.py": ("warning", "error")[n % 2] for n in range(8)
    }


BOTH = "claude-1-old"  # informal on the Claude API and on Vertex AI, with different days


@pytest.mark.parametrize(
    ("settings", "platform"),
    [
        ("", "anthropic"),
        ('platform = "vertex"', "vertex"),
        ('platform = "anthropic"', "anthropic"),
        ('platform = "bedrock"', "anthropic"),  # it has no such name
        ('[per-path."a/**"]\nplatform = "vertex"', "vertex"),
        ('[per-path."b/**"]\nplatform = "vertex"', "anthropic"),
        ('platform = "anthropic"\n[per-path."a/**"]\nplatform = "vertex"', "vertex"),
        (
            '[per-path."a/**"]\nplatform = "vertex"\n[per-path."*.py"]\nplatform = "anthropic"',
            "anthropic",
        ),
    ],
)
def test_platform(settings: str, platform: str) -> None:
    write("a/x.py", f'MODEL = "{BOTH}"\n')
    write(OWN, settings)
    (found,) = report("a").report["findings"]
    assert found["platform"] == platform


def test_settings_are_read_as_values() -> None:
    write(OWN, 'platform = "vertex"\n[per-path."a"]\nrole = "test"\nroles = { test = "off" }')
    config = load_config(OWN)
    assert config.platform == "vertex"
    assert config.per_path == (Override("a", "test", None, (("test", "off"),)),)
    assert Overrides().finder()("a") == Override()


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ('roles = "test"', 'roles: write it as a table: { test = "warning" }'),
        ('roles = { tset = "note" }', "roles: unknown role 'tset'; did you mean test?"),
        ('roles = { test = "loud" }', "'loud' is not one of error, warning, note, rule, off"),
        ("roles = { test = 1 }", "1 is not one of"),
        ("platform = 1", "platform: 1 is not a text"),
        ('platform = ""', "platform: '' is not a text"),
        ('per-path = "a"', "per-path: write it as tables"),
        ('[per-path]\na = "test"', "per-path: write it as tables"),
        ('[per-path."a"]\nrol = "test"', "a: unknown setting 'rol'; did you mean role"),
        ('[per-path."a"]\nrole = "tset"', "unknown role 'tset'; did you mean test?"),
        ('[per-path."a"]\nroles = { test = "x" }', "'x' is not one of"),
        ('[per-path."a"]\nplatform = 1', "1 is not a text"),
        ('[per-path."!"]\nrole = "test"', "per-path: "),
    ],
)
def test_what_is_refused_in_the_settings(settings: str, expected: str) -> None:
    write("x.py", SET)
    write(OWN, settings)
    assert_refused(run("."), expected)


# --- what people are shown ----------------------------------------------------------------------


@pytest.mark.usefixtures("project")
def test_people_see_where_a_model_is_used_and_only_how_often_it_is_mentioned() -> None:
    write("more.md", f"{OLD} and {OLD}\n")
    out = run(".").out
    shown = re.findall(r"--> (\S+):\d+:\d+ \((\w+)\)", out)
    unfolded = {role: FILES[role][0] for role in ROLES if role not in FOLDED}
    assert {role: path for path, role in shown} == unfolded
    assert out.splitlines()[-3:] == [
        "note[test] 1 mention in 1 file, not shown: -v shows all",
        "note[recording] 1 mention in 1 file, not shown: -v shows all",
        "note[documentation] 3 mentions in 2 files, not shown: -v shows all",
    ]


def shown_roles(outcome: Outcome) -> set[str]:
    assert "not shown" not in outcome.out
    return set(re.findall(r"--> \S+ \((\w+)\)", outcome.out))


@pytest.mark.parametrize("option", ["-v", "--verbose"])
@pytest.mark.usefixtures("project")
def test_verbose_shows_all(option: str) -> None:
    assert shown_roles(run(".", option)) == set(ROLES)


@pytest.mark.usefixtures("project")
def test_what_is_louder_than_a_note_is_always_shown() -> None:
    louder = [f"{role}=warning" for role in FOLDED]
    given = [part for option in louder for part in ("--role-severity", option)]
    assert shown_roles(run(".", *given)) == set(ROLES)


@pytest.mark.usefixtures("project")
def test_what_is_folded_is_counted() -> None:
    folded, whole = run("."), run(".", "-v")
    assert folded.err == whole.err
    assert "5 errors, 6 notes." in folded.err
    assert folded.code == whole.code == 1


@pytest.mark.usefixtures("project")
def test_a_run_of_mentions_alone_is_one_line() -> None:
    outcome = run("documentation.md")
    assert outcome.out == "note[documentation] 1 mention in 1 file, not shown: -v shows all\n"
    assert outcome.code == 0


@pytest.mark.parametrize("format_", ["concise", "json", "github", "sarif"])
@pytest.mark.usefixtures("project")
def test_machines_get_everything(format_: str) -> None:
    outcome = run(".", "--format", format_)
    assert outcome.raw == run(".", "--format", format_, "-v").raw
    for name, _ in FILES.values():
        assert name in outcome.out
    told = {
        "concise": r"\((\w+)\)$",
        "json": r'"role": "(\w+)"',
        "github": r"title=[^:]*%2C (\w+)::",
        "sarif": r'"role": "(\w+)"',
    }
    assert sorted(re.findall(told[format_], outcome.out, re.MULTILINE)) == sorted(ROLES)


def test_stdin_fixed_tells_people_the_same() -> None:
    text = f"Use {OLD} here.\n".encode()
    outcome = run("--fix", "-", "--stdin-filename", "a.md", stdin=text)
    assert outcome.raw == text
    assert "note[documentation] 1 mention in 1 file" in outcome.err
    whole = run("--fix", "-", "-v", "--stdin-filename", "a.md", stdin=text)
    assert "--> a.md:1:5 (documentation)" in whole.err
