"""The command line. Only here are the clock, the environment and the terminal read."""

from __future__ import annotations

import os
import sys
import time

from deprecation_lint.errors import UsageError
from deprecation_lint.surroundings import EPOCH, Surroundings

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from deprecation_lint.files.spawn import Output


_DAY = 24 * 60 * 60 * 1_000_000_000
COMMANDS = ("check", "models", "explain", "rules")


def surroundings() -> Surroundings:
    """The real ones, read once."""
    _open_closed()
    now = time.time_ns()
    sys.stderr.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    return Surroundings(
        stdin=sys.stdin.buffer,
        stdout=sys.stdout.buffer,
        stderr=sys.stderr,
        environ=os.environ,
        day=EPOCH + now // _DAY,
        now=now,
        clock=time.perf_counter_ns,
        stdout_is_terminal=sys.stdout.isatty(),
        stderr_is_terminal=sys.stderr.isatty(),
    )


def _open_closed() -> None:
    """Let streams that are closed lead nowhere; else the next files would take their place."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(descriptor, mode, encoding="utf-8"))


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


def _begun(named: Sequence[str], around: Surroundings) -> Mapping[str, Output]:
    """What git begins to list beside the imports of all that follows."""
    if "-" in named or not any(map(os.path.isdir, named)):
        return {}
    from deprecation_lint.files.git import begin_listings

    return begin_listings(named, around.environ)


def _silence_stdout() -> None:
    """Keep the interpreter from complaining about the closed pipe when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(command: str, arguments: list[str], around: Surroundings) -> int:
    if command == "check":
        from deprecation_lint.commands.glance import at_a_glance, in_options, in_words

        plain = in_words(arguments)
        if at_a_glance(plain, around):
            return 0
        from deprecation_lint.commands.options import check_parser

        options = check_parser().parse_args(arguments)
        if plain is None and at_a_glance(in_options(options), around):
            return 0
        begun = _begun(options.paths or ["."], around)
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
