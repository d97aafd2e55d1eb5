"""How the engine's line reaches the world: TLS and several registrars, against kamailio and baresip."""

from __future__ import annotations

import signal
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from batola_desk.ipc import messages as m
from tests.e2e.baresip_peer import BaresipPeer, Phones
from tests.e2e.desk_rig import wait_until
from tests.e2e.line_rig import LineRig, ScreenDouble, alarm, becomes
from tests.e2e.sip_peers import PBX_PASSWORD, PBX_USER, KamailioPbx, PbxTLS, SippCaller
from tests.e2e.waves import chirp, write_wav
from tests.support.certificates import Authority
from tests.support.dns_server import DNSServer
from tests.support.ports import free_port

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(90)]

ACCOUNT = """\
[sip]
keep_alive_s = {keep_alive_s}
dns_servers = [{dns}]
[tls]
ca_file = "{ca_file}"
{own}
[[account]]
name = "trunk"
user = "{user}"
registrar = [{registrars}]
password = "{password}"
is_shared = true
[audio]
use_devices = false
"""


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "ca")


def account(
    authority: Authority,
    *registrars: str,
    own: str = "",
    password: str = PBX_PASSWORD,
    keep_alive_s: float = 30.0,
    dns: str = "",
) -> str:
    return ACCOUNT.format(
        ca_file=authority.ca_file,
        own=own,
        user=PBX_USER,
        registrars=", ".join(f'"{uri}"' for uri in registrars),
        password=password,
        keep_alive_s=keep_alive_s,
        dns=f'"{dns}"' if dns else "",
    )


def desk(folder: Path, config: str, owned: ExitStack, *arguments: str) -> tuple[LineRig, ScreenDouble]:
    line = LineRig(folder, config=config)
    owned.callback(line.stop)
    line.start(*arguments)
    return line, line.screen()


def talk(screen: ScreenDouble, phone: BaresipPeer) -> None:
    """Answer what rings, hear each other, hang up."""
    call = screen.call_in("ringing")
    screen.obeyed(m.AnswerCall(call_id=call.call_id))
    screen.call_becomes(call.call_id, "talking")
    wait_until(lambda: len(phone.heard()) > 0, 5.0, "sound at the caller")
    screen.obeyed(m.HangUpCall(call_id=call.call_id))
    screen.call_becomes(call.call_id, "ended")
    phone.wait_for("session closed", 5.0)


def test_a_desk_registers_over_tls_with_its_certificate_and_sha_256_and_is_called(
    tmp_path: Path, authority: Authority, baresip: Phones, owned: ExitStack
) -> None:
    """kamailio checks the desk's certificate, and the desk kamailio's."""
    tls = PbxTLS(authority.issue("127.0.0.1"), authority.ca_file, asks=True)
    pbx = KamailioPbx(tmp_path, tls=tls, algorithm="SHA-256")
    owned.callback(pbx.stop)
    own = authority.issue("desk", file="desk")
    config = account(
        authority,
        f"sip:127.0.0.1:{pbx.tls_port};transport=tls",
        own=f'certificate_file = "{own.certificate}"\nkey_file = "{own.key}"\nport = {free_port(2)}',
    )
    line, screen = desk(tmp_path / "desk", config, owned)
    status = becomes(screen, "registered")
    assert status.accounts[0].way == f"TLS 127.0.0.1:{pbx.tls_port}"
    phone = baresip(write_wav(tmp_path / "caller.wav", chirp(20.0)))
    phone.start(pbx.uri)
    talk(screen, phone)
    assert line.troubles() == []


def test_without_a_listener_the_call_comes_in_over_our_own_connection(
    tmp_path: Path, authority: Authority, baresip: Phones, owned: ExitStack
) -> None:
    pbx = KamailioPbx(tmp_path, tls=PbxTLS(authority.issue("127.0.0.1"), authority.ca_file))
    owned.callback(pbx.stop)
    line, screen = desk(tmp_path / "desk", account(authority, f"sips:127.0.0.1:{pbx.tls_port}"), owned)
    becomes(screen, "registered")
    phone = baresip(write_wav(tmp_path / "caller.wav", chirp(20.0)))
    phone.start(pbx.uri)
    talk(screen, phone)
    assert line.troubles() == []


@pytest.mark.parametrize(
    ("names", "valid_days", "own_authority", "code"),
    [
        (("127.0.0.1",), (-20.0, -1.0), True, "line_tls_expired"),
        (("pbx.example",), (-1.0, 1.0), True, "line_tls_wrong_name"),
        (("127.0.0.1",), (-1.0, 1.0), False, "line_tls_unknown_ca"),
    ],
)
def test_a_bad_certificate_of_the_pbx_is_told_by_its_reason(
    tmp_path: Path,
    authority: Authority,
    owned: ExitStack,
    names: tuple[str, ...],
    valid_days: tuple[float, float],
    own_authority: bool,
    code: str,
) -> None:
    signer = authority if own_authority else Authority(tmp_path / "other", "Other CA")
    pbx = KamailioPbx(tmp_path, tls=PbxTLS(signer.issue(*names, valid_days=valid_days), signer.ca_file))
    owned.callback(pbx.stop)
    _, screen = desk(
        tmp_path / "desk", account(authority, f"sip:127.0.0.1:{pbx.tls_port};transport=tls"), owned
    )
    status = becomes(screen, "failed")
    assert status.code == code
    assert status.sip_code is None
    assert status.accounts[0].code == code


def test_a_pbx_that_wants_a_certificate_we_do_not_have_is_told(
    tmp_path: Path, authority: Authority, owned: ExitStack
) -> None:
    pbx = KamailioPbx(tmp_path, tls=PbxTLS(authority.issue("127.0.0.1"), authority.ca_file, asks=True))
    owned.callback(pbx.stop)
    _, screen = desk(
        tmp_path / "desk", account(authority, f"sip:127.0.0.1:{pbx.tls_port};transport=tls"), owned
    )
    assert becomes(screen, "failed").code == "line_tls_client_refused"


@pytest.mark.parametrize("transport", ["udp", "tcp", "tls"])
def test_after_a_restart_of_the_registrar_the_desk_rings_again(
    tmp_path: Path, authority: Authority, baresip: Phones, owned: ExitStack, transport: str
) -> None:
    """The registrar forgets everything. Streams notice at once, UDP at the next unanswered keep-alive."""
    pbx = KamailioPbx(tmp_path, tls=PbxTLS(authority.issue("127.0.0.1"), authority.ca_file))
    owned.callback(pbx.stop)
    port = pbx.tls_port if transport == "tls" else pbx.port
    config = account(authority, f"sip:127.0.0.1:{port};transport={transport}", keep_alive_s=1.0)
    _, screen = desk(tmp_path / "desk", config, owned)
    becomes(screen, "registered")
    pbx.stop()
    wait_until(lambda: screen.line and screen.line.mode != "registered", 20.0, "the loss is noticed")
    time.sleep(1.0)
    started_s = time.monotonic()
    pbx.start()
    becomes(screen, "registered", 40.0)
    print(f"{transport}: registered {time.monotonic() - started_s:.1f} s after the registrar came back")
    phone = baresip(write_wav(tmp_path / "caller.wav", chirp(20.0)))
    phone.start(pbx.uri)
    talk(screen, phone)


def test_a_pbx_forks_a_call_to_three_desks_over_udp_tcp_and_tls(
    tmp_path: Path, authority: Authority, baresip: Phones, owned: ExitStack
) -> None:
    pbx = KamailioPbx(tmp_path, tls=PbxTLS(authority.issue("127.0.0.1"), authority.ca_file))
    owned.callback(pbx.stop)
    screens = []
    for transport in ("udp", "tcp", "tls"):
        port = pbx.tls_port if transport == "tls" else pbx.port
        config = account(authority, f"sip:127.0.0.1:{port};transport={transport}")
        _, screen = desk(tmp_path / f"desk-{transport}", config, owned)
        becomes(screen, "registered")
        screens.append(screen)
    phone = baresip(write_wav(tmp_path / "caller.wav", chirp(20.0)))
    phone.start(pbx.uri)
    calls = [screen.call_in("ringing") for screen in screens]
    assert len({call.call_key for call in calls}) == 1, "all desks know it as one call"
    screens[2].obeyed(m.AnswerCall(call_id=calls[2].call_id))
    screens[2].call_becomes(calls[2].call_id, "talking")
    for screen, call in zip(screens[:2], calls[:2], strict=True):
        assert screen.call_becomes(call.call_id, "ended").end_cause == "answered_elsewhere"
    screens[2].obeyed(m.HangUpCall(call_id=calls[2].call_id))
    phone.wait_for("session closed", 5.0)


def test_a_second_desk_under_the_same_account_is_told_unless_it_is_meant(
    tmp_path: Path, authority: Authority, owned: ExitStack
) -> None:
    pbx = KamailioPbx(tmp_path)
    owned.callback(pbx.stop)
    meant = account(authority, f"sip:127.0.0.1:{pbx.port}")
    _, first = desk(tmp_path / "desk-a", meant, owned)
    becomes(first, "registered")
    _, second = desk(tmp_path / "desk-b", meant.replace("is_shared = true", ""), owned)
    becomes(second, "registered")
    wait_until(alarm(second, "account_shared"), 5.0, f"the alarm: {second.alarms}")
    assert second.line is not None
    assert second.line.accounts[0].others == 1
    assert not alarm(first, "account_shared")()


def test_a_restarted_desk_does_not_take_itself_for_a_stranger(
    tmp_path: Path, authority: Authority, owned: ExitStack
) -> None:
    pbx = KamailioPbx(tmp_path)
    owned.callback(pbx.stop)
    config = account(authority, f"sip:127.0.0.1:{pbx.port}").replace("is_shared = true", "")
    line, screen = desk(tmp_path / "desk", config, owned)
    becomes(screen, "registered")
    line.kill()
    line.sip_port = free_port(2)  # the old Contact is still there and not the new one
    line.start()
    again = line.screen()
    becomes(again, "registered")
    time.sleep(0.5)
    assert again.line is not None
    assert again.line.accounts[0].others == 0
    assert not alarm(again, "account_shared")()


def test_the_standby_exchange_takes_over_and_hands_back(
    tmp_path: Path, authority: Authority, baresip: Phones, owned: ExitStack
) -> None:
    main, standby = KamailioPbx(tmp_path), KamailioPbx(tmp_path, name="standby")
    owned.callback(main.stop)
    owned.callback(standby.stop)
    config = account(
        authority, f"sip:127.0.0.1:{main.port}", f"sip:127.0.0.1:{standby.port}", keep_alive_s=1.0
    )
    _, screen = desk(tmp_path / "desk", config, owned)
    assert becomes(screen, "registered").accounts[0].way == f"UDP 127.0.0.1:{main.port}"
    main.stop()
    wait_until(alarm(screen, "account_on_standby"), 25.0, f"the standby: {screen.line}")
    assert becomes(screen, "registered").accounts[0].way == f"UDP 127.0.0.1:{standby.port}"
    phone = baresip(write_wav(tmp_path / "caller.wav", chirp(20.0)))
    phone.start(standby.uri)
    talk(screen, phone)
    main.start()
    wait_until(alarm(screen, "account_on_standby", active=False), 45.0, f"the return: {screen.line}")
    assert becomes(screen, "registered").accounts[0].way == f"UDP 127.0.0.1:{main.port}"


@pytest.mark.parametrize("direction", ["in", "out"])
def test_baresip_and_the_desk_talk_over_tls(
    tmp_path: Path, authority: Authority, owned: ExitStack, direction: str
) -> None:
    """Each shows a certificate and trusts the same authority; no PBX between."""
    ours, theirs = authority.issue("127.0.0.1", file="desk"), authority.issue("127.0.0.1", file="phone")
    both = tmp_path / "phone-both.pem"
    both.write_bytes(theirs.certificate.read_bytes() + theirs.key.read_bytes())
    tls_port = free_port(2)
    config = (
        f'[tls]\nca_file = "{authority.ca_file}"\ncertificate_file = "{ours.certificate}"\n'
        f'key_file = "{ours.key}"\nport = {tls_port}\n[audio]\nuse_devices = false\n'
    )
    line, screen = desk(tmp_path / "desk", config, owned)
    phone = BaresipPeer(
        tmp_path / "baresip",
        write_wav(tmp_path / "caller.wav", chirp(20.0)),
        tls_files=(both, authority.ca_file),
    )
    owned.callback(phone.stop)
    if direction == "in":
        phone.start(f"sip:112@127.0.0.1:{tls_port};transport=tls")
        talk(screen, phone)
    else:
        phone.start()
        phone.wait_for("is ready", 10.0)
        screen.obeyed(m.DialNumber(number=phone.uri))
        call = screen.call_in("talking")
        wait_until(lambda: len(phone.heard()) > 0, 5.0, "sound at the phone")
        screen.obeyed(m.HangUpCall(call_id=call.call_id))
        phone.wait_for("session closed", 5.0)
    assert line.troubles() == []


@pytest.mark.parametrize("transport", ["u1", "t1"])
def test_a_foreign_caller_over_ipv6(tmp_path: Path, owned: ExitStack, transport: str) -> None:
    """sipp checks what comes back; the desk listens on every address of both families."""
    line, screen = desk(tmp_path / "desk", "[audio]\nuse_devices = false\n", owned, "--sip-host", "::")
    for host in ("::1", "127.0.0.1"):
        before = set(screen.calls)
        caller = SippCaller(tmp_path, "caller_is_ended", line.sip_port, transport=transport, host=host)
        owned.callback(caller.stop)
        wait_until(lambda known=before: set(screen.calls) - known, 5.0, f"a call from {host}")
        (call_id,) = set(screen.calls) - before
        screen.obeyed(m.AnswerCall(call_id=call_id))
        screen.call_becomes(call_id, "talking")
        screen.obeyed(m.HangUpCall(call_id=call_id))
        screen.call_becomes(call_id, "ended")
        caller.wait()
    assert line.troubles() == []


def test_a_domain_leads_over_srv_to_tls_and_the_certificate_must_name_the_domain(
    tmp_path: Path, authority: Authority, baresip: Phones, owned: ExitStack
) -> None:
    """RFC 3263 and RFC 5922 together; the first server of the list is dead, the second answers."""
    certificate = authority.issue("centre.test")
    pbx = KamailioPbx(tmp_path, tls=PbxTLS(certificate, authority.ca_file), domain="centre.test")
    owned.callback(pbx.stop)
    records = {
        ("_sips._tcp.centre.test", "SRV"): [
            f"10 1 {free_port(2)} one.centre.test.",
            f"20 1 {pbx.tls_port} two.centre.test.",
        ],
        ("one.centre.test", "A"): ["127.0.0.1"],
        ("two.centre.test", "A"): ["127.0.0.1"],
    }
    server = owned.enter_context(DNSServer(records))
    config = account(authority, "sips:centre.test", dns=server.address)
    _, screen = desk(tmp_path / "desk", config, owned)
    status = becomes(screen, "registered")
    assert status.accounts[0].way == f"TLS 127.0.0.1:{pbx.tls_port}"
    assert status.accounts[0].is_standby, "the preferred server is dead"
    phone = baresip(write_wav(tmp_path / "caller.wav", chirp(20.0)))
    phone.start(pbx.uri)
    talk(screen, phone)


def test_a_dead_name_server_is_told_as_an_unknown_name(
    tmp_path: Path, authority: Authority, owned: ExitStack
) -> None:
    server = owned.enter_context(DNSServer({}))
    server.is_silent = True
    config = account(authority, "sip:centre.test", dns=server.address)
    _, screen = desk(tmp_path / "desk", config, owned)
    assert becomes(screen, "failed", 30.0).code == "line_name_unknown"


def test_a_computer_that_slept_registers_anew_and_says_so(
    tmp_path: Path, authority: Authority, baresip: Phones, owned: ExitStack
) -> None:
    """A stopped process stands for a lid that was closed: for both the clock has jumped when it wakes up."""
    pbx = KamailioPbx(tmp_path)
    owned.callback(pbx.stop)
    line, screen = desk(tmp_path / "desk", account(authority, f"sip:127.0.0.1:{pbx.port}"), owned)
    becomes(screen, "registered")
    assert line.process is not None
    line.process.send_signal(signal.SIGSTOP)
    try:
        pbx.stop()
        time.sleep(34.0)
        pbx.start()
    finally:
        line.process.send_signal(signal.SIGCONT)
    wait_until(alarm(screen, "computer_slept"), 10.0, f"the alarm: {screen.alarms}")
    becomes(screen, "registered")
    phone = baresip(write_wav(tmp_path / "caller.wav", chirp(20.0)))
    phone.start(pbx.uri)
    talk(screen, phone)
