"""Colour and links for terminals; plain text everywhere else."""

from __future__ import annotations

_CODES = {"error": "31", "warning": "33", "note": "36", "bold": "1", "dim": "2", "good": "32"}


class Style:
    """Whether to use colour and hyperlinks. Both are off unless a terminal asks for them."""

    __slots__ = ("colour", "links")

    def __init__(self, colour: bool = False, links: bool = False) -> None:
        self.colour = colour
        self.links = links

    def paint(self, text: str, *names: str) -> str:
        """The text in the named styles."""
        if not self.colour or not text:
            return text
        codes = ";".join(_CODES[name] for name in names)
        return f"\x1b[{codes}m{text}\x1b[0m"

    def link(self, url: str) -> str:
        """A URL that the terminal opens on a click."""
        if not self.links or not url.startswith("https://"):
            return url
        return f"\x1b]8;;{url}\x1b\\{url}\x1b]8;;\x1b\\"


def printable(text: str) -> str:
    """The text with control characters as escapes: a file name cannot forge a line of output."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
