"""How the accounts of the line stand, in the words of the screen."""

from __future__ import annotations

from collections.abc import Sequence

from batola_desk.ipc.line_parts import AccountStatus
from batola_desk.telephony.config import Account
from batola_desk.telephony.leg_types import RegistrationState, RegistrationStatus

# SIP answers to a REGISTER that have a sentence of their own on the screen.
TOLD_SIP_CODES = frozenset({400, 401, 403, 404, 405, 407, 408, 423, 480, 488, 500, 503, 504, 603})
# Reasons of the transport and of DNS that have one.
TOLD_FAULTS = frozenset(
    {
        "connection_lost", "connection_refused", "connection_silent", "connection_timeout", "name_unknown",
        "network_unreachable", "no_answer", "stream_unreadable", "tls_client_refused", "tls_expired",
        "tls_files_unusable",
        "tls_not_spoken", "tls_not_yet_valid", "tls_refused", "tls_revoked", "tls_too_old", "tls_unknown_ca",
        "tls_untrusted", "tls_wrong_name",
    }
)  # fmt: skip
_MODES = {
    RegistrationState.UNREGISTERED: "registering",
    RegistrationState.REGISTERING: "registering",
    RegistrationState.REGISTERED: "registered",
    RegistrationState.FAILED: "failed",
}
_WORST_FIRST = ("failed", "registering", "registered", "direct")


def failure_code(status: RegistrationStatus) -> str:
    """The error code of ``ui.labels`` for a registration that failed."""
    if status.state is not RegistrationState.FAILED:
        return ""
    if status.fault in TOLD_FAULTS:
        return f"line_{status.fault}"
    return f"registration_{status.sip_code}" if status.sip_code in TOLD_SIP_CODES else "registration_failed"


def account_status(account: Account, status: RegistrationStatus) -> AccountStatus:
    """What the screen is told about one account."""
    is_known = bool(account.registrar_uris)
    return AccountStatus(
        name=account.name,
        user=account.user,
        mode=_MODES[status.state] if is_known else "direct",
        way=status.way,
        code=failure_code(status),
        # A code nobody sent would lead IT astray.
        sip_code=None if status.fault else status.sip_code or None,
        retry_in_s=status.retry_in_s,
        is_standby=not status.is_preferred,
        others=status.others,
        is_shared=account.is_shared,
        is_unverified=is_known and not account.tls.verify,
    )


def worst(accounts: Sequence[AccountStatus]) -> AccountStatus:
    """The account that needs somebody most."""
    return min(accounts, key=lambda item: _WORST_FIRST.index(item.mode))
