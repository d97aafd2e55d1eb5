"""The page *Uji suara* of the settings sheet."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from batola_desk.ui.incident.parts import button, label, set_role
from batola_desk.ui.line.level_meter import LevelMeter
from batola_desk.ui.preferences.sound_test_view_model import OUTPUTS, ROLES, SoundTestViewModel
from batola_desk.ui.sound_words import check_words, dose_words, role_words
from batola_desk.ui.wrapping_row import WrappingRow

NAME_PX = 140.0  # of the longest name, so that all bars begin together
_DOSE_ROLES = {"": "muted", "low": "warn", "high": "warn", "limit": "late"}


class SoundTestPage(QWidget):
    """Draws a ``SoundTestViewModel``; levels move only while it is seen."""

    def __init__(self, sound: SoundTestViewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._vm = sound
        self._meters = {role: LevelMeter(self, has_scale=False, name_px=NAME_PX) for role in ROLES}
        self._tones: dict[str, QPushButton] = {}
        self._began: QWidget | None = None  # the button of the running test
        self._echo = button(self, "", "test_echo")
        self._loop = button(self, "", "test_loop")
        self._stop = button(self, "quiet", "test_stop")
        self._progress = QProgressBar(self)
        self._progress.setRange(0, 100)
        self._progress.setTextVisible(False)
        self._words = label(self, "", "sound_words")
        self._words.setWordWrap(True)
        self._dose = label(self, "muted", "sound_dose")
        self._dose.setWordWrap(True)
        self._lay_out()
        self._echo.clicked.connect(sound.test_echo)
        self._loop.clicked.connect(sound.test_loop)
        self._stop.clicked.connect(sound.stop)
        sound.changed.connect(self.render_test)
        sound.levels_changed.connect(self._render_levels)
        self.retranslate()

    @property
    def tab_stops(self) -> list[QWidget]:
        """What Tab visits, as the eye reads."""
        return [*self._tones.values(), self._echo, self._loop, self._stop]

    def showEvent(self, qt_event: QShowEvent) -> None:
        super().showEvent(qt_event)
        self._vm.set_watching(watching=True)
        self.render_test()

    def hideEvent(self, qt_event: QHideEvent) -> None:
        super().hideEvent(qt_event)
        self._vm.set_watching(watching=False)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self._echo.setText(self.tr("Uji gema: rekam dan dengar suara sendiri"))
        self._loop.setText(self.tr("Uji putaran: cari nada di mikrofon"))
        self._stop.setText(self.tr("Hentikan"))
        for role, meter in self._meters.items():
            meter.set_name(role_words(role))
        for role, made in self._tones.items():
            made.setText(self.tr("Tes"))
            made.setAccessibleName(f"{made.text()}: {role_words(role)}")
        self.render_test()

    @Slot()
    def render_test(self) -> None:
        """Show the test, its findings and the dose."""
        check = self._vm.check
        self._enable_buttons(is_running=check.is_running)
        self._progress.setValue(round(check.progress * 100) if check.is_running else 0)
        words = check_words(check)
        if not self._vm.can_test and not check.is_running:
            words = self.tr("Uji suara hanya bisa di luar panggilan.")
        self._words.setText(words)
        dose = self._vm.dose
        self._dose.setText(self.tr("Dosis suara telinga") + ": " + dose_words(dose))
        set_role(self._dose, _DOSE_ROLES.get(dose.stage, "muted"))
        self._render_levels()

    def _enable_buttons(self, *, is_running: bool) -> None:
        """A test takes the keyboard to *Hentikan* and back: on a disabled button it would be lost."""
        starters = (self._echo, self._loop, *self._tones.values())
        focus = self.window().focusWidget()
        if is_running and focus in starters:
            self._began = focus
            self._stop.setEnabled(True)
            self._stop.setFocus(Qt.FocusReason.OtherFocusReason)
        for made in starters:
            made.setEnabled(self._vm.can_test and not is_running)
        if not is_running and self._began is not None:
            if focus is self._stop and self._began.isEnabled():
                self._began.setFocus(Qt.FocusReason.OtherFocusReason)
            self._began = None
        self._stop.setEnabled(is_running)

    @Slot()
    def _render_levels(self) -> None:
        for role, meter in self._meters.items():
            meter.show_level(self._vm.level_dbfs(role))

    @Slot()
    def _on_tone(self) -> None:
        self._vm.test_tone(str(self.sender().property("sound_role")))

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(0, 1)
        for row, (role, meter) in enumerate(self._meters.items()):
            grid.addWidget(meter, row, 0)
            if role in OUTPUTS:
                made = button(self, "", f"tone_{role}")
                made.setProperty("sound_role", role)
                made.clicked.connect(self._on_tone)
                self._tones[role] = made
                grid.addWidget(made, row, 1)
        buttons = WrappingRow()
        for made in (self._echo, self._loop, self._stop):
            buttons.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(grid)
        column.addLayout(buttons)
        for part in (self._progress, self._words, self._dose):
            column.addWidget(part)
