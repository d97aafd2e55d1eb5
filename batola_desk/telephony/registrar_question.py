"""Asks a registrar who is registered under an account: host, way, certificate and password are proved by
the answer, and nothing is left behind there. A REGISTER without Contact changes no binding, so a line that
already works under this account keeps ringing. Source: RFC 3261 §10.2.3.
"""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, replace

from batola_desk.telephony.config import Account, LineConfig
from batola_desk.telephony.leg_types import RegistrationState, RegistrationStatus
from batola_desk.telephony.line import AUTHENTICATION_TRIES_MAX, Headers
from batola_desk.telephony.listener import QuietListener
from batola_desk.telephony.loop import Timer
from batola_desk.telephony.message import SIPRequest, SIPResponse
from batola_desk.telephony.register_request import register_request
from batola_desk.telephony.uri import host_text
from batola_desk.telephony.user_agent import UserAgent
from batola_desk.telephony.ways import Hop, is_way_failure

SILENT_WAY_S = 4.0  # LIMIT: a person waits for this answer; a living registrar needs milliseconds


@dataclass(frozen=True, slots=True)
class RegistrarAnswer:
    """What came of it.

    Attributes:
        status: ``REGISTERED`` means: with these words a line would be.
        contacts: how many telephones are registered under the account right now.
    """

    status: RegistrationStatus
    contacts: int = 0


def ask_registrar(config: LineConfig, *, limit_s: float = 15.0) -> RegistrarAnswer:
    """Ask about the default account, from a free port. Blocks; for a worker thread.

    Raises:
        EnvironmentFault: ``sip_port_unavailable``: no port of this machine can be used at all.
    """
    account = config.accounts[0]
    # Without ways nothing registers by itself; credentials and certificates stay.
    asker = replace(account, registrar_uris=(), proxy_uris=())
    agent = UserAgent(replace(config, accounts=(asker,), bind_port=0, tls_port=0), QuietListener())
    question = _Question(agent, account)
    agent.start()
    try:
        agent.post(question.begin)
        question.answered.wait(limit_s)
    finally:
        agent.stop(timeout_s=0.5)
    return question.answer


class _Question:
    """One question, from the preferred way to the last. Thread: the SIP loop."""

    def __init__(self, agent: UserAgent, account: Account) -> None:
        self._agent = agent
        self._account = account
        self._ways = agent.sender.ways(account.ways, account.name)
        self._call_id, self._tag = secrets.token_hex(16), secrets.token_hex(8)
        self._cseq = 0
        self._attempt = 0
        self._silence: Timer | None = None
        self.answered = threading.Event()
        self.answer = RegistrarAnswer(_failed(account, fault="no_answer"))

    def begin(self) -> None:
        self._attempt += 1
        attempt = self._attempt

        def ready(hop: Hop | None) -> None:
            if attempt != self._attempt:
                return
            if hop is None:
                self._give_up(SIPResponse(503, is_local=True, fault=self._ways.fault))
            else:
                self._send(hop, [], tries=0)

        self._ways.next(ready)

    def _send(self, hop: Hop, credentials: Headers, *, tries: int) -> None:
        attempt = self._attempt
        request = self._build(hop, credentials)

        def received(response: SIPResponse) -> None:
            if response.code >= 200 and attempt == self._attempt:
                self._on_final(hop, request, response, tries)

        def silent() -> None:
            if attempt == self._attempt:
                self._next_or(SIPResponse(408, is_local=True, fault="no_answer"))

        self._quiet()
        self._silence = self._agent.loop.call_later(SILENT_WAY_S, silent)
        self._agent.sender.transactions.send(request, hop.flow, received)

    def _build(self, hop: Hop, credentials: Headers) -> SIPRequest:
        """As a registration's, without Contact and Expires."""
        self._cseq += 1
        request, _registrar = register_request(
            self._account, hop.uri, tag=self._tag, call_id=self._call_id, cseq=self._cseq
        )
        for name, value in credentials:
            request.add(name, value)
        request.add("User-Agent", self._agent.config.software_name)
        return request

    def _on_final(self, hop: Hop, request: SIPRequest, response: SIPResponse, tries: int) -> None:
        self._quiet()
        if response.code < 300:
            host, port = hop.flow.remote
            status = RegistrationStatus(
                RegistrationState.REGISTERED,
                response.code,
                account=self._account.name,
                way=f"{hop.flow.protocol} {host_text(host)}:{port}",
            )
            self._tell(RegistrarAnswer(status, contacts=len(response.items("contact"))))
            return
        if response.code in (401, 407) and tries + 1 < AUTHENTICATION_TRIES_MAX:
            credentials = self._agent.sender.credentials_for(request, response, self._account.name)
            if credentials and tries == 0:
                self._send(hop, credentials, tries=tries + 1)
                return
        if is_way_failure(response) or 500 <= response.code < 600:
            self._next_or(response)
        else:
            self._give_up(response)

    def _next_or(self, response: SIPResponse) -> None:
        if self._ways.may_have_more:
            self.begin()
        else:
            self._give_up(response)

    def _give_up(self, response: SIPResponse) -> None:
        fault = response.fault or ("no_answer" if response.is_local and response.code == 408 else "")
        self._tell(RegistrarAnswer(_failed(self._account, code=response.code, fault=fault)))

    def _tell(self, answer: RegistrarAnswer) -> None:
        self._quiet()
        self._attempt += 1  # what still comes is too late
        self.answer = answer
        self.answered.set()

    def _quiet(self) -> None:
        if self._silence is not None:
            self._silence.cancel()


def _failed(account: Account, *, code: int = 0, fault: str = "") -> RegistrationStatus:
    return RegistrationStatus(RegistrationState.FAILED, code, account=account.name, fault=fault)
