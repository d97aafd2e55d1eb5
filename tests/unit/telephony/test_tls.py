"""TLS on real loopback sockets: who is trusted, and what is said when somebody is not."""

from __future__ import annotations

import contextlib
import random
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from real_lines import line
from telephony_wire import Recorder

from batola_desk.telephony import transport_tls
from batola_desk.telephony.config import Account, LineConfig, TLSPolicy
from batola_desk.telephony.leg_types import LegState
from batola_desk.telephony.transport_tls import (
    TLSContexts,
    TLSFiles,
    client_context,
    files_fault,
    server_context,
    speaks_for,
)
from batola_desk.telephony.user_agent import UserAgent
from tests.support.certificates import Authority, CertificateFiles
from tests.support.waiting import until

Lines = Callable[..., tuple[UserAgent, Recorder]]


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "ca")


@pytest.fixture
def lines() -> Iterator[Lines]:
    started: list[UserAgent] = []

    def start(
        own: CertificateFiles | None = None,
        ca: Path | None = None,
        *,
        verify: bool = True,
        **settings: object,
    ) -> tuple[UserAgent, Recorder]:
        recorder = Recorder()
        policy = TLSPolicy(
            ca_file=str(ca or ""),
            certificate_file=str(own.certificate) if own else "",
            key_file=str(own.key) if own else "",
            verify=verify,
        )
        agent = line(recorder, tls=policy, tls_port=0, **settings)
        started.append(agent)
        return agent, recorder

    yield start
    for agent in started:
        agent.stop()


def tls_port(agent: UserAgent) -> int:
    port = agent._network.tls_port  # type: ignore[attr-defined]
    assert isinstance(port, int)
    return port


def fault_of_a_call(caller: UserAgent, uri: str) -> str:
    leg = caller.dial(uri)
    until(lambda: leg.state is LegState.ENDED)
    assert leg.end is not None
    assert leg.end.sip_code == 503
    return leg.end.reason


@pytest.mark.parametrize("scheme", ["sips:112@127.0.0.1:{port}", "sip:112@127.0.0.1:{port};transport=tls"])
def test_two_lines_talk_over_tls_and_hang_up(authority: Authority, lines: Lines, scheme: str) -> None:
    called, heard = lines(authority.issue("127.0.0.1"))
    caller, _ = lines(ca=authority.ca_file)
    out = caller.dial(scheme.format(port=tls_port(called)))
    until(lambda: bool(heard.incoming))
    leg = heard.incoming[0]
    assert leg.dialog is not None
    assert leg.dialog.flow.protocol == "TLS"
    leg.answer()
    until(lambda: out.state is LegState.TALKING and leg.state is LegState.TALKING)
    assert out.dialog is not None
    assert out.dialog.contact.startswith("<sips:" if scheme.startswith("sips") else "<sip:")
    assert ":0" not in out.dialog.contact, "a line that does not listen gives the port of its connection"
    leg.hang_up()  # from the side that was called, over the caller's own connection
    until(lambda: out.state is LegState.ENDED)


def test_a_body_of_64_kb_passes_in_one_piece(authority: Authority, lines: Lines) -> None:
    """More than a TLS record holds: what OpenSSL keeps back wakes no selector."""
    called, heard = lines(authority.issue("127.0.0.1"))
    caller, _ = lines(ca=authority.ca_file)
    padding = [("X-Padding", "x" * 16_000)] * 3
    out = caller.dial(f"sip:112@127.0.0.1:{tls_port(called)};transport=tls", headers=padding)
    until(lambda: bool(heard.incoming))
    invite = heard.incoming[0].invite
    assert invite is not None
    assert len(invite.every("x-padding")) == 3
    out.hang_up()
    until(lambda: heard.incoming[0].state is LegState.ENDED)


@pytest.mark.parametrize(
    ("names", "valid_days", "code"),
    [
        (("127.0.0.1",), (-300.0, -1.0), "tls_expired"),
        (("127.0.0.1",), (0.5, 1.0), "tls_not_yet_valid"),
        (("127.0.0.2",), (-1.0, 1.0), "tls_wrong_name"),
        (("pbx.example",), (-1.0, 1.0), "tls_wrong_name"),
        ((), (-1.0, 1.0), "tls_wrong_name"),
    ],
)
def test_a_certificate_that_does_not_hold_is_refused_with_its_reason(
    authority: Authority, lines: Lines, names: tuple[str, ...], valid_days: tuple[float, float], code: str
) -> None:
    called, heard = lines(authority.issue(*names, valid_days=valid_days))
    caller, _ = lines(ca=authority.ca_file)
    assert fault_of_a_call(caller, f"sip:112@127.0.0.1:{tls_port(called)};transport=tls") == code
    assert heard.incoming == [], "nothing was sent to it"


def test_an_unknown_authority_is_refused_unless_told_otherwise(
    authority: Authority, lines: Lines, tmp_path: Path
) -> None:
    called, heard = lines(authority.issue("127.0.0.1"))
    uri = f"sip:112@127.0.0.1:{tls_port(called)};transport=tls"
    other = Authority(tmp_path / "other", "Other CA")
    assert fault_of_a_call(lines(ca=other.ca_file)[0], uri) == "tls_unknown_ca"
    assert fault_of_a_call(lines()[0], uri) == "tls_unknown_ca", "the system does not know it either"
    careless, _ = lines(verify=False)
    careless.dial(uri)
    until(lambda: bool(heard.incoming))


def test_a_peer_that_speaks_no_tls_is_named_so(authority: Authority, lines: Lines) -> None:
    caller, _ = lines(ca=authority.ca_file)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.settimeout(8.0)
                connection.sendall(b"SSH-2.0-OpenSSH_9\r\n")
                with contextlib.suppress(OSError):
                    while connection.recv(4096):
                        """All it says is taken: what is left unread would reset the connection."""

        server.settimeout(8.0)
        thread = threading.Thread(target=answer)
        thread.start()
        try:
            uri = f"sip:112@127.0.0.1:{server.getsockname()[1]};transport=tls"
            assert fault_of_a_call(caller, uri) == "tls_not_spoken"
        finally:
            thread.join()


def test_a_client_certificate_is_asked_for_and_shown(authority: Authority, lines: Lines) -> None:
    called, heard = lines(authority.issue("127.0.0.1"), authority.ca_file, tls_require_certificate=True)
    uri = f"sip:112@127.0.0.1:{tls_port(called)};transport=tls"
    stranger, _ = lines(ca=authority.ca_file)
    assert fault_of_a_call(stranger, uri) == "tls_client_refused"
    assert heard.incoming == []
    known, _ = lines(authority.issue("desk", file="client"), authority.ca_file)
    known.dial(uri)
    until(lambda: bool(heard.incoming))


def test_nothing_below_tls_1_2_is_spoken(authority: Authority, lines: Lines) -> None:
    files = authority.issue("127.0.0.1")
    called, _ = lines(files)
    policy = TLSPolicy(certificate_file=str(files.certificate), key_file=str(files.key))
    for ours in (client_context(policy), server_context(policy, require_certificate=False)):
        assert ours.minimum_version is ssl.TLSVersion.TLSv1_2, "whatever the system's own policy is"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    with socket.create_connection(("127.0.0.1", tls_port(called)), 2) as raw, pytest.raises(ssl.SSLError):
        context.wrap_socket(raw)


def test_a_peer_silent_in_the_handshake_is_given_up(
    authority: Authority, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("batola_desk.telephony.transport_stream.READY_LIMIT_S", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:
        caller, _ = lines(ca=authority.ca_file)
        uri = f"sip:112@127.0.0.1:{server.getsockname()[1]};transport=tls"
        assert fault_of_a_call(caller, uri) == "tls_not_spoken"
    called, _ = lines(authority.issue("127.0.0.1"))
    with socket.create_connection(("127.0.0.1", tls_port(called)), 8) as sock:
        assert sock.recv(10) == b"", "who connects and says nothing must not keep the connection"


def test_junk_on_the_tls_port_never_makes_the_line_deaf(authority: Authority, lines: Lines) -> None:
    """Noise, cut handshakes, plain SIP, a good handshake followed by noise."""
    called, heard = lines(authority.issue("127.0.0.1"))
    chance = random.Random(112)
    address = ("127.0.0.1", tls_port(called))
    hello = ssl.MemoryBIO()
    context = client_context(TLSPolicy(ca_file=str(authority.ca_file)))
    half = context.wrap_bio(ssl.MemoryBIO(), hello, server_hostname="x.example")
    with pytest.raises(ssl.SSLWantReadError):
        half.do_handshake()
    good_hello = hello.read()
    for number in range(120):
        with socket.create_connection(address, 2) as sock:
            mutated = bytearray(good_hello)
            for _ in range(chance.randint(0, 20)):
                mutated[chance.randrange(len(mutated))] = chance.randrange(256)
            noise = chance.randbytes(chance.randrange(1, 2000))
            junk = (noise, bytes(mutated), b"OPTIONS sip:x SIP/2.0\r\n\r\n")
            with contextlib.suppress(OSError):
                sock.sendall(junk[number % 3])
    for _ in range(10):
        with (
            contextlib.suppress(OSError),
            context.wrap_socket(socket.create_connection(address, 2)) as sock,
        ):
            sock.sendall(chance.randbytes(3000) + b"\r\n\r\n")
    caller, _ = lines(ca=authority.ca_file)
    caller.dial(f"sip:112@127.0.0.1:{address[1]};transport=tls")
    until(lambda: bool(heard.incoming))
    assert len(heard.incoming) == 1


@pytest.mark.parametrize("name", ["a..b", "x" * 300, ".", "-", "b\u00fccher..x"])
def test_a_name_that_is_none_ends_the_call_and_not_the_line(
    authority: Authority, lines: Lines, name: str
) -> None:
    """``maddr`` brings any name past the look-up."""
    called, heard = lines(authority.issue("127.0.0.1"))
    caller, _ = lines(ca=authority.ca_file)
    port = tls_port(called)
    fault = fault_of_a_call(caller, f"sip:1@{name}:{port};maddr=127.0.0.1;transport=tls")
    assert fault == "tls_wrong_name"
    caller.dial(f"sip:112@127.0.0.1:{port};transport=tls")
    until(lambda: bool(heard.incoming))


@pytest.mark.parametrize("what", ["missing", "no_pem", "other_key"])
def test_a_file_that_cannot_be_used_is_named_at_the_start(
    authority: Authority, tmp_path: Path, what: str
) -> None:
    files = authority.issue("127.0.0.1")
    key = files.key
    if what == "missing":
        key = tmp_path / "none.key"
    elif what == "no_pem":
        key.write_text("nonsense")
    else:
        key = authority.issue("127.0.0.1", file="other").key
    policy = TLSPolicy(certificate_file=str(files.certificate), key_file=str(key))
    config = LineConfig(accounts=(Account(tls=policy),))
    fault = files_fault(config)
    assert fault is not None
    assert fault.code == "tls_files_unusable"
    assert fault.values["file"] == str(key)
    assert fault.values["reason"]
    assert files_fault(LineConfig()) is None


def test_files_are_read_again_only_when_one_has_changed(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = authority.issue("127.0.0.1")
    whole = files.key.read_bytes()
    policy = TLSPolicy(certificate_file=str(files.certificate), key_file=str(files.key))
    judged = TLSFiles(LineConfig(accounts=(Account(tls=policy),)))
    reads: list[str] = []
    read = transport_tls.files_fault
    monkeypatch.setattr(transport_tls, "files_fault", lambda config: (reads.append("read"), read(config))[1])
    for _ in range(100):  # as often as an account registers
        assert judged.fault() is None
    assert len(reads) == 1
    files.key.unlink()
    for _ in range(3):
        fault = judged.fault()
        assert fault is not None
        assert fault.values["file"] == str(files.key)
    assert len(reads) == 2
    files.key.write_bytes(whole[:100])
    assert judged.fault() is not None
    files.key.write_bytes(whole)
    assert judged.fault() is None
    files.key.chmod(0o600)
    assert judged.fault() is None
    assert len(reads) == 5


def test_a_certificate_renewed_on_the_disk_is_shown_without_a_new_start(authority: Authority) -> None:
    """The engine outlives the year of a certificate; IT puts a new file in its place and nothing else."""
    files, spare = authority.issue("127.0.0.1"), authority.issue("127.0.0.1", file="spare")
    policy = TLSPolicy(str(authority.ca_file), str(files.certificate), str(files.key))
    contexts = TLSContexts((Account(name="desk", tls=policy),), policy, require_certificate=False)
    ours, listening = contexts.client("desk"), contexts.server
    assert contexts.client("desk") is ours
    assert contexts.server is listening
    whole = spare.certificate.read_bytes()
    files.certificate.write_bytes(whole[: len(whole) // 2])
    assert contexts.client("desk") is ours, "half a file is no reason to drop what still holds"
    assert contexts.server is listening
    files.certificate.write_bytes(whole)
    files.key.write_bytes(spare.key.read_bytes())
    assert contexts.client("desk") is not ours
    assert contexts.server is not listening
    assert contexts.server is contexts.server


def test_a_file_that_cannot_be_used_costs_tls_and_not_the_calls_over_udp(
    authority: Authority, tmp_path: Path, lines: Lines
) -> None:
    peer, _ = lines(authority.issue("127.0.0.1"))
    caller, _ = lines()
    recorder = Recorder()
    broken = TLSPolicy(certificate_file=str(tmp_path / "none.pem"))
    desk = line(recorder, accounts=(Account(tls=broken),), tls=broken)
    try:
        out = caller.dial(f"sip:112@127.0.0.1:{desk.local_port}")
        until(lambda: bool(recorder.incoming))
        fault = fault_of_a_call(desk, f"sip:x@127.0.0.1:{tls_port(peer)};transport=tls")
        assert fault == "tls_files_unusable"
        out.hang_up()
    finally:
        desk.stop()


DNS_ONLY = {"subjectAltName": (("DNS", "pbx.example"), ("DNS", "*.wild.example"))}
WITH_URI = {"subjectAltName": (("URI", "sip:centre.example"), ("DNS", "pbx.example"))}
NAME_ONLY = {"subject": ((("commonName", "pbx.example"),),)}
WITH_ADDRESS = {"subjectAltName": (("IP Address", "2001:DB8:0:0:0:0:0:1"), ("DNS", "10.0.0.1"))}


@pytest.mark.parametrize(
    ("certificate", "name", "speaks"),
    [
        (DNS_ONLY, "PBX.example.", True),
        (DNS_ONLY, "a.wild.example", False),  # RFC 5922 §7.2: no wildcards
        (DNS_ONLY, "example", False),
        (WITH_URI, "centre.example", True),
        (WITH_URI, "pbx.example", False),  # §7.1: with a SIP URI there, nothing else counts
        (NAME_ONLY, "pbx.example", True),
        ({**NAME_ONLY, **WITH_URI}, "pbx.example", False),
        (WITH_ADDRESS, "2001:db8::1", True),
        (WITH_ADDRESS, "10.0.0.1", False),  # an address in a DNS entry is none
        ({"subjectAltName": (("URI", "sip:user@centre.example"),)}, "centre.example", False),
        ({"subjectAltName": (("URI", "https://x.example"), ("DNS", "x.example"))}, "x.example", True),
        ({}, "pbx.example", False),
    ],
)  # fmt: skip
def test_who_a_certificate_speaks_for(certificate: dict[str, object], name: str, speaks: bool) -> None:
    assert speaks_for(certificate, name) is speaks
