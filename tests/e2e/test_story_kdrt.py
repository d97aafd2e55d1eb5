"""A woman beaten at home, end to end: who may know, how she is reached again, what leaves the centre.

Source: domain.md §4 (KDRT), §5.5, §13, §14.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from batola_desk.domain.call import CallState
from batola_desk.domain.errors import OperatorError
from batola_desk.services.views import CallbackView
from batola_desk.sync.reports.projector import Projector, Wish
from tests.e2e.secretariat_stage import PASSWORD, Room, needs_postgres
from tests.e2e.sipp_script import SippScript, sdp
from tests.e2e.story_stage import Story, StoryDesk, told
from tests.e2e.whole_desk_stage import until_equal
from tests.support.shipped import shipped_catalog

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(180)]

CALLER = "081299990000"
LATITUDE, LONGITUDE = -3.0123, 114.6543
PLACE_CODE = "6304991"
SECRETS = (  # each alone tells what happened, where or to whom
    "KR06", "KDRT", "dp3a", "DP3A", "Rumah Siti", "Aminah", "ditampar", "-3.0123", "114.6543", PLACE_CODE,
)  # fmt: skip
TWO_OPERATORS = {"A": "sari", "B": "rina"}
THEM = ";tag=her"


def betrayed(words: object) -> list[str]:
    """The secrets in what somebody was shown."""
    return [secret for secret in SECRETS if secret in repr(words)]


async def reported(story: Story) -> str:
    """At A: she calls, the ticket is written, the agency asked, the call ends in peace; the ticket's id."""
    a = story.a
    caller = await story.phones(CALLER, a)
    key = await a.takes(CALLER)
    ticket = await a.writes(
        key, type_code="KR06", place_text="Rumah Siti RT 9", place_code=PLACE_CODE, caller_name="Aminah",
        callback_number=CALLER,
    )  # fmt: skip
    await a.services.incidents.set_location(
        ticket, LATITUDE, LONGITUDE, source="map_click", label="Rumah Siti"
    )
    await a.services.incidents.add_note(ticket, "ditampar suaminya")
    await a.services.dispatch.send_task(ticket, "dp3a", channel="voice")
    await a.services.calls.hang_up(key)
    await a.services.calls.classify(key, "N")
    assert await caller.until("ended", limit_s=20)
    return ticket


async def looks(desk: StoryDesk, ticket: str) -> list[tuple[str, object]]:
    """Everything that is shown or can leave this desk about the ticket; a refusal as its code."""
    services = desk.services
    task_id = next(iter(services._world.incidents[ticket].incident.tasks)).task_id

    async def of(question: Callable[[], Awaitable[object]]) -> object:
        try:
            return await question()
        except OperatorError as refusal:
            return refusal.code

    return [
        ("board", services.incidents.board()),
        ("agency board", services.dispatch.overview()),
        ("form", await of(lambda: services.incidents.open_view(ticket))),
        ("search", await of(lambda: services.search.search("Rumah Siti", kind="incident"))),
        ("nearby", services.nearby.incidents(LATITUDE, LONGITUDE)),
        ("text to an agency", services.outreach.message(ticket)),
        ("printed slip", await of(lambda: services.slips.code_of(ticket, task_id))),
        ("report", await of(lambda: services.case_files.case_file(ticket))),
        ("EIDO", await of(lambda: services.case_files.write_eido(ticket))),
        (
            "border card",
            await of(lambda: services.handing_on.begin_handover("tapin", incident_id=ticket, call_key="")),
        ),
    ]


async def is_masked(desk: StoryDesk, ticket: str) -> None:
    """An operator whom it does not concern sees a number and a state, and takes nothing away."""
    row = next(row for row in desk.services.incidents.board() if row.incident_id == ticket)
    assert (row.confidential, row.type_label, row.place, row.latitude) == (True, "", "", None)
    shown = dict(await looks(desk, ticket))
    assert {name: seen for name, words in shown.items() if (seen := betrayed(words))} == {}
    for way in ("report", "EIDO", "border card"):
        assert shown[way] == "incident_confidential", way


async def is_seen(desk: StoryDesk, ticket: str) -> None:
    """The lead sees it on every way, and may take it out."""
    view = await desk.services.incidents.open_view(ticket)
    assert not view.is_hidden
    assert [note.text for note in view.incident.notes] == ["ditampar suaminya"]
    case = await desk.services.case_files.case_file(ticket)
    assert betrayed(case.view)
    assert "Rumah Siti" in repr(desk.services.incidents.board())


def line_of(desk: StoryDesk) -> CallbackView | None:
    lines = desk.services.callbacks.open_items()
    return next((line for line in lines if line.number.endswith(CALLER[1:])), None)


async def calls_again_and_is_gone(story: Story) -> None:
    """At B, before anybody could answer: one line in the list of both desks, text first."""
    caller = await story.phones(CALLER, story.b)
    await story.b.until(lambda: story.b.ringing(CALLER), "the second call")
    caller.cancel()
    for desk in story.desks:
        await desk.until(
            lambda desk=desk: (line := line_of(desk)) is not None and line.is_text_first,
            "the line, text first",
        )


async def is_reached_by_text_first(story: Story, folder: Path, owned: ExitStack) -> None:
    """No telephone rings at her side before the quiet text; after it she answers a real call."""
    b, callbacks = story.b, story.b.services.callbacks
    line = line_of(b)
    assert line is not None
    with pytest.raises(OperatorError) as refusal:
        await callbacks.call_back(line.callback_id)
    assert refusal.value.code == "callback_text_first"
    assert b.dialled() is None
    with pytest.raises(OperatorError) as refusal:
        await callbacks.call_back_next()
    assert refusal.value.code == "callback_text_first"

    text = await callbacks.text(line.callback_id)
    assert "112" not in text.text, "who reads over her shoulder must not know"
    assert betrayed(text.text) == []
    for desk in story.desks:
        await desk.until(
            lambda desk=desk: (line := line_of(desk)) is not None and not line.is_text_first, "the text sent"
        )
    script = SippScript("her").expect_request("INVITE").respond(180, "Ringing", tag=THEM)
    script.respond(200, "OK", body=sdp(), tag=THEM).expect_request("ACK").is_hung_up()
    telephone = await b.is_answered_by(script, folder, owned)
    await callbacks.call_back(line.callback_id)
    await b.until(lambda: _is_talking(b), "her voice")
    dialled = b.dialled()
    assert dialled is not None
    await b.services.calls.hang_up(dialled.key)
    telephone.wait()


def _is_talking(desk: StoryDesk) -> bool:
    view = desk.dialled()
    return view is not None and view.call.state is CallState.TALKING


async def counted_without_a_place(room: Room) -> None:
    """The reports of the room have one incident of this type, and nothing that says where or who."""
    address = room.rig.address(room.name)
    projector = Projector(address, "proyektor", PASSWORD, shipped_catalog(), lambda _what, _value: None)
    await projector.run(Wish(once=True))
    reader = await room.psql("laporan")
    names = [
        row["table_name"]
        for row in await reader.fetch(
            "select table_name from information_schema.tables where table_schema = 'report'"
        )
    ]
    assert await reader.fetchval("select count(*) from report.incident where type_code = 'KR06'") == 1
    assert await reader.fetchval("select place_code from report.incident where type_code = 'KR06'") == ""
    told_words = [secret for secret in SECRETS if secret not in {"KR06", "dp3a"}]  # what and whom are counted
    for name in names:
        content = repr([tuple(row) for row in await reader.fetch(f'select * from report."{name}"')])
        assert [secret for secret in (*told_words, CALLER) if secret in content] == [], name


async def test_what_happened_at_home_is_known_to_whom_it_concerns_alone(
    room: Room, tmp_path: Path, owned: ExitStack
) -> None:
    async with told(room, tmp_path, shipped_catalog(), people=TWO_OPERATORS) as story:
        a, b = story.a, story.b
        ticket = await reported(story)
        await b.sees(ticket, lambda known: bool(known.notes) and bool(known.tasks), "the ticket of A")
        assert betrayed(a.services.incidents.board()), "whose it is sees it"
        await is_masked(b, ticket)

        await calls_again_and_is_gone(story)
        assert betrayed(b.services.callbacks.open_items()) == []
        await is_reached_by_text_first(story, tmp_path, owned)
        await is_masked(b, ticket)

        await b.services.people.sign_off()
        await b.services.people.sign_on("budi", PASSWORD)
        await is_seen(b, ticket)
        await b.services.people.sign_off()
        await b.services.people.sign_on("rina", PASSWORD)
        await is_masked(b, ticket)

        await until_equal(a.double, b.double)
        await counted_without_a_place(room)
        for desk in story.desks:
            assert desk.line.troubles() == []
