"""The command line. Only here are the clock, the environment and the terminal read."""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime, timezone

from deprecation_lint.arguments import Parser, add_registry_options, argument
from deprecation_lint.errors import UsageError
from deprecation_lint.surroundings import Surroundings

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


COMMANDS = ("check", "models", "explain", "rules")

EPILOG = """\
exit codes: 0 clean, 1 findings at or above --fail-on, 2 the run itself failed
other commands: models, explain ID, rules validate (a folder of that name: ./models)
"""


def surroundings() -> Surroundings:
    """The real ones, read once."""
    sys.stderr.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    return Surroundings(
        stdin=sys.stdin.buffer,
        stdout=sys.stdout.buffer,
        stderr=sys.stderr,
        environ=os.environ,
        today=datetime.now(timezone.utc).date(),
        now=time.time_ns(),
        clock=time.perf_counter_ns,
        stdout_is_terminal=sys.stdout.isatty(),
        stderr_is_terminal=sys.stderr.isatty(),
    )


def main(arguments: Sequence[str], around: Surroundings | None = None) -> int:
    """Run one command; return its exit code."""
    around = around or surroundings()
    command = arguments[0] if arguments and arguments[0] in COMMANDS else "check"
    rest = arguments[1:] if arguments and arguments[0] == command else arguments
    try:
        code = _run(command, list(rest), around)
        around.stdout.flush()
    except UsageError as error:
        from deprecation_lint.output.style import printable

        around.tell(f"deprecation-lint: {printable(line)}" for line in error.lines)
        return 2
    except BrokenPipeError:  # the reader has seen enough: a pager, head
        _silence_stdout()
        return 2
    except OSError as error:
        around.tell([f"deprecation-lint: cannot go on: {error}"])
        _silence_stdout()
        return 2
    except KeyboardInterrupt:
        around.tell(["deprecation-lint: interrupted"])
        return 130
    except Exception as error:
        if around.environ.get("DEPRECATION_LINT_TRACEBACK"):
            raise
        text = f"internal error: {type(error).__name__}: {error}; please report it"
        how = "(DEPRECATION_LINT_TRACEBACK=1 shows where it happened)"
        around.tell([f"deprecation-lint: {text} {how}"])
        return 2
    return code


def _silence_stdout() -> None:
    """Keep the interpreter from complaining about the closed pipe when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(command: str, arguments: list[str], around: Surroundings) -> int:
    if command == "check":
        options = _check_parser().parse_args(arguments)
        from deprecation_lint.commands.glance import at_a_glance

        if at_a_glance(options, around):
            return 0
        from deprecation_lint.files.git import begin_listings

        named = options.paths or ["."]
        begun = {} if "-" in named else begin_listings(named, around.environ)
        from deprecation_lint.commands.check import check

        return check(options, around, begun)
    if command == "models":
        from deprecation_lint.commands.models import models, models_parser

        return models(models_parser().parse_args(arguments), around)
    if command == "explain":
        from deprecation_lint.commands.explain import explain, explain_parser

        return explain(explain_parser().parse_args(arguments), around)
    from deprecation_lint.commands.rules import rules, rules_parser

    return rules(rules_parser().parse_args(arguments), around)


def _check_parser() -> Parser:
    from deprecation_lint import __version__

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
    from deprecation_lint.parsing import parse_replacement

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
    from deprecation_lint.output.render import FORMATS
    from deprecation_lint.parsing import (
        FAIL_ON,
        parse_role_names,
        parse_role_severity,
        parse_span,
    )

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
    from deprecation_lint.parsing import parse_size

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
