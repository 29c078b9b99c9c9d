"""The house rules, read off the source: who may import whom, who may touch what, how long."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from support import ROOT

PACKAGE = ROOT / "deprecation_lint"
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in PACKAGE.rglob("*.py")
)


def source(module: str) -> Path:
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(source(module).read_text(encoding="utf-8"))


def is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def nodes(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes that run, without what only the type checker reads."""
    for child in ast.iter_child_nodes(node):
        if is_for_types(child):
            assert isinstance(child, ast.If)
            for other in child.orelse:
                yield other
                yield from nodes(other)
        else:
            yield child
            yield from nodes(child)


def imported(module: str) -> set[str]:
    """What a module imports when it runs, at once or later; names of modules, ours in full."""
    found = set()
    for node in nodes(tree(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import"
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            modules = whole & set(MODULES)
            found |= modules or {str(node.module)}
    return found


def ours(module: str) -> set[str]:
    return imported(module) & set(MODULES)


# --- who imports whom ---------------------------------------------------------------------------


def test_no_circles() -> None:
    """Imports inside of functions count too: a way back is a way back."""
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " -> ".join([*path[path.index(module) :], module])
        if module not in done:
            for other in sorted(ours(module)):
                visit(other, (*path, module))
            done.add(module)

    for module in MODULES:
        visit(module, ())


@pytest.mark.parametrize("name", ["errors", "dates", "values", "roles", "severity"])
def test_values_stand_alone(name: str) -> None:
    assert ours(f"deprecation_lint.{name}") == set()


LAYERS = {  # what each part may import of ours, besides itself
    "user_cache": set(),
    "registry": {
        *("__init__", "user_cache", "errors", "dates", "parsing", "scanning.anchors", "values"),
        "findings",
    },
    "scanning": {"registry", "values", "findings", "parsing", "request", "roles"},
    "files": {"errors", "values", "parsing", "scanning.anchors"},
    "cache": {
        *("values", "scout", "packing", "user_cache", "files.remembered", "files.stamps"),
        "__init__",
    },
    "scout": {"files.reading", "files.stamps", "scanning.anchors", "scanning.document"},
    "packing": {"values", "findings"},
    "output": {"values", "findings", "ruleset", "severity", "roles", "dates", "__init__"},
    "placing": {"findings"},
    "fixing": {"findings", "ruleset"},
    "checks": {
        *("registry", "values", "findings", "ruleset", "roles", "dates", "advice", "wording"),
        *("applicability", "blockers", "migration"),
    },
    "applicability": {"findings", "naming", "registry", "roles"},
    "blockers": {
        *("applicability", "findings", "frameworks", "migration", "registry", "roles", "ruleset"),
    },
    "wording": {"findings", "registry"},
    "naming": {"scanning.names"},
    "duplicates": {"findings"},
    "rewriting": {"findings", "scanning"},
    "workpiece": {"findings", "placing", "rewriting", "scanning"},
    "replacements": set(),
    "advice": {"registry", "findings", "replacements"},
    "refusals": {"registry", "replacements", "advice"},
    "evidence": {"registry", "findings"},
    "lookups": {"findings", "roles"},
    "request": set(),
    "frameworks": {"request"},
    "arguments_at": {"request"},
    "migration": {"registry", "request", "arguments_at"},
    "overrides": {"errors", "files.paths", "roles"},
    "parsing": {"errors", "roles"},
}


@pytest.mark.parametrize("part", LAYERS)
def test_dependencies_go_one_way(part: str) -> None:
    prefix = f"deprecation_lint.{part}"
    for module in MODULES:
        if module != prefix and not module.startswith(f"{prefix}."):
            continue
        for other in ours(module):
            name = other.removeprefix("deprecation_lint").removeprefix(".") or "__init__"
            allowed = {part, *LAYERS[part]}
            inside = any(name == layer or name.startswith(f"{layer}.") for layer in allowed)
            assert inside, f"{module} imports {other}"


def test_only_cli_and_main_import_the_commands() -> None:
    for module in MODULES:
        if module == "deprecation_lint.cli" or module.startswith("deprecation_lint.commands"):
            continue
        allowed = {"deprecation_lint.cli"} if module == "deprecation_lint.__main__" else set()
        used = {m for m in ours(module) if m.endswith(".cli") or ".commands" in m}
        assert used <= allowed, module


def test_libcst_is_imported_in_one_place() -> None:
    users = {m for m in MODULES if any(i.split(".")[0] == "libcst" for i in imported(m))}
    assert users <= {
        "deprecation_lint.scanning.parents",
        "deprecation_lint.scanning.python_names",
        "deprecation_lint.scanning.python",
        "deprecation_lint.scanning.python_requests",
        "deprecation_lint.scanning.python_edits",
        "deprecation_lint.scanning.python_values",
        "deprecation_lint.scanning.strings",
        "deprecation_lint.scanning.trees",
        "deprecation_lint.scanning.visitor",
    }


def test_dependencies_are_those_of_the_project() -> None:
    used = {name.split(".")[0] for module in MODULES for name in imported(module)}
    third = used - sys.stdlib_module_names - {"deprecation_lint"}
    assert third == {"libcst", "pathspec", "tomli", "tqdm"}


# --- who touches what ---------------------------------------------------------------------------

PURE = [
    module
    for module in MODULES
    if re.fullmatch(r"deprecation_lint\.(scanning(\..*)?|checks|fixing|placing|values)", module)
    or re.fullmatch(r"deprecation_lint\.(findings|ruleset|dates|errors|output\..*)", module)
    or re.fullmatch(
        r"deprecation_lint\.(roles|severity|evidence|lookups|proof|applicability|blockers|duplicates|naming|rewriting|wording|workpiece|request|frameworks|arguments_at|migration)",
        module,
    )
    or re.fullmatch(r"deprecation_lint\.(replacements|advice|refusals)", module)
]
IO_MODULES = {
    "glob", "io", "multiprocessing", "os", "pathlib", "shutil", "signal", "socket",
    "subprocess", "sys", "tempfile", "threading", "time", "urllib.request",
}  # fmt: skip


def names_called(module: str) -> set[str]:
    """Calls of a bare name, and calls of an attribute as `name.attribute`."""
    found = set()
    for node in nodes(tree(module)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found.add(node.func.id)
        elif isinstance(node, ast.Attribute):
            found.add(ast.unparse(node))
    return found


@pytest.mark.parametrize("module", PURE)
def test_pure_modules_do_no_io(module: str) -> None:
    reads = imported(module) & IO_MODULES
    if reads == {"pathlib"}:  # PurePath only takes names apart
        text = source(module).read_text(encoding="utf-8")
        assert "from pathlib import PurePath\n" in text
        assert "Path(" not in text.replace("PurePath(", "")
        reads = set()
    elif reads == {"os"}:  # as do fsencode and the text side of os.path
        used = {name for name in names_called(module) if name.startswith("os.")}
        if used <= {
            "os.fsencode",
            "os.fsdecode",
            "os.path",
            "os.path.splitext",
            "os.path.basename",
        }:
            reads = set()
    assert reads == set()
    assert not names_called(module) & {"open", "print", "input", "exec", "eval", "breakpoint"}


@pytest.mark.parametrize("module", [m for m in MODULES if not m.endswith((".cli", ".__main__"))])
def test_only_cli_reads_clock_environment_and_terminal(module: str) -> None:
    used = names_called(module)
    forbidden = {
        "date.today", "datetime.now", "datetime.today", "datetime.utcnow", "time.time",
        "os.environ", "os.getenv", "getenv", "os.get_terminal_size", "shutil.get_terminal_size",
        "sys.stdin", "sys.stdout", "sys.stderr", "sys.argv", "sys.exit", "os.isatty",
    }  # fmt: skip
    assert not used & forbidden
    assert not {name for name in used if name.endswith(".isatty")}


def test_no_network() -> None:
    network = {"socket", "ssl", "http", "urllib", "ftplib", "smtplib", "asyncio", "requests"}
    for module in MODULES:
        roots = {name.split(".")[0] for name in imported(module)} - {"urllib"}
        assert not roots & network, module
        assert imported(module) & {"urllib.request"} == set()


# --- size and words -----------------------------------------------------------------------------


@pytest.mark.parametrize("module", MODULES)
def test_size(module: str) -> None:
    lines = source(module).read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 400
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno + 1 <= 60, f"{module}.{node.name}"


@pytest.mark.parametrize("module", MODULES)
def test_public_names_have_docstrings(module: str) -> None:
    assert ast.get_docstring(tree(module)), module
    for node in documented(tree(module)):
        assert ast.get_docstring(node), f"{module}.{node.name}"


def documented(
    node: ast.Module | ast.ClassDef,
) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Public functions, classes and public methods; `visit_X` of a visitor explains itself."""
    for child in node.body:
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if child.name.startswith(("_", "visit_", "leave_")):
            continue
        yield child
        if isinstance(child, ast.ClassDef):
            yield from documented(child)


@pytest.mark.parametrize("module", MODULES)
def test_everything_is_annotated(module: str) -> None:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.returns is not None, f"{module}.{node.name}"


# --- README and --help --------------------------------------------------------------------------


def options_of(*command: str) -> set[str]:
    """The long options that `--help` shows."""
    done = subprocess.run(
        [sys.executable, "-m", "deprecation_lint", *command, "--help"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", done.stdout)) - {"--help"}


@pytest.mark.parametrize("command", [[], ["models"], ["explain"], ["rules"]], ids=" ".join)
def test_readme_names_every_option(command: list[str]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    if re.search(r"^#+ Options\b", readme, re.M) is None:
        pytest.skip("the README has no section 'Options' yet")
    missing = {o for o in options_of(*command) if not re.search(rf"(?<![\w-]){o}(?![\w-])", readme)}
    assert missing == set()


def test_readme_names_no_option_that_is_not_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"^(#+) Options\b.*?$(.*?)(?=^#|\Z)", readme, re.M | re.S)
    if found is None:
        pytest.skip("the README has no section 'Options' yet")
    known = {o for c in ([], ["models"], ["explain"], ["rules"]) for o in options_of(*c)}
    told = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", found[2]))
    assert told - known - {"--help", "--version"} == set()
