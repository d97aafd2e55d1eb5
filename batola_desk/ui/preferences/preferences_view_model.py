"""What an operator may change while the desk runs: look, language, text size, sound. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from batola_desk.domain.catalog import label_of
from batola_desk.domain.errors import OperatorError
from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.seat_views import LineAccountView, StoreView
from batola_desk.settings.schema import SETTINGS
from batola_desk.ui.preferences.sound_test_view_model import SoundTestViewModel
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.tasks import TaskRunner

TEXT_PERCENTS = (90, 100, 110, 125, 150)
VOLUME_GAP_MS = 120  # a slider moves often, the engine is told this often at most
VOLUME_REST_MS = 600  # a volume that stays so long is meant: it is kept, and becomes a fact of the journal


@dataclass(frozen=True, slots=True)
class VolumeRole:
    """One volume.

    Attributes:
        role: name the engine knows.
        setting: where the limits stand; empty = 0..1 and kept by the engine alone.
    """

    role: str
    setting: str

    @property
    def lowest_percent(self) -> int:
        """Ring and alerts are never silent (domain.md §16)."""
        limit = SETTINGS[self.setting].minimum if self.setting else 0.0
        return round((limit or 0.0) * 100)


VOLUMES = (
    VolumeRole("headset", "audio.headset_volume"),
    VolumeRole("ring", "audio.ring_volume"),
    VolumeRole("alerts", "audio.alert_volume"),
    VolumeRole("sidetone", ""),
)
DEVICE_SETTINGS = {
    "headset_output": "audio.headset_output",
    "headset_input": "audio.headset_input",
    "loudspeaker": "audio.loudspeaker",
    "second_headset": "audio.second_headset",
    "second_microphone": "audio.second_microphone",
}
INPUT_PARTS = frozenset({"headset_input", "second_microphone"})
SECOND_MICROPHONE_ON = "audio.second_microphone_on"
SECOND_PARTS = frozenset({"second_headset", "second_microphone"})  # nothing chosen = there is none


class PreferencesViewModel(QObject):
    """Settings of this desk and this person; each change counts at once.

    Signals:
        changed: read the properties again.
    """

    changed = Signal()

    def __init__(self, desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._waiting: dict[str, float] = {}
        self._meant: dict[str, float] = {}
        self._gap = QTimer(self)
        self._gap.setSingleShot(True)
        self._gap.setInterval(VOLUME_GAP_MS)
        self._gap.timeout.connect(self._send_volumes)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(VOLUME_REST_MS)
        self._rest.timeout.connect(self._keep_volumes)
        self.sound = SoundTestViewModel(desk, tasks, pulse, self)
        pulse.changed.connect(self._on_change)

    # ---------------------------------------------------------------- what is shown

    @property
    def theme(self) -> str:
        """``light`` or ``dark``."""
        return self._text("screen.theme")

    @property
    def language(self) -> str:
        """``id`` or ``en``."""
        return self._text("screen.language")

    @property
    def text_percent(self) -> int:
        """Text size; 100 = as designed."""
        value = self._desk.session.setting("screen.text_percent")
        return value if isinstance(value, int) else 100

    @property
    def centre(self) -> str:
        """Name of this centre."""
        known = self._desk.catalog.centre
        return known.program or known.name

    @property
    def operator(self) -> str:
        """Who sits here, at which desk, in which role."""
        status = self._desk.session.status()
        known = self._desk.catalog.roles.get(status.operator_role)
        role = label_of(known, self.language) if known is not None else status.operator_role
        return " · ".join(part for part in (status.operator_name, role, status.desk_letter) if part)

    @property
    def store(self) -> StoreView:
        """How far the recordings are copied."""
        return self._desk.session.status().store

    @property
    def line_accounts(self) -> Sequence[LineAccountView]:
        """How the identities of the line stand."""
        return self._desk.session.status().line_accounts

    def device(self, part: str) -> str:
        """Chosen device of a part; empty = the best one by itself."""
        return self._text(DEVICE_SETTINGS[part])

    def devices(self, part: str) -> Sequence[str]:
        """Devices to choose from; a chosen one that is away stays in the list."""
        outputs, inputs = self._desk.session.devices()
        found = list(inputs if part in INPUT_PARTS else outputs)
        chosen = self.device(part)
        return [*found, chosen] if chosen and chosen not in found else found

    def is_away(self, part: str) -> bool:
        """Whether the chosen device is not there now."""
        outputs, inputs = self._desk.session.devices()
        chosen = self.device(part)
        return bool(chosen) and chosen not in (inputs if part in INPUT_PARTS else outputs)

    def volume_percent(self, volume: VolumeRole) -> int:
        """Volume as the engine has it, or as it was kept while the engine is away."""
        if volume.role in self._waiting:
            return round(self._waiting[volume.role] * 100)
        gain = self._desk.session.volumes().get(volume.role)
        if gain is None and volume.setting:
            kept = self._desk.session.setting(volume.setting)
            gain = kept if isinstance(kept, float) else 0.0
        return round((gain or 0.0) * 100)

    @property
    def can_sound(self) -> bool:
        """Whether the engine is there to play something."""
        return self._desk.session.status().line_mode not in {"engine_lost", "starting"}

    # ---------------------------------------------------------------- wishes

    def set_theme(self, theme: str) -> None:
        """Light or dark, at once."""
        self._keep("screen.theme", theme)

    def set_language(self, language: str) -> None:
        """Indonesian or English, at once."""
        self._keep("screen.language", language)

    def set_text_percent(self, percent: int) -> None:
        """Larger or smaller letters, at once."""
        self._keep("screen.text_percent", percent)

    def choose_device(self, part: str, name: str) -> None:
        """Use this device; empty = the best one by itself."""
        if name == self.device(part):
            return
        self._keep(DEVICE_SETTINGS[part], name)
        self._select_devices()

    @property
    def is_second_microphone_on(self) -> bool:
        """Whether who accompanies the operator is heard."""
        return self._desk.session.setting(SECOND_MICROPHONE_ON) is True

    @Slot(bool)
    def set_second_microphone_on(self, on: bool) -> None:
        """Let who accompanies the operator be heard, or not."""
        if on != self.is_second_microphone_on:
            self._keep(SECOND_MICROPHONE_ON, on)
            self._select_devices()

    @property
    def are_prompts_automatic(self) -> bool:
        """Whether the sentences of a silent call are spoken by themselves."""
        return self._desk.session.setting("silent.auto_prompts") is True

    @Slot(bool)
    def set_prompts_automatic(self, on: bool) -> None:
        """Let the sentences of a silent call be spoken by themselves, or by a key each."""
        if on != self.are_prompts_automatic:
            self._keep("silent.auto_prompts", on)

    @property
    def is_gain_automatic(self) -> bool:
        """Whether callers are brought near one level for the ear, as the engine has it."""
        return self._desk.sound.is_gain_automatic()

    @Slot(bool)
    def set_gain_automatic(self, on: bool) -> None:
        """Bring soft and loud callers near one level, or play them as they come."""
        if on != self.is_gain_automatic:
            self._tasks.run(self._desk.sound.set_automatic_gain(on=on), "automatic-gain")

    def set_volume(self, volume: VolumeRole, percent: int) -> None:
        """Louder or softer; the engine hears of it within a moment."""
        gain = max(volume.lowest_percent, min(100, percent)) / 100
        self._waiting[volume.role] = gain
        if not self._gap.isActive():
            self._gap.start()
        if volume.setting:
            self._meant[volume.setting] = gain
            self._rest.start()  # again: the slider still moves

    @Slot()
    def play_test_sound(self) -> None:
        """Hear how loud it is."""
        if self._waiting:
            self._gap.stop()
            self._send_volumes()
        self._tasks.run(self._desk.session.play_test_sound(), "test-sound")

    # ---------------------------------------------------------------- inner parts

    def _select_devices(self) -> None:
        chosen = {part: self.device(part) for part in DEVICE_SETTINGS}
        wish = self._desk.session.select_devices(
            **chosen, second_microphone_on=self.is_second_microphone_on, is_trial=False
        )
        self._tasks.run(wish, "select-devices")

    @Slot()
    def _send_volumes(self) -> None:
        wanted, self._waiting = self._waiting, {}
        self._tasks.run(self._desk.session.set_volumes(wanted), "set-volumes")

    @Slot()
    def _keep_volumes(self) -> None:
        meant, self._meant = self._meant, {}
        for setting, gain in meant.items():
            self._keep(setting, gain)

    def _keep(self, key: str, value: object) -> None:
        try:
            self._desk.session.set_setting(key, value)
        except OperatorError as refusal:
            self._tasks.messages.error(refusal.code, refusal.values)

    def _text(self, key: str) -> str:
        return str(self._desk.session.setting(key))

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if change.what & {"settings", "language", "status"}:
            self.changed.emit()
