"""Written words of the calls: letters go to the screen at once, whole lines become facts.

Thread: the engine's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.call import CallTextReceived, CallTextSent
from batola_desk.domain.facts import Event
from batola_desk.domain.live_text import TypedLine
from batola_desk.engine.budget import Budget
from batola_desk.engine.engine_call import EngineCall
from batola_desk.ipc.messages import Message, TextReceived

RTT, MESSAGE = "rtt", "message"
_PAUSE_S = 8.0  # LIMIT: an unfinished line is remembered after this, so that a crash cannot take it
_TEXT_MAX = 2000
_BURST_CHARACTERS = 20_000  # LIMIT: the longest MESSAGE, or ten minutes of typing at once
_CHARACTERS_PER_S = 40.0  # LIMIT: above the 30 of RFC 4103 §6; nobody types so fast for long
_MISSING = "\ufffd"


@dataclass(slots=True)
class _Conversation:
    budget: Budget
    is_flooded: bool = False
    theirs: TypedLine = field(default_factory=TypedLine)
    ours: TypedLine = field(default_factory=TypedLine)
    their_last_s: float = 0.0
    our_last_s: float = 0.0


class TextDesk:
    """Told by the call desk; tells facts and the screen."""

    def __init__(
        self,
        tell_fact: Callable[[EngineCall, Event], None],
        send: Callable[[Message], None],
        clock: Callable[[], float],
    ) -> None:
        self._tell_fact = tell_fact
        self._send = send
        self._clock = clock
        self._conversations: dict[str, _Conversation] = {}

    def received(self, call: EngineCall, text: str, medium: str) -> None:
        """The other side wrote: letters (``rtt``) or a whole text (``message``).

        A flood is cut off where no person writes; one mark shows that something is missing.
        """
        conversation = self._of(call)
        if not conversation.budget.spend(len(text)):
            if conversation.is_flooded:
                return
            conversation.is_flooded, text = True, _MISSING
        else:
            conversation.is_flooded = False
        self._send(TextReceived(call_id=call.call_id, call_key=call.call_key, text=text, medium=medium))
        if medium == MESSAGE:
            self._tell_fact(call, CallTextReceived(text=text, medium=MESSAGE))
            return
        conversation.their_last_s = self._clock()
        for line in conversation.theirs.take(text):
            self._tell_fact(call, CallTextReceived(text=line, medium=RTT))

    def write(self, call: EngineCall, text: str) -> None:
        """Send what the operator typed: by letters where the call has a text leg, else as one MESSAGE.

        Raises:
            OperatorError: ``call_not_talking``, ``text_unusable``, ``text_not_taken``.
        """
        if not call.is_talking:
            raise OperatorError("call_not_talking")
        if not text or len(text) > _TEXT_MAX:
            raise OperatorError("text_unusable")
        if not call.has_text:
            call.leg.send_text(text.strip())
            self._tell_fact(call, CallTextSent(text=text.strip(), medium=MESSAGE))
            return
        if call.leg.send_rtt(text) < len(text):
            raise OperatorError("text_not_taken")
        conversation = self._of(call)
        conversation.our_last_s = self._clock()
        for line in conversation.ours.take(text):
            self._tell_fact(call, CallTextSent(text=line, medium=RTT))

    def tick(self, calls: dict[str, EngineCall]) -> None:
        """Remember lines whose writer pauses."""
        now_s = self._clock()
        for call_id, conversation in self._conversations.items():
            call = calls.get(call_id)
            if call is not None:
                self._flush(call, conversation, before_s=now_s - _PAUSE_S)

    def end(self, call: EngineCall) -> None:
        """The call is over: remember what was not finished."""
        conversation = self._conversations.pop(call.call_id, None)
        if conversation is not None:
            self._flush(call, conversation, before_s=float("inf"))

    def _of(self, call: EngineCall) -> _Conversation:
        known = self._conversations.get(call.call_id)
        if known is None:
            budget = Budget(_BURST_CHARACTERS, _CHARACTERS_PER_S, self._clock)
            known = self._conversations[call.call_id] = _Conversation(budget)
        return known

    def _flush(self, call: EngineCall, conversation: _Conversation, *, before_s: float) -> None:
        if conversation.their_last_s <= before_s and conversation.theirs.text:
            line = conversation.theirs.flush()
            if line:
                self._tell_fact(call, CallTextReceived(text=line, medium=RTT))
        if conversation.our_last_s <= before_s and conversation.ours.text:
            line = conversation.ours.flush()
            if line:
                self._tell_fact(call, CallTextSent(text=line, medium=RTT))
