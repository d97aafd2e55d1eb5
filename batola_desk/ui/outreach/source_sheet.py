"""Alt+I: a report that came another way. A digit, a name, Enter; then the form. Source: domain.md §8."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QWidget

from batola_desk.domain.catalog import OtherSource, label_of
from batola_desk.domain.errors import OperatorError
from batola_desk.services.api import Desk
from batola_desk.services.other_sources import REPORTER_MAX
from batola_desk.ui import labels
from batola_desk.ui.check_box import CheckBox
from batola_desk.ui.incident.parts import button, label, set_role
from batola_desk.ui.plain_tip import plain_button
from batola_desk.ui.sheet import Sheet
from batola_desk.ui.tasks import TaskRunner

PER_ROW = 4
SOURCES_MAX = 9  # LIMIT: one digit each


class SourceSheet(Sheet):
    """Which source, who told us, and whether that agency is on it already.

    Signals:
        opened: the new ticket (incident id).
    """

    opened = Signal(str)
    is_low = True
    width_max_px = 760

    def __init__(self, desk: Desk, tasks: TaskRunner, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("other_source")
        self._desk = desk
        self._tasks = tasks
        self._chosen: OtherSource | None = None
        self._is_asked = False
        self.ask = label(self, "heading")
        self.buttons: list[QPushButton] = []
        grid = QGridLayout()
        grid.setSpacing(6)
        for at in range(min(SOURCES_MAX, len(desk.catalog.sources))):
            made = button(self, "", f"source_{at + 1}")
            made.clicked.connect(self._on_clicked)
            self.buttons.append(made)
            grid.addWidget(made, at // PER_ROW, at % PER_ROW)
        self.caption = label(self, "heading")
        self.reporter = QLineEdit(self)
        self.reporter.setObjectName("source_reporter")
        self.reporter.setMaxLength(REPORTER_MAX)
        self.reporter.returnPressed.connect(self._enter)
        self.on_it = CheckBox(self)
        self.on_it.setObjectName("source_on_it")
        self.problem = label(self, "late", "source_problem")
        self.problem.setWordWrap(True)
        self.hint = label(self, "small")
        self.hint.setWordWrap(True)
        self.body.addWidget(self.ask)
        self.body.addLayout(grid)
        for part in (self.caption, self.reporter, self.on_it, self.problem, self.hint):
            self.body.addWidget(part)
        self.retranslate()

    def bring_up(self, words: str = "") -> None:
        """Ask for the source first; words of the command line may name it and the reporter."""
        self._is_asked = False
        self.problem.hide()
        named, _, rest = words.strip().partition(" ")
        source = self._desk.catalog.sources.get(named.casefold())
        self._choose(source)
        self.reporter.setText(rest if source is not None else words.strip())
        super().bring_up()
        if source is not None:
            self.reporter.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, qt_event: QKeyEvent) -> None:
        """A digit chooses while the keyboard is not in the field."""
        letter = qt_event.text()
        if letter.isdigit() and 1 <= int(letter) <= len(self.buttons):
            self.buttons[int(letter) - 1].click()
        else:
            super().keyPressEvent(qt_event)

    # ---------------------------------------------------------------- inner parts

    @Slot()
    def _on_clicked(self) -> None:
        at = next((at for at, made in enumerate(self.buttons) if made is self.sender()), -1)
        sources = tuple(self._desk.catalog.sources.values())
        if 0 <= at < len(sources):
            self._choose(sources[at])
            self.reporter.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, source: OtherSource | None) -> None:
        self._chosen = source
        for made, known in zip(self.buttons, self._desk.catalog.sources.values(), strict=False):
            set_role(made, "primary" if known is source else "")
        agency = self._desk.catalog.agencies.get(source.agency) if source is not None else None
        self.on_it.setVisible(agency is not None)
        self.on_it.setChecked(agency is not None)
        if agency is not None:
            name = agency.short or label_of(agency, self._language())
            self.on_it.setText(
                self.tr("{agency} sudah menangani (diterima oleh nama di atas)").format(agency=name)
            )
        self.problem.hide()
        self._fit()

    @Slot()
    def _enter(self) -> None:
        if self._chosen is None:
            self.problem.setText(self.tr("✖ Pilih sumbernya dulu: satu angka."))
            self.problem.show()
            self._fit()
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self._is_asked:  # the key may repeat while the first ticket is on its way
            return
        self._is_asked = True
        opening = self._desk.other_sources.open(
            self._chosen.code, self.reporter.text(), is_on_it=self.on_it.isChecked()
        )
        self._tasks.run(opening, "other-source", done=self._on_opened, refused=self._refuse)

    def _on_opened(self, incident_id: str) -> None:
        self.put_away()
        self.opened.emit(incident_id)

    def _refuse(self, refusal: OperatorError) -> bool:
        self._is_asked = False
        self.problem.setText("✖ " + labels.error_line(refusal.code, refusal.values))
        self.problem.show()
        self._fit()
        return True

    def _language(self) -> str:
        return str(self._desk.session.setting("screen.language"))

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange and hasattr(self, "hint"):
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.title.setText(self.tr("Laporan dari sumber lain"))
        self.ask.setText(self.tr("DARI MANA?"))
        self.caption.setText(self.tr("PELAPOR ATAU PETUGAS, DAN NOMORNYA BILA ADA"))
        self.reporter.setPlaceholderText(self.tr("contoh: Bripka Andi 0812 3456 7890"))
        self.reporter.setAccessibleName(self.caption.text())
        self.hint.setText(
            self.tr("Angka: sumber · Enter: buka tiket, lalu tempat dan jenis di formulir · Esc: tutup")
        )
        for at, (made, source) in enumerate(
            zip(self.buttons, self._desk.catalog.sources.values(), strict=False), start=1
        ):
            made.setText(plain_button(f"{at}  {label_of(source, self._language())}"))
        self._choose(self._chosen)
