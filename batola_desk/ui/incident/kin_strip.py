"""Tickets that belong to the one in the form: in which it goes on, which go on in it, which are linked."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from batola_desk.services.kinship import KinView
from batola_desk.ui.incident.form_view_model import IncidentFormViewModel
from batola_desk.ui.incident.parts import ElidedLabel, button, set_role, short_ticket

SHOWN_MAX = 4  # LIMIT: a mass event has hundreds; the last line counts the rest


class KinStrip(QWidget):
    """One line each, with what may be done about it. Hidden without any.

    Signals:
        reason_wanted: taking a merge apart needs a reason first (child id, its ticket number).
    """

    reason_wanted = Signal(str, str)

    def __init__(self, vm: IncidentFormViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        self._shown: tuple[KinView, ...] = ()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        self.lines: list[ElidedLabel] = []
        self.opens: list[QPushButton] = []
        self.aparts: list[QPushButton] = []
        for at in range(SHOWN_MAX):
            line = ElidedLabel(self)
            line.setObjectName(f"kin_{at + 1}")
            set_role(line, "info")
            self.lines.append(line)
            self.opens.append(button(self, "quiet", f"kin_open_{at + 1}"))
            self.aparts.append(button(self, "quiet", f"kin_apart_{at + 1}"))
            self.opens[at].clicked.connect(partial(self._open, at))
            self.aparts[at].clicked.connect(partial(self._take_apart, at))
            for column, part in enumerate((line, self.opens[at], self.aparts[at])):
                grid.addWidget(part, at, column)
        vm.changed.connect(self.render_now)
        self.render_now()

    @Slot()
    def render_now(self) -> None:
        """Draw the lines."""
        incident_id = self._vm.incident_id
        self._shown = tuple(self._vm.desk.kinship.of(incident_id)) if incident_id else ()
        rest = len(self._shown) - SHOWN_MAX
        for at, line in enumerate(self.lines):
            is_shown = at < len(self._shown)
            for part in (line, self.opens[at], self.aparts[at]):
                part.setVisible(is_shown)
            if not is_shown:
                continue
            kin = self._shown[at]
            more = (
                self.tr("  … dan %1 lagi").replace("%1", str(rest))
                if rest > 0 and at == SHOWN_MAX - 1
                else ""
            )
            line.set_whole(self._words(kin) + more)
            self.opens[at].setText(self.tr("Buka"))
            self.aparts[at].setText(self.tr("Lepas") if kin.kind == "related" else self.tr("Pisahkan…"))
        self.setVisible(bool(self._shown))

    def _words(self, kin: KinView) -> str:
        number = short_ticket(kin.ticket_number)
        if kin.kind == "parent":
            return self.tr("↑ Bagian dari {ticket}").replace("{ticket}", number)
        if kin.kind == "child":
            calls = len(kin.incident.call_keys) if kin.incident is not None else 0
            said = self.tr("↓ {ticket} digabung ke sini").replace("{ticket}", number)
            return said + (f" ({calls} ☎)" if calls else "")
        return self.tr("↔ Terkait dengan {ticket}").replace("{ticket}", number)

    def _open(self, at: int) -> None:
        self._vm.open(self._shown[at].incident_id)

    def _take_apart(self, at: int) -> None:
        kin = self._shown[at]
        if kin.kind == "related":
            self._vm.unrelate(kin.incident_id)
        else:
            child_id = self._vm.incident_id if kin.kind == "parent" else kin.incident_id
            view = self._vm.view
            own = view.incident.ticket_number if view is not None else ""
            self.reason_wanted.emit(child_id, own if kin.kind == "parent" else kin.ticket_number)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.render_now()
