"""Where the user's own records are, for the commands that only look at the registry."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from deprecation_lint.config import load_config
from deprecation_lint.settings import find_config

if TYPE_CHECKING:
    from argparse import Namespace


def rule_places(options: Namespace) -> tuple[str, ...]:
    """The folders and files of the settings, then those of the command line."""
    file = find_config(os.getcwd())
    settled = load_config(file).rules if file else ()
    return (*settled, *options.rules)
