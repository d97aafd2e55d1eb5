"""How long certificates hold: files that the configuration names, and what servers show."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from batola_desk.app.doctor.certificates import certificate_findings, judge_file, validity_of
from batola_desk.settings.paths import DeskPaths
from tests.support.certificates import Authority, CertificateFiles

NOW = dt.datetime.now(dt.UTC)


@pytest.mark.parametrize(
    ("valid_days", "code"),
    [
        ((-10.0, 100.0), "certificate_valid"),
        ((-10.0, 29.0), "certificate_soon"),
        ((-10.0, -1.0), "certificate_expired"),
        ((2.0, 40.0), "certificate_early"),
    ],
)
def test_a_file_is_judged_by_its_dates(tmp_path: Path, valid_days: tuple[float, float], code: str) -> None:
    files = Authority(tmp_path).issue("a.test", valid_days=valid_days)
    found = judge_file("SIP TLS", files.certificate, NOW)
    assert (found.code, found.level) == (code, "ok" if code == "certificate_valid" else "warn")
    known = x509.load_pem_x509_certificate(files.certificate.read_bytes())
    read = validity_of(ssl.PEM_cert_to_DER_cert(files.certificate.read_text()))
    assert (read.begin, read.end) == (known.not_valid_before_utc, known.not_valid_after_utc)


def test_of_several_the_first_to_end_counts(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    long = authority.issue("a.test", file="a", valid_days=(-1.0, 300.0)).certificate.read_text()
    short = authority.issue("b.test", file="b", valid_days=(-1.0, 5.0)).certificate.read_text()
    both = tmp_path / "both.pem"
    both.write_text(f"# comment\n{long}\n{short}")
    assert judge_file("CA", both, NOW).code == "certificate_soon"


@pytest.mark.parametrize(
    "text", ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"]
)
def test_what_is_no_certificate_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.pem").write_text(text)
    assert judge_file("CA", tmp_path / "x.pem", NOW).code == "certificate_unreadable"
    assert judge_file("CA", tmp_path / "away.pem", NOW).code == "certificate_unreadable"


@given(st.binary(max_size=200))
def test_any_bytes_are_a_certificate_or_a_value_error(data: bytes) -> None:
    try:
        validity_of(data)
    except (ValueError, UnicodeDecodeError):
        return


def serve(
    files: CertificateFiles, *, before: Callable[[socket.socket], None]
) -> tuple[int, threading.Thread]:
    """Show a certificate to one client."""
    listening = socket.create_server(("127.0.0.1", 0))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.certificate, files.key)

    def show() -> None:
        taken, _ = listening.accept()
        with taken, listening:
            before(taken)
            with context.wrap_socket(taken, server_side=True) as secure:
                secure.recv(1)

    thread = threading.Thread(target=show)
    thread.start()
    return listening.getsockname()[1], thread


def test_servers_are_asked_what_they_show_also_when_nobody_trusts_it(tmp_path: Path) -> None:
    authority = Authority(tmp_path / "ca")
    expired = authority.issue("127.0.0.1", file="old", valid_days=(-9.0, -2.0))
    soon = authority.issue("127.0.0.1", file="soon", valid_days=(-9.0, 20.0))
    own = authority.issue("desk", file="own", valid_days=(-1.0, 90.0))

    def as_postgres(taken: socket.socket) -> None:
        assert taken.recv(8) == bytes.fromhex("0000000804d2162f")
        taken.sendall(b"S")

    sip_port, sip = serve(expired, before=lambda _taken: None)
    room_port, room = serve(soon, before=as_postgres)
    paths = DeskPaths.for_home(tmp_path / "desk")
    paths.create()
    (paths.config / "line.toml").write_text(
        f'[tls]\ncertificate_file = "{own.certificate}"\nkey_file = "{own.key}"\n'
        f'[[account]]\nname = "pbx"\nregistrar = ["sip:127.0.0.1:{sip_port}"]\ntransport = "tls"\n'
    )
    (paths.config / "pw").write_text("x")
    (paths.config / "secretariat.toml").write_text(
        f'[secretariat]\nhosts = ["127.0.0.1:{room_port}"]\ndatabase = "ruang"\npassword_file = "pw"\n'
        f'[tls]\nca = "{authority.ca_file}"\nverify = "verify-full"\n'
    )
    found = {str(finding.values["owner"]): finding.code for finding in certificate_findings(paths, desk="A")}
    sip.join(5)
    room.join(5)
    assert found == {
        "SIP TLS": "certificate_valid",
        "PostgreSQL CA": "certificate_soon",
        f"SIP 127.0.0.1:{sip_port}": "certificate_expired",
        f"PostgreSQL 127.0.0.1:{room_port}": "certificate_soon",
    }


def test_a_desk_without_certificates_has_nothing_to_say(tmp_path: Path) -> None:
    assert list(certificate_findings(DeskPaths.for_home(tmp_path), desk="A")) == []
