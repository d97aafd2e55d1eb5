"""The telephone line with its retries: one user agent at a time, and what the screen is told about it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.engine.account_view import account_status, worst
from batola_desk.engine.engine_call import Leg
from batola_desk.engine.trace_export import export_trace
from batola_desk.ipc.messages import LineStatus
from batola_desk.telephony.config import LineConfig
from batola_desk.telephony.leg_types import LineListener, RegistrationState, RegistrationStatus
from batola_desk.telephony.trace import SIPTrace
from batola_desk.telephony.transport_udp import route_towards
from batola_desk.telephony.uri import host_text, is_uri
from batola_desk.telephony.user_agent import UserAgent

log = logging.getLogger("batola.engine")

TRAINING_HEADER = "X-Batola-Training"
_RETRY_S = 3.0
_ANYWHERE = "192.0.2.1"  # a documentation address (RFC 5737): asks for the default route, sends nothing
_VISUAL_SEPARATORS = str.maketrans("", "", " -.()/")
_UNREGISTERED = RegistrationStatus(RegistrationState.UNREGISTERED)


class Agent(Protocol):
    """The user agent as the engine uses it (``telephony.user_agent.UserAgent``)."""

    @property
    def local_port(self) -> int: ...

    def start(self) -> None: ...

    def stop(self, timeout_s: float = 3.0) -> bool: ...

    def dial(self, target: str, *, headers: list[tuple[str, str]]) -> Leg: ...


def _agent(config: LineConfig, listener: LineListener, trace: SIPTrace) -> Agent:
    return UserAgent(config, listener, trace=trace)


class TrainingRoute:
    """Numbers that belong to the training caller, and where it listens."""

    def __init__(self, prefix: str, peer: str) -> None:
        self._prefix = prefix
        self._peer = peer

    def target(self, number: str) -> str | None:
        """Return the SIP URI of a training number, None for any other."""
        if self._peer and number.startswith(self._prefix):
            return f"sip:{number}@{self._peer}"
        return None


class Telephone:
    """Keeps the line up. A port that is taken is tried again for ever; the desk says so meanwhile.

    Thread: the engine's.
    """

    def __init__(
        self,
        config: LineConfig,
        listener: LineListener,
        *,
        training: bool = False,
        route: TrainingRoute | None = None,
        make_agent: Callable[[LineConfig, LineListener, SIPTrace], Agent] = _agent,
    ) -> None:
        self._config = config
        self._listener = listener
        self._training = training
        self._route = route
        self._make_agent = make_agent
        self._trace = SIPTrace()
        self._agent: Agent | None = None
        self._fault_code = ""
        self._retry_at_s = 0.0
        self._registrations: dict[str, RegistrationStatus] = {}

    @property
    def port(self) -> int:
        """The SIP port, 0 while there is none."""
        return self._agent.local_port if self._agent is not None else 0

    def try_to_start(self, now_s: float) -> bool:
        """Bring the line up if it is down and a try is due; True if the status changed."""
        if self._agent is not None or now_s < self._retry_at_s:
            return False
        agent = self._make_agent(self._config, self._listener, self._trace)
        code_before = self._fault_code
        try:
            agent.start()
        except EnvironmentFault as fault:
            self._retry_at_s = now_s + _RETRY_S
            self._fault_code = fault.code
            if code_before != fault.code:
                log.warning("the telephone line does not start", extra={"code": fault.code})
            return code_before != fault.code
        self._agent = agent
        self._fault_code = ""
        log.info("the telephone line is up", extra={"sip_port": agent.local_port})
        return True

    def stop(self) -> None:
        """Hang up everything, say goodbye to the registrar, close. May take seconds."""
        if self._agent is not None and not self._agent.stop():
            log.info("the telephone line did not end in time")

    def on_registration(self, status: RegistrationStatus) -> None:
        """An account's registrar said something."""
        self._registrations[status.account] = status

    def status(self) -> LineStatus:
        """Return what the screen is told."""
        if self._agent is None:
            return LineStatus(
                mode="failed", code=self._fault_code or "line_starting", training=self._training
            )
        accounts = tuple(
            account_status(account, self._registrations.get(account.name, _UNREGISTERED))
            for account in self._config.accounts
        )
        needy = worst(accounts)
        user = self._config.accounts[0].user
        return LineStatus(
            mode=needy.mode,
            address=f"sip:{user}@{host_text(self._host())}:{self._agent.local_port}",
            code=needy.code,
            sip_code=needy.sip_code,
            retry_in_s=needy.retry_in_s,
            training=self._training,
            accounts=accounts,
        )

    def dial(self, number: str, headers: Sequence[tuple[str, str]] = ()) -> Leg:
        """Call a number or SIP URI.

        Raises:
            OperatorError: ``number_unusable``, ``line_down``, or what the telephony room says.
        """
        if self._agent is None:
            raise OperatorError("line_down")
        target, route_headers = self.dialled(number)
        return self._agent.dial(target, headers=[*route_headers, *headers])

    def dialled(self, number: str) -> tuple[str, list[tuple[str, str]]]:
        """What is dialled for a number as people write it, and the headers its way needs.

        Raises:
            OperatorError: ``number_unusable``.
        """
        target = number.strip()
        if is_uri(target):
            return target, []
        target = target.translate(_VISUAL_SEPARATORS)
        if not target or not all(char.isdigit() or char in "+*#" for char in target):
            raise OperatorError("number_unusable", number=number)
        trainer = self._route.target(target) if self._route is not None else None
        return (target, []) if trainer is None else (trainer, [(TRAINING_HEADER, "1")])

    def export_trace(self, call_key: str, stem: Path) -> None:
        """Write what was said about a call in the last hour to ``<stem>.txt`` and ``<stem>.pcapng``.

        Raises:
            OperatorError: ``trace_empty``, ``trace_not_written``.
        """
        export_trace(self._trace, call_key, self._config.call_key_header, stem, self._config.software_name)

    def _host(self) -> str:
        """Where direct callers reach this desk."""
        if self._config.bind_host not in ("", "0.0.0.0", "::"):
            return self._config.bind_host
        # An exchange on a network of its own has no default route.
        known = (status.local_host for status in self._registrations.values() if status.local_host)
        return next(known, "") or route_towards(_ANYWHERE) or "127.0.0.1"
