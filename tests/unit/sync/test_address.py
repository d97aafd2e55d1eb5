"""Addresses of the secretariat: what is read, what is refused, when TLS is asked for."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from batola_desk.sync.address import Host, parse_address
from batola_desk.sync.faults import SecretariatFault


def test_an_address_with_everything() -> None:
    address = parse_address("postgresql://rina@db1.batola,db2.batola:6432,[::1]:7000/ruang?sslmode=verify-ca")
    assert address.hosts == (Host("db1.batola"), Host("db2.batola", 6432), Host("::1", 7000))
    assert (address.user, address.database, address.tls_mode) == ("rina", "ruang", "verify-ca")


def test_the_port_of_a_unix_socket_stands_behind() -> None:
    address = parse_address("postgresql:///ruang?host=/var/run/postgresql&port=5433")
    assert address.hosts == (Host("/var/run/postgresql", 5433),)
    with pytest.raises(SecretariatFault, match="secretariat_address"):
        parse_address("postgresql:///ruang?host=/var/run/postgresql&port=x")


def test_a_unix_socket() -> None:
    address = parse_address("postgresql:///ruang?host=/var/run/postgresql")
    assert address.hosts == (Host("/var/run/postgresql"),)
    assert address.tls_for(address.hosts[0]) is False


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("mysql://x/y", "scheme"),
        ("x", "scheme"),
        ("postgresql://rina:rahasia@db/ruang", "password"),
        ("postgresql://rina@db/ruang?password=rahasia", "password"),
        ("postgresql://rina@db", "database"),
        ("postgresql://rina@db/a/b", "database"),
        ("postgresql:///ruang", "host"),
        ("postgresql://a,,b/ruang", "host"),
        ("postgresql://db:0/ruang", "port"),
        ("postgresql://db:70000/ruang", "port"),
        ("postgresql://db:x/ruang", "port"),
        ("postgresql://db/ruang?sslmode=prefer", "sslmode"),
        ("postgresql://db/ruang?options=-c%20x", "options"),
        ("postgresql://[::1/ruang", "host"),
    ],
)
def test_what_is_refused_says_why_and_never_shows_a_password(text: str, why: str) -> None:
    with pytest.raises(SecretariatFault) as fault:
        parse_address(text)
    assert (fault.value.code, fault.value.values) == ("secretariat_address", {"why": why})
    assert "rahasia" not in repr(fault.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "localhost", "[::1]"])
def test_on_this_machine_nothing_is_encrypted_unless_asked(host: str) -> None:
    address = parse_address(f"postgresql://{host}/ruang")
    assert address.tls_for(address.hosts[0]) is False
    address = parse_address(f"postgresql://{host}/ruang?sslmode=verify-full")
    assert isinstance(address.tls_for(address.hosts[0]), ssl.SSLContext)


@pytest.mark.parametrize("host", ["10.1.2.3", "db.batola.go.id", "[fd00::1]"])
def test_over_a_network_name_and_authority_are_checked(host: str) -> None:
    address = parse_address(f"postgresql://{host}/ruang")
    context = address.tls_for(address.hosts[0])
    assert isinstance(context, ssl.SSLContext)
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED


def test_weaker_checks_only_by_name() -> None:
    address = parse_address("postgresql://10.1.2.3/ruang?sslmode=verify-ca")
    context = address.tls_for(address.hosts[0])
    assert isinstance(context, ssl.SSLContext)
    assert not context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED
    address = parse_address("postgresql://10.1.2.3/ruang?sslmode=disable")
    assert address.tls_for(address.hosts[0]) is False


def test_a_missing_authority_is_told(tmp_path: Path) -> None:
    address = parse_address(f"postgresql://10.1.2.3/ruang?sslrootcert={tmp_path / 'none.pem'}")
    with pytest.raises(SecretariatFault) as fault:
        address.tls_for(address.hosts[0])
    assert fault.value.values == {"why": "sslrootcert"}
