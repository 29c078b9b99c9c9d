"""The options of `deprecation-lint [check]`."""

from __future__ import annotations

from deprecation_lint import __version__
from deprecation_lint.arguments import Parser, add_registry_options, argument
from deprecation_lint.output.render import FORMATS
from deprecation_lint.parsing import (
    FAIL_ON,
    parse_replacement,
    parse_role_names,
    parse_role_severity,
    parse_size,
    parse_span,
)

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    import argparse

EPILOG = """\
exit codes: 0 clean, 1 findings at or above --fail-on, 2 the run itself failed
other commands: models, explain ID, rules validate (a folder of that name: ./models)
"""


def check_parser() -> Parser:
    """The options of `check`."""
    parser = Parser(
        prog="deprecation-lint",
        usage="%(prog)s [check] [options] [PATH ...]",
        description="Find retired and soon-to-be-retired AI model IDs, and rewrite them safely.",
        epilog=EPILOG,
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders; - is stdin")
    parser.add_argument("--version", action="version", version=f"deprecation-lint {__version__}")
    _add_fix_options(parser)
    _add_rule_options(parser)
    _add_file_options(parser)
    add_registry_options(parser)
    return parser


def _add_fix_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("fixing")
    group.add_argument("--fix", action="store_true", help="rewrite in place what is safe")
    group.add_argument(
        "--unsafe-fixes", action="store_true", help="with --fix or --diff: the rest too"
    )
    group.add_argument(
        "--diff", action="store_true", help="show the changes of --fix and write nothing"
    )
    group.add_argument(
        "--replace",
        metavar="OLD=NEW",
        action="append",
        default=[],
        type=argument(parse_replacement),
        help="your own choice for an ID or a pattern with * (repeatable)",
    )
    group.add_argument(
        "--force-replace",
        action="store_true",
        help="with --replace: even where NEW is unknown, deprecated or retired",
    )


def _add_rule_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("rules and report")
    for name, text in (
        ("--select", "only these rules, by name or code (ALL too)"),
        ("--extend-select", "these rules as well"),
        ("--ignore", "not these rules"),
    ):
        group.add_argument(name, metavar="RULES", action="append", help=text)
    group.add_argument("--fail-on", choices=FAIL_ON, help="severity that fails (default: error)")
    group.add_argument(
        "--fail-within",
        metavar="DAYS",
        type=argument(parse_span),
        help="retiring within so many days is an error (default: 30)",
    )
    group.add_argument(
        "--roles",
        metavar="ROLES",
        action="append",
        type=argument(parse_role_names),
        help="report only these roles; in-use and mentioned stand for several",
    )
    group.add_argument(
        "--role-severity",
        metavar="ROLE=SEVERITY",
        action="append",
        default=[],
        type=argument(parse_role_severity),
        help="error, warning, note, rule (as the rule says) or off (repeatable)",
    )
    group.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    group.add_argument("-q", "--quiet", action="store_true", help="no summary")
    group.add_argument(
        "-v", "--verbose", action="store_true", help="every note in full, mentions too"
    )


def _add_file_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("files and settings")
    group.add_argument(
        "--exclude",
        metavar="PATTERN",
        action="append",
        default=[],
        help="leave out, as in .gitignore (repeatable)",
    )
    group.add_argument("--force-exclude", action="store_true", help="leave out named files as well")
    group.add_argument(
        "--include-vendored",
        action="store_true",
        help="look into node_modules, venv, vendor and bundles as well",
    )
    group.add_argument(
        "--stdin-filename", metavar="NAME", help="the name under which stdin is checked"
    )
    group.add_argument(
        "--max-file-size",
        metavar="SIZE",
        type=argument(parse_size),
        help="skip larger files (default: 16MiB)",
    )
    group.add_argument(
        "--jobs", metavar="N", type=argument(_jobs), help="processes (default: auto)"
    )
    group.add_argument("--no-cache", action="store_true", help="remember nothing of earlier runs")
    group.add_argument("--cache-dir", metavar="DIR", help="where to remember it")
    group.add_argument("--profile", action="store_true", help="say where the time went")
    group.add_argument("--config", metavar="FILE", help="use this file of settings")
    group.add_argument("--isolated", action="store_true", help="use no file of settings")


def _jobs(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 256:
        raise ValueError(f"{text!r} is not a number of processes from 1 to 256")
    return int(text)
