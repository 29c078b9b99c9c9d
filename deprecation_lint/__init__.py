"""Finds retired and soon-to-be-retired AI model IDs and rewrites them safely."""

__version__ = "0.1.0"
