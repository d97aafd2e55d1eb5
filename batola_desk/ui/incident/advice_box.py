"""Who should go: the three best with their reasons, the others folded. It advises; any unit can be sent."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from batola_desk.services.recommendation_views import RankedUnit, RecommendationView
from batola_desk.ui.incident import advice_words as words
from batola_desk.ui.incident.dispatch_view_model import DispatchViewModel
from batola_desk.ui.incident.parts import ElidedLabel, WrappingLabel, button, label, set_role

SHOWN = 3
DISPATCH_KEY = "Alt+R"


class AdviceRow(QWidget):
    """One unit: what it takes on one line, why below it, a button that sends it.

    Signals:
        sent: it shall go (unit id).
    """

    sent = Signal(str)

    def __init__(self, parent: QWidget, *, is_first: bool) -> None:
        super().__init__(parent)
        self._unit_id = ""
        self.line = ElidedLabel(self)
        self.line.setObjectName("advice_line")
        set_role(self.line, "title" if is_first else "")
        self.reason: WrappingLabel | ElidedLabel = WrappingLabel(self) if is_first else ElidedLabel(self)
        self.reason.setObjectName("advice_reason")
        set_role(self.reason, "small")
        self.send = button(self, "primary" if is_first else "", "advice_send")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self.line, 0, 0)
        grid.addWidget(self.send, 0, 1)
        grid.addWidget(self.reason, 1, 0, 1, 2)
        self.send.clicked.connect(self._on_clicked)

    def show_unit(self, unit: RankedUnit, reason: str, send: str) -> None:
        """Show this unit; of the second and third the end of a long reason is its tooltip."""
        self._unit_id = unit.unit_id
        self.line.set_whole(words.line_text(unit))
        if isinstance(self.reason, ElidedLabel):
            self.reason.set_whole(reason)
        else:
            self.reason.setText(reason)
        self.send.setText(send)
        self.send.setAccessibleName(f"{send}: {unit.call_sign}")

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
            column.addWidget(row)
        column.addWidget(self.points)
        column.addLayout(folds)
        column.addWidget(self.more_list)
        column.addWidget(self.not_advised_list)
        vm.changed.connect(self.render_now)
        self._retranslate()
        self.render_now()

    def _fold(self, name: str) -> tuple[QPushButton, WrappingLabel]:
        """A button and the list that it unfolds."""
        made, shown = button(self, "row_button", name), WrappingLabel(self)
        made.setCheckable(True)
        shown.setObjectName(f"{name}_list")
        set_role(shown, "small")
        shown.hide()
        made.toggled.connect(self.render_folds)
        return made, shown

    @property
    def stops(self) -> list[QWidget]:
        """What Tab reaches, in its order."""
        return [*(row.send for row in self.rows), self.more, self.not_advised]

    @Slot()
    def render_now(self) -> None:
        """Draw the newest advice."""
        view = self._vm.advice
        self._shown = view
        self.setVisible(view is not None)
        if view is None:
            return
        catalog, language = self._vm.desk.catalog, self._vm.language
        for at, row in enumerate(self.rows):
            row.setVisible(at < len(view.ranked))
            if at < len(view.ranked):
                unit = view.ranked[at]
                reason = words.reason_text(unit, catalog, language, is_first=at == 0)
                key = f"  {DISPATCH_KEY}" if at == 0 else ""
                row.show_unit(unit, reason, self.tr("Kirim") + key)
                row.send.setEnabled(self._vm.is_editable)
        self.none.setVisible(not view.ranked or view.is_preliminary)
        self.none.setText(self._none_text(view))
        self.tide.set_whole(words.level_text(view))
        self.points.setText(words.points_text(view))
        self.points.setVisible(bool(view.points))
        self.render_folds()

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
        others = view.ranked[SHOWN:]
        for made, shown, text, lines in (
            (
                self.more,
                self.more_list,
                self.tr("Cadangan ({count})").format(count=len(others)),
                [words.line_text(unit) for unit in others],
            ),
            (
                self.not_advised,
                self.not_advised_list,
                self.tr("Tidak disarankan ({count})").format(count=len(view.excluded)),
                words.excluded_lines(view.excluded),
            ),
        ):
            made.setVisible(bool(lines))
            made.setText(("▾ " if made.isChecked() else "▸ ") + text)
            shown.setVisible(bool(lines) and made.isChecked())
            shown.setText("\n".join(lines))

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
