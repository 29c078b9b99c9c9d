"""The traps: places at which tools that look for model IDs are known to go wrong.

Each is a row of `TRAPS`: a probe of a survey of such tools, what the survey wanted, our verdict,
and the case files of `cases/traps` that pin it, or the tree below where it is about folders and
files and not about a text. `DAMAGE` are the texts that fixers were seen to spoil.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

import pytest
from casefiles import ALL_CASES, Case, bytes_after, bytes_before, expected_findings
from support import LIVE, NEW, OLD, RETIRED, check_text, posix, report, run, snapshot, write

Wanted = Literal["report", "none", "debatable"]
Verdict = Literal["in use", "mentioned", "not reported"]


class Trap(NamedTuple):
    probe: str
    wanted: Wanted
    verdict: Verdict
    places: str
    """The case files, or the tree."""


@dataclass(frozen=True)
class Tree:
    """Files below an empty folder, which of them use a retired model, and what is passed over."""

    files: dict[str, str]
    found: tuple[str, ...] = ()
    skipped: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    modes: dict[str, int] = field(default_factory=dict)


TRAPS = [
    Trap(*row)
    for row in (
        ("p01_kwarg.py", "report", "in use", "p01_keyword_argument"),
        ("p02_in_4o.py", "none", "not reported", "p02_longer_tokens"),
        ("p03_docstring.py", "none", "mentioned", "p03_docstring"),
        ("p04_comment.py", "none", "mentioned", "p04_comment"),
        ("p05_url.py", "debatable", "not reported", "p05_documentation_address"),
        (
            "p05b_apiurl.py",
            "report",
            "in use",
            "p05b_api_address p05b_api_address_with_a_verb_after_a_colon",
        ),
        ("p06_varname.py", "none", "not reported", "p06_variable_name"),
        ("tests/test_p07.py", "debatable", "mentioned", "p07_test_assertion"),
        ("p08_fstring.py", "report", "in use", "p08_f_string"),
        ("p09_concat.py", "report", "in use", "p09_implicit_concatenation"),
        ("p09b_concat_paren.py", "report", "in use", "p09b_implicit_concatenation_over_two_lines"),
        ("p09c_plus.py", "debatable", "in use", "p09c_plus"),
        ("p10_bytes.py", "debatable", "in use", "p10_bytes"),
        ("p11_multiline.py", "report", "in use", "p11_settings_in_a_text_over_several_lines"),
        ("p12_dictkey.py", "debatable", "mentioned", "p12_price_table"),
        ("p12b_dictval.py", "report", "in use", "p12b_dictionary_value"),
        ("p13_eq.py", "debatable", "mentioned", "p13_comparison"),
        ("p14_in.py", "debatable", "mentioned", "p14_member_of_a_list"),
        ("p14b_startswith.py", "debatable", "mentioned", "p14b_startswith"),
        ("p15_getenv.py", "report", "in use", "p15_getenv"),
        ("p15b_environ.py", "report", "in use", "p15b_environ_get"),
        ("p15c_or.py", "report", "in use", "p15c_or"),
        ("p16_argdefault.py", "report", "in use", "p16_default_of_a_parameter"),
        ("p17_const.py", "report", "in use", "p17_constant"),
        ("p18_dataclass.py", "report", "in use", "p18_field"),
        ("p19_prose.py", "debatable", "mentioned", "p19_prose_in_a_text"),
        ("p20_case.py", "debatable", "not reported", "p20_upper_case"),
        ("p21_rawstr.py", "report", "in use", "p21_raw_string"),
        ("p22_escape.py", "debatable", "in use", "p22_escape p22b_escape_after_the_first_hyphen"),
        ("p23_prefix.py", "report", "in use", "p23_prefixes"),
        ("p24_typing.py", "debatable", "mentioned", "p24_literal_type"),
        ("p25_suppress_noqa.py", "debatable", "in use", "p25_noqa"),
        ("p26.env", "report", "in use", "p26_env_with_quotes_and_a_comment"),
        (".env", "report", "in use", "p26b_env"),
        (".env.example", "report", "in use", "p26c_env_example"),
        ("p27_anchor.yaml", "report", "in use", "p27_yaml_anchor"),
        ("p28_block.yaml", "report", "in use", "p28_yaml_block"),
        ("p28b_fold.yaml", "report", "in use", "p28b_yaml_folded"),
        ("p28c_comment.yaml", "none", "mentioned", "p28c_yaml_comment"),
        ("p28d_key.yaml", "debatable", "mentioned", "p28d_yaml_key"),
        ("p29_esc.json", "report", "in use", "p29_json_escape"),
        ("p29b_nested.json", "report", "in use", "p29b_json_in_json"),
        ("p30.toml", "report", "in use", "p30_toml"),
        ("p31.ini", "report", "in use", "p31_ini"),
        ("p31b.properties", "report", "in use", "p31b_properties"),
        ("Dockerfile", "report", "in use", "p32_dockerfile"),
        (".github/workflows/ci.yml", "report", "in use", "p33_workflow"),
        ("main.tf", "report", "in use", "p34_terraform"),
        ("vals.tfvars", "report", "in use", "p34b_terraform_variables"),
        ("p35.ipynb", "report", "in use", "p35_notebook"),
        ("p35b_compact.ipynb", "report", "in use", "p35b_compact_notebook"),
        ("p36.ts", "report", "in use", "p36_typescript"),
        ("p36b.tsx", "report", "in use", "p36b_tsx"),
        ("p36c.js", "none", "mentioned", "p36c_javascript_comments"),
        ("p37.go", "report", "in use", "p37_go"),
        ("p37b.rs", "report", "in use", "p37b_rust"),
        ("p37c.java", "report", "in use", "p37c_java"),
        ("p37d.rb", "report", "in use", "p37d_ruby"),
        ("p37e.cs", "report", "in use", "p37e_c_sharp"),
        ("p37f.kt", "report", "in use", "p37f_kotlin"),
        ("p37g.sh", "report", "in use", "p37g_shell"),
        ("p37h.sql", "report", "in use", "p37h_sql"),
        ("p37i.html", "report", "in use", "p37i_html_option"),
        ("Makefile", "report", "in use", "p37j_makefile"),
        ("script_noext", "report", "in use", "p37k_script_without_a_suffix"),
        ("p38.md", "debatable", "mentioned", "p38_markdown"),
        ("p39_crlf.py", "report", "in use", "p39_crlf"),
        ("p40_bom.py", "report", "in use", "p40_bom"),
        ("p40b_bom.json", "report", "in use", "p40b_bom_json"),
        ("p41_latin1.py", "report", "in use", "p41_latin_1"),
        ("p41b_latin1.ini", "report", "in use", "p41b_latin_1_ini"),
        ("p42_utf16.json", "debatable", "in use", "p42_utf_16"),
        ("p43_bin.py", "none", "not reported", "p43_binary"),
        ("p44.min.js", "debatable", "not reported", "p44_minified"),
        ("p45_big.json", "debatable", "in use", "a file of five megabytes on one line"),
        ("p46_syntaxerr.py", "report", "in use", "p46_syntax_error"),
        ("p47_py2.py", "report", "in use", "p47_python_2"),
        ("p48_empty.py", "none", "not reported", "p48_empty"),
        ("p49_longline.py", "report", "in use", "a very long line"),
        ("p50_nonl.py", "report", "in use", "p50_no_newline_at_the_end"),
        ("p51_ff.py", "report", "in use", "p51_form_feed"),
        ("p51b_u2028.py", "report", "in use", "p51b_u_2028"),
        ("p51c_cr.py", "report", "in use", "p51c_cr"),
        ("p52_exec.sh", "report", "in use", "an executable file"),
        ("p53_readonly.py", "report", "in use", "a file that is only read"),
        ("p54_two.py", "report", "in use", "p54_three_on_a_line"),
        ("p55_alias_line.py", "report", "in use", "p55_one_is_the_beginning_of_the_other"),
        ("p56_short.js", "none", "not reported", "p56_identifiers_in_javascript"),
        ("p56b_short.py", "none", "not reported", "p56b_identifiers_and_words"),
        ("p57_command.json", "none", "not reported", "p57_key_that_is_only_a_word"),
        ("p58_lock/package-lock.json", "none", "not reported", "p58_lock_file"),
        ("p58b_jsonl/data.jsonl", "debatable", "mentioned", "p58b_json_lines"),
        ("p59_csv.csv", "debatable", "mentioned", "p59_csv"),
        ("node_modules/x/a.js", "none", "not reported", "installed packages"),
        ("ign/skip.py", "debatable", "not reported", "a file that git ignores"),
        ("p60_azure.py", "debatable", "in use", "p60_azure_deployment"),
        ("p61_bedrock.py", "report", "in use", "p61_bedrock"),
        ("p61b_bedrock_us.py", "report", "in use", "p61b_bedrock_profile"),
        ("p61c_arn.py", "report", "in use", "p61c_bedrock_arn"),
        ("p62_vertex.py", "report", "in use", "p62_vertex"),
        ("p63_dotted_openrouter.py", "debatable", "in use", "p63_router_without_a_date"),
        ("p64_latest.py", "report", "in use", "p64_latest"),
        ("p65_rmtest.py", "report", "in use", "a folder like any other"),
        ("p66_walrus.py", "debatable", "in use", "p66_walrus_and_case"),
        ("p67_type_ann.py", "debatable", "mentioned", "p67_text_annotation"),
        ("vendor/v.py", "debatable", "not reported", "copied packages"),
        ("build/b.py", "debatable", "in use", "a folder named build"),
        ("env/e.py", "debatable", "in use", "a folder named env"),
        ("logs/l.py", "debatable", "in use", "a folder named logs"),
        ("tmp/l.py", "debatable", "in use", "a folder named tmp"),
        ("data/models.json", "debatable", "mentioned", "p70_catalogue"),
        ("p71_link.py", "debatable", "in use", "a link to a file"),
        ("p72_broken.py", "none", "not reported", "a link to nothing"),
    )
]

VENDORED = "--include-vendored"
TREES = {
    "a file of five megabytes on one line": Tree(
        {"big.json": f'{{"rows": [{"0, " * 1_700_000}0], "model": "{OLD}"}}'}, ("big.json",)
    ),
    "a very long line": Tree({"long.py": f'X = "{"a" * 400_000}"; {RETIRED}'}, ("long.py",)),
    "an executable file": Tree(
        {"run.sh": f"#!/bin/sh\nMODEL={OLD}\n"}, ("run.sh",), modes={"run.sh": 0o755}
    ),
    "a file that is only read": Tree({"app.py": RETIRED}, ("app.py",), modes={"app.py": 0o444}),
    "installed packages": Tree(
        {"app.js": "x = 1;\n", "node_modules/chat/a.js": RETIRED},
        skipped={"node_modules": VENDORED},
    ),
    "copied packages": Tree(
        {"app.py": LIVE, "vendor/chat.py": RETIRED}, skipped={"vendor": VENDORED}
    ),
    "a file that git ignores": Tree({".gitignore": "/made/\n", "made/app.py": RETIRED}),
    "a folder like any other": Tree({"chat/app.py": RETIRED}, ("chat/app.py",)),
    "a folder named build": Tree({"build/app.py": RETIRED}, ("build/app.py",)),
    "a folder named env": Tree({"env/app.py": RETIRED}, ("env/app.py",)),
    "a folder named logs": Tree({"logs/app.py": RETIRED}, ("logs/app.py",)),
    "a folder named tmp": Tree({"tmp/app.py": RETIRED}, ("tmp/app.py",)),
    "a link to a file": Tree(
        {"real.py": RETIRED},
        ("real.py",),
        links={"link.py": "real.py"},
        skipped={"link.py": "checked itself"},
    ),
    "a link to nothing": Tree(
        {"app.py": LIVE}, links={"link.py": "nowhere.py"}, skipped={"link.py": "broken"}
    ),
}

DAMAGE = (
    "fix_deployment_in_an_address",
    "fix_fine_tuned_model",
    "fix_key_and_value",
    "fix_name_beside_its_value",
    "fix_successor_that_retired_too",
    "fix_two_keys_with_one_successor",
    "fix_yaml_keeps_comments_and_anchors",
)

FOLDER = "traps: "
CASES = {
    case["id"].removeprefix(FOLDER): case for case in ALL_CASES if case["id"].startswith(FOLDER)
}
PINNED = [
    (place, trap) for trap in TRAPS if trap.places not in TREES for place in trap.places.split()
]

each_pinned = pytest.mark.parametrize(("place", "trap"), PINNED, ids=[place for place, _ in PINNED])
each_tree = pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=posix) if tree.links or tree.modes else name
        for name, tree in TREES.items()
    ],
)


# --- the table ----------------------------------------------------------------------------------


def test_every_probe_has_its_row() -> None:
    assert len(TRAPS) == 113
    assert len({trap.probe for trap in TRAPS}) == len(TRAPS)


def test_every_row_has_its_place_and_every_place_its_row() -> None:
    places = [place for place, _ in PINNED]
    assert sorted([*places, *DAMAGE]) == sorted(CASES)
    assert sorted(trap.places for trap in TRAPS if trap.places in TREES) == sorted(TREES)


@pytest.mark.parametrize("trap", TRAPS, ids=[trap.probe for trap in TRAPS])
def test_a_verdict_keeps_to_what_was_wanted(trap: Trap) -> None:
    if trap.wanted == "report":
        assert trap.verdict == "in use"
    if trap.wanted == "none":
        assert trap.verdict != "in use"


# --- the case files -----------------------------------------------------------------------------


def _verdict(severities: list[str]) -> Verdict:
    if "error" in severities:
        return "in use"
    assert set(severities) <= {"note"}
    return "mentioned" if severities else "not reported"


@each_pinned
def test_the_case_says_what_the_table_says(place: str, trap: Trap) -> None:
    expected = expected_findings(CASES[place])
    assert _verdict([finding["severity"] for finding in expected]) == trap.verdict


@each_pinned
def test_none_is_missed_and_none_is_too_loud(place: str, trap: Trap) -> None:
    case: Case = CASES[place]
    found = check_text(case["filename"], bytes_before(case), as_of=case["as_of"]).findings
    assert _verdict([finding.severity for finding in found]) == trap.verdict
    errors = {(f.place.line, f.place.column) for f in found if f.severity == "error"}
    wanted = {(f["line"], f["column"]) for f in expected_findings(case) if f["severity"] == "error"}
    assert errors == wanted


# --- trees --------------------------------------------------------------------------------------


def _build(tree: Tree) -> None:
    for name, text in tree.files.items():
        write(name, text)
    for name, target in tree.links.items():
        Path(name).symlink_to(target)
    for name, mode in tree.modes.items():
        Path(name).chmod(mode)


@pytest.mark.usefixtures("here")
@each_tree
def test_tree(name: str) -> None:
    tree = TREES[name]
    _build(tree)
    outcome = report(".")
    assert outcome.paths == list(tree.found)
    assert outcome.code == bool(tree.found)
    assert {finding["severity"] for finding in outcome.report["findings"]} <= {"error"}
    assert sorted(outcome.skipped) == sorted(tree.skipped)
    for path, words in tree.skipped.items():
        assert words in outcome.skipped[path]


@pytest.mark.parametrize("trap", [t for t in TRAPS if t.places in TREES], ids=lambda t: t.probe)
def test_the_tree_says_what_the_table_says(trap: Trap) -> None:
    assert ("in use" if TREES[trap.places].found else "not reported") == trap.verdict


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", ["installed packages", "copied packages"])
def test_vendored_trees_are_searched_when_asked_for(name: str) -> None:
    tree = TREES[name]
    _build(tree)
    expected = sorted(path for path, text in tree.files.items() if text == RETIRED)
    assert report(".", "--include-vendored").paths == expected


# --- what fixers and walks of folders were seen to do -------------------------------------------


@posix
@pytest.mark.usefixtures("here")
def test_a_pipe_and_a_loop_of_links() -> None:
    write("sub/app.py", RETIRED)
    os.mkfifo("pipe.py")
    Path("sub/self").symlink_to("..")
    outcome = report(".")
    assert outcome.paths == ["sub/app.py"]
    assert sorted(outcome.skipped) == ["pipe.py", "sub/self"]


@posix
@pytest.mark.usefixtures("here")
def test_a_fixed_script_stays_executable() -> None:
    _build(TREES["an executable file"])
    run(".", "--fix")
    assert Path("run.sh").read_text() == f"#!/bin/sh\nMODEL={NEW}\n"
    assert stat.S_IMODE(Path("run.sh").stat().st_mode) == 0o755


def _tree_of_cases() -> dict[str, Case]:
    """All cases as one tree, each in a folder of its own."""
    return {str(Path(name) / case["filename"]): case for name, case in CASES.items()}


@pytest.mark.usefixtures("here")
def test_all_traps_in_one_tree_are_fixed_byte_by_byte() -> None:
    """One odd file spoils no other, nothing is left beside the files, and a second run rests."""
    tree = _tree_of_cases()
    for name, case in tree.items():
        write(name, bytes_before(case))
    run(".", "--fix")
    fixed = snapshot(Path())
    assert sorted(fixed) == sorted(tree)
    assert [name for name, raw in fixed.items() if raw != bytes_after(tree[name])] == []
    run(".", "--fix")
    assert snapshot(Path()) == fixed
