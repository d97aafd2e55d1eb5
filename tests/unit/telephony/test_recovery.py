"""Sleep, another address, a lost route, broken sockets, strangers: the line puts itself right."""

from __future__ import annotations

import pytest
from telephony_wire import Peer, Recorder, World, sdp
from test_failover import FIRST, Pbx

from batola_desk.telephony.bindings import Bindings
from batola_desk.telephony.config import Account
from batola_desk.telephony.leg_types import LegState, NetworkChange, RegistrationState
from batola_desk.telephony.user_agent import UserAgent


@pytest.fixture
def pbx(world: World) -> Pbx:
    return Pbx(world, FIRST)


@pytest.fixture
def desk(world: World, recorder: Recorder, pbx: Pbx) -> UserAgent:
    account = Account(user="desk1", registrar_uris=(f"sip:{FIRST}",))
    agent = world.agent("10.0.0.1", recorder, accounts=(account,), keep_alive_s=0)
    world.advance(0.1)
    assert agent.registration.state is RegistrationState.REGISTERED
    return agent


def test_an_undisturbed_line_is_left_alone(
    world: World, recorder: Recorder, pbx: Pbx, desk: UserAgent
) -> None:
    world.advance(200)
    assert recorder.network == []
    assert pbx.names == ["REGISTER"]


@pytest.mark.expects_log
def test_after_sleep_the_line_registers_and_opens_its_sockets_anew(
    world: World, recorder: Recorder, pbx: Pbx, desk: UserAgent
) -> None:
    world.slept_s += 3600
    world.advance(3.1)
    assert recorder.network == [NetworkChange.WOKE_UP]
    assert pbx.names == ["REGISTER", "REGISTER"]
    assert world.networks["10.0.0.1"].renewals == [True]
    world.advance(60)
    assert recorder.network == [NetworkChange.WOKE_UP], "told once"


def test_a_short_stall_is_nothing(world: World, recorder: Recorder, desk: UserAgent) -> None:
    world.slept_s += 20
    world.advance(10)
    assert recorder.network == []


def test_a_new_address_is_registered_and_live_calls_hear_of_it(
    world: World, recorder: Recorder, pbx: Pbx, desk: UserAgent
) -> None:
    caller = Peer(world.wire, ("10.0.0.20", 5060))
    caller.send(caller.invite())
    world.advance(0.1)
    leg = recorder.incoming[0]
    leg.answer()
    world.advance(0.1)
    caller.send(caller.request("ACK", to_tag=caller.last("200/INVITE").to_address.tag))
    world.advance(0.1)
    network = world.networks["10.0.0.1"]
    network.move_to("10.0.0.2")
    world.advance(3.1)
    assert recorder.network == [NetworkChange.ADDRESS_CHANGED]
    assert network.renewals == [False]
    register = pbx.last("REGISTER")
    assert [item.partition(">")[0] for item in register.items("contact")] == [
        "<sip:desk1@10.0.0.2:5060",
        "<sip:desk1@10.0.0.1:5060",
    ]
    assert register.items("contact")[1].endswith(";expires=0"), "nobody rings where we are no longer"
    moved = caller.last("INVITE")
    assert b"c=IN IP4 10.0.0.2" in moved.body
    assert "10.0.0.2" in moved.first("contact")
    caller.respond(moved, 200, body=sdp(host="10.0.0.20"))
    world.advance(0.1)
    assert leg.state is LegState.TALKING


def test_a_lost_route_is_said_and_its_return_registers_at_once(
    world: World, recorder: Recorder, pbx: Pbx, desk: UserAgent
) -> None:
    network = world.networks["10.0.0.1"]
    network.route = ""
    world.advance(3.1)
    assert recorder.network == [NetworkChange.ROUTE_LOST]
    assert pbx.names == ["REGISTER"], "there is nowhere to go"
    world.advance(30)
    network.route = "10.0.0.1"
    world.advance(3.1)
    assert recorder.network == [NetworkChange.ROUTE_LOST, NetworkChange.ROUTE_BACK]
    assert pbx.names == ["REGISTER", "REGISTER"]


def test_a_start_without_a_way_to_the_registrar_is_said_too(world: World, recorder: Recorder) -> None:
    world.first_route = ""
    account = Account(user="desk1", registrar_uris=(f"sip:{FIRST}",))
    world.agent("10.0.0.1", recorder, accounts=(account,))
    world.advance(0.1)
    assert recorder.network == [NetworkChange.ROUTE_LOST]


def test_a_desk_on_a_network_without_a_default_route_is_not_lost(world: World, recorder: Recorder) -> None:
    """An exchange on a network of its own: the route to it counts, not the one to the world."""
    Pbx(world, FIRST)
    account = Account(user="desk1", registrar_uris=(f"sip:{FIRST}", "sip:[2001:db8::9]"))
    world.first_route = "10.0.0.1"
    world.agent("10.0.0.1", recorder, accounts=(account,))
    network = world.networks["10.0.0.1"]
    network.routes = {FIRST: "10.0.0.1"}
    world.advance(30)
    assert recorder.network == []
    network.routes = {FIRST: ""}
    world.advance(3.1)
    assert recorder.network == [NetworkChange.ROUTE_LOST]


def test_without_any_registrar_only_a_route_that_was_there_can_be_lost(
    world: World, recorder: Recorder
) -> None:
    world.first_route = ""
    world.agent("10.0.0.1", recorder)
    network = world.networks["10.0.0.1"]
    world.advance(30)
    assert recorder.network == []
    network.route = "10.0.0.1"
    world.advance(30)
    network.route = ""
    world.advance(3.1)
    assert recorder.network[-1] is NetworkChange.ROUTE_LOST


def test_sockets_opened_anew_lead_to_a_new_registration(
    world: World, recorder: Recorder, pbx: Pbx, desk: UserAgent
) -> None:
    desk.on_sockets(are_open=False)
    desk.on_sockets(are_open=True)
    world.advance(0.1)
    assert recorder.network == [NetworkChange.SOCKETS_LOST, NetworkChange.SOCKETS_BACK]
    assert pbx.names == ["REGISTER", "REGISTER"]


@pytest.mark.expects_log
def test_hanging_up_does_not_wait_for_a_watch(world: World, pbx: Pbx, desk: UserAgent) -> None:
    desk._say_goodbye()
    world.slept_s += 3600
    world.advance(200)
    assert pbx.names == ["REGISTER", "REGISTER"]
    assert pbx.last("REGISTER").first("expires") == "0"


# ---------------------------------------------------------------- who else is registered

OURS = "sip:desk1@10.0.0.1:5060"
MINE, THEIRS = "11111111-1111-5111-8111-111111111111", "22222222-2222-5222-8222-222222222222"


def contact(uri: str, expires_s: int, instance: str = "") -> str:
    return f"<{uri}>;expires={expires_s}" + (f';+sip.instance="<urn:uuid:{instance}>"' if instance else "")


def test_another_desk_under_our_address_is_seen_by_its_instance() -> None:
    bindings = Bindings(MINE)
    answer = [contact(OURS, 300, MINE), contact("sip:desk1@10.0.0.7", 200, THEIRS)]
    bindings.read(answer, OURS, 0.0)
    assert bindings.others == 1
    bindings.read(answer[:1], OURS, 300.0)
    assert bindings.others == 0


def test_an_address_of_ours_from_before_is_no_stranger() -> None:
    bindings = Bindings(MINE)
    bindings.read([contact(OURS, 300, MINE), contact("sip:desk1@10.0.0.99", 250, MINE)], OURS, 0.0)
    assert bindings.others == 0


def test_a_binding_that_only_runs_out_is_a_remnant_one_that_is_refreshed_is_somebody() -> None:
    bindings = Bindings("")
    for now_s, left_s in ((0.0, 280), (100.0, 180)):
        bindings.read([contact(OURS, 300), contact("sip:desk1@10.0.0.7", left_s)], OURS, now_s)
        assert bindings.others == 0
    bindings.read([contact(OURS, 300), contact("sip:desk1@10.0.0.7", 290)], OURS, 200.0)
    assert bindings.others == 1


def test_a_thousand_bindings_cost_nothing() -> None:
    bindings = Bindings(MINE)
    bindings.read([contact(f"sip:x@10.0.{n // 250}.{n % 250}", 9, THEIRS) for n in range(1000)], OURS, 0.0)
    assert bindings.others <= 64


def test_a_stranger_reaches_the_status(world: World, recorder: Recorder) -> None:
    peer = world.peer("10.0.0.9")
    account = Account(user="desk1", registrar_uris=("sip:10.0.0.9",))
    desk = world.agent("10.0.0.1", recorder, accounts=(account,), instance_id=MINE)
    world.advance(0.1)
    register = peer.last("REGISTER")
    assert f'+sip.instance="<urn:uuid:{MINE}>"' in register.first("contact")
    others = (("Contact", contact("sip:desk1@10.0.0.7", 99, THEIRS)),)
    peer.respond(register, 200, headers=others)
    world.advance(0.1)
    assert desk.registration.others == 1
