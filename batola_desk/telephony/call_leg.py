"""One party of a call as the engine sees it, and the parts of its life that both directions share."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Protocol

from batola_desk.domain.errors import OperatorError
from batola_desk.telephony.config import Account
from batola_desk.telephony.dialog import Dialog
from batola_desk.telephony.dtmf import DIGITS, QUEUE_MAX
from batola_desk.telephony.emergency import EmergencyInfo, with_news
from batola_desk.telephony.gathering import Gathering
from batola_desk.telephony.headers import NameAddress, Reason, quote, readable, shown
from batola_desk.telephony.info_digits import send_info_digits
from batola_desk.telephony.leg_types import CallDirection, EndCause, LegChange, LegEnd, LegState
from batola_desk.telephony.line import Headers, Line
from batola_desk.telephony.media import MediaSession
from batola_desk.telephony.media_policy import Refusal
from batola_desk.telephony.message import SIPRequest, SIPResponse
from batola_desk.telephony.negotiation import Negotiator
from batola_desk.telephony.referral import Referral
from batola_desk.telephony.renegotiation import Renegotiation
from batola_desk.telephony.replaces import refer_to_dialog
from batola_desk.telephony.server_transaction import Repetition, ServerTransaction
from batola_desk.telephony.session_timer import SessionTimer
from batola_desk.telephony.silence_probe import SilenceProbe
from batola_desk.telephony.t140 import MISSING
from batola_desk.telephony.texts import TextSender
from batola_desk.telephony.transfer import Transfer
from batola_desk.telephony.uri import SIPUri, UnusableURIError

_KEYS_PAUSE_S = 0.1  # LIMIT: 320 keys a second are told; no thumb and no dialler does a tenth of it
_KEYS_MAX = 32
_LETTERS_PAUSE_S = 0.05
_LETTERS_MAX = 4096  # LIMIT: at once; text_desk counts what may be written down
NAME_LETTERS_MAX = 100  # LIMIT: a longer name pushes everything else off the card that rings
NUMBER_LETTERS_MAX = 64
REASON_LETTERS_MAX = 200
COMPLETED_ELSEWHERE = 'SIP;cause=200;text="Call completed elsewhere"'  # RFC 3326 §3.1


class Setup(Protocol):
    """The part of a leg's life before TALKING, different for each direction."""

    def answer(self) -> None: ...

    def reject(self, code: int) -> None: ...

    def hang_up(self, reason: str = "") -> None:
        """Refuse or cancel; ``reason`` is a Reason value for the peer (RFC 3326)."""
        ...

    def offer_block(self, dialog: Dialog) -> int:
        """The code for a new offer of the peer before the call talks; 0 if it may be answered."""
        ...

    def on_bye(self, bye: SIPRequest) -> None:
        """The peer gives up an early dialog; already answered."""
        ...

    def on_prack(self, transaction: ServerTransaction) -> None: ...


class CallLeg:
    """One party of a call.

    Attributes:
        leg_id: our own id, never seen on the wire.
        call_key: the same on every desk to which the PBX forked the call.
        remote_number: number or user name, "" if the caller hides it.
        invite: the INVITE as received (incoming) or sent.
        emergency: what the INVITE of an incoming call says about service, origin and position.
        end: why the leg ended, None before.
        remote_ringing: an outgoing call has got a 180.
        is_doubtful: nobody answers our question whether the other side still has this call.
        account: the identity at the PBX over which it came or goes; its policies hold for the call.
        account_name: its name for people, "" while there is only one.

    Thread: methods without underscore and all attributes may be used from anywhere; changes happen on the
    SIP thread.
    """

    def __init__(self, line: Line, direction: CallDirection, account: Account | None = None) -> None:
        config = line.config
        self._line = line
        self.setup: Setup | None = None
        self._accepts: dict[int, Repetition] = {}
        self._late_offers: set[int] = set()
        self._watchers: list[Callable[[LegChange], None]] = []
        self._bye_wanted = False
        self._bye_sent = False
        self.leg_id = str(uuid.uuid4())
        self.direction = direction
        self.account = account or config.accounts[0]
        self.account_name = self.account.name if len(config.accounts) > 1 else ""
        self.state = LegState.RINGING if direction is CallDirection.INCOMING else LegState.DIALLING
        self.call_key = ""
        self.remote_number = ""
        self.remote_display_name = ""
        self.invite: SIPRequest | None = None
        self.emergency = EmergencyInfo()
        self.end: LegEnd | None = None
        self.remote_ringing = False
        self.is_doubtful = False
        self.dialog: Dialog | None = None
        self._keys = Gathering(line.loop, self._on_keys, pause_s=_KEYS_PAUSE_S, limit=_KEYS_MAX)
        self._letters = Gathering(
            line.loop, self._on_letters, pause_s=_LETTERS_PAUSE_S, limit=_LETTERS_MAX, gap=MISSING
        )
        self.negotiator = Negotiator(
            lambda: self.account.media,
            lambda: line.open_media(self._keys.put),
            lambda: line.open_text(self._letters.put),
        )
        self.renegotiation = Renegotiation(line, self)
        self.transfers = Transfer(line, self)
        self.referral: Referral | None = None
        self._texts = TextSender(line, self)
        self._silence_probe = SilenceProbe(line, self)
        self.session_timer = SessionTimer(
            line.loop,
            config.session_minimum_s,
            config.session_expires_s,
            self.renegotiation.refresh,
            lambda: self.lose_unless_alive(EndCause.LOST, 408, "session expired"),
        )

    # ---- for everybody

    @property
    def media(self) -> MediaSession | None:
        """There once answered or dialled, but never in a call of text alone."""
        return self.negotiator.media

    @property
    def local_hold(self) -> bool:
        return self.negotiator.local_hold

    @property
    def remote_hold(self) -> bool:
        return self.negotiator.remote_hold

    @property
    def last_rtp_mono_s(self) -> float | None:
        """When the last RTP of the peer came, on the line's clock."""
        streams = (self.negotiator.media, self.negotiator.text)
        times_s = [s.last_rtp_mono_s for s in streams if s is not None and s.last_rtp_mono_s is not None]
        return max(times_s, default=None)

    @property
    def has_text(self) -> bool:
        """The call has a leg of real-time text."""
        return self.negotiator.text is not None

    @property
    def is_secure(self) -> bool:
        """No stream of the call travels in the clear."""
        streams = [s for s in (self.negotiator.media, self.negotiator.text) if s is not None]
        return bool(streams) and all(stream.is_secure for stream in streams)

    def answer(self) -> None:
        self._line.loop.post(lambda: self.setup.answer() if self.setup else None)

    def reject(self, code: int = 486) -> None:
        """Refuse an incoming call with a final code 400..699."""
        if not 400 <= code <= 699:
            raise ValueError("reject needs a code of 400..699")
        self._line.loop.post(lambda: self.setup.reject(code) if self.setup else None)

    def hang_up(self) -> None:
        """End the call in whatever state it is: refuse, cancel or BYE."""
        self._line.loop.post(self.hang_up_now)

    def hold(self) -> None:
        self._line.loop.post(lambda: self.renegotiation.want_hold(hold=True))

    def resume(self) -> None:
        self._line.loop.post(lambda: self.renegotiation.want_hold(hold=False))

    def send_dtmf(self, digits: str) -> int:
        """Queue digits; returns how many will be sent. A peer that takes no keys in RTP gets them by INFO."""
        media = self.media
        if media is not None and media.takes_dtmf:
            return media.send_dtmf(digits)
        keys = [key for key in digits.upper() if key in DIGITS][:QUEUE_MAX]
        if not self.is_talking:
            return 0
        self._line.loop.post(lambda: send_info_digits(self._line, self, keys))
        return len(keys)

    def send_rtt(self, text: str) -> int:
        """Type to the peer, letter by letter or a whole line; returns how many characters were taken (0
        without a text leg)."""
        session = self.negotiator.text
        return 0 if session is None else session.send(text)

    def transfer(self, target: str) -> None:
        """Ask the peer to call ``target`` (a URI or number) and leave us; the listener hears how it goes.

        Put the call on hold before: the peer should not hear the desk meanwhile (RFC 5589 §6.1).

        Raises:
            OperatorError: ``call_not_talking``, ``transfer_pending``, or what dialling would say.
        """
        # The peer dials it: where this call came from, not where the desk would dial it.
        uri = self._line.target_uri(target, self.account if self.account.ways else None)
        self._check_transferable()
        self._line.loop.post(lambda: self.transfers.begin(f"<{uri}>"))

    def transfer_to(self, other: CallLeg) -> None:
        """Ask the peer to take our place in the call ``other``: both then speak without us (RFC 3891).

        Raises:
            OperatorError: ``call_not_talking`` (either of them) or ``transfer_pending``.
        """
        self._check_transferable()
        if not other.is_talking or other is self:
            raise OperatorError("call_not_talking")

        def begin() -> None:
            if other.is_talking and other.dialog is not None:
                self.transfers.begin(refer_to_dialog(other.dialog))
            else:
                self.transfers.fail()

        self._line.loop.post(begin)

    def send_text(self, text: str) -> None:
        """Write to the peer (MESSAGE); ``LegChange.TEXT_FAILED`` if it does not take texts.

        Raises:
            OperatorError: ``call_not_talking``.
        """
        if not self.is_talking:
            raise OperatorError("call_not_talking")
        self._line.loop.post(lambda: self._texts.send(text))

    def _check_transferable(self) -> None:
        if not self.is_talking:
            raise OperatorError("call_not_talking")
        if self.transfers.is_open:
            raise OperatorError("transfer_pending")

    # ---- for the telephony room, on the SIP thread

    def attach(self, setup: Setup) -> None:
        self.setup = setup

    def hang_up_now(self) -> None:
        if self.state is LegState.TALKING:
            self.finish(EndCause.WE_HUNG_UP)
            self.say_goodbye()
        elif self.state is not LegState.ENDED and self.setup is not None:
            self.setup.hang_up()

    def notify(self, change: LegChange) -> None:
        self._line.listener.on_leg_changed(self, change)
        for watcher in list(self._watchers):
            watcher(change)

    def set_doubtful(self, *, doubtful: bool) -> None:
        """Tell the listener when it changes."""
        if doubtful != self.is_doubtful and self.state is not LegState.ENDED:
            self.is_doubtful = doubtful
            self.notify(LegChange.DOUBT)

    def note_news(self, request: SIPRequest) -> None:
        """A moving caller may send where he is now with any request."""
        news = with_news(self.emergency, request)
        if news != self.emergency:
            self.emergency = news
            self.notify(LegChange.LOCATION)

    def watch(self, watcher: Callable[[LegChange], None]) -> None:
        """Be told of every change, after the listener."""
        self._watchers.append(watcher)

    @property
    def peer_uri(self) -> str:
        """The peer's address of record."""
        return "" if self.dialog is None else NameAddress.parse(self.dialog.remote_header).uri

    def give_way(self, cause: EndCause) -> None:
        """End because something else takes the place of this leg."""
        was_talking = self.is_talking
        self.finish(cause)
        if was_talking:
            self.say_goodbye()
        elif self.setup is not None:
            self.setup.hang_up(COMPLETED_ELSEWHERE)  # cancels what is being dialled

    def enter(self, state: LegState) -> None:
        if self.state not in (state, LegState.ENDED):
            self.state = state
            if state is LegState.TALKING:
                self._silence_probe.start()
            self.notify(LegChange.STATE)

    def finish(
        self, cause: EndCause, sip_code: int = 0, reason: str = "", *, refusal: Refusal | None = None
    ) -> None:
        """The leg is over for the engine; loose ends of the protocol go on by themselves."""
        if self.state is LegState.ENDED:
            return
        self._keys.flush()
        self._letters.flush()
        self.end = LegEnd(cause, sip_code, shown(reason, REASON_LETTERS_MAX), refusal)
        self.state = LegState.ENDED
        self.session_timer.stop()
        self._silence_probe.stop()
        self.negotiator.close()
        self._line.retire(self)
        self.transfers.on_leg_ended()
        self.notify(LegChange.STATE)

    def say_goodbye(self) -> None:
        """Send BYE, but not before our 200 is acknowledged. Source: RFC 3261 §15; Reason: RFC 3326."""
        self._bye_wanted = True
        if not self._accepts and self.dialog is not None and not self._bye_sent:
            self._bye_sent = True
            headers: Headers = []
            if self.end is not None and self.end.cause is EndCause.LOST:
                headers.append(("Reason", f"SIP;cause={self.end.sip_code};text={quote(self.end.reason)}"))
            self._line.sender.in_dialog(self.dialog, "BYE", lambda _response: None, headers=headers)

    def lose_unless_alive(self, cause: EndCause, sip_code: int, reason: str) -> None:
        """End the call after a protocol fault, unless its audio still arrives: nothing ends a live call."""
        if self.state is not LegState.TALKING:
            return
        last_s = self.last_rtp_mono_s
        if last_s is not None and self._line.loop.now_s() - last_s <= self._line.config.media_alive_s:
            self.session_timer.restart()
            return
        self.finish(cause, sip_code, reason)
        self.say_goodbye()

    def accept(self, transaction: ServerTransaction, *, awaits_answer: bool) -> None:
        """Repeat the 200 just sent until its ACK comes; with ``awaits_answer`` the ACK carries their SDP.

        Without an ACK a new call never came about (RFC 3261 §13.3.1.4). One that lived before is not given up
        for it, though RFC 3261 §14.2 would: the way may be down, and the silence probe finds out.
        """
        number = transaction.request.cseq.number
        is_within = bool(transaction.request.to_address.tag)
        if awaits_answer:
            self._late_offers.add(number)

        def unanswered() -> None:
            del self._accepts[number]
            self._late_offers.discard(number)
            if not is_within:
                self.lose_unless_alive(EndCause.LOST, 408, "no ACK")
            if self._bye_wanted:
                self.say_goodbye()
            else:
                self.renegotiation.go_on()

        self._accepts[number] = Repetition(
            self._line.loop, self._line.config.timers, transaction.repeat, unanswered, capped=True
        )

    @property
    def is_talking(self) -> bool:
        return self.state is LegState.TALKING

    @property
    def awaits_ack(self) -> bool:
        return bool(self._accepts)

    @property
    def awaits_answer(self) -> bool:
        """A 200 of ours carried an offer, and the ACK with their answer has not come."""
        return bool(self._late_offers)

    def on_ack(self, ack: SIPRequest) -> None:
        repetition = self._accepts.pop(ack.cseq.number, None)
        if repetition is None:
            return
        repetition.stop()
        if ack.cseq.number in self._late_offers:
            self._late_offers.discard(ack.cseq.number)
            if self.state is LegState.ENDED:
                self.say_goodbye()
                return
            answer = ack.body_of_type("application/sdp")
            usable = answer is not None and self.negotiator.take_answer(answer)
            self.notify(LegChange.MEDIA if usable else LegChange.NO_MEDIA)
        if self._bye_wanted:
            self.say_goodbye()
        else:
            self.renegotiation.go_on()

    def on_bye(self, bye: SIPRequest) -> None:
        """The peer ends the call. Its Reason may say that another desk has it."""
        if self.state not in (LegState.TALKING, LegState.ENDED) and self.setup is not None:
            self.setup.on_bye(bye)
            return
        for repetition in self._accepts.values():
            repetition.stop()
        self._accepts.clear()
        self._bye_sent = True
        cause, code, text = reason_of(bye, EndCause.REMOTE_HUNG_UP)
        self.finish(cause, code, text)

    def on_dialog_gone(self, response: SIPResponse) -> None:
        """A request of ours got 481: the peer has forgotten us. Source: RFC 3261 §12.2.1.2.

        A 408 ends nothing: it does not say whether the peer or the way to it is gone (``silence_probe``).
        """
        self.lose_unless_alive(EndCause.LOST, response.code, response.reason)

    def _on_letters(self, text: str) -> None:
        self._line.listener.on_rtt(self, text)

    def _on_keys(self, digits: str) -> None:
        for digit in digits:
            self._line.listener.on_dtmf(self, digit)


def reason_of(request: SIPRequest, default: EndCause) -> tuple[EndCause, int, str]:
    """The cause of a CANCEL or BYE from its Reason headers. Source: RFC 3326."""
    reasons = [Reason.parse(item) for item in request.items("reason")]
    for reason in reasons:
        if reason.means_answered_elsewhere:
            return EndCause.ANSWERED_ELSEWHERE, 200, reason.text
    if reasons:
        code = reasons[0].cause if reasons[0].protocol == "SIP" else None
        return default, code or 0, reasons[0].text
    return default, 0, ""


def caller_identity(invite: SIPRequest) -> tuple[str, str]:
    """(number, display name) of the caller: P-Asserted-Identity before From. Source: RFC 3325 §9.1.

    Between them comes Remote-Party-ID, the older draft that many exchanges still send. A wish for privacy
    does not bind an emergency centre (RFC 3325 §9.2: the network would have removed the identity).
    """
    candidates = [NameAddress.parse(item) for item in invite.items("p-asserted-identity")]
    remote_party = [NameAddress.parse(item) for item in invite.items("remote-party-id")]
    candidates += [entry for entry in remote_party if entry.parameters.get("party", "calling") == "calling"]
    candidates.append(invite.from_address)
    name = next((address.display_name for address in candidates if address.display_name), "")
    name = shown(name, NAME_LETTERS_MAX)
    for address in candidates:
        try:
            uri = SIPUri.parse(address.uri)
        except UnusableURIError:
            continue
        number = shown(uri.number, NUMBER_LETTERS_MAX)
        if number and not (uri.host.endswith(".invalid") or number.lower() == "anonymous"):
            return number, name
    return "", name


def shared_call_key(invite: SIPRequest, header: str | None) -> str:
    """Configured header, else the caller's half of Session-ID (RFC 7989), else Call-ID."""
    if header:
        value = invite.first(header).strip()
        if value:
            return readable(value)
    session = invite.first("session-id").partition(";")[0].strip().lower()
    if len(session) == 32 and session.strip("0") and all(char in "0123456789abcdef" for char in session):
        return session
    return readable(invite.call_id)
