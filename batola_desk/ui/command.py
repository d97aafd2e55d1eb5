"""What a command of the desk is: its key, its words, its menu, its word on the command line."""

from __future__ import annotations

from dataclasses import dataclass

from batola_desk.ui.noop import QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One thing an operator may ask for.

    Attributes:
        key: portable key sequence; empty = command line and menu only.
        text: Indonesian source text.
        word: what is typed on the command line; empty = key only.
        argument: what the word takes after it (source text), e.g. a number.
        menu: group in the key overview: call, parties, ticket, map, view, desk.
    """

    command_id: str
    text: str
    key: str = ""
    word: str = ""
    argument: str = ""
    menu: str = "desk"


MENUS = {
    "call": QT_TRANSLATE_NOOP("commands", "Panggilan"),
    "parties": QT_TRANSLATE_NOOP("commands", "Alihkan dan konferensi"),
    "ticket": QT_TRANSLATE_NOOP("commands", "Tiket"),
    "map": QT_TRANSLATE_NOOP("commands", "Peta"),
    "view": QT_TRANSLATE_NOOP("commands", "Tampilan"),
    "desk": QT_TRANSLATE_NOOP("commands", "Meja"),
}
