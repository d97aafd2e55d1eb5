"""What the room says of the people whom a desk knows, and how a login is let in."""

from __future__ import annotations

import asyncio

import pytest

from batola_desk.sync import member_watch
from batola_desk.sync.client import SyncClient
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.listeners import Listeners
from batola_desk.sync.member_watch import MemberWatch
from batola_desk.sync.secretariat import Member
from batola_desk.sync.voices import Credentials
from tests.support.model_secretariat import ModelRoom, ModelSecretariat
from tests.support.sync_desk import MakeDesk

RINA = Member(login="rina", name="Rina", role="batola_operator", may_log_in=True)


class Watched:
    def __init__(self) -> None:
        self.room = ModelRoom()
        self.connection = ModelSecretariat(self.room, "meja_a")
        self.told: list[tuple[Member, ...]] = []
        self.known: tuple[str, ...] = ("rina", "lama")
        self.watch = MemberWatch(lambda: self.known, self.told.append)

    async def look(self) -> None:
        await self.watch.look(self.connection)


async def test_a_login_that_the_room_does_not_have_may_not_log_in() -> None:
    watched = Watched()
    await watched.look()
    assert watched.told == [(RINA, Member(login="lama"))]
    assert not watched.told[0][1].may_log_in


async def test_the_room_is_asked_now_and_then_and_at_each_new_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    watched = Watched()
    for _ in range(3):
        await watched.look()
    assert watched.connection.asked == 1
    watched.watch.restart()
    await watched.look()
    assert watched.connection.asked == 2
    monkeypatch.setattr(member_watch, "LOOK_S", 0.0)
    watched.watch.restart()
    await watched.look()
    await watched.look()
    assert watched.connection.asked == 4


async def test_a_desk_that_knows_nobody_asks_nothing() -> None:
    watched = Watched()
    watched.known = ()
    await watched.look()
    assert (watched.connection.asked, watched.told) == (0, [])


async def test_a_server_that_cannot_tell_stops_no_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched()

    async def refuse(_logins: object) -> list[Member]:
        raise SecretariatFault(code, detail="42501")

    monkeypatch.setattr(watched.connection, "members", refuse)
    code = "secretariat_no_role"
    await watched.look()
    assert watched.told == []
    code = "secretariat_unreachable"  # the line is dead: that is to be noticed
    watched.watch.restart()
    with pytest.raises(SecretariatFault):
        await watched.look()


async def test_a_login_is_let_in_by_a_session_of_its_own_that_does_not_stay(make_desk: MakeDesk) -> None:
    desk = make_desk("A")
    room, store, reader = desk.room, desk.journal.store, desk.journal.reader
    client = SyncClient(store, reader, room.connect, machine=desk.machine)
    assert await client.admit(Credentials("rina", "sandi")) == RINA
    assert room.connections == []
    room.disabled.add("rina")
    room.wrong_passwords.add("sari")
    for login, code in (
        ("rina", "secretariat_disabled"),
        ("sari", "secretariat_password"),
        ("meja_b", "secretariat_no_role"),
    ):
        with pytest.raises(SecretariatFault) as refused:
            await client.admit(Credentials(login, "sandi"))
        assert refused.value.code == code
    assert room.connections == []


async def test_who_was_disabled_is_told_while_the_exchange_lives(
    make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(member_watch, "LOOK_S", 0.0)
    desk, told = make_desk("A"), []
    listeners = Listeners(known_people=lambda: ("rina",), members=told.append)
    client = SyncClient(
        desk.journal.store, desk.journal.reader, desk.room.connect, machine=desk.machine, listeners=listeners
    )
    living = asyncio.create_task(client.run())
    async with asyncio.timeout(10):
        while not told:  # noqa: ASYNC110 - told by the exchange
            await asyncio.sleep(0.01)
        assert told[-1][0].may_log_in
        desk.room.disabled.add("rina")
        while told[-1][0].may_log_in:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)
    living.cancel()
    await asyncio.gather(living, return_exceptions=True)
