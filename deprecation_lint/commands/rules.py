"""`deprecation-lint rules validate`: check files of the registry."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from deprecation_lint.cli import Parser
from deprecation_lint.errors import UsageError
from deprecation_lint.registry.load import load, read_file, rule_files, shipped
from deprecation_lint.registry.registry import merge
from deprecation_lint.registry.validate import validate

if TYPE_CHECKING:
    from argparse import Namespace

    from deprecation_lint.cli import Surroundings


def rules_parser() -> Parser:
    """The options of `rules`."""
    parser = Parser(
        prog="deprecation-lint rules",
        description="Work on the files of the registry.",
        allow_abbrev=False,
    )
    parser.add_argument("action", choices=("validate",))
    parser.add_argument("dir", metavar="DIR", nargs="?", help="default: the shipped registry")
    return parser


def rules(options: Namespace, around: Surroundings) -> int:
    """Validate a folder: one line for each problem, exit 1 if there is any.

    A folder of your own is checked together with the shipped registry, which it adds to.
    """
    own = Path(options.dir) if options.dir else shipped()
    files = rule_files(own)
    problems: list[str] = []
    platforms = []
    for file in files:
        try:
            platforms.append((str(file), read_file(file)))
        except UsageError as error:
            problems.append(str(error))
    base = None if _is_complete(own) else load()
    problems += validate(platforms, base or merge([]), around.today)
    around.write(sorted(problems))
    if not problems:
        count = sum(len(platform.records) for _, platform in platforms)
        around.write([f"{len(files)} files, {count} records: nothing to complain about"])
    return int(bool(problems))


def _is_complete(place: Path) -> bool:
    """Whether the folder is a registry by itself, such as the shipped one or a checkout's."""
    return (place / "anthropic.toml").is_file()
