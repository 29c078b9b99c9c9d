"""`python -m deprecation_lint` and the console script."""

from __future__ import annotations

import gc
import os
import sys

_OBJECTS = 500_000  # made before a collection: more than imports make, and trees hold no circles


def run() -> None:
    """Run the command line and leave with its exit code; no traceback reaches a user."""
    from deprecation_lint.cli import main

    gc.set_threshold(_OBJECTS, 20, 100)
    code = main(sys.argv[1:])
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = code or 2
    os._exit(code)  # at once: to take a large run apart takes longer than to report it


if __name__ == "__main__":
    run()
