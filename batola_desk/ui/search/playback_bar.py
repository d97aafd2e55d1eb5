"""The bar of the recording being played: play, pause, seek, time."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSlider, QWidget

from batola_desk.services.change import Change
from batola_desk.ui import labels
from batola_desk.ui.incident.parts import ElidedLabel, button, label, span_text
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.search.search_view_model import SearchViewModel

STEPS_PER_S = 10
SKIP_S = 5.0


class PlaybackBar(QFrame):
    """Hidden while nothing is played."""

    def __init__(self, vm: SearchViewModel, pulse: Pulse, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._vm = vm
        self.pause = button(self, "primary", "playback_pause")
        self.stop = button(self, "", "playback_stop")
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setObjectName("playback_slider")
        self.slider.setSingleStep(int(SKIP_S * STEPS_PER_S))
        self.slider.setPageStep(int(SKIP_S * STEPS_PER_S))
        self.time = label(self, "", "playback_time")
        self.name = ElidedLabel(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        for part, stretch in (
            (self.pause, 0),
            (self.stop, 0),
            (self.slider, 3),
            (self.time, 0),
            (self.name, 1),
        ):
            row.addWidget(part, stretch)
        self.pause.clicked.connect(self._on_pause)
        self.stop.clicked.connect(self._on_stop)
        self.slider.sliderReleased.connect(self._on_seek)
        self.slider.actionTriggered.connect(self._on_action)
        pulse.changed.connect(self._on_change)
        self._retranslate()
        self.render_now()

    @Slot()
    def render_now(self) -> None:
        """Draw where it is; a hand on the slider is left alone."""
        playing = self._vm.playback
        if playing is None or playing.live_call_key:  # a replay of the live call is the line panel's
            self.hide()
            return
        self.show()
        self.pause.setText(self.tr("▶ Lanjut  Spasi") if playing.paused else self.tr("‖ Jeda  Spasi"))
        if not self.slider.isSliderDown():
            self.slider.blockSignals(True)
            self.slider.setRange(0, max(1, int(playing.duration_s * STEPS_PER_S)))
            self.slider.setValue(int(playing.position_s * STEPS_PER_S))
            self.slider.blockSignals(False)
        self.time.setText(f"{span_text(playing.position_s)} / {span_text(playing.duration_s)}")
        if playing.loading:
            self.name.set_whole(self.tr("◌ diambil dari penyimpanan …"))
        elif playing.error:
            self.name.set_whole("✖ " + labels.error_words(playing.error, {})[0])
        else:
            self.name.set_whole(PurePath(playing.path).name)

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if "playback" in change.what:
            self.render_now()

    @Slot()
    def _on_pause(self) -> None:
        self._vm.toggle_pause()

    @Slot()
    def _on_stop(self) -> None:
        self._vm.stop()

    @Slot()
    def _on_seek(self) -> None:
        self._vm.seek(self.slider.sliderPosition() / STEPS_PER_S)

    @Slot(int)
    def _on_action(self, action: int) -> None:
        if action != QSlider.SliderAction.SliderMove.value:
            self._vm.seek(self.slider.sliderPosition() / STEPS_PER_S)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.render_now()

    def _retranslate(self) -> None:
        self.stop.setText(self.tr("■ Berhenti  H"))
        self.slider.setAccessibleName(self.tr("Posisi rekaman"))
