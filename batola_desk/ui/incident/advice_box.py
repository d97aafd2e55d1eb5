"""Who should go: the three best with their reasons, the others folded. It advises; any unit can be sent.

Every row shows its way on the map: the button *Jalur* of the first three, the cursor in the lists.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from batola_desk.services.recommendation_views import RankedUnit, RecommendationView
from batola_desk.ui.incident import advice_words as words
from batola_desk.ui.incident.dispatch_view_model import DispatchViewModel
from batola_desk.ui.incident.parts import ElidedLabel, FittingLabel, WrappingLabel, button, label, set_role
from batola_desk.ui.incident.way_list import WayList

SHOWN = 3
DISPATCH_KEY = "Alt+R"


class AdviceRow(QWidget):
    """One unit: what it takes on one line, why below it, buttons that show its way and send it.

    Signals:
        sent: it shall go (unit id).
        chosen: its way shall be shown, or no longer (unit id, whether).
    """

    sent = Signal(str)
    chosen = Signal(str, bool)

    def __init__(self, parent: QWidget, *, is_first: bool) -> None:
        super().__init__(parent)
        self._unit_id = ""
        self.line = FittingLabel(self)
        self.line.setObjectName("advice_line")
        set_role(self.line, "title" if is_first else "")
        self.reason = WrappingLabel(self)
        self.reason.setObjectName("advice_reason")
        set_role(self.reason, "small")
        self.way = button(self, "row_button", "advice_way")
        self.way.setCheckable(True)
        self.send = button(self, "primary" if is_first else "", "advice_send")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self.line, 0, 0)
        grid.addWidget(self.way, 0, 1)
        grid.addWidget(self.send, 0, 2)
        grid.addWidget(self.reason, 1, 0, 1, 3)
        self.way.clicked.connect(self._on_way)
        self.send.clicked.connect(self._on_clicked)

    def show_unit(self, unit: RankedUnit, reason: str, send: str, way: str) -> None:
        """Show this unit; how far it is stands in the reason too, where the line has no room for it."""
        self._unit_id = unit.unit_id
        self.way.setText(way)
        self.way.setAccessibleName(f"{way}: {unit.call_sign}")
        self.line.set_wordings(words.line_text(unit), words.line_text(unit, has_way=False))
        self.reason.setText(reason)
        self.send.setText(send)
        self.send.setAccessibleName(f"{send}: {unit.call_sign}")

    def mousePressEvent(self, _qt_event: QMouseEvent) -> None:
        """A click on the words is one on the button beside them."""
        self.way.click()

    @Slot()
    def _on_way(self) -> None:
        self.chosen.emit(self._unit_id, self.way.isChecked())

    @Slot()
    def _on_clicked(self) -> None:
        self.sent.emit(self._unit_id)


class AdviceBox(QWidget):
    """Draws the advice of the ticket in the form; nothing while there is none."""

    def __init__(self, vm: DispatchViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        self._shown: RecommendationView | None = None
        self.caption = label(self, "heading")
        self.tide = ElidedLabel(self)
        self.tide.setObjectName("advice_tide")
        set_role(self.tide, "small")
        self.points = WrappingLabel(self)
        self.points.setObjectName("advice_points")
        set_role(self.points, "small")
        self.rows = [AdviceRow(self, is_first=at == 0) for at in range(SHOWN)]
        self.none = WrappingLabel(self)
        self.none.setObjectName("advice_none")
        set_role(self.none, "small")
        self.shown = WrappingLabel(self)
        self.shown.setObjectName("advice_shown")
        set_role(self.shown, "small")
        self.more, self.more_list = self._fold("advice_more")
        self.not_advised, self.not_advised_list = self._fold("advice_excluded")
        head = QHBoxLayout()
        head.addWidget(self.caption)
        head.addWidget(self.tide, 1)
        folds = QHBoxLayout()
        folds.setSpacing(6)
        folds.addWidget(self.more)
        folds.addWidget(self.not_advised)
        folds.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.none)
        for row in self.rows:
            row.sent.connect(self._on_sent)
            row.chosen.connect(self._on_way)
            column.addWidget(row)
        column.addWidget(self.points)
        column.addLayout(folds)
        column.addWidget(self.more_list)
        column.addWidget(self.not_advised_list)
        column.addWidget(self.shown)
        vm.changed.connect(self.render_now)
        vm.choice.changed.connect(self.render_choice)
        self._retranslate()
        self.render_now()

    def _fold(self, name: str) -> tuple[QPushButton, WayList]:
        """A button and the list that it unfolds."""
        made, shown = button(self, "row_button", name), WayList(self, f"{name}_list")
        made.setCheckable(True)
        shown.hide()
        shown.chosen.connect(self._vm.choice.choose)
        made.toggled.connect(self.render_folds)
        return made, shown

    @property
    def stops(self) -> list[QWidget]:
        """What Tab reaches, in its order."""
        rows = [part for row in self.rows for part in (row.send, row.way)]
        return [*rows, self.more, self.not_advised, self.more_list, self.not_advised_list]

    @Slot()
    def render_now(self) -> None:
        """Draw the newest advice."""
        view = self._vm.advice
        self._shown = view
        self.setVisible(view is not None)
        if view is None:
            self._vm.choice.put_away()
            return
        catalog, language = self._vm.desk.catalog, self._vm.language
        for at, row in enumerate(self.rows):
            row.setVisible(at < len(view.ranked))
            if at < len(view.ranked):
                unit = view.ranked[at]
                reason = words.reason_text(unit, catalog, language, is_first=at == 0)
                key = f"  {DISPATCH_KEY}" if at == 0 else ""
                row.show_unit(unit, reason, self.tr("Kirim") + key, self.tr("Jalur"))
                row.send.setEnabled(self._vm.is_editable)
        self.none.setVisible(not view.ranked or view.is_preliminary)
        self.none.setText(self._none_text(view))
        self.tide.set_whole(words.level_text(view))
        self.points.setText(words.points_text(view))
        self.points.setVisible(bool(view.points))
        listed = {unit.unit_id for unit in view.ranked} | {unit.unit_id for unit in view.excluded}
        if self._vm.choice.unit_id not in listed:
            self._vm.choice.put_away()  # it works here now
        self.render_choice()

    def _none_text(self, view: RecommendationView) -> str:
        if view.is_preliminary:
            return self.tr("Jalur sedang dihitung; waktunya masih perkiraan.")
        return self.tr("Tidak ada satuan bebas yang cocok dan bisa sampai. Pilih sendiri di bawah.")

    @Slot()
    def render_folds(self) -> None:
        """The lists below, as far as they are unfolded."""
        view = self._shown
        if view is None:
            return
        others, excluded = view.ranked[SHOWN:], words.in_order(view.excluded)
        self._show_fold(
            self.more,
            self.more_list,
            self.tr("Cadangan ({count})").format(count=len(others)),
            [(unit.unit_id, self._line(unit)) for unit in others],
        )
        self._show_fold(
            self.not_advised,
            self.not_advised_list,
            self.tr("Tidak disarankan ({count})").format(count=len(excluded)),
            [(unit.unit_id, words.excluded_text(unit)) for unit in excluded],
        )

    def _line(self, unit: RankedUnit) -> str:
        reason = words.reason_text(unit, self._vm.desk.catalog, self._vm.language, is_first=False)
        return f"{words.line_text(unit)}\n{reason}"

    def _show_fold(self, made: QPushButton, shown: WayList, text: str, lines: list[tuple[str, str]]) -> None:
        made.setVisible(bool(lines))
        made.setText(("▾ " if made.isChecked() else "▸ ") + text)
        is_open = bool(lines) and made.isChecked()
        shown.show_lines(lines if is_open else [], self._vm.choice.unit_id)
        shown.setVisible(is_open)

    @Slot()
    def render_choice(self) -> None:
        """Whose way the map shows."""
        view, choice = self._shown, self._vm.choice
        if view is None:
            return
        for row, unit in zip(self.rows, view.ranked, strict=False):
            row.way.setChecked(unit.unit_id == choice.unit_id)
        self.shown.setText(words.chosen_text(choice, view))
        self.shown.setVisible(bool(self.shown.text()))
        self.render_folds()

    @Slot(str, bool)
    def _on_way(self, unit_id: str, wanted: bool) -> None:
        if wanted:
            self._vm.choice.choose(unit_id)
        else:
            self._vm.choice.put_away()

    @Slot(str)
    def _on_sent(self, unit_id: str) -> None:
        self._vm.assign(unit_id)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.render_now()

    def _retranslate(self) -> None:
        self.caption.setText(self.tr("SARAN"))
