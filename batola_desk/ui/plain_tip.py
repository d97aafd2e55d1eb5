"""What stands where the mouse rests, letter for letter: a caller's name is never read as a page.

Qt shows a tip that looks like markup as rich text, pictures of files included. Whatever is not a literal of
the program goes through here; ``tools/check_house.py`` looks.
"""

from __future__ import annotations

from PySide6.QtGui import Qt


def plain_tip(words: str) -> str:
    """Return the words for ``setToolTip`` or the role of a tip, shown as they are."""
    return Qt.convertFromPlainText(words) if Qt.mightBeRichText(words) else words


def plain_button(words: str) -> str:
    """Return the words for a button, shown as they are: its signs make no key."""
    return words.replace("&", "&&")
