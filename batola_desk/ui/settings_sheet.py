"""Settings that change at run time: theme, language, text size, sound devices, volumes with a test tone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLabel, QSlider, QWidget

from batola_desk.services.api import Desk
from batola_desk.settings.schema import SETTINGS
from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.sheet import Sheet
from batola_desk.ui.tasks import TaskRunner

TEXT_PERCENTS = (80, 90, 100, 110, 125, 150)
VOLUMES = {"audio.headset_volume": "headset", "audio.ring_volume": "ring", "audio.alert_volume": "alerts"}
DEVICES = ("audio.headset_output", "audio.headset_input", "audio.loudspeaker")


class SettingsSheet(Sheet):
    """Every change counts at once; nothing has to be confirmed.

    Signals:
        tone_requested: play a test tone with the volumes of now.
        layout_reset_requested: put all panes back.
    """

    tone_requested = Signal()
    layout_reset_requested = Signal()

    def __init__(self, desk: Desk, tasks: TaskRunner, host: QWidget) -> None:
        super().__init__(host)
        self._desk = desk
        self._tasks = tasks
        self.setObjectName("settings_sheet")
        self._labels: dict[str, QLabel] = {}
        self._combos: dict[str, QComboBox] = {}
        self._sliders: dict[str, QSlider] = {}
        form = QFormLayout()
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(8)
        for key in ("screen.theme", "screen.language", "screen.text_percent", *DEVICES):
            self._add_combo(form, key)
        for key in VOLUMES:
            self._add_slider(form, key)
        self._hint = label(self, "muted")
        self._hint.setWordWrap(True)
        self._tone = button(self, "", "test_tone")
        self._reset = button(self, "", "reset_layout")
        row = QHBoxLayout()
        row.addWidget(self._tone)
        row.addWidget(self._reset)
        row.addStretch(1)
        self.body.addLayout(form)
        self.body.addLayout(row)
        self.body.addWidget(self._hint)
        self.body.addStretch(1)
        self._tone.clicked.connect(self.tone_requested)
        self._reset.clicked.connect(self.layout_reset_requested)
        self.retranslate()

    def bring_up(self) -> None:
        """Show the values of now."""
        self._fill()
        super().bring_up()
        self._combos["screen.theme"].setFocus(Qt.FocusReason.PopupFocusReason)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        self.title.setText(self.tr("Pengaturan"))
        self._tone.setText(self.tr("Nada uji"))
        self._reset.setText(self.tr("Atur ulang tata letak"))
        self._hint.setText(
            self.tr(
                "Dering dan peringatan penting tidak bisa dimatikan sama sekali. Perubahan langsung berlaku."
            )
        )
        english = self._desk.session.setting("screen.language") == "en"
        for key, words in self._labels.items():
            words.setText(SETTINGS[key].label_en if english else SETTINGS[key].label)
        self._fill()

    def _add_combo(self, form: QFormLayout, key: str) -> None:
        combo = QComboBox(self)
        combo.setObjectName(key)
        combo.setProperty("setting", key)
        combo.activated.connect(self._on_combo)
        self._combos[key] = combo
        self._labels[key] = label(self)
        self._labels[key].setBuddy(combo)
        form.addRow(self._labels[key], combo)

    def _add_slider(self, form: QFormLayout, key: str) -> None:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setObjectName(key)
        slider.setProperty("setting", key)
        slider.setRange(int((SETTINGS[key].minimum or 0) * 100), int((SETTINGS[key].maximum or 1) * 100))
        slider.setPageStep(10)
        slider.setSingleStep(5)
        slider.valueChanged.connect(self._on_slider)
        self._sliders[key] = slider
        self._labels[key] = label(self)
        self._labels[key].setBuddy(slider)
        form.addRow(self._labels[key], slider)

    def _fill(self) -> None:
        outputs, inputs = self._desk.session.devices()
        default = (self.tr("otomatis"), "")
        choices: dict[str, list[tuple[str, object]]] = {
            "screen.theme": [(self.tr("Gelap"), "dark"), (self.tr("Terang"), "light")],
            "screen.language": [("Bahasa Indonesia", "id"), ("English", "en")],
            "screen.text_percent": [(f"{percent} %", percent) for percent in TEXT_PERCENTS],
            "audio.headset_output": [default, *((name, name) for name in outputs)],
            "audio.headset_input": [default, *((name, name) for name in inputs)],
            "audio.loudspeaker": [default, *((name, name) for name in outputs)],
        }
        for key, combo in self._combos.items():
            value = self._desk.session.setting(key)
            combo.blockSignals(True)
            combo.clear()
            for words, choice in choices[key]:
                combo.addItem(words, choice)
            if combo.findData(value) < 0:
                combo.addItem(self.tr("%1 (tidak terpasang)").replace("%1", str(value)), value)
            combo.setCurrentIndex(combo.findData(value))
            combo.blockSignals(False)
        for key, slider in self._sliders.items():
            slider.blockSignals(True)
            slider.setValue(round(float(str(self._desk.session.setting(key))) * 100))
            slider.blockSignals(False)

    @Slot()
    def _on_combo(self) -> None:
        combo = self.sender()
        key = str(combo.property("setting"))
        self._tasks.run(self._keep(key, self._combos[key].currentData()), "setting")

    @Slot()
    def _on_slider(self) -> None:
        key = str(self.sender().property("setting"))
        self._tasks.run(self._keep(key, self._sliders[key].value() / 100), "volume")

    async def _keep(self, key: str, value: object) -> None:
        self._desk.session.set_setting(key, value)
        if key in VOLUMES:
            await self._desk.session.set_volumes({VOLUMES[key]: float(str(value))})
        elif key in DEVICES:
            names = {
                device.removeprefix("audio."): str(self._desk.session.setting(device)) for device in DEVICES
            }
            await self._desk.session.select_devices(**names)
