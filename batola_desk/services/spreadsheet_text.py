"""Words of people in a table that a spreadsheet opens: none of them may become a formula."""

from __future__ import annotations

from typing import Final

_FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")


def plain_cell(value: str) -> str:
    """Return the text, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) or value.lstrip().startswith(_FORMULA) else value
