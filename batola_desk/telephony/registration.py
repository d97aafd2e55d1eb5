"""Registration for ever: refresh in time, come back after any outage, say goodbye at the end.

Source: RFC 3261 §10.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.headers import NameAddress, digits
from batola_desk.telephony.leg_types import RegistrationState, RegistrationStatus
from batola_desk.telephony.line import (
    AUTHENTICATION_TRIES_MAX,
    Headers,
    RequestSender,
    capability_headers,
    route_through,
)
from batola_desk.telephony.loop import Loop, Timer
from batola_desk.telephony.message import SIPRequest, SIPResponse
from batola_desk.telephony.transport import Flow
from batola_desk.telephony.uri import SIPUri

RETRY_DELAYS_S = (2.0, 4.0, 8.0, 16.0, 30.0)
_EXPIRES_MAX_S = 86_400
_RETRY_AFTER_MAX_S = 300


class Registration:
    """One registrar. Thread: the SIP loop."""

    def __init__(
        self,
        loop: Loop,
        config: LineConfig,
        registrar_uri: str,
        sender: RequestSender,
        report: Callable[[RegistrationStatus], None],
    ) -> None:
        self._loop = loop
        self._config = config
        self._registrar_uri = registrar_uri
        self._sender = sender
        self._report = report
        self._address_of_record = f"sip:{config.user}@{SIPUri.parse(registrar_uri).host}"
        self._call_id = secrets.token_hex(16)
        self._tag = secrets.token_hex(8)
        self._cseq = 0
        self._failures = 0
        self._expires_s = config.expires_s
        self._timer: Timer | None = None
        self._flow: Flow | None = None
        self._is_stopping = False
        self._attempt = 0
        self.status = RegistrationStatus(RegistrationState.UNREGISTERED)

    def start(self) -> None:
        self._note(RegistrationStatus(RegistrationState.REGISTERING))
        self._register(self._expires_s)

    def stop(self) -> None:
        """Un-register if registered; no further attempts."""
        self._is_stopping = True
        self._cancel_timer()
        if self.status.state is RegistrationState.REGISTERED:
            self._register(0)

    def on_flow_lost(self, flow: Flow) -> None:
        """The stream to the registrar broke: the registrar cannot reach us, so register again at once."""
        is_registered = self.status.state is RegistrationState.REGISTERED
        if flow is self._flow and is_registered and not self._is_stopping:
            self._cancel_timer()
            self._note(RegistrationStatus(RegistrationState.REGISTERING, reason="connection lost"))
            self._register(self._expires_s)

    def _register(self, expires_s: int, credentials: Headers | None = None, tries: int = 0) -> None:
        self._attempt += 1
        attempt = self._attempt

        def send(flow: Flow | None) -> None:
            if attempt != self._attempt:
                return
            self._flow = flow
            if flow is None:
                self._failed(SIPResponse(503, is_local=True))
                return
            request = self._build(flow, expires_s, credentials or [])

            def received(response: SIPResponse) -> None:
                if attempt == self._attempt and response.code >= 200:
                    self._on_final(request, response, expires_s, tries)

            self._sender.transactions.send(request, flow, received)

        self._sender.connect(self._config.outbound_proxy_uri or self._registrar_uri, send)

    def _build(self, flow: Flow, expires_s: int, credentials: Headers) -> SIPRequest:
        self._cseq += 1
        registrar = SIPUri.parse(self._registrar_uri)
        port = f":{registrar.port}" if registrar.port else ""
        request = SIPRequest("REGISTER", f"sip:{registrar.host}{port}")
        if self._config.outbound_proxy_uri:
            request.add("Route", route_through(self._config.outbound_proxy_uri))
        request.add("Max-Forwards", "70")
        request.add("From", f"<{self._address_of_record}>;tag={self._tag}")
        request.add("To", f"<{self._address_of_record}>")
        request.add("Call-ID", self._call_id)
        request.add("CSeq", f"{self._cseq} REGISTER")
        request.add("Contact", self._sender.contact(flow))
        request.add("Expires", str(expires_s))
        for name, value in [*capability_headers(), *credentials]:
            request.add(name, value)
        request.add("User-Agent", self._config.software_name)
        return request

    def _on_final(self, request: SIPRequest, response: SIPResponse, expires_s: int, tries: int) -> None:
        if response.code < 300:
            self._succeeded(request, response, expires_s)
            return
        if tries + 1 < AUTHENTICATION_TRIES_MAX:
            if response.code in (401, 407):
                credentials = self._sender.credentials_for(request, response)
                if credentials and (tries == 0 or _is_stale(response)):
                    self._register(expires_s, credentials, tries + 1)
                    return
            minimum_s = digits(response.first("min-expires"), maximum=_EXPIRES_MAX_S)
            if response.code == 423 and minimum_s is not None and minimum_s > expires_s > 0:
                self._expires_s = minimum_s
                self._register(minimum_s, None, tries + 1)
                return
        self._failed(response)

    def _succeeded(self, request: SIPRequest, response: SIPResponse, expires_s: int) -> None:
        if expires_s == 0 or self._is_stopping:
            self._note(RegistrationStatus(RegistrationState.UNREGISTERED, response.code))
            return
        self._failures = 0
        granted_s = max(1, _granted(request, response, expires_s))
        refresh_s = max(granted_s - 32.0, granted_s * 0.8) if granted_s > 60 else granted_s * 0.6
        self._timer = self._loop.call_later(refresh_s, lambda: self._register(self._expires_s))
        self._note(RegistrationStatus(RegistrationState.REGISTERED, response.code, expires_s=granted_s))

    def _failed(self, response: SIPResponse) -> None:
        if self._is_stopping:
            self._note(RegistrationStatus(RegistrationState.UNREGISTERED, response.code))
            return
        delay_s = RETRY_DELAYS_S[min(self._failures, len(RETRY_DELAYS_S) - 1)]
        self._failures += 1
        asked_s = digits(response.first("retry-after").partition(";")[0].partition("(")[0], maximum=10**9)
        if asked_s is not None and response.code in (404, 413, 480, 486, 500, 503, 600, 603):
            delay_s = float(min(max(asked_s, 1), _RETRY_AFTER_MAX_S))
        elif response.code in (401, 403, 407):
            delay_s = RETRY_DELAYS_S[-1]  # hammering with a wrong password gets a desk locked out
        self._timer = self._loop.call_later(delay_s, lambda: self._register(self._expires_s))
        self._note(
            RegistrationStatus(RegistrationState.FAILED, response.code, response.reason, retry_in_s=delay_s)
        )

    def _note(self, status: RegistrationStatus) -> None:
        if status != self.status:
            self.status = status
            self._report(status)

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()


def _is_stale(response: SIPResponse) -> bool:
    challenges = response.every("www-authenticate") + response.every("proxy-authenticate")
    return any("stale=true" in text.lower().replace('"', "").replace(" ", "") for text in challenges)


def _granted(request: SIPRequest, response: SIPResponse, asked_s: int) -> int:
    """The expiry of our own Contact in the answer, else the Expires header, else what we asked."""
    own = NameAddress.parse(request.first("contact")).uri
    for item in response.items("contact"):
        contact = NameAddress.parse(item)
        granted_s = digits(contact.parameters.get("expires", ""), maximum=_EXPIRES_MAX_S)
        if contact.uri == own and granted_s is not None:
            return granted_s
    header_s = digits(response.first("expires"), maximum=_EXPIRES_MAX_S)
    return asked_s if header_s is None else header_s
