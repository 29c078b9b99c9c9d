"""`deprecation-lint rules validate`: check files of the registry."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from deprecation_lint.arguments import Parser
from deprecation_lint.errors import UsageError
from deprecation_lint.output.summary import plural
from deprecation_lint.registry.glance import shipped
from deprecation_lint.registry.load import load
from deprecation_lint.registry.parse import inspect_file, rule_files
from deprecation_lint.registry.registry import merge
from deprecation_lint.registry.validate import validate

if TYPE_CHECKING:
    from argparse import Namespace

    from deprecation_lint.surroundings import Surroundings


def rules_parser() -> Parser:
    """The options of `rules`."""
    parser = Parser(
        prog="deprecation-lint rules",
        description="Work on the files of the registry.",
    )
    parser.add_argument("action", choices=("validate",))
    parser.add_argument("dir", metavar="DIR", nargs="?", help="default: the shipped registry")
    return parser


def rules(options: Namespace, around: Surroundings) -> int:
    """Validate a folder: one line for each problem, exit 1 if there is any.

    A folder that has no default platform adds to the shipped registry, and is checked with it.
    """
    files = rule_files(Path(options.dir or shipped()))
    lines: list[str] = []
    platforms = []
    for file in files:
        try:
            platform, problems = inspect_file(file)
        except UsageError as error:
            lines += error.lines
            continue
        lines += [f"{file}: {problem}" for problem in problems]
        platforms.append((str(file), platform))
    alone = any(platform.default for _, platform in platforms)
    lines += validate(platforms, merge([]) if alone else load(), around.today)
    if lines:
        around.write(sorted(lines))
        return 1
    count = sum(len(platform.records) for _, platform in platforms)
    counted = f"{plural(len(files), 'file')}, {plural(count, 'record')}"
    around.write([f"{counted}: nothing to complain about"])
    return 0
