"""An engine without telephone and sound, driven by the test: speaks the real messages, spools real facts."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import msgspec

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.domain.ids import new_id
from batola_desk.domain.live_text import TypedLine
from batola_desk.ipc import messages as m
from batola_desk.ipc import party_messages as pm
from batola_desk.ipc import recording_messages as rm
from batola_desk.ipc import sound_messages as sm
from batola_desk.ipc.recording_parts import PlaybackStatus

PROMPTS = ("pilihan", "sapaan", "tanda", "ya_tidak")


class FakeConnection:
    """One screen attached to the fake engine."""

    def __init__(
        self, engine: FakeEngine, on_message: Callable[[m.Message], None], on_closed: Callable[[], None]
    ):
        self._engine = engine
        self.on_message = on_message
        self.on_closed = on_closed
        self.is_open = True

    def send(self, command: m.Command) -> None:
        if not self.is_open:
            raise EnvironmentFault("engine_lost")
        self._engine.take(m.decode_from_screen(m.encode(command)))

    def close(self) -> None:
        self.is_open = False
        if self._engine.connection is self:
            self._engine.connection = None


class FakeEngine:
    """Holds the truth about calls like the real one; the test plays the callers.

    Attributes:
        commands: everything the desk asked, in order.
        refuse: command type name → error code to answer with instead of obeying.
        confirmed: ids of facts the desk has confirmed.
    """

    def __init__(self, clock_us: Callable[[], int]) -> None:
        self._now_us = clock_us
        self._numbers = itertools.count(1)
        self.connection: FakeConnection | None = None
        self.calls: dict[str, m.LineCall] = {}
        self._lines: dict[tuple[str, bool], TypedLine] = {}
        self.spool: dict[str, m.SpooledFact] = {}
        self.confirmed: list[str] = []
        self.commands: list[m.Command] = []
        self.refuse: dict[str, str] = {}
        self.line = m.LineStatus(mode="registered", address="sip:meja-a@127.0.0.1:5060")
        self.devices = m.DeviceStatus(
            headset_output="Headset",
            headset_input="Headset",
            loudspeaker="Speaker",
            available_outputs=("Headset", "Speaker"),
            available_inputs=("Headset",),
            clock="device",
        )
        self.playback = PlaybackStatus()
        self.focus: str | None = None
        self.muted = False
        self.automatic_gain = True
        self.volumes = {"headset": 0.8, "ring": 0.8, "alerts": 0.8, "sidetone": 0.1}
        self.can_start = True
        self.start_count = 0

    # ---------------------------------------------------------------- LineConnector

    def connect(
        self, on_message: Callable[[m.Message], None], on_closed: Callable[[], None]
    ) -> FakeConnection:
        if not self.can_start:
            raise EnvironmentFault("engine_not_reached")
        self.start_count += 1
        self.connection = FakeConnection(self, on_message, on_closed)
        return self.connection

    # ---------------------------------------------------------------- what callers do

    def ring(
        self,
        number: str = "081250001111",
        *,
        call_key: str = "",
        display_name: str = "",
        training: bool = False,
        offered_us: int | None = None,
        **origin: Any,
    ) -> str:
        """A caller rings; returns the call key. ``origin``: service, position … of the call."""
        serial = next(self._numbers)
        call = m.LineCall(
            call_id=f"line-{serial}",
            call_key=call_key or f"key-{serial}-{new_id()[-6:]}",
            direction="inbound",
            state="ringing",
            number=number,
            display_name=display_name,
            offered_us=offered_us or self._now_us(),
            training=training,
            **origin,
        )
        self._offer(call)
        return call.call_key

    def caller_hangs_up(self, call_key: str, *, cause: str = "") -> None:
        """The other side ends it: gives up while ringing, hangs up while talking."""
        call = self.by_key(call_key)
        waiting = call.state in {"ringing", "dialling", "early"}
        self._end(
            call, cause or ("cancelled" if waiting and call.direction == "inbound" else "caller_hung_up")
        )

    def answered_elsewhere(self, call_key: str) -> None:
        """Another desk took it."""
        self._end(self.by_key(call_key), "answered_elsewhere")

    def line_drops(self, call_key: str) -> None:
        """The line is lost while talking."""
        self._end(self.by_key(call_key), "lost")

    def far_end_answers(self, call_key: str) -> None:
        """Somebody picks up a call the desk dialled."""
        self._answer(self.by_key(call_key))

    def far_end_refuses(self, call_key: str, sip_code: int) -> None:
        """The other side declines with a code."""
        self._end(self.by_key(call_key), "rejected", sip_code=sip_code)

    def far_end_busy(self, call_key: str) -> None:
        """The dialled number is busy."""
        self._end(self.by_key(call_key), "busy", sip_code=486)

    def silence(self, call_key: str, silence_s: float) -> None:
        """The caller has not spoken for so long."""
        self._change(msgspec.structs.replace(self.by_key(call_key), silence_s=silence_s))

    def doubt(self, call_key: str) -> None:
        """Nobody answers whether the caller is still there."""
        self._change(msgspec.structs.replace(self.by_key(call_key), doubtful=True))

    def digit(self, call_key: str, digit: str) -> None:
        """The caller presses a telephone key."""
        call = self.by_key(call_key)
        self.tell(m.DigitReceived(call_id=call.call_id, call_key=call_key, digit=digit))
        self._fact("call.digit_received", call_key, digit=digit)

    def locate(self, call_key: str, *, document: str = "", uri: str = "") -> None:
        """A position comes with the call, or the address of one."""
        source = "sip_body" if document else "sip_reference"
        self._fact("call.location_received", call_key, source=source, uri=uri, document=document)

    def media(self, call_key: str, *, secure: bool = False, has_text: bool = False) -> None:
        """Offer and answer settled what travels."""
        self._change(msgspec.structs.replace(self.by_key(call_key), secure=secure, has_text=has_text))

    def letters(self, call_key: str, text: str) -> None:
        """The caller types; whole lines become facts."""
        call = self.by_key(call_key)
        self.tell(m.TextReceived(call_id=call.call_id, call_key=call_key, text=text, medium="rtt"))
        for line in self._lines.setdefault((call_key, False), TypedLine()).take(text):
            self._fact("call.text_received", call_key, text=line, medium="rtt")

    def message(self, call_key: str, text: str) -> None:
        """The caller sends a MESSAGE."""
        call = self.by_key(call_key)
        self.tell(m.TextReceived(call_id=call.call_id, call_key=call_key, text=text, medium="message"))
        self._fact("call.text_received", call_key, text=text, medium="message")

    def measured(self, call_key: str, *, mos_mean: float, mos_min: float) -> None:
        """The engine sums up how the call sounded."""
        self._fact(
            "call.quality_measured",
            call_key,
            mos_mean=mos_mean,
            mos_min=mos_min,
            loss_percent=1.0,
            concealed_percent=1.0,
            jitter_ms_max=20.0,
            delay_ms=60.0,
            codec="PCMA",
            encrypted=False,
            measured_s=60,
        )

    def refuses_media(self, call_key: str, **refusal: str) -> None:
        """The call ends because the two telephones have no media in common."""
        call = self.by_key(call_key)
        self.calls[call.call_id] = msgspec.structs.replace(call, refusal=refusal)
        self._end(self.calls[call.call_id], "failed", sip_code=488)

    def recorded(
        self, call_key: str, path: str = "2026/a.wav", duration_s: float = 12.5, **more: object
    ) -> None:
        """The recording of a call is sealed."""
        body = {"sha256": "ab" * 32, "byte_count": 1000, **more}
        self._fact("call.recorded", call_key, path=path, duration_s=duration_s, **body)

    def fetch_news(self, path: str, share: float = 0.0, *, done: bool = False, code: str = "") -> None:
        """How it goes with a freed recording that was asked for."""
        self.tell(rm.FetchChanged(path=path, share=share, done=done, code=code))

    def levels(
        self,
        caller_dbfs: float = -20.0,
        operator_dbfs: float = -30.0,
        loss_percent: float = 0.0,
        mos: float | None = None,
    ) -> None:
        """Meter values of the call in the headset."""
        assert self.focus is not None, "no call in the headset"
        quality = m.Quality(loss_percent=loss_percent, jitter_ms=8.0, delay_ms=45.0, mos=mos)
        self.tell(
            m.Levels(
                call_id=self.focus, caller_dbfs=caller_dbfs, operator_dbfs=operator_dbfs, quality=quality
            )
        )

    def alarm(self, code: str, *, active: bool = True, call_id: str = "") -> None:
        """The engine has something to say."""
        self.tell(m.EngineAlarm(code=code, active=active, call_id=call_id))

    def headset_lost(self) -> None:
        """The headset is pulled out."""
        self.devices = msgspec.structs.replace(
            self.devices, headset_output="", headset_input="", problems=("no_headset", "no_microphone")
        )
        self.tell(m.DevicesChanged(devices=self.devices))

    def headset_back(self) -> None:
        """The headset is plugged in again."""
        self.devices = msgspec.structs.replace(
            self.devices, headset_output="Headset", headset_input="Headset", problems=()
        )
        self.tell(m.DevicesChanged(devices=self.devices))

    def die(self, *, can_start: bool = True) -> None:
        """The engine process is killed: its calls are gone, its spool file stays."""
        self.can_start = can_start
        self.calls.clear()
        self.focus = None
        connection, self.connection = self.connection, None
        if connection is not None:
            connection.is_open = False
            connection.on_closed()

    def redeliver(self, facts: list[m.SpooledFact]) -> None:
        """Send facts once more, as after a lost confirmation."""
        self.tell(m.FactsSpooled(facts=tuple(facts)))

    def by_key(self, call_key: str) -> m.LineCall:
        """The session of this call."""
        return next(call for call in self.calls.values() if call.call_key == call_key)

    def tell(self, message: m.Message) -> None:
        """Send a message to the attached screen, over the real encoding."""
        if self.connection is not None and self.connection.is_open:
            self.connection.on_message(m.decode_from_engine(m.encode(message)))

    # ---------------------------------------------------------------- what the desk asks

    def take(self, command: m.Command) -> None:
        """Obey one command."""
        self.commands.append(command)
        code = self.refuse.get(type(command).__name__, "")
        if not code:
            code = self._obey(command) or ""
        self.tell(m.Reply(request_id=command.request_id, code=code))
        if isinstance(command, m.ShutDownEngine) and not code:
            self.die()

    def _play(self, command: m.Command) -> None:
        """Playback, as far as the screen sees it."""
        now, before = self.playback, self.playback
        match command:
            case rm.PlayRecording(path=path, start_s=start_s):
                now = PlaybackStatus(path=path, position_s=start_s, duration_s=12.5)
            case rm.ReplayCall(call_id=call_id, last_s=last_s):
                now = PlaybackStatus(path="live", duration_s=last_s, live_call_id=call_id)
            case rm.SetPlaybackSpeed(speed=speed):
                now = msgspec.structs.replace(now, speed=speed)
            case rm.SeekPlayback(position_s=position_s):
                now = msgspec.structs.replace(now, position_s=position_s)
            case rm.SkipPlayback(by_s=by_s):
                now = msgspec.structs.replace(now, position_s=max(0.0, now.position_s + by_s))
            case rm.PausePlayback(paused=paused):
                now = msgspec.structs.replace(now, paused=paused)
            case rm.StopPlayback():
                now = PlaybackStatus()
        if now != before:
            self.playback = now
            self.tell(rm.PlaybackChanged(playback=now))

    def _obey(self, command: m.Command) -> str | None:
        if isinstance(command, m.SendText) and command.call_id in self.calls:
            self._write(self.calls[command.call_id], command.text)
            return None
        return self._obey_on_the_line(command)

    def _obey_sound(self, command: m.Command) -> bool:
        match command:
            case sm.PlayPrompt(call_id=call_id, name=name):
                self.tell(sm.PromptChanged(call_id=call_id, name=name))
            case sm.StopPrompt():
                self.tell(sm.PromptChanged())
            case sm.StartSoundCheck(kind=kind, role=role):
                self.tell(
                    sm.SoundCheckChanged(check=sm.SoundCheckStatus(kind=kind, role=role, phase="playing"))
                )
            case sm.StartMetronome(call_id=call_id, per_min=per_min):
                self.tell(sm.MetronomeChanged(call_id=call_id, per_min=per_min))
            case sm.StopMetronome():
                self.tell(sm.MetronomeChanged())
            case sm.SetAutomaticGain(on=on):
                self.automatic_gain = on
            case sm.StopSoundCheck():
                self.tell(sm.SoundCheckChanged(check=sm.SoundCheckStatus(phase="stopped")))
            case _:
                return False
        return True

    def _obey_on_the_line(self, command: m.Command) -> str | None:
        call = self.calls.get(getattr(command, "call_id", ""))
        if hasattr(command, "call_id") and call is None:
            return "call_unknown"
        self._play(command)
        if self._obey_sound(command):
            return None
        match command:
            case m.Attach():
                self._tell_everything()
            case m.AnswerCall() if call is not None:
                if call.state != "ringing":
                    return "call_not_ringing"
                self._hold_focus()
                self._answer(call)
            case m.RejectCall() if call is not None:
                self._end(call, "rejected", sip_code=486)
            case m.HangUpCall() if call is not None:
                self._end(call, "operator_hung_up")
            case m.HoldCall() if call is not None:
                self._hold(call)
            case m.ResumeCall() if call is not None:
                self._hold_focus()
                self.focus = call.call_id
                self._change(msgspec.structs.replace(call, local_hold=False))
                self._fact("call.resumed", call.call_key)
            case m.SetMuted(muted=muted):
                self.muted = muted
                if self.focus is not None:
                    self._change(msgspec.structs.replace(self.calls[self.focus], muted=muted))
            case m.DialNumber():
                self._dial(command)
            case m.ConfirmFacts(fact_ids=fact_ids):
                for fact_id in fact_ids:
                    self.spool.pop(fact_id, None)
                    self.confirmed.append(fact_id)
            case m.ShutDownEngine(force=force) if self.calls and not force:
                return "calls_alive"
            case m.SetVolumes(volumes=volumes):
                self.volumes |= volumes
            case _:
                return self._obey_about_parties(command, call)
        return None

    def _obey_about_parties(self, command: m.Command, call: m.LineCall | None) -> str | None:
        match command:
            case pm.AddParty() if call is not None:
                return self._add_party(command, call)
            case pm.JoinParties() | pm.ReturnToCaller() | pm.SwapParties() | pm.HandOver() if (
                call is not None
            ):
                return self._group_wish(command, call)
            case pm.TransferBlind() if call is not None:
                self._hold(call)
                self._change(msgspec.structs.replace(self.calls[call.call_id], handing_over="asked"))
            case pm.MuteParty(muted=muted) if call is not None:
                self._change(msgspec.structs.replace(call, party_muted=muted))
            case pm.SuperviseDesk():
                self._dial(m.DialNumber(number=command.uri, purpose="supervise"), command)
            case pm.SetSupervision(mode=mode) if call is not None:
                self._change(msgspec.structs.replace(call, supervision=mode))
            case _:
                pass
        return None

    def _write(self, call: m.LineCall, text: str) -> None:
        if not call.has_text:
            self._fact("call.text_sent", call.call_key, text=text, medium="message")
            return
        for line in self._lines.setdefault((call.call_key, True), TypedLine()).take(text):
            self._fact("call.text_sent", call.call_key, text=line, medium="rtt")

    def _tell_everything(self) -> None:
        self.tell(
            m.Snapshot(
                version=m.PROTOCOL_VERSION,
                engine_pid=1,
                engine_version="test",
                engine_started_us=self._now_us(),
                calls=tuple(self.calls.values()),
                line=self.line,
                devices=self.devices,
                playback=self.playback,
                focus_call_id=self.focus,
                muted=self.muted,
                volumes=self.volumes,
                automatic_gain=self.automatic_gain,
                prompts=PROMPTS,
            )
        )
        if self.spool:
            self.tell(m.FactsSpooled(facts=tuple(self.spool.values())))

    def supervised(self, call_key: str, lead: str, mode: str) -> None:
        """A lead takes part from another desk; an empty mode = he left."""
        self._change(msgspec.structs.replace(self.by_key(call_key), supervision=mode, supervisor=lead))

    def transfer_refused(self, call_key: str) -> None:
        """The network does not connect them; this desk stays the bridge."""
        for member in self._members(self.by_key(call_key)):
            self._change(msgspec.structs.replace(member, handing_over="bridged"))

    def _members(self, call: m.LineCall) -> list[m.LineCall]:
        found = [known for known in self.calls.values() if call.group_id and known.group_id == call.group_id]
        return sorted(found, key=lambda known: known.party_role != "caller")

    def _add_party(self, command: pm.AddParty, call: m.LineCall) -> str | None:
        caller = next(iter(self._members(call)), call)
        if any(not known.joined for known in self._members(call) if known.party_role != "caller"):
            return "consultation_open"
        self._change(msgspec.structs.replace(caller, group_id=caller.call_id, party_role="caller"))
        self._dial(m.DialNumber(number=command.number, purpose=command.role, incident_id=command.incident_id))
        assert self.focus is not None
        party = self.calls[self.focus]
        self._change(
            msgspec.structs.replace(
                party, group_id=caller.call_id, party_role=command.role, party_code=command.code
            )
        )
        self._fact(
            "call.party_added",
            caller.call_key,
            party_key=party.call_key,
            role=command.role,
            code=command.code,
            number=command.number,
        )
        return None

    def _group_wish(self, command: m.Command, call: m.LineCall) -> str | None:
        members = self._members(call)
        if not members:
            return "no_party"
        caller, aside = members[0], next((known for known in members[1:] if not known.joined), None)
        if aside is None and not isinstance(command, pm.HandOver):
            return "no_party"
        match command:
            case pm.ReturnToCaller() if aside is not None:
                self._end(aside, "operator_hung_up")
            case pm.SwapParties() if aside is not None:
                to, left = (caller, aside) if self.focus == aside.call_id else (aside, caller)
                self._hold(left)
                self.focus = to.call_id
                self._change(msgspec.structs.replace(self.calls[to.call_id], local_hold=False))
            case _:
                if aside is not None and aside.state != "talking":
                    return "party_not_answered"
                left = isinstance(command, pm.HandOver)
                self.focus = None if left else caller.call_id
                for known in self._members(call):
                    beside = left or known.call_id != self.focus
                    joined = msgspec.structs.replace(known, joined=True, local_hold=False, beside=beside)
                    self._change(msgspec.structs.replace(joined, handing_over="asked" if left else ""))
                if aside is not None:
                    self._fact("call.conference_started", caller.call_key, party_key=aside.call_key)
        return None

    def _dial(self, command: m.DialNumber, supervise: pm.SuperviseDesk | None = None) -> None:
        serial = next(self._numbers)
        self._hold_focus()
        call = m.LineCall(
            call_id=f"line-{serial}",
            call_key=f"out-{serial}-{new_id()[-6:]}",
            direction="outbound",
            state="dialling",
            number=command.number,
            offered_us=self._now_us(),
            purpose=command.purpose,
            callback_id=command.callback_id,
            incident_id=command.incident_id,
            party_code=supervise.code if supervise is not None else "",
            supervision=supervise.mode if supervise is not None else "",
        )
        self.focus = call.call_id
        self._offer(call)

    def _offer(self, call: m.LineCall) -> None:
        self._change(call)
        self._fact(
            "call.offered",
            call.call_key,
            call_key=call.call_key,
            direction=call.direction,
            number=call.number,
            display_name=call.display_name,
            purpose=call.purpose,
            callback_id=call.callback_id,
            incident_id=call.incident_id,
            training=call.training,
        )

    def _answer(self, call: m.LineCall) -> None:
        self.focus = call.call_id
        self._change(
            msgspec.structs.replace(
                call,
                state="talking",
                answered_us=self._now_us(),
                recording=True,
                codec="PCMA",
                silence_s=0.0,
            )
        )
        self._fact("call.answered", call.call_key)

    def _hold_focus(self) -> None:
        if self.focus is not None and self.focus in self.calls:
            held = self.calls[self.focus]
            if held.state == "talking" and not held.local_hold:
                self._hold(held)

    def _hold(self, call: m.LineCall) -> None:
        if self.focus == call.call_id:
            self.focus = None
        self._change(msgspec.structs.replace(call, local_hold=True))
        self._fact("call.held", call.call_key)

    def _end(self, call: m.LineCall, cause: str, sip_code: int | None = None) -> None:
        ended = msgspec.structs.replace(
            call, state="ended", ended_us=self._now_us(), end_cause=cause, sip_code=sip_code
        )
        self.calls.pop(call.call_id, None)
        if self.focus == call.call_id:
            self.focus = None
        self.tell(m.CallChanged(call=ended))
        self._fact("call.ended", call.call_key, cause=cause, sip_code=sip_code)
        if call.party_role not in {"", "caller"}:
            self._party_left(call, cause)

    def _party_left(self, party: m.LineCall, cause: str) -> None:
        """The caller is back with the operator."""
        caller = self._members(party)[0]
        self._fact("call.party_left", caller.call_key, party_key=party.call_key, cause=cause, sip_code=None)
        if len(self._members(party)) == 1:
            self.focus = caller.call_id
            self._change(
                msgspec.structs.replace(
                    caller, group_id="", party_role="", joined=False, local_hold=False, beside=False
                )
            )

    def _change(self, call: m.LineCall) -> None:
        self.calls[call.call_id] = call
        self.tell(m.CallChanged(call=call))

    def _fact(self, kind: str, call_key: str, /, **body: object) -> None:
        is_offer = kind == "call.offered"
        fact = m.SpooledFact(
            fact_id=new_id(),
            kind=kind,
            aggregates=(f"call:{call_key}",),
            occurred_us=self.by_key(call_key).offered_us if is_offer else self._now_us(),
            body=dict(body),
        )
        self.spool[fact.fact_id] = fact
        self.tell(m.FactsSpooled(facts=(fact,)))
