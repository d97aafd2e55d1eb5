"""What exceptions of the PostgreSQL driver, the network and TLS mean for the desk."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Awaitable
from typing import Any, Final, TypeVar

import asyncpg

from batola_desk.sync.faults import SecretariatFault, SubmitRefused

_CERTIFICATE_NOT_YET: Final = 9  # X509_V_ERR_CERT_NOT_YET_VALID: mostly a desk whose clock stands years back
_CERTIFICATE_EXPIRED: Final = 10  # X509_V_ERR_CERT_HAS_EXPIRED
_CERTIFICATE_OTHER_NAME: Final = (62, 64)  # X509_V_ERR_HOSTNAME_MISMATCH, IP_ADDRESS_MISMATCH

DRIVER_FAULTS: Final = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # it loses track when a server says good-bye at a bad moment
    OSError,  # also TimeoutError
    EOFError,  # also asyncio.IncompleteReadError
)

_OWN_CODES: Final = {
    "BD001": "secretariat_no_stream",
    "BD002": "secretariat_reused",
    "BD003": "secretariat_gap",
    "BD004": "secretariat_other_author",
    "BD005": "secretariat_other_desk",
    "BD006": "secretariat_bad_envelope",
    "BD007": "secretariat_batch_too_big",
}

_SERVER_CODES: Final = {
    "28P01": "secretariat_password",
    "28000": "secretariat_disabled",
    "3D000": "secretariat_no_database",
    "3F000": "secretariat_foreign",  # no schema `api`
    "42P01": "secretariat_foreign",  # no view `api.room`
    "42883": "secretariat_foreign",  # no function `api.submit`
    "42703": "secretariat_too_old",  # a column this program needs
    "42501": "secretariat_no_role",
    "53100": "secretariat_full",
    "53200": "secretariat_busy",
    "53300": "secretariat_busy",
    "55P03": "secretariat_busy",
    "BD008": "secretariat_busy",
    "BD011": "secretariat_suspended",
    "BD012": "secretariat_fault",  # presence of what is no form and no field: a bug of ours
    "BD013": "secretariat_fault",  # a snapshot that nobody asked for, or of another history: a bug of ours
    "57P03": "secretariat_starting",
    "25006": "secretariat_standby",
}

T = TypeVar("T")


async def asked(question: Awaitable[T], limit_s: float) -> T:
    """Wait for the server's answer.

    Raises:
        SecretariatFault: it did not come in time, or is a refusal.
    """
    try:
        async with asyncio.timeout(limit_s):  # not wait_for(): in Python 3.11 it costs a task each time
            return await question
    except DRIVER_FAULTS as fault:
        raise as_secretariat_fault(fault) from fault


def as_secretariat_fault(fault: BaseException) -> SecretariatFault:
    """Return what an exception of driver, network or TLS means for the desk."""
    if isinstance(fault, SecretariatFault):
        return fault
    if isinstance(fault, asyncpg.PostgresError):
        return _of_the_server(fault)
    if isinstance(fault, ssl.SSLCertVerificationError):
        return SecretariatFault(_certificate_code(fault))
    if isinstance(fault, ssl.SSLError):
        return SecretariatFault("secretariat_no_tls", detail=getattr(fault, "reason", None) or "")
    if isinstance(fault, ConnectionError) and "SSL" in str(fault):  # asyncpg: the server speaks no TLS at all
        return SecretariatFault("secretariat_no_tls")
    if isinstance(fault, DRIVER_FAULTS):
        return SecretariatFault("secretariat_unreachable", detail=type(fault).__name__)
    return SecretariatFault("secretariat_fault", detail=type(fault).__name__)


def as_connect_fault(fault: BaseException) -> SecretariatFault:
    """Like ``as_secretariat_fault``, before anybody answered as PostgreSQL does."""
    if isinstance(
        fault, asyncpg.ConnectionDoesNotExistError
    ):  # took the connection, and closed it on our words
        return SecretariatFault("secretariat_not_postgres")
    return as_secretariat_fault(fault)


def _of_the_server(fault: asyncpg.PostgresError) -> SecretariatFault:
    state = str(fault.sqlstate or "")
    if state in _OWN_CODES:
        return SubmitRefused(_OWN_CODES[state], **_detail(fault))
    if state.startswith("08") or state in {"57P01", "57P02", "57P05"}:
        return SecretariatFault("secretariat_unreachable", detail=state)
    if state == "28000" and "pg_hba.conf" in str(fault):  # stands so in every language of the server
        return SecretariatFault("secretariat_not_admitted")
    return SecretariatFault(_SERVER_CODES.get(state, "secretariat_fault"), detail=state)


def _detail(fault: asyncpg.PostgresError) -> dict[str, Any]:
    try:
        values = json.loads(getattr(fault, "detail", None) or "{}")
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}


def _certificate_code(fault: ssl.SSLCertVerificationError) -> str:
    if fault.verify_code == _CERTIFICATE_NOT_YET:
        return "secretariat_certificate_early"
    if fault.verify_code == _CERTIFICATE_EXPIRED:
        return "secretariat_certificate_expired"
    if fault.verify_code in _CERTIFICATE_OTHER_NAME:
        return "secretariat_certificate_name"
    return "secretariat_certificate_unknown"
