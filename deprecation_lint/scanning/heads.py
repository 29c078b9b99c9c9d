"""What stands before the values and the brackets of one text; each bracket is read once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deprecation_lint.scanning.left import Left, look_left

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deprecation_lint.scanning.outline import Frame

_HEAD = 400  # bytes before a literal or a bracket


class Heads:
    """Reads the text before a value, within its own entry."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._known: dict[int, Left] = {}

    def before(self, entry: int, start: int) -> Left:
        """What stands before a value, in the entry that begins at `entry`."""
        return look_left(self._text[max(entry, start - _HEAD) : start], start)

    def of(self, frame: Frame) -> Left:
        """What stands before the bracket of a frame."""
        at = max(0, frame.open)
        if at not in self._known:
            before = self._text[max(frame.head, at - _HEAD) : at]
            plain = before.rstrip() if frame.mark == b"{" else before
            self._known[at] = look_left(plain, at)
        return self._known[at]

    def plain(self, frame: Frame) -> str:
        """The plain text before a bracket."""
        at = max(0, frame.open)
        return self._text[max(0, at - _HEAD) : at].decode("utf-8", "replace")


def frames(frame: Frame, most: int) -> Iterator[Frame]:
    """A frame and those around it that have a bracket."""
    for _ in range(most):
        if frame.outer is None:
            return
        yield frame
        frame = frame.outer
