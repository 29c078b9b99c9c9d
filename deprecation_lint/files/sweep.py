"""A first look at a few named files, for the commit hook that has nothing to report.

It needs no registry and makes no values; whatever it cannot call clean is left to the engine.
"""

from __future__ import annotations

import os

from deprecation_lint.files.reading import Unreadable, read
from deprecation_lint.scanning.anchors import Anchors, is_plainly_clean

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Sequence

_FEW = 256  # files: beyond, the engine and its workers are faster


def are_plainly_clean(paths: Sequence[str], heads: Sequence[str]) -> bool:
    """Whether all paths are files that can be read and hold none of the heads of IDs."""
    if not 0 < len(paths) <= _FEW or any(map(os.path.isdir, paths)):
        return False
    anchors = Anchors(heads)
    try:
        return all(is_plainly_clean(read(path)[0], anchors) for path in paths)
    except Unreadable:
        return False
