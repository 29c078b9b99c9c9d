"""Where the user's system keeps what programs can make again."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME = "deprecation-lint"


def user_cache(environ: Mapping[str, str]) -> str | None:
    """Our folder there: XDG on Linux, Library on macOS, LOCALAPPDATA on Windows."""
    local, home = environ.get("LOCALAPPDATA"), environ.get("HOME")
    chosen = environ.get("XDG_CACHE_HOME")
    if os.name == "nt":
        return os.path.join(local, _NAME, "cache") if local else None
    if chosen and os.path.isabs(chosen):
        return os.path.join(chosen, _NAME)
    if not home:
        return None
    inside = ("Library", "Caches") if sys.platform == "darwin" else (".cache",)
    return os.path.join(home, *inside, _NAME)
