"""When the desk rings, and how. Source: domain.md §16."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol

from batola_desk.audio.tones import AlertName, RingKind
from batola_desk.engine.engine_call import EngineCall
from batola_desk.telephony.leg_types import LegState

WAITING_PULSE_INTERVAL_S = 4.0
SILENCED_S = 30.0  # LIMIT: long enough to finish a sentence; an emergency call is never silenced for good


class TonePort(Protocol):
    """The part of the audio desk that rings."""

    def start_ringing(self, kind: RingKind) -> None: ...

    def stop_ringing(self) -> None: ...

    def play_alert(self, name: AlertName) -> None: ...


class Ringer:
    """Rings while a call nobody has silenced waits; only pulses softly while somebody is in a call.

    Thread: the engine's.
    """

    def __init__(self, tones: TonePort) -> None:
        self._tones = tones
        self._silenced: dict[str, float] = {}  # call → when it rings again
        self._now_s = 0.0
        self._waiting: frozenset[str] = frozenset()
        self._kind: RingKind | None = None
        self._pulsed_at_s: float | None = None

    def silence(self) -> None:
        """The calls ringing now have been noticed: quiet for a while. A new one rings at once."""
        self._silenced = dict.fromkeys(self._waiting, self._now_s + SILENCED_S)

    def update_for(self, calls: Iterable[EngineCall], focus: EngineCall | None, now_s: float) -> None:
        """Sound what fits the calls of the desk; ``focus`` is the one in the headset."""
        ringing = [call.call_id for call in calls if call.is_ringing]
        if focus is not None and focus.is_ringing:  # being answered at this moment
            ringing.remove(focus.call_id)
        self.update(
            ringing,
            in_call=focus is not None and (focus.is_in_headset or focus.is_ringing),
            ringback=focus is not None and focus.state is LegState.EARLY and not _is_heard(focus),
            now_s=now_s,
        )

    def update(self, ringing: Collection[str], *, in_call: bool, ringback: bool, now_s: float) -> None:
        """Sound what fits these calls; call it at each change and ten times a second.

        Args:
            ringing: ids of calls nobody has answered.
            in_call: the operator is speaking, or dialling.
            ringback: the operator dialled and the far telephone rings.
            now_s: the engine's clock.
        """
        self._now_s = now_s
        self._waiting = frozenset(ringing)
        self._silenced = {
            call: until_s
            for call, until_s in self._silenced.items()
            if call in self._waiting and now_s < until_s
        }
        wants_ring = bool(self._waiting - self._silenced.keys())
        self._pulse(wanted=wants_ring and in_call, now_s=now_s)
        kind = RingKind.INCOMING if wants_ring and not in_call else None
        if kind is None and ringback:
            kind = RingKind.RINGBACK
        if kind is self._kind:
            return
        self._kind = kind
        if kind is None:
            self._tones.stop_ringing()
        else:
            self._tones.start_ringing(kind)

    def _pulse(self, *, wanted: bool, now_s: float) -> None:
        if not wanted:
            self._pulsed_at_s = None
        elif self._pulsed_at_s is None or now_s - self._pulsed_at_s >= WAITING_PULSE_INTERVAL_S:
            self._pulsed_at_s = now_s
            self._tones.play_alert(AlertName.CALL_WAITING)


def _is_heard(call: EngineCall) -> bool:
    return call.media is not None and call.media.statistics().packets_received > 0
