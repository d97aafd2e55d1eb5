"""How long each caller is silent, how each call sounds, and the levels of the one in the headset.

Thread: the engine's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from batola_desk.engine.call_ports import CallAudio
from batola_desk.engine.device_view import shown_dbfs
from batola_desk.engine.engine_call import EngineCall
from batola_desk.engine.speech import SpeechDetector
from batola_desk.ipc.messages import Levels, Message

_SILENCE_STEP_S = 1.0


class CallMeters:
    """Reads the sound side ten times a second.

    Args:
        tell: shows a call that has changed.
    """

    def __init__(
        self, audio: CallAudio, send: Callable[[Message], None], tell: Callable[[EngineCall], None]
    ) -> None:
        self._audio = audio
        self._send = send
        self._tell = tell

    def tick(self, calls: Iterable[EngineCall], watched: EngineCall | None, now_s: float) -> None:
        """Measure every call; ``watched`` is the one in the headset if somebody looks at its levels."""
        for call in list(calls):
            if call.speech is not None and not call.local_hold:
                self._listen(call, call.speech, now_s)
            self._measure(call, now_s)
        if watched is not None and watched.media is not None:
            self._meter(watched)

    def _listen(self, call: EngineCall, speech: SpeechDetector, now_s: float) -> None:
        if call.media is None:
            return
        silence_s = speech.feed(self._audio.spoken_count(call.call_id), now_s)
        before_s = call.silence_s
        call.silence_s = float(int(silence_s / _SILENCE_STEP_S) * _SILENCE_STEP_S)
        if call.silence_s != before_s:
            self._tell(call)

    def _measure(self, call: EngineCall, now_s: float) -> None:
        if call.media is None or not call.is_talking or call.local_hold or call.remote_hold:
            call.quality.skip()
        elif call.quality.is_due(now_s):
            heard = self._audio.statistics(call.call_id)
            call.quality.read(call.codec, call.media.statistics(), heard, now_s)
        if call.is_unheard != call.quality.is_unheard:
            call.is_unheard = call.quality.is_unheard
            self._tell(call)

    def _meter(self, call: EngineCall) -> None:
        assert call.media is not None
        levels = self._audio.levels()
        self._send(
            Levels(
                call_id=call.call_id,
                caller_dbfs=shown_dbfs(levels.far_rms_dbfs),
                operator_dbfs=shown_dbfs(levels.microphone_rms_dbfs),
                quality=call.quality.now,
            )
        )
