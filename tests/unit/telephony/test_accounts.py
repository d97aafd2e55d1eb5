"""Several identities of one line: what the configuration refuses and which account a number takes."""

from __future__ import annotations

import pytest
from telephony_wire import Peer, Recorder, World, sdp

from batola_desk.domain.errors import OperatorError
from batola_desk.telephony.config import Account, LineConfig, SrtpPolicy
from batola_desk.telephony.headers import NameAddress
from batola_desk.telephony.leg_types import RegistrationState
from batola_desk.telephony.user_agent import UserAgent

TRUNK = Account(name="trunk", user="112", registrar_uris=("sip:trunk.example",))
INTERNAL = Account(
    name="internal", user="desk1", registrar_uris=("sip:pbx.example",), number_prefixes=("2", "110")
)


def test_the_fields_of_one_account_still_make_an_account() -> None:
    config = LineConfig(
        user="meja",
        registrar_uri="sip:pbx.example",
        outbound_proxy_uri="sip:edge.example",
        password="x",
        expires_s=90,
    )
    (account,) = config.accounts
    assert (account.user, account.registrar_uris, account.expires_s) == ("meja", ("sip:pbx.example",), 90)
    assert account.ways == ("sip:edge.example",)
    assert account.srtp is SrtpPolicy.OFF


def test_a_number_takes_the_account_with_the_longest_fitting_prefix_else_the_first() -> None:
    config = LineConfig(accounts=(TRUNK, INTERNAL))
    assert config.account_for_number("0811").name == "trunk"
    assert config.account_for_number("201").name == "internal"
    assert config.account_for_number("110").name == "internal"
    assert config.account_for_number("1").name == "trunk"


def test_an_unknown_account_name_means_the_default() -> None:
    config = LineConfig(accounts=(TRUNK, INTERNAL))
    assert config.account("internal") is INTERNAL
    assert config.account("gone") is TRUNK


@pytest.mark.parametrize(
    "values",
    [
        {"registrar_uris": ("pbx.example",)},
        {"registrar_uris": ("sip:pbx.example;transport=sctp",)},
        {"registrar_uris": ("sip:",)},
        {"name": ""},
        {"user": ""},
        {"expires_s": 0},
    ],
)
def test_an_impossible_account_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Account(**values)  # type: ignore[arg-type]


def test_two_accounts_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="every name once"):
        LineConfig(accounts=(TRUNK, TRUNK))


def test_the_password_of_an_account_is_never_shown() -> None:
    assert "geheim" not in repr(LineConfig(accounts=(Account(password="geheim"),)))


# ---------------------------------------------------------------- several accounts on one line


def two_accounts(world: World, recorder: Recorder) -> UserAgent:
    accounts = (
        Account(name="Trunk 112", user="112", registrar_uris=("sip:10.0.0.8",), password="a", auth_user="t"),
        Account(
            name="Dalam",
            user="desk1",
            registrar_uris=("sip:10.0.0.9",),
            password="b",
            number_prefixes=("2",),
        ),
    )
    agent = world.agent("10.0.0.1", recorder, accounts=accounts, keep_alive_s=0)
    world.advance(0.1)
    return agent


def registered_contact(pbx: Peer) -> str:
    register = pbx.last("REGISTER")
    contact = register.first("contact")
    pbx.respond(register, 200, headers=(("Contact", f"{contact};expires=300"),))
    return NameAddress.parse(contact).uri


def test_each_account_registers_with_its_own_password(world: World, recorder: Recorder) -> None:
    trunk, internal = world.peer("10.0.0.8"), world.peer("10.0.0.9")
    desk = two_accounts(world, recorder)
    challenge = (("WWW-Authenticate", 'Digest realm="x", nonce="n", algorithm=MD5'),)
    for pbx, user in ((trunk, "t"), (internal, "desk1")):
        pbx.respond(pbx.last("REGISTER"), 401, headers=challenge)
        world.advance(0.1)
        assert f'username="{user}"' in pbx.last("REGISTER").first("authorization")
    registered_contact(internal)
    trunk.respond(trunk.last("REGISTER"), 403)
    world.advance(0.1)
    assert desk.registration_of("Dalam").state is RegistrationState.REGISTERED
    assert desk.registration_of("Trunk 112").state is RegistrationState.FAILED
    assert {status.account for status in recorder.registrations} == {"Trunk 112", "Dalam"}


@pytest.mark.parametrize(
    ("uri", "to", "source", "account"),
    [
        ("sip:112@10.0.0.1:5060;line=trunk-112", "sip:x@x", "10.0.0.9", "Trunk 112"),  # our Contact came back
        ("sip:desk1@10.0.0.1:5060;line=dalam", "sip:x@x", "10.0.0.7", "Dalam"),
        ("sip:112@10.0.0.1:5060;line=dalam", "sip:112@x", "10.0.0.8", "Dalam"),  # whatever else it says
        ("sip:desk1@10.0.0.1", "sip:x@x", "10.0.0.7", "Dalam"),  # the user part names it
        ("sip:anything@10.0.0.1", "sip:desk1@pbx", "10.0.0.7", "Dalam"),  # so does To
        ("sip:anything@10.0.0.1", "sip:x@x", "10.0.0.9", "Dalam"),  # it came from that PBX
        ("urn:service:sos", "urn:service:sos", "10.0.0.7", "Trunk 112"),  # nobody's: the default
    ],
)
def test_an_incoming_call_says_over_which_account_it_came(
    world: World, recorder: Recorder, uri: str, to: str, source: str, account: str
) -> None:
    pbxs = {host: world.peer(host) for host in ("10.0.0.7", "10.0.0.8", "10.0.0.9")}
    two_accounts(world, recorder)
    assert registered_contact(pbxs["10.0.0.8"]).endswith(";line=trunk-112")
    assert registered_contact(pbxs["10.0.0.9"]).endswith(";line=dalam")
    world.advance(0.1)
    invite = pbxs[source].invite()
    invite.uri = uri
    invite.replace_first("To", f"<{to}>")
    pbxs[source].send(invite)
    world.advance(0.1)
    assert recorder.incoming[0].account.name == account
    assert recorder.incoming[0].account_name == account, "with several accounts the screen is told"


def test_a_dialled_number_leaves_over_the_account_of_its_prefix(world: World, recorder: Recorder) -> None:
    trunk, internal = world.peer("10.0.0.8"), world.peer("10.0.0.9")
    desk = two_accounts(world, recorder)
    out = desk.dial("201")
    desk.dial("0811")
    world.advance(0.1)
    assert internal.last("INVITE").from_address.uri == "sip:desk1@10.0.0.9"
    assert trunk.last("INVITE").from_address.uri == "sip:112@10.0.0.8"
    assert out.account.name == "Dalam"
    challenge = (("Proxy-Authenticate", 'Digest realm="x", nonce="n", algorithm=MD5'),)
    internal.respond(internal.last("INVITE"), 407, headers=challenge)
    world.advance(0.1)
    assert 'username="desk1"' in internal.last("INVITE").first("proxy-authorization")
    internal.respond(internal.last("INVITE"), 200, body=sdp())
    world.advance(0.1)
    out.hang_up()
    world.advance(0.1)
    internal.respond(internal.last("BYE"), 401, headers=(("WWW-Authenticate", challenge[0][1]),))
    world.advance(0.1)
    assert 'username="desk1"' in internal.last("BYE").first("authorization"), "also within the call"


def test_a_call_to_a_foreign_uri_still_says_who_we_are(world: World, recorder: Recorder) -> None:
    world.peer("10.0.0.8")
    foreign = world.peer("10.0.0.7")
    two_accounts(world, recorder).dial("sip:x@10.0.0.7")
    world.advance(0.1)
    assert foreign.last("INVITE").from_address.uri == "sip:112@10.0.0.8"


def test_a_line_without_any_pbx_cannot_dial_a_bare_number(world: World, recorder: Recorder) -> None:
    desk = world.agent("10.0.0.1", recorder)
    with pytest.raises(OperatorError, match="dial_needs_registrar"):
        desk.dial("0811")
    for target in ("", "sip:", "sips:", "sip:a b@c", "sip:a@c;transport=sctp"):
        with pytest.raises(OperatorError, match="dial_target_invalid"):
            desk.dial(target)


@pytest.mark.parametrize(
    ("host", "trusted", "is_answered"),
    [
        ("10.0.0.66", (), False),  # a stranger collects proofs of the password, to guess it at home
        ("10.0.0.66", ("10.0.0.64/28",), True),  # an exchange of ours with another address
        ("10.0.0.9", (), True),
    ],
)
def test_only_a_server_of_ours_gets_proofs_of_the_password_from_a_called_desk(
    world: World, recorder: Recorder, host: str, trusted: tuple[str, ...], is_answered: bool
) -> None:
    account = Account(user="112", registrar_uris=("sip:10.0.0.9",), password="geheim")
    registrar = world.peer("10.0.0.9")
    caller = registrar if host == "10.0.0.9" else world.peer(host)
    world.agent("10.0.0.1", recorder, accounts=(account,), keep_alive_s=0, accept_transfers_from=trusted)
    world.advance(0.1)
    registered_contact(registrar)
    caller.send(caller.invite())
    world.advance(0.1)
    leg = recorder.incoming[0]
    leg.answer()
    world.advance(0.1)
    caller.send(caller.request("ACK", to_tag=caller.last("200/INVITE").to_address.tag))
    world.advance(0.1)
    leg.hang_up()
    world.advance(0.1)
    asks = (("Proxy-Authenticate", 'Digest realm="x", nonce="n", algorithm=MD5'),)
    caller.respond(caller.last("BYE"), 407, headers=asks)
    world.advance(0.1)
    assert bool(caller.last("BYE").first("proxy-authorization")) is is_answered
