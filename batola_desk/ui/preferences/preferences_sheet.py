"""The settings sheet: look and sound, each change counts at once, nothing to save."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from batola_desk.ui.choice_box import ChoiceBox
from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.line.line_words import account_words
from batola_desk.ui.preferences.preferences_view_model import (
    DEVICE_SETTINGS,
    SECOND_PARTS,
    TEXT_PERCENTS,
    VOLUMES,
    PreferencesViewModel,
    VolumeRole,
)
from batola_desk.ui.preferences.sound_test_page import SoundTestPage
from batola_desk.ui.recordings.store_words import store_words
from batola_desk.ui.sheet import Sheet

LABEL_PX = 170
CHOICE_PX = 84
SWITCH = ("off", "on")


class ChoiceRow(QWidget):
    """A few words side by side, one of them chosen; arrows move, like radio buttons."""

    def __init__(self, parent: QWidget, name: str, codes: tuple[str, ...]) -> None:
        super().__init__(parent)
        self.group = QButtonGroup(self)
        self.group.setExclusive(True)
        self.buttons: dict[str, QPushButton] = {}
        self._words: Mapping[str, str] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for code in codes:
            made = button(self, "", f"{name}_{code}")
            made.setCheckable(True)
            made.setProperty("code", code)
            self.group.addButton(made)
            made.setMinimumWidth(CHOICE_PX)
            self.buttons[code] = made
            row.addWidget(made)
        row.addStretch(1)

    def say(self, words: Mapping[str, str]) -> None:
        """Give every choice its words."""
        self._words = words
        self._mark()

    def show_choice(self, code: str) -> None:
        """Mark the one that counts, by a tick as well as by colour."""
        if code in self.buttons:
            self.buttons[code].setChecked(True)
        self._mark()

    def _mark(self) -> None:
        for code, made in self.buttons.items():
            words = self._words.get(code, "")
            made.setText(f"✓ {words}" if made.isChecked() else words)
            made.setAccessibleName(words)


class PreferencesSheet(Sheet):
    """Draws a ``PreferencesViewModel``; owns no setting.

    Signals:
        all_requested: the few settings here are not enough.
    """

    all_requested = Signal()

    def __init__(self, preferences: PreferencesViewModel, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("preferences")
        self._vm = preferences
        self.page = QWidget(self)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnMinimumWidth(0, LABEL_PX)
        self._grid.setColumnStretch(1, 1)
        self._names: dict[str, QLabel] = {}
        self._theme = ChoiceRow(self.page, "theme", ("dark", "light"))
        self._language = ChoiceRow(self.page, "language", ("id", "en"))
        self._percent = ChoiceRow(self.page, "text", tuple(str(percent) for percent in TEXT_PERCENTS))
        self._devices: dict[str, QComboBox] = {}
        self._volumes: dict[str, QSlider] = {}
        self._percents: dict[str, QLabel] = {}
        self._second_microphone = ChoiceRow(self.page, "second_mic", SWITCH)
        self._gain = ChoiceRow(self.page, "gain", SWITCH)
        self._prompts = ChoiceRow(self.page, "prompts", SWITCH)
        self._sound_test = SoundTestPage(preferences.sound, self.page)
        self._about = label(self.page, "muted", "about")
        self._line = label(self.page, "muted", "line_accounts")
        self._line.setWordWrap(True)
        self._test = button(self.page, "", "test_sound")
        self._all = button(self.page, "", "all_settings_open")
        self._lay_out()
        self._order_tabs()
        self._theme.group.buttonClicked.connect(self._on_theme)
        self._language.group.buttonClicked.connect(self._on_language)
        self._percent.group.buttonClicked.connect(self._on_percent)
        self._second_microphone.group.buttonClicked.connect(self._on_second_microphone)
        self._gain.group.buttonClicked.connect(self._on_gain)
        self._prompts.group.buttonClicked.connect(self._on_prompts)
        self._test.clicked.connect(preferences.play_test_sound)
        self._all.clicked.connect(self._on_all)
        preferences.changed.connect(self.render_settings)
        self.retranslate()

    def bring_up(self) -> None:
        super().bring_up()
        self._theme.buttons[self._vm.theme].setFocus(Qt.FocusReason.PopupFocusReason)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.title.setText(self.tr("Pengaturan"))
        words = {
            "look": self.tr("TAMPILAN"),
            "theme": self.tr("Tema"),
            "language": self.tr("Bahasa"),
            "text": self.tr("Ukuran huruf"),
            "sound": self.tr("SUARA"),
            "headset_output": self.tr("Headset (dengar)"),
            "headset_input": self.tr("Headset (mikrofon)"),
            "loudspeaker": self.tr("Pengeras suara"),
            "second_headset": self.tr("Headset kedua (dengar)"),
            "second_microphone": self.tr("Headset kedua (mikrofon)"),
            "second_mic": self.tr("Pendamping terdengar"),
            "gain": self.tr("Kerasnya penelepon"),
            "prompts": self.tr("Kalimat panggilan senyap"),
            "sound_test": self.tr("UJI SUARA"),
            "headset": self.tr("Volume headset"),
            "ring": self.tr("Volume dering"),
            "alerts": self.tr("Volume peringatan"),
            "sidetone": self.tr("Suara sendiri"),
        }
        for name, text in words.items():
            self._names[name].setText(text)
        self._theme.say({"dark": self.tr("Malam"), "light": self.tr("Terang")})
        self._language.say({"id": "Bahasa Indonesia", "en": "English"})  # each in its own language
        self._second_microphone.say({"off": self.tr("Tidak"), "on": self.tr("Ya")})
        self._gain.say({"off": self.tr("Apa adanya"), "on": self.tr("Diratakan")})
        self._gain.setToolTip(
            self.tr("Penelepon yang pelan dikeraskan dan yang keras dipelankan, paling banyak 12 dB")
        )
        self._prompts.say({"off": self.tr("Dengan tombol"), "on": self.tr("Otomatis")})
        self._percent.say({str(percent): f"{percent} %" for percent in TEXT_PERCENTS})
        self._test.setText(self.tr("Dengarkan contoh"))
        self._all.setText(self.tr("Semua setelan  Ctrl+Shift+F10"))
        self._names["about"].setText(self.tr("TENTANG"))
        self._names["line"].setText(self.tr("SALURAN TELEPON"))
        self._about.setText(self._about_words())
        self._names["floor"].setText(self.tr("Dering dan peringatan tidak bisa dibuat senyap."))
        for part, combo in self._devices.items():
            combo.setAccessibleName(words[part])
        for role, slider in self._volumes.items():
            slider.setAccessibleName(words[role])
        self.render_settings()

    @Slot()
    def render_settings(self) -> None:
        """Show what counts now."""
        self._theme.show_choice(self._vm.theme)
        self._language.show_choice(self._vm.language)
        self._percent.show_choice(str(self._vm.text_percent))
        self._second_microphone.show_choice(_switch(self._vm.is_second_microphone_on))
        self._gain.show_choice(_switch(self._vm.is_gain_automatic))
        self._gain.setEnabled(self._vm.can_sound)
        self._prompts.show_choice(_switch(self._vm.are_prompts_automatic))
        for part, combo in self._devices.items():
            self._render_device(part, combo)
        for volume in VOLUMES:
            self._render_volume(volume)
        self._test.setEnabled(self._vm.can_sound)
        accounts = [account_words(view) for view in self._vm.line_accounts]
        self._line.setText("\n".join(accounts) or self.tr("Saluran belum menyala."))

    def _about_words(self) -> str:
        version = QCoreApplication.applicationVersion()
        lines = [
            f"Batola Desk {version}".rstrip() + f" · {self._vm.centre}",
            self._vm.operator,
            store_words(self._vm.store),
            self.tr("Titik dan luas desa pada peta bersifat indikatif, bukan bukti batas wilayah."),
        ]
        return "\n".join(lines)

    def _render_device(self, part: str, combo: QComboBox) -> None:
        names = ["", *self._vm.devices(part)]
        away = self._vm.device(part) if self._vm.is_away(part) else ""
        nothing = self.tr("Tidak ada") if part in SECOND_PARTS else self.tr("Otomatis (yang terbaik)")
        words = [
            nothing
            if not name
            else self.tr("{name} (tidak terpasang)").format(name=name)
            if name == away
            else name
            for name in names
        ]
        shown = [(combo.itemText(row), combo.itemData(row)) for row in range(combo.count())]
        if shown != list(zip(words, names, strict=True)):
            combo.clear()
            for text, name in zip(words, names, strict=True):
                combo.addItem(text, name)
        combo.setCurrentIndex(names.index(self._vm.device(part)))

    def _render_volume(self, volume: VolumeRole) -> None:
        percent = self._vm.volume_percent(volume)
        slider = self._volumes[volume.role]
        if not slider.isSliderDown() and slider.value() != percent:
            slider.blockSignals(True)
            slider.setValue(percent)
            slider.blockSignals(False)
        self._percents[volume.role].setText(f"{slider.value()} %")

    # ---------------------------------------------------------------- by hand

    @Slot()
    def _on_all(self) -> None:
        self.put_away()
        self.all_requested.emit()

    @Slot(QPushButton)
    def _on_theme(self, chosen: QPushButton) -> None:
        self._vm.set_theme(str(chosen.property("code")))

    @Slot(QPushButton)
    def _on_language(self, chosen: QPushButton) -> None:
        self._vm.set_language(str(chosen.property("code")))

    @Slot(QPushButton)
    def _on_percent(self, chosen: QPushButton) -> None:
        self._vm.set_text_percent(int(chosen.property("code")))

    @Slot(QPushButton)
    def _on_second_microphone(self, chosen: QPushButton) -> None:
        self._vm.set_second_microphone_on(chosen.property("code") == "on")

    @Slot(QPushButton)
    def _on_gain(self, chosen: QPushButton) -> None:
        self._vm.set_gain_automatic(chosen.property("code") == "on")

    @Slot(QPushButton)
    def _on_prompts(self, chosen: QPushButton) -> None:
        self._vm.set_prompts_automatic(chosen.property("code") == "on")

    @Slot(int)
    def _on_device(self, _row: int) -> None:
        combo = self.sender()
        if isinstance(combo, QComboBox):
            self._vm.choose_device(combo.objectName(), str(combo.currentData() or ""))

    @Slot(int)
    def _on_volume(self, percent: int) -> None:
        slider = self.sender()
        if isinstance(slider, QSlider):
            volume = next(volume for volume in VOLUMES if volume.role == slider.property("volume"))
            self._vm.set_volume(volume, percent)
            self._percents[volume.role].setText(f"{percent} %")

    # ---------------------------------------------------------------- layout

    def _lay_out(self) -> None:
        self._add_heading("look")
        self._add_row("theme", self._theme)
        self._add_row("language", self._language)
        self._add_row("text", self._percent)
        self._add_line()
        self._add_heading("sound")
        for part in DEVICE_SETTINGS:
            combo = ChoiceBox(self.page)
            combo.setObjectName(part)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(24)
            combo.activated.connect(self._on_device)
            self._devices[part] = combo
            self._add_row(part, combo)
        self._add_row("second_mic", self._second_microphone)
        for volume in VOLUMES:
            self._add_row(volume.role, self._volume_row(volume))
        self._add_row("gain", self._gain)
        self._add_row("prompts", self._prompts)
        self._names["floor"] = label(self.page, "small", "volume_floor")
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self._test)
        foot.addWidget(self._names["floor"], 1)
        self._grid.addLayout(foot, self._grid.rowCount(), 1)
        self._add_line()
        self._add_heading("sound_test")
        self._grid.addWidget(self._sound_test, self._grid.rowCount(), 0, 1, 2)
        self._add_line()
        self._add_heading("line")
        self._grid.addWidget(self._line, self._grid.rowCount(), 0, 1, 2)
        self._add_line()
        self._add_heading("about")
        self._grid.addWidget(self._about, self._grid.rowCount(), 0, 1, 2)
        self._grid.addWidget(self._all, self._grid.rowCount(), 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self.page)
        column.setContentsMargins(2, 2, 10, 2)
        column.addLayout(self._grid)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self.page)
        self.body.addWidget(scroll)

    def _order_tabs(self) -> None:
        """Tab goes as the eye reads, not as the parts were made."""
        stops: list[QWidget] = []
        for row in (self._theme, self._language, self._percent):
            stops += row.buttons.values()
        stops += self._devices.values()
        stops += self._second_microphone.buttons.values()
        stops += self._volumes.values()
        for row in (self._gain, self._prompts):
            stops += row.buttons.values()
        stops += [self._test, *self._sound_test.tab_stops, self._all]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _volume_row(self, volume: VolumeRole) -> QWidget:
        holder = QWidget(self.page)
        slider = QSlider(Qt.Orientation.Horizontal, holder)
        slider.setObjectName(f"volume_{volume.role}")
        slider.setProperty("volume", volume.role)
        slider.setRange(volume.lowest_percent, 100)
        slider.setSingleStep(5)
        slider.setPageStep(10)
        slider.valueChanged.connect(self._on_volume)
        shown = label(holder, "muted")
        shown.setMinimumWidth(48)
        shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(slider, 1)
        row.addWidget(shown)
        self._volumes[volume.role], self._percents[volume.role] = slider, shown
        return holder

    def _add_heading(self, name: str) -> None:
        self._names[name] = label(self.page, "heading")
        self._grid.addWidget(self._names[name], self._grid.rowCount(), 0, 1, 2)

    def _add_row(self, name: str, field: QWidget) -> None:
        row = self._grid.rowCount()
        self._names[name] = label(self.page, "")
        self._names[name].setBuddy(field)
        self._grid.addWidget(self._names[name], row, 0)
        self._grid.addWidget(field, row, 1)

    def _add_line(self) -> None:
        line = QFrame(self.page)
        line.setProperty("role", "divider")
        self._grid.addWidget(line, self._grid.rowCount(), 0, 1, 2)


def _switch(on: bool) -> str:
    return "on" if on else "off"
