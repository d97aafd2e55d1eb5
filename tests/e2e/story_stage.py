"""Whole desks of one real room, each on a real line: services, journal, engine, PostgreSQL, telephones.

What people do goes through the use cases that the screen asks (``services.api``); what callers and agencies
do comes as SIP and RTP from programs that are not the desk's.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from pathlib import Path

from batola_desk.domain.call import CallState
from batola_desk.domain.catalog import Catalog
from batola_desk.domain.incident import Incident
from batola_desk.ipc.launcher import EngineLauncher
from batola_desk.services.desk import DeskServices
from batola_desk.services.views import CallView
from batola_desk.sync.config import RoomSettings
from batola_desk.sync.voices import Credentials
from tests.e2e.line_rig import LineRig
from tests.e2e.secretariat_stage import PASSWORD, Room
from tests.e2e.sip_peers import SippCaller
from tests.e2e.sipp_script import SippScript
from tests.e2e.whole_desk_stage import room_of
from tests.support.desk_double import DeskDouble
from tests.support.light_phone import LightCall, LightPhone
from tests.support.ports import free_port

LEAD_AND_OPERATOR = {"A": "budi", "B": "rina"}
LIMIT_S = 30.0  # LIMIT: far more than anything here takes; a loaded machine is no failure
QUIET = [b"\xd5" * 160]  # G.711 A-law of no sound at all


class StoryDesk:
    """One desk with a line of its own.

    Attributes:
        exchange_port: where numbers go that this desk dials: whoever listens there is the agency.
    """

    def __init__(
        self,
        room: Room,
        folder: Path,
        letter: str,
        login: str,
        catalog: Catalog,
        settings: Mapping[str, object],
    ) -> None:
        self.letter, self.login = letter, login
        self.exchange_port = free_port(2)
        home = folder / letter
        sip = f'[sip]\noutbound_proxy = "sip:127.0.0.1:{self.exchange_port}"\n'
        self.line = LineRig(home, config=f"{sip}[audio]\nuse_devices = false\n")
        machine = Credentials(f"meja_{letter.lower()}", PASSWORD)
        self.double = DeskDouble(
            home, real_time=True, letter=letter, operator=login, catalog=catalog, settings=settings,
            room=RoomSettings(address=room.rig.address(room.name), machine=machine),
            connector=EngineLauncher(self.line.paths.runtime),
        )  # fmt: skip

    @property
    def services(self) -> DeskServices:
        return self.double.services

    # ---------------------------------------------------------------- reading

    async def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait for something that happens by itself."""
        try:
            async with asyncio.timeout(LIMIT_S):
                while not condition():  # noqa: ASYNC110 - conditions are many
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise AssertionError(f"desk {self.letter} waited {LIMIT_S:.0f} s for {what}") from None

    def call(self, call_key: str) -> CallView:
        """A call that is live or waits for its class."""
        view = self.services.calls.get(call_key)
        assert view is not None, call_key
        return view

    def is_in(self, call_key: str, *states: CallState) -> bool:
        view = self.services.calls.get(call_key)
        return view is not None and view.call.state in states

    def ringing(self, number: str) -> str:
        """Key of the call of this number that rings here; empty = none."""
        return next((view.key for view in self.services.calls.ringing() if view.call.number == number), "")

    def alarms(self) -> set[tuple[str, str]]:
        """What is alerted here now: code and subject."""
        told = self.services.session.status().alarms
        return {(alarm.code, alarm.subject) for alarm in told if not alarm.cleared}

    def codes(self) -> set[str]:
        return {code for code, _ in self.alarms()}

    def board(self) -> set[str]:
        return {row.incident_id for row in self.services.incidents.board()}

    async def ticket(self, incident_id: str) -> Incident:
        """The whole ticket as this desk knows it."""
        return (await self.services.incidents.open_view(incident_id)).incident

    # ---------------------------------------------------------------- who is dialled from here

    async def is_answered_by(self, script: SippScript, folder: Path, ending: ExitStack) -> SippCaller:
        """Let sipp be whoever this desk dials next; returns it once it listens."""
        peer = SippCaller(folder, script.write(folder), 9, own_port=self.exchange_port)
        ending.callback(peer.stop)
        await self.until(lambda: is_bound(peer.process.pid, self.exchange_port), "the other side's telephone")
        return peer

    def dialled(self) -> CallView | None:
        """The call this desk makes now."""
        live = self.services.calls.live()
        return next((view for view in live if view.call.direction == "outbound"), None)

    # ---------------------------------------------------------------- doing

    async def takes(self, number: str) -> str:
        """Answer the caller who rings; the key of the call."""
        await self.until(lambda: self.ringing(number), f"{number} to ring")
        key = self.ringing(number)
        await self.services.calls.answer(key)
        await self.until(
            lambda: self.is_in(key, CallState.TALKING, CallState.SILENT_CHECK), "the conversation"
        )
        return key

    async def writes(self, call_key: str | None, **fields: str) -> str:
        """Open a ticket and type these fields."""
        incidents = self.services.incidents
        incident_id = await incidents.new(call_key=call_key, source="call" if call_key else "manual")
        for name, value in fields.items():
            incidents.set_field(incident_id, name, value)
        await incidents.flush(incident_id)
        return incident_id

    async def sees(self, incident_id: str, condition: Callable[[Incident], bool], what: str) -> None:
        """Wait until this desk's copy of the ticket is so."""
        await self.until(lambda: self._is_so(incident_id, condition), what)

    def _is_so(self, incident_id: str, condition: Callable[[Incident], bool]) -> bool:
        entry = self.services._world.entry(incident_id)
        return entry is not None and condition(entry.incident)


def is_bound(pid: int, port: int) -> bool:
    """Whether this process's network has somebody at this UDP port."""
    lines = Path(f"/proc/{pid}/net/udp").read_text().splitlines()[1:]
    return any(line.split()[1].endswith(f":{port:04X}") for line in lines)


class Story:
    """Two desks and a citizen's telephone.

    Attributes:
        a, b: a lead sits at A, an operator at B, unless the story says otherwise.
        phone: every caller of the story; its sound is that of ``voice``.
    """

    def __init__(self, a: StoryDesk, b: StoryDesk, phone: LightPhone) -> None:
        self.a, self.b, self.phone = a, b, phone
        self.desks = (a, b)

    async def phones(self, number: str, desk: StoryDesk, *, location: str = "") -> LightCall:
        """Somebody dials 112 and is put through to this desk, perhaps with his network's word where he is."""
        port = desk.line.sip_port
        to = f"sip:112@127.0.0.1:{port}"
        return await self.phone.call(number, to, ("127.0.0.1", port), location=location)


@asynccontextmanager
async def told(
    room: Room,
    folder: Path,
    catalog: Catalog,
    *,
    people: Mapping[str, str] = LEAD_AND_OPERATOR,
    settings: Mapping[str, object] | None = None,
    voice: list[bytes] = QUIET,
) -> AsyncIterator[Story]:
    """Open everything, people signed on and desks in step; end everything."""
    async with AsyncExitStack() as ending:
        desks = [StoryDesk(room, folder, *who, catalog, settings or {}) for who in people.items()]
        for desk in desks:
            ending.callback(desk.line.stop)
            await asyncio.to_thread(desk.line.start)
            await desk.double.start(ticking=True)
            ending.push_async_callback(desk.double.stop)
        for desk in desks:
            await desk.until(lambda desk=desk: room_of(desk.double).mode == "synced", "the room")
            await desk.services.people.sign_on(desk.login, PASSWORD)
        phone = LightPhone(desk_user="112", voice=voice, seed=112)
        await phone.start()
        ending.callback(phone.stop)
        yield Story(*desks, phone)
