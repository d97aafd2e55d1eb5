"""Registration for ever: refresh in time, ask the next registrar, come back after any outage, return
to the preferred one, say goodbye at the end.

Source: RFC 3261 §10, RFC 3263 §4.3, RFC 5626 §4.4 (a dead flow leads to a new registration).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from batola_desk.telephony.bindings import EXPIRES_MAX_S, Bindings
from batola_desk.telephony.config import Account, LineConfig
from batola_desk.telephony.headers import NameAddress, digits
from batola_desk.telephony.keep_alive import KeepAlive, ask_alive
from batola_desk.telephony.leg_types import RegistrationState, RegistrationStatus
from batola_desk.telephony.line import (
    Headers,
    RequestSender,
    capability_headers,
)
from batola_desk.telephony.loop import Loop, Timer
from batola_desk.telephony.message import SIPRequest, SIPResponse
from batola_desk.telephony.register_request import register_request
from batola_desk.telephony.transport import Flow
from batola_desk.telephony.uri import host_text
from batola_desk.telephony.ways import Hop, Ways, is_way_failure, retry_after_s

RETRY_DELAYS_S = (2.0, 4.0, 8.0, 16.0, 30.0)
RETURN_S = 30.0  # how often the preferred registrar is asked whether it lives again
_SILENT_WAY_S = 5.0  # LIMIT: with another registrar to ask, nobody waits for timer F
_SHORT_LIFE_S = 2.0  # LIMIT: a flow that dies sooner after registering is not tried again at once
_RETRY_AFTER_MAX_S = 300
_TRIES_MAX = 5  # LIMIT: proof, a longer life and a stale proof may each be asked for in one registration


class Registration:
    """One account at its registrars. Thread: the SIP loop."""

    def __init__(
        self,
        loop: Loop,
        config: LineConfig,
        account: Account,
        sender: RequestSender,
        report: Callable[[RegistrationStatus], None],
    ) -> None:
        self._loop = loop
        self._config = config
        self._account = account
        self._sender = sender
        self._report = report
        self._call_id = secrets.token_hex(16)
        self._tag = secrets.token_hex(8)
        self._cseq = 0
        self._failures = 0
        self._expires_s = account.expires_s
        self._timer: Timer | None = None
        self._silence: Timer | None = None
        self._return: Timer | None = None
        self._ways: Ways = sender.ways((), account.name)
        self._hop: Hop | None = None
        self._registered_contact = ""
        self._registered_s = float("-inf")
        self._bindings = Bindings(config.instance_id)
        self._keep_alive = KeepAlive(loop, sender, account, config, self._on_dead_flow)
        self._is_stopping = False
        self._attempt = 0
        self.status = RegistrationStatus(RegistrationState.UNREGISTERED, account=account.name)

    @property
    def hop(self) -> Hop | None:
        """The registrar in use, None while there is none."""
        return self._hop if self.status.state is RegistrationState.REGISTERED else None

    @property
    def last_hop(self) -> Hop | None:
        """The registrar asked last, whatever it said."""
        return self._hop

    def start(self) -> None:
        self._note(RegistrationState.REGISTERING)
        self._begin_round()

    def again(self, reason: str) -> None:
        """Register anew at once, from the preferred registrar on: the surroundings have changed."""
        if self._is_stopping:
            return
        self._failures = 0
        self._keep_alive.stop()
        self._note(RegistrationState.REGISTERING, reason=reason)
        self._begin_round()

    def stop(self) -> None:
        """Un-register if registered; no further attempts."""
        self._is_stopping = True
        self._cancel_timers()
        self._keep_alive.stop()
        if self.status.state is RegistrationState.REGISTERED and self._hop is not None:
            self._attempt += 1
            self._send(self._hop, 0)

    def on_flow_lost(self, flow: Flow) -> None:
        """The stream to the registrar broke: the registrar cannot reach us, so register again at once."""
        is_registered = self.status.state is RegistrationState.REGISTERED
        if self._hop is None or flow is not self._hop.flow or not is_registered or self._is_stopping:
            return
        if self._loop.now_s() - self._registered_s < _SHORT_LIFE_S:
            self._failed(SIPResponse(503, is_local=True, fault=flow.fault or "connection_lost"))
        else:
            self.again("connection lost")

    # ---- rounds: from the preferred registrar to the last one

    def _begin_round(self) -> None:
        self._cancel_timers()
        self._ways = self._sender.ways(self._account.ways, self._account.name)
        self._next_way()

    def _next_way(self) -> None:
        self._attempt += 1
        attempt = self._attempt

        def ready(hop: Hop | None) -> None:
            if attempt != self._attempt:
                return
            if hop is None:
                self._failed(SIPResponse(503, is_local=True, fault=self._ways.fault))
            else:
                self._send(hop, self._expires_s)

        self._ways.next(ready)

    def _send(self, hop: Hop, expires_s: int, credentials: Headers | None = None, tries: int = 0) -> None:
        self._hop = hop
        attempt = self._attempt
        request = self._build(hop, expires_s, credentials or [])

        def received(response: SIPResponse) -> None:
            if response.code >= 200:
                self._sender.health.note(hop.destination, response)
                if attempt == self._attempt:
                    self._guarded(lambda: self._on_final(hop, request, response, expires_s, tries))

        def silent() -> None:
            if attempt == self._attempt:
                self._sender.health.note(hop.destination, SIPResponse(408, is_local=True))
                self._next_way()

        self._cancel_timers()
        if self._ways.may_have_more and expires_s:
            self._silence = self._loop.call_later(_SILENT_WAY_S, silent)
        self._sender.transactions.send(request, hop.flow, received)

    def _guarded(self, work: Callable[[], None]) -> None:
        """SAFETY: whatever an odd answer brings about, the next try is planned: a desk must ring."""
        try:
            work()
        except Exception:
            self._failed(SIPResponse(500, is_local=True))
            raise

    def _build(self, hop: Hop, expires_s: int, credentials: Headers) -> SIPRequest:
        self._cseq += 1
        account = self._account
        request, registrar = register_request(
            account, hop.uri, tag=self._tag, call_id=self._call_id, cseq=self._cseq
        )
        contact = self._sender.contact(hop.flow, account, is_secure=registrar.scheme == "sips")
        request.add("Contact", contact + self._bindings.instance_parameter)
        if expires_s and self._registered_contact not in ("", contact):
            request.add("Contact", f"{self._registered_contact};expires=0")  # where we are no longer
        request.add("Expires", str(expires_s))
        for name, value in [*capability_headers(), *credentials]:
            request.add(name, value)
        request.add("User-Agent", self._config.software_name)
        return request

    def _on_final(
        self, hop: Hop, request: SIPRequest, response: SIPResponse, expires_s: int, tries: int
    ) -> None:
        self._cancel_timers()
        if response.code < 300:
            self._succeeded(hop, request, response, expires_s)
            return
        if tries + 1 < _TRIES_MAX:
            if response.code in (401, 407):
                credentials = self._sender.credentials_for(request, response, self._account.name)
                if credentials and (not _shows_proof(request) or _is_stale(response)):
                    self._send(hop, expires_s, credentials, tries + 1)
                    return
            minimum_s = digits(response.first("min-expires"), maximum=EXPIRES_MAX_S)
            if response.code == 423 and minimum_s is not None and minimum_s > expires_s > 0:
                self._expires_s = minimum_s
                self._send(hop, minimum_s, None, tries + 1)
                return
        is_theirs = is_way_failure(response) or 500 <= response.code < 600
        if is_theirs and self._ways.may_have_more and not self._is_stopping:
            self._next_way()
        else:
            self._failed(response)

    def _succeeded(self, hop: Hop, request: SIPRequest, response: SIPResponse, expires_s: int) -> None:
        if expires_s == 0 or self._is_stopping:
            self._note(RegistrationState.UNREGISTERED, response)
            return
        own = NameAddress.parse(request.first("contact")).uri
        self._failures = 0
        self._registered_s = self._loop.now_s()
        self._registered_contact = f"<{own}>"
        self._bindings.read(response.items("contact"), own, self._registered_s)
        granted_s = max(1, _granted(own, response, expires_s))
        refresh_s = max(granted_s - 32.0, granted_s * 0.8) if granted_s > 60 else granted_s * 0.6
        self._timer = self._loop.call_later(refresh_s, self._begin_round)
        self._keep_alive.watch(hop)
        is_preferred = hop.destination == self._ways.best
        if not is_preferred:
            self._return = self._loop.call_later(RETURN_S, self._try_to_return)
        self._note(
            RegistrationState.REGISTERED,
            response,
            expires_s=granted_s,
            way=_way_text(hop),
            local_host=hop.flow.local[0],
            is_preferred=is_preferred,
            others=self._bindings.others,
        )

    def _failed(self, response: SIPResponse) -> None:
        self._cancel_timers()
        self._keep_alive.stop()
        if self._is_stopping:
            self._note(RegistrationState.UNREGISTERED, response)
            return
        delay_s = RETRY_DELAYS_S[min(self._failures, len(RETRY_DELAYS_S) - 1)]
        self._failures += 1
        asked_s = retry_after_s(response)
        if asked_s is not None and response.code in (404, 413, 480, 486, 500, 503, 600, 603):
            delay_s = float(min(max(asked_s, 1), _RETRY_AFTER_MAX_S))
        elif response.code in (401, 403, 407):
            delay_s = RETRY_DELAYS_S[-1]  # hammering with a wrong password gets a desk locked out
        self._timer = self._loop.call_later(delay_s, self._begin_round)
        fault = response.fault or ("no_answer" if response.is_local and response.code == 408 else "")
        self._note(RegistrationState.FAILED, response, retry_in_s=delay_s, fault=fault)

    # ---- flows that die, registrars that come back

    def _on_dead_flow(self, hop: Hop) -> None:
        """Keep-alives are not answered any more."""
        self._sender.health.note(hop.destination, SIPResponse(408, is_local=True))
        self.again("no answer to keep-alives")

    def _try_to_return(self) -> None:
        best = self._ways.best
        attempt = self._attempt
        if best is None:  # its name could not be found; a new round asks DNS again
            self._begin_round()
            return

        def connected(hop: Hop | None) -> None:
            if hop is None:
                done(is_alive=False)
            else:
                ask_alive(self._loop, self._sender, self._account, hop, lambda alive: done(is_alive=alive))

        def done(*, is_alive: bool) -> None:
            if attempt != self._attempt or self._is_stopping:
                return
            if is_alive:
                self._sender.health.note(best, SIPResponse(200))
                self._begin_round()
            else:
                self._return = self._loop.call_later(RETURN_S, self._try_to_return)

        self._sender.reach(self._account.ways[0], best, connected)

    def _note(self, state: RegistrationState, response: SIPResponse | None = None, **details: object) -> None:
        details.setdefault("reason", response.reason if response is not None and response.code >= 300 else "")
        status = RegistrationStatus(
            state,
            response.code if response is not None else 0,
            account=self._account.name,
            **details,  # type: ignore[arg-type]
        )
        if status != self.status:
            self.status = status
            self._report(status)

    def _cancel_timers(self) -> None:
        for timer in (self._timer, self._silence, self._return):
            if timer is not None:
                timer.cancel()


def _shows_proof(request: SIPRequest) -> bool:
    return bool(request.first("authorization") or request.first("proxy-authorization"))


def _is_stale(response: SIPResponse) -> bool:
    challenges = response.every("www-authenticate") + response.every("proxy-authenticate")
    return any("stale=true" in text.lower().replace('"', "").replace(" ", "") for text in challenges)


def _granted(own: str, response: SIPResponse, asked_s: int) -> int:
    """The expiry of our own Contact in the answer, else the Expires header, else what we asked."""
    for item in response.items("contact"):
        contact = NameAddress.parse(item)
        granted_s = digits(contact.parameters.get("expires", ""), maximum=EXPIRES_MAX_S)
        if contact.uri == own and granted_s is not None:
            return granted_s
    header_s = digits(response.first("expires"), maximum=EXPIRES_MAX_S)
    return asked_s if header_s is None else header_s


def _way_text(hop: Hop) -> str:
    """For IT: ``TLS 10.0.0.5:5061``."""
    host, port = hop.flow.remote
    return f"{hop.flow.protocol} {host_text(host)}:{port}"
