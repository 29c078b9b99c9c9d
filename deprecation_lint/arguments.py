"""What the command lines of all commands share."""

from __future__ import annotations

import argparse

from deprecation_lint.errors import UsageError

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help of one width everywhere; asking the terminal for its own costs an import."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=96)


class Parser(argparse.ArgumentParser):
    """argparse, with one clear line for a mistake."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(formatter_class=_Help, allow_abbrev=False, **settings)

    def error(self, message: str) -> None:  # type: ignore[override]
        """Refuse the command line."""
        raise UsageError(f"{message}; see {self.prog} --help")


def argument(reader: Callable[[str], object]) -> Callable[[str], object]:
    """A reader that raises `ValueError` for people, as argparse wants it."""

    def read(text: str) -> object:
        try:
            return reader(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return read


def add_registry_options(parser: argparse.ArgumentParser) -> None:
    """The options that all commands share: which registry, which date."""
    from deprecation_lint.parsing import parse_day

    parser.add_argument(
        "--as-of",
        metavar="DATE",
        type=argument(parse_day),
        help="judge as on this day, YYYY-MM-DD (default: today, UTC)",
    )
    parser.add_argument(
        "--rules",
        metavar="DIR",
        action="append",
        default=[],
        help="add a folder or file of your own records (repeatable)",
    )
