"""Pictures of a location link: sent, the caller's position and words on call, map and ticket."""

from __future__ import annotations

from batola_desk.domain.earth_area import area_around
from batola_desk.domain.events.call import CallTextReceived, CallTextSent
from batola_desk.domain.events.location_request import LocationRequestChanged, LocationRequested
from batola_desk.domain.events.position import CallLocated
from batola_desk.domain.facts import AggregateKind, Event, NewFact, aggregate
from batola_desk.domain.ids import new_id
from batola_desk.domain.location_link import LINK_SOURCE, LinkState
from tests.support.window_stage import WindowStage, wall_us
from tools.camera import Take

PLACE = (-3.1868, 114.6352)  # a house in Handil Bakti


async def link_pictures(stage: WindowStage, take: Take) -> None:
    """A caller who cannot speak opens the link, is found and taps answers."""
    window, engine, services = stage.window, stage.engine, stage.services
    key = engine.ring("081377112200", offered_us=wall_us() - 20_000_000)
    await stage.settle()
    await services.calls.answer(key)
    await stage.settle(0.2)
    incident_id = await services.incidents.new(call_key=key)
    window.form.open_incident(incident_id)
    link_id = new_id()
    names = (aggregate(AggregateKind.CALL, key), aggregate(AggregateKind.INCIDENT, incident_id))

    async def tell(*events: Event) -> None:
        facts = [NewFact(event=event, aggregates=names, occurred_us=wall_us()) for event in events]
        await services._context.recorder.record(*facts)
        await stage.settle(0.2)

    await tell(
        LocationRequested(link_id=link_id, channel="sms", expires_us=wall_us() + 3_600_000_000),
        LocationRequestChanged(link_id=link_id, state=LinkState.SENT),
    )
    await take(stage, "link-sent")
    latitude, longitude = PLACE
    await tell(
        LocationRequestChanged(link_id=link_id, state=LinkState.LOCATED),
        CallLocated(
            source=LINK_SOURCE,
            area=area_around(latitude, longitude, 35.0),
            latitude=latitude,
            longitude=longitude,
            radius_m=35.0,
            fixed_us=wall_us(),
        ),
        CallTextReceived(text="TIDAK BISA BICARA", medium=LINK_SOURCE),
        CallTextSent(text="Apakah Anda aman? Balas YA atau TIDAK.", medium=LINK_SOURCE),
        CallTextReceived(text="TIDAK", medium=LINK_SOURCE),
    )
    window.left.write_text()
    await take(stage, "link-answers")
    window.form.tabs.setCurrentWidget(window.form.calls)
    await take(stage, "link-on-the-ticket")
    engine.caller_hangs_up(key)
    await stage.settle(0.2)
