"""All identities of the line: who registers where, and over which one a call came."""

from __future__ import annotations

from collections.abc import Callable

from batola_desk.telephony.config import Account, LineConfig
from batola_desk.telephony.leg_types import RegistrationState, RegistrationStatus
from batola_desk.telephony.line import LINE_PARAMETER, RequestSender, line_token
from batola_desk.telephony.locating import is_address
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
        """Addresses of the registrars in use or used last, and of those configured as addresses."""
        hops = [registration.last_hop for registration in self._registrations.values()]
        used = [hop.flow.remote[0] for hop in hops if hop is not None]
        written = [SIPUri.parse(uri).host for account in self._config.accounts for uri in account.ways]
        return tuple(dict.fromkeys([*used, *filter(is_address, written)]))

    def account_of(self, request: SIPRequest, flow: Flow) -> Account:
        """The account a request is for: by our Contact in its URI, by whom it is to, by who sent it."""
        accounts = self._config.accounts
        if len(accounts) == 1:
            return accounts[0]
        uri = _parsed(request.uri)
        token = uri.parameters.get(LINE_PARAMETER, "") if uri is not None else ""
        for account in accounts:
            if token and line_token(account) == token:
                return account
        users = {named.user for named in (uri, _parsed(request.to_address.uri)) if named is not None}
        named = [account for account in accounts if account.user in users]
        senders = {name for name, item in self._registrations.items() if _is_from(item, flow)}
        sent = [account for account in accounts if account.name in senders]
        # Several accounts with one user: the PBX that sent it decides.
        both = [account for account in named if account in sent]
        return (both or named or sent or accounts)[0]


def _is_from(registration: Registration, flow: Flow) -> bool:
    hop = registration.hop
    return hop is not None and (flow is hop.flow or flow.remote[0] == hop.flow.remote[0])


def _parsed(text: str) -> SIPUri | None:
    try:
        return SIPUri.parse(text)
    except UnusableURIError:
        return None
