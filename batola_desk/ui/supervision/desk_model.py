"""All desks and who sits there, as a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt

from batola_desk.domain.catalog import Catalog, label_of
from batola_desk.domain.self_test import SelfTest
from batola_desk.services.room_board import DeskLine
from batola_desk.ui import labels
from batola_desk.ui.boards.rows_model import DeskRows
from batola_desk.ui.incident.parts import span_text
from batola_desk.ui.plain_tip import plain_tip
from batola_desk.ui.self_test.self_test_words import SIGNS, brief_words, outcome_words

DESK, PERSON, STATE, SINCE, CALL, OPEN, CALLS, ROOM, TEST = range(9)
STATE_SIGNS = {
    "available": "●",
    "ringing": "◎",
    "talking": "◉",
    "wrap_up": "✎",
    "paused": "‖",
    "training": "△",
    "listening": "◐",
    "offline": "○",
}
OLD_S = 60  # LIMIT: a desk that said something within a minute needs no age


class DeskModel(DeskRows[DeskLine]):
    """One line per desk; times are read when they are painted."""

    column_count = 9
    number_columns = frozenset({SINCE, OPEN, CALLS})

    def __init__(
        self,
        catalog: Catalog,
        now_us: Callable[[], int],
        language: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(lambda line: line.letter, catalog, now_us, language, parent)

    def title(self, column: int) -> str:
        """Heading."""
        return (
            self.tr("Meja"),
            self.tr("Petugas"),
            self.tr("Status"),
            self.tr("Sejak"),
            self.tr("Panggilan"),
            self.tr("Kejadian"),
            self.tr("Pgl dinas"),
            self.tr("Ruangan"),
            self.tr("Uji meja"),
        )[column]

    def cell(self, row: DeskLine, column: int, role: int) -> Any:
        """Text of a cell; the whole line as tooltip."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            shown = [f"{self.title(at)}: {self.text(row, at)}" for at in range(TEST)]
            return plain_tip("\n".join((*shown, f"{self.title(TEST)}: {self._test(row, outcome_words)}")))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.title(column)}: {self.text(row, column)}"
        return None

    def sort_key(self, row: DeskLine, column: int) -> tuple[Any, ...]:
        """What a column is sorted by."""
        match column:
            case 1:
                return (not row.operator_name, row.operator_name.casefold(), row.letter)
            case 2:
                return (row.state, row.since_us or 0, row.letter)
            case 3:
                return (row.since_us or 0, row.letter)
            case 4:
                return (row.call is None, row.since_us or 0, row.letter)
            case 5:
                return (row.open_count, row.letter)
            case 6:
                return (row.call_count, row.letter)
            case 7:
                return (row.running, row.mode, row.letter)
            case 8:
                test = row.self_test
                return (test.outcome if test is not None else "", test.at_us if test is not None else 0)
            case _:
                return (row.letter,)

    def text(self, row: DeskLine, column: int) -> str:
        """Words of a cell."""
        match column:
            case 0:
                return self.tr("{desk} (di sini)").format(desk=row.letter) if row.is_here else row.letter
            case 1:
                return self._person(row)
            case 2:
                return self._state(row)
            case 3:
                return span_text(self._age_s(row.since_us)) if row.since_us is not None else ""
            case 4:
                return self._call(row)
            case 5:
                return str(row.open_count) if row.open_count else ""
            case 6:
                return str(row.call_count) if row.call_count else ""
            case 7:
                return self._room(row)
            case _:
                return self._test(row, brief_words)

    def _person(self, row: DeskLine) -> str:
        if not row.operator_id:
            return "–"
        name = row.operator_name or self.tr("belum masuk")
        role = self._catalog.roles.get(row.role)
        return f"{name}, {label_of(role, self._language())}" if role is not None else name

    def _state(self, row: DeskLine) -> str:
        if not row.state:
            return "–"
        sign, words = STATE_SIGNS.get(row.state, ""), labels.word(labels.OPERATOR_STATES, row.state)
        return f"{sign} {words}: {row.state_reason}" if row.state_reason else f"{sign} {words}"

    def _call(self, row: DeskLine) -> str:
        call = row.call
        if call is None:
            return ""
        parts = [call.number or self.tr("nomor tersembunyi")]
        if call.call_class:
            parts.append(call.call_class)
        if call.state == "on_hold":
            parts.append(labels.word(labels.CALL_STATES, "on_hold"))
        return " · ".join(parts)

    def _test(self, row: DeskLine, words: Callable[[SelfTest], str]) -> str:
        """How long ago the last self-test was, and how it ended."""
        test = row.self_test
        if test is None:
            return self.tr("belum diuji")
        said, age = words(test), span_text(self._age_s(test.at_us))
        return f"{SIGNS.get(test.outcome, '')} {age} {said}".strip()

    def _room(self, row: DeskLine) -> str:
        """How it stands to the room; of another desk when it was last heard."""
        if row.is_here:
            return labels.word(labels.DESK_MODES, row.mode)
        if row.heard_us is None:
            return self.tr("belum terdengar")
        age_s = self._age_s(row.heard_us)
        heard = self.tr("{time} lalu").format(time=span_text(age_s)) if age_s > OLD_S else ""
        words = {"stopped": self.tr("✖ mati"), "gone": self.tr("▲ tidak terdengar")}.get(
            row.mode, self.tr("menyala")
        )
        return f"{words} · {heard}" if heard else words
