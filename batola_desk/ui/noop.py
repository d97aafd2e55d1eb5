"""Marks a text for the translators without translating it yet."""

from __future__ import annotations


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Return the text as it is. PySide6's own is typed as returning ``object``."""
    return text
