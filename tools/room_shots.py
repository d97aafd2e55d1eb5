"""Pictures of what other desks' people do and say: who is in the ticket, messages to the room."""

from __future__ import annotations

from collections.abc import Sequence

from batola_desk.domain.events.room import RoomAnnouncementRead
from batola_desk.domain.facts import NewFact
from batola_desk.domain.operator import Desk
from batola_desk.services.announcements import AnnouncementService
from batola_desk.services.change import Change
from batola_desk.services.seat_views import CopyView, RoomView
from batola_desk.sync.presence import Presence
from tests.support.window_stage import WindowStage, wall_us
from tools.camera import Take

HOUR_US = 3_600_000_000
SAID = (
    ("Radio 2 rusak sejak pagi; pakai radio 1.", "normal"),
    ("Jalan A. Yani km 17 ditutup sampai pukul 18.00, pohon tumbang; lewat Handil Bakti.", "important"),
    ("Banjir Barambai naik. Tanyakan jumlah lansia dan anak pada setiap laporan banjir.", "urgent"),
)


async def room_pictures(stage: WindowStage, take: Take) -> None:
    """Presence, then messages; the desk behaves as one with a room."""
    await presence(stage, take)
    await announcements(stage, take)
    await copies(stage, take)
    await strip(stage, take)


async def strip(stage: WindowStage, take: Take) -> None:
    """The strip in each of its states, as wide as the window; conflicts and alerts are there already."""
    session = stage.services.session
    before = session._room
    for name, room in (
        ("synced", RoomView(mode="synced", host="db1.112.batola:5432")),
        ("delayed", RoomView(mode="delayed", behind_s=75, waiting_count=3)),
        ("offline", RoomView(mode="offline", waiting_count=1234, code="secretariat_not_postgres")),
        ("catching-up", RoomView(mode="catching_up", waiting_count=340, history_percent=41)),
    ):
        session._room = lambda room=room: room
        stage.services.changed.publish(Change(what=frozenset({"status"})))
        await take(stage, f"strip-{name}", stage.window.strip)
    session._room = before
    stage.services.changed.publish(Change(what=frozenset({"status"})))
    await stage.settle()


async def presence(stage: WindowStage, take: Take) -> None:
    """Colleagues in the ticket and on the board."""
    window, services = stage.window, stage.services
    rows = services.incidents.board()
    window.open_incident(rows[0].incident_id)
    await stage.settle(0.4)
    services.presence.take(
        [
            somebody("Rina Wulandari", "B", rows[0].incident_id, "place_text"),
            somebody("", "C", rows[0].incident_id),
            somebody("Norhalisah", "D", rows[1].incident_id, "note"),
        ]
    )
    window.toggle_boards()
    await take(stage, "presence")
    window.boards_dock.hide()
    await take(stage, "presence-form")
    services.presence.take(())


async def announcements(stage: WindowStage, take: Take) -> None:
    """What has to be read, the list, and who has read it."""
    window, service = stage.window, stage.services.announcements
    service._is_alone = False
    context = stage.services._context
    me = context.person
    for letter in "BC":
        context.world.desks[letter] = Desk(desk_id=letter, running=True)
    for text, level in SAID:
        message_id = await service.write(text, level=level, audience="all", until_us=wall_us() + 8 * HOUR_US)
        await reads(stage, message_id)
    window.announcements.bring_up()
    await take(stage, "announcements-of-the-lead")
    window.announcements.put_away()
    context.person = type(me)(operator_id="tari", name="Tari", role="PTDS")
    await service.tick()
    await take(stage, "announcement-urgent")
    await service.read(service.standing()[0].message_id)
    window.announcements.bring_up("Lift RSUD rusak")
    await take(stage, "announcement-important")
    window.announcements.put_away()
    await read_all(service)
    context.person = me
    service._is_alone = True
    await stage.settle()


async def copies(stage: WindowStage, take: Take) -> None:
    """Without the room: with a copy at a neighbour, then with none, and a clock that is wrong."""
    services = stage.services
    session, alarms = services.session, services._context.alarms
    before = session._room
    at_b = CopyView(kind="neighbour", name="B", is_whole=True)
    gone = CopyView(kind="folder", code="copy_folder_missing", values={"folder": "/media/salinan"})
    for name, copies_now in (("copy-at-a-neighbour", (at_b,)), ("no-copy", (gone,))):
        room = RoomView(mode="offline", waiting_count=12, code="secretariat_unreachable", copies=copies_now)
        session._room = lambda room=room: room
        if copies_now == (gone,):
            alarms.raise_alarm("unsent_unsafe", detail="copy_folder_missing")
            alarms.raise_alarm("clock_wrong", detail="7260")
        services.changed.publish(Change(what=frozenset({"status", "alarms"})))
        stage.window.book["alarms"].trigger()
        await take(stage, name)
    for code in ("unsent_unsafe", "clock_wrong"):
        alarms.clear(code)
    session._room = before
    services.changed.publish(Change(what=frozenset({"status", "alarms"})))
    await stage.settle()


async def reads(stage: WindowStage, message_id: str) -> None:
    """Somebody at another desk has read it."""
    fact = NewFact(event=RoomAnnouncementRead(), aggregates=(f"room:{message_id}",), occurred_us=wall_us())
    await stage.services._context.recorder.record(fact, actor="budi")


async def read_all(service: AnnouncementService) -> None:
    """Nothing stands any more."""
    standing: Sequence[str] = [view.message_id for view in service.standing()]
    for message_id in standing:
        await service.read(message_id)


def somebody(name: str, desk: str, incident_id: str, field: str = "") -> Presence:
    """Somebody at another desk, by a login or by the machine alone."""
    return Presence(
        login=name.lower() or f"meja_{desk.lower()}",
        name=name,
        is_machine=not name,
        desk=desk,
        incident_id=incident_id,
        field=field,
        left_s=6.0,
    )
