"""`python -m deprecation_lint` and the console script."""

from __future__ import annotations

import gc
import sys


def run() -> None:
    """Run the command line and leave with its exit code; no traceback reaches a user."""
    gc.disable()  # trees hold nothing that holds them: there is nothing to collect
    from deprecation_lint.cli import main

    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
