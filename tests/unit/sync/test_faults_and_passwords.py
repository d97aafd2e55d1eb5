"""Every way the secretariat can fail has a code, and every code has words; SCRAM as in the standard."""

from __future__ import annotations

import ast
import asyncio
import base64
import ssl
from pathlib import Path

import asyncpg
import pytest

from batola_desk.sync.driver_faults import as_secretariat_fault
from batola_desk.sync.faults import LASTING, SubmitRefused
from batola_desk.sync.passwords import prepared, scram_verifier
from batola_desk.ui.secretariat_error_texts import SECRETARIAT_ERROR_TEXTS

SYNC = Path(__file__).parents[3] / "batola_desk" / "sync"


def server_said(state: str, message: str = "", detail: str | None = None) -> asyncpg.PostgresError:
    return asyncpg.PostgresError.new(
        {"C": state, "M": message, "S": "ERROR", **({"D": detail} if detail else {})}
    )


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (server_said("28P01"), "secretariat_password"),
        (server_said("28000", 'role "x" is not permitted to log in'), "secretariat_disabled"),
        (server_said("28000", "no pg_hba.conf entry for host"), "secretariat_not_admitted"),
        (server_said("3D000"), "secretariat_no_database"),
        (server_said("3F000"), "secretariat_foreign"),
        (server_said("42P01"), "secretariat_foreign"),
        (server_said("42501"), "secretariat_no_role"),
        (server_said("53100"), "secretariat_full"),
        (server_said("53300"), "secretariat_busy"),
        (server_said("BD008"), "secretariat_busy"),
        (server_said("57P03"), "secretariat_starting"),
        (server_said("57P01"), "secretariat_unreachable"),
        (server_said("08006"), "secretariat_unreachable"),
        (server_said("25006"), "secretariat_standby"),
        (server_said("XX000"), "secretariat_fault"),
        (ConnectionRefusedError(), "secretariat_unreachable"),
        (OSError("no route"), "secretariat_unreachable"),
        (TimeoutError(), "secretariat_unreachable"),
        (asyncio.IncompleteReadError(b"", 5), "secretariat_unreachable"),
        (asyncpg.InterfaceError("connection is closed"), "secretariat_unreachable"),
        (asyncpg.InternalClientError("cannot switch to state 11"), "secretariat_unreachable"),
        (ssl.SSLError("handshake"), "secretariat_no_tls"),
        (ConnectionError("PostgreSQL server rejected SSL upgrade"), "secretariat_no_tls"),
        (ValueError("?"), "secretariat_fault"),
    ],
)
def test_what_went_wrong_gets_its_code(fault: BaseException, code: str) -> None:
    assert as_secretariat_fault(fault).code == code


def test_a_refused_batch_says_where_the_origin_stands() -> None:
    fault = as_secretariat_fault(server_said("BD003", "gap", '{"origin": "x", "have": 2, "got": 4}'))
    assert isinstance(fault, SubmitRefused)
    assert (fault.code, fault.values) == ("secretariat_gap", {"origin": "x", "have": 2, "got": 4})
    assert as_secretariat_fault(server_said("BD003", "gap", "not json")).values == {}


def test_every_code_of_this_room_has_words() -> None:
    codes = {
        node.value
        for path in SYNC.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.startswith(("secretariat_", "member_", "backup_", "restore_"))
        and node.value.replace("_", "").isalpha()
    }
    assert len(codes) > 30
    assert codes - set(SECRETARIAT_ERROR_TEXTS) == set()
    assert set(SECRETARIAT_ERROR_TEXTS) >= LASTING


def test_a_verifier_is_the_one_of_the_standard() -> None:
    """Password and salt of the example in RFC 7677 §3."""
    salt = base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ==")
    assert scram_verifier("pencil", salt) == (
        "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"
        "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="
    )
    assert scram_verifier("pencil") != scram_verifier("pencil")  # salted


@pytest.mark.parametrize(
    ("password", "same_as"),
    [
        ("a\u00adb", "ab"),
        ("a\u00a0b", "a b"),
        ("\u2168", "IX"),
        ("\u0007", "\u0007"),
        ("pência", "pe\u0302ncia"),
    ],
)
def test_passwords_are_prepared_as_rfc_4013_says(password: str, same_as: str) -> None:
    assert prepared(password) == prepared(same_as)
