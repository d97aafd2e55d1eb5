"""What a self-test finds without asking anybody: sound devices, line, room. Codes only; words in ``ui``."""

from __future__ import annotations

from typing import Final

from batola_desk.domain.operator import DeskMode
from batola_desk.domain.self_test import GOOD, Part
from batola_desk.ipc.messages import DeviceStatus
from batola_desk.services.line_state import LineState
from batola_desk.services.seat_views import RoomView

UNDECIDED: Final = ""
_OF_THE_LINE: Final = {Part.HEADSET, Part.MICROPHONE, Part.TONE, Part.RECORDING, Part.LINE}
_STILL_COMING: Final = {
    Part.HEADSET: "headset_none",
    Part.LINE: "line_slow",
    Part.ROOM: "room_behind",
    Part.RECORDING: "recording_slow",
    Part.MAP: "map_slow",
}


def is_line_known(line: LineState) -> bool:
    """Whether the engine is there and has looked for devices; at a start, or after its death, one waits."""
    return line.attached and line.devices != DeviceStatus()


def headset_finding(line: LineState) -> str:
    """The headset's ear."""
    if not is_line_known(line):
        return UNDECIDED
    problems = line.devices.problems
    if not line.devices.headset_output:
        return "headset_none"
    return "headset_other" if "headset_missing" in problems else GOOD


def microphone_trouble(line: LineState) -> str:
    """Why nobody need speak; ``UNDECIDED`` = there is a microphone, the person says how it sounds."""
    if not is_line_known(line):
        return UNDECIDED
    if not line.devices.headset_input:
        return "microphone_none"
    return "microphone_other" if "microphone_missing" in line.devices.problems else UNDECIDED


def tone_roles(line: LineState) -> tuple[str, ...]:
    """The devices that alerts sound on, in the order in which they are heard."""
    devices = {"ear": line.devices.headset_output, "loudspeaker": line.devices.loudspeaker}
    return tuple(role for role, name in devices.items() if name)


def tone_finding(line: LineState, *, was_heard: bool) -> str:
    """What the person's word means: heard in the headset only is not heard by who has put it down."""
    if not was_heard:
        return "tone_unheard"
    return "loudspeaker_none" if "loudspeaker_missing" in line.devices.problems else GOOD


def line_finding(line: LineState) -> str:
    """Whether callers reach this desk; a line that is on its way is waited for."""
    match line.mode:
        case "registered" | "direct":
            return GOOD
        case "registering" | "starting" | "engine_lost":
            return UNDECIDED
        case _:
            return "line_failed"


def room_finding(room: RoomView | None) -> str:
    """Whether desk and room know the same; a desk that is catching up is waited for."""
    if room is None:
        return "room_none"
    match room.mode:
        case DeskMode.SYNCED.value:
            return GOOD
        case DeskMode.OFFLINE.value:
            return "room_offline"
        case _:
            return UNDECIDED


def too_late(part: Part, *, is_attached: bool) -> str:
    """What is said of a part that was not decided when the time was up."""
    if not is_attached and part in _OF_THE_LINE:
        return "engine_lost"
    return _STILL_COMING.get(part, "unanswered")
