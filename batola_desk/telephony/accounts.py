"""All identities of the line: who registers where, and over which one a call came."""

from __future__ import annotations

from collections.abc import Callable

from batola_desk.telephony.config import Account, LineConfig
from batola_desk.telephony.leg_types import RegistrationState, RegistrationStatus
from batola_desk.telephony.line import LINE_PARAMETER, RequestSender, line_token
from batola_desk.telephony.loop import Loop
from batola_desk.telephony.message import SIPRequest
from batola_desk.telephony.registration import Registration
from batola_desk.telephony.transport import Flow
from batola_desk.telephony.uri import SIPUri, UnusableURIError


class Registrations:
    """One ``Registration`` for each account that has a registrar. Thread: the SIP loop."""

    def __init__(
        self,
        loop: Loop,
        config: LineConfig,
        sender: RequestSender,
        report: Callable[[RegistrationStatus], None],
    ) -> None:
        self._config = config
        self._registrations = {
            account.name: Registration(loop, config, account, sender, report)
            for account in config.accounts
            if account.registrar_uris
        }

    def start(self) -> None:
        for registration in self._registrations.values():
            registration.start()

    def stop(self) -> None:
        for registration in self._registrations.values():
            registration.stop()

    def again(self, reason: str) -> None:
        for registration in self._registrations.values():
            registration.again(reason)

    def on_flow_lost(self, flow: Flow) -> None:
        for registration in self._registrations.values():
            registration.on_flow_lost(flow)

    def status(self, account: str) -> RegistrationStatus:
        registration = self._registrations.get(account)
        if registration is None:
            return RegistrationStatus(RegistrationState.UNREGISTERED, account=account)
        return registration.status

    @property
    def peers(self) -> tuple[str, ...]:
        """Addresses of the registrars in use."""
        hops = [registration.hop for registration in self._registrations.values()]
        return tuple(dict.fromkeys(hop.flow.remote[0] for hop in hops if hop is not None))

    def account_of(self, request: SIPRequest, flow: Flow) -> Account:
        """The account a request is for: by our Contact in its URI, by whom it is to, by who sent it."""
        accounts = self._config.accounts
        if len(accounts) == 1:
            return accounts[0]
        uri = _parsed(request.uri)
        token = uri.parameters.get(LINE_PARAMETER, "") if uri is not None else ""
        callee = _parsed(request.to_address.uri)
        candidates = [account for account in accounts if token and line_token(account) == token]
        for named in (uri, callee):
            if named is not None:
                candidates += [account for account in accounts if account.user == named.user]
        sources = [name for name, item in self._registrations.items() if _is_from(item, flow)]
        # Several accounts with one user: the PBX that sent it decides.
        here = [account for account in candidates if account.name in sources]
        by_token = candidates[:1] if token and candidates and line_token(candidates[0]) == token else []
        chosen = by_token or here or candidates or [a for a in accounts if a.name in sources]
        return chosen[0] if chosen else accounts[0]


def _is_from(registration: Registration, flow: Flow) -> bool:
    hop = registration.hop
    return hop is not None and (flow is hop.flow or flow.remote[0] == hop.flow.remote[0])


def _parsed(text: str) -> SIPUri | None:
    try:
        return SIPUri.parse(text)
    except UnusableURIError:
        return None
