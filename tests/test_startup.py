"""What a run imports: these modules and no others.

A module more on the way of a commit hook costs every commit of every user. Who adds one to a list
here has looked at what it costs: `python -X importtime -m deprecation_lint FILE`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support import write

CANDIDATE = "claude-3-opus-20240229"


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# --- modules of ours ----------------------------------------------------------------------------

GLANCE = words("""
    __main__ cli commands commands.glance errors files files.litter files.paths files.reading
    files.sweep files.vendored output output.style registry registry.glance scanning
    scanning.anchors settings surroundings
""")
SUMMARY = words("output.summary")
OPTIONS = words("arguments commands.options output.render parsing roles")
CHECK = OPTIONS | words("""
    cache cache.place commands.asked commands.caching commands.check commands.reporting config
    engine files.collected files.discovery files.exclusion files.listings files.stamps frozen
    gathering overrides replacements ruleset scout severity task user_cache values workers
""")
FOLDER = words("commands.head_start files.git files.spawn files.walk files.worktree")
JUDGE = CHECK | words("""
    advice applicability arguments_at blockers checks dates duplicates evidence findings fixing
    frameworks lookups mending migration naming patterns placing proof registry.constraints
    registry.lifecycle registry.packed registry.records registry.registry registry.respell
    request rewriting scanning.calls scanning.document scanning.filetypes scanning.location
    scanning.names scanning.pieces scanning.references scanning.routes scanning.scan scanning.tokens
    scanning.trail scanning.usage scanning.uses wording workpiece
""")
YAML = JUDGE | words("""
    scanning.disabled scanning.embedded scanning.escapes scanning.listed scanning.readers
    scanning.shell scanning.shell_words scanning.yaml scanning.yaml_blocks
    scanning.yaml_flow scanning.yaml_record scanning.yaml_requests scanning.yaml_scalars
    scanning.yaml_tree
""")
PYTHON = JUDGE | words("""
    scanning.carriers scanning.constants scanning.parents scanning.python
    scanning.python_bindings scanning.python_names scanning.python_requests
    scanning.python_values scanning.source scanning.statements scanning.strings scanning.trees
    scanning.visitor
""")
TEXT, JSON = words("output.text"), words("output.json output.written")
KEPT = CHECK | words("cache.cache cache.context cache.store cache.table findings packing")

# --- other modules that ours ask for ------------------------------------------------------------

AT_ONCE = words("__future__ bisect gc marshal os stat sys time zlib")
PARSING = words("argparse datetime re")
CHECKING = PARSING | words("array dataclasses fnmatch functools itertools operator")
JUDGING = CHECKING | words("codecs collections contextlib importlib typing")
SYNTAX = words("ast libcst warnings")

CASES = {
    "clean": (["app.py"], SUMMARY, words("")),
    "hook": (["check", "--fix", "--force-exclude", "app.py"], SUMMARY, words("")),
    "quiet": (["--quiet", "app.py"], words(""), words("")),
    "day": (["--as-of", "2026-11-22", "app.py"], SUMMARY | OPTIONS, PARSING),
    "version": (["--version"], OPTIONS, PARSING),
    "clean JSON": (
        ["--format", "json", "app.py"],
        CHECK | JSON,
        CHECKING | words("collections importlib json typing"),
    ),
    "folder": (["clean"], CHECK | FOLDER | SUMMARY, CHECKING),
    "settings": (["--config", "s.toml", "app.py"], CHECK | SUMMARY, CHECKING | words("tomli")),
    "YAML": (["app.yaml"], YAML | TEXT | SUMMARY, JUDGING | words("unicodedata")),
    "YAML in JSON": (["--format", "json", "app.yaml"], YAML | JSON, JUDGING | words("json")),
    "known": (
        ["--cache-dir", "kept", "old.py"],
        KEPT | TEXT | SUMMARY,
        CHECKING | words("_blake2 collections importlib json unicodedata"),
    ),
    "Python": (["old.py"], PYTHON | TEXT | SUMMARY, JUDGING | SYNTAX | words("unicodedata")),
}
"""The arguments; the modules of ours besides those of `GLANCE`; the others besides `AT_ONCE`.

`known`: a second run, with the cache of a first one.
"""
NOT_NEEDED = {
    "quiet": words("output output.style"),
    "version": words("output.style settings"),
}

FILES = {
    "app.py": 'MODEL = "gpt-4"\n',
    "old.py": f'MODEL = "{CANDIDATE}"\n',
    "app.yaml": f"model: {CANDIDATE}\n",
    "clean/app.py": "x = 1\n",
    "s.toml": 'fail-on = "warning"\n',
}

PROBE = """\
import builtins, json, os, sys
os._exit = sys.exit  # what was imported is still to be told
importers = {}
real = builtins.__import__
def noted(name, globals=None, locals=None, fromlist=(), level=0):
    importer = (globals or {}).get("__name__", "")
    if importer.startswith("deprecation_lint"):
        importers.setdefault(name, importer)
    return real(name, globals, locals, fromlist, level)
builtins.__import__ = noted
from deprecation_lint.__main__ import run
try:
    run()
finally:
    ours = [name for name in sys.modules if name.startswith("deprecation_lint.")]
    print(json.dumps([ours, importers]), file=sys.stderr)
"""


def imports(folder: Path, *arguments: str) -> tuple[set[str], dict[str, str]]:
    """Modules of ours that a run has loaded, and others that they have asked for, with who did."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        cwd=folder,
        env={**os.environ, "DEPRECATION_LINT_NO_CACHE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode in (0, 1), done.stderr
    ours, asked = json.loads(done.stderr.splitlines()[-1])
    tops = {name.partition(".")[0]: by for name, by in asked.items()}
    del tops["deprecation_lint"]
    return {name.removeprefix("deprecation_lint.") for name in ours}, tops


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("startup")
    for name, text in FILES.items():
        write(place / name, text)
    imports(place, *CASES["known"][0])
    return place


@pytest.mark.parametrize("name", CASES)
def test_a_run_imports_these_modules_and_no_others(name: str, folder: Path) -> None:
    arguments, expected, others = CASES[name]
    ours, asked = imports(folder, *arguments)
    wanted = (GLANCE | expected) - NOT_NEEDED.get(name, frozenset())
    assert ours - wanted == set(), "a run imports more than it did"
    assert wanted - ours == set(), "a run imports less than it did: mend the table"
    unknown = {module: by for module, by in asked.items() if module not in AT_ONCE | others}
    assert unknown == {}, "each with the module of ours that asked for it"


@pytest.mark.parametrize("command", [["models"], ["explain", CANDIDATE], ["rules", "validate"]])
def test_other_commands_need_no_libcst(command: list[str], folder: Path) -> None:
    _, asked = imports(folder, *command)
    assert not asked.keys() & {"libcst", "pathspec", "tqdm"}
