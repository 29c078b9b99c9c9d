"""`python -m deprecation_lint` and the console script."""

from __future__ import annotations

import gc
import sys

_OBJECTS = 50_000  # made before a collection: trees of syntax are large and seldom in circles


def run() -> None:
    """Run the command line and leave with its exit code; no traceback reaches a user."""
    from deprecation_lint.cli import main

    gc.set_threshold(_OBJECTS, 20, 100)
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
