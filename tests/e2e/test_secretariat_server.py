"""The secretariat's server: what it takes, how it judges, what it never changes."""

from __future__ import annotations

import asyncio
import json
import time
import uuid

import asyncpg
import pytest

from batola_desk.models.room import RoomHead
from batola_desk.sync.faults import SubmitRefused
from batola_desk.sync.room_chain import GENESIS_HASH, row_fault
from tests.e2e.secretariat_stage import Room, has_heard, needs_postgres
from tests.support.room_writer import RoomWriter, id_of

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(60)]


async def judged(room: Room, login: str, *envelopes: str) -> list[str]:
    joined = await room.join(login)
    return [answer.verdict for answer in await joined.submit(envelopes)]


# ------------------------------------------------------------------ order, repetition, gaps


async def test_facts_get_places_in_order_and_come_back_as_they_were(room: Room) -> None:
    desk, writer = await room.join("rina"), RoomWriter()
    envelopes = writer.facts(3)
    answers = await desk.submit(envelopes)
    assert [(a.fact_id, a.seq, a.verdict) for a in answers] == [
        (id_of(e), n, "ok") for n, e in enumerate(envelopes, start=1)
    ]
    facts = await desk.pull(0, 100)
    sent = [json.loads(e) for e in envelopes]
    assert [(f.oseq, f.body, f.origin_hash.hex(), f.desk, f.actor) for f in facts] == [
        (e["oseq"], e["body"], e["hash"], e["desk"], e["actor"]) for e in sent
    ]
    assert {(f.author, f.author_auth) for f in facts} == {("rina", "session")}
    assert await desk.head() == RoomHead(seq=3, hash=facts[-1].hash)
    assert await desk.hash_at(2) == facts[1].hash
    assert await desk.hash_at(4) is None
    assert await desk.fact_ids_after(1) == {id_of(e) for e in envelopes[1:]}


async def test_an_empty_room_has_no_head(room: Room) -> None:
    desk = await room.join("rina")
    assert await desk.head() == RoomHead()
    assert await desk.submit([]) == ()
    assert not await desk.pull(0, 10)


async def test_what_is_sent_again_is_there_once_and_gets_the_same_answer(room: Room) -> None:
    desk, writer = await room.join("rina"), RoomWriter()
    batch = writer.facts(5)
    first = await desk.submit(batch)
    again = await (await room.join("rina")).submit([*batch, writer.fact()])
    assert tuple(again[:5]) == tuple(first)
    assert (await desk.head()).seq == 6


async def test_the_same_batch_at_the_same_time_from_two_connections(room: Room) -> None:
    one, other, writer = await room.join("rina"), await room.join("rina"), RoomWriter()
    batch = writer.facts(40)
    answers = await asyncio.gather(one.submit(batch), other.submit(batch))
    assert answers[0] == answers[1]
    assert (await one.head()).seq == 40


async def test_a_gap_takes_nothing_and_says_where_the_origin_stands(room: Room) -> None:
    desk, writer = await room.join("rina"), RoomWriter()
    await desk.submit(writer.facts(2))
    skipped = writer.fact()
    with pytest.raises(SubmitRefused) as refused:
        await desk.submit([writer.fact(), writer.fact()])
    assert refused.value.code == "secretariat_gap"
    assert refused.value.values == {"origin": writer.origin, "have": 2, "got": 4}
    assert (await desk.head()).seq == 2
    assert [a.verdict for a in await desk.submit([skipped])] == ["ok"]


async def test_a_number_used_twice_is_a_cloned_file(room: Room) -> None:
    desk, writer = await room.join("rina"), RoomWriter()
    await desk.submit([writer.fact()])
    clone = RoomWriter(origin=writer.origin)
    with pytest.raises(SubmitRefused) as refused:
        await desk.submit([clone.fact()])
    assert refused.value.code == "secretariat_reused"


async def test_a_fact_id_used_twice_is_refused(room: Room) -> None:
    desk, writer = await room.join("rina"), RoomWriter()
    known = writer.fact()
    await desk.submit([known])
    with pytest.raises(SubmitRefused) as refused:
        await desk.submit([RoomWriter().fact(wrong={"id": id_of(known)})])
    assert refused.value.code == "secretariat_reused"


async def test_a_loss_is_declared_by_the_workstation_and_late_finds_still_come(room: Room) -> None:
    machine, writer = await room.join("meja_a"), RoomWriter()
    await machine.seat(writer.origin, None)
    await machine.submit(writer.facts(2))
    found_later = writer.fact()
    writer.facts(2)
    assert await machine.declare_lost(writer.origin, 5, "disk rusak") == 5
    assert [a.verdict for a in await machine.submit([writer.fact()])] == ["ok"]
    assert [a.verdict for a in await machine.submit([found_later])] == ["ok"]
    with pytest.raises(SubmitRefused, match="other_desk"):
        await (await room.join("meja_b")).declare_lost(writer.origin, 99, "bukan meja saya")


# ------------------------------------------------------------------ whose words


async def test_an_operator_writes_at_the_seat_that_his_workstation_gave_him(room: Room) -> None:
    machine, writer = await room.join("meja_a"), RoomWriter(actor="engine")
    await machine.submit([writer.fact()])
    rina = await room.join("rina")
    with pytest.raises(SubmitRefused, match="other_desk"):
        await rina.submit([writer.fact(actor="rina")])
    writer.oseq -= 1
    await machine.seat(writer.origin, "rina")
    assert [a.verdict for a in await rina.submit([writer.fact(actor="rina"), writer.fact()])] == ["ok", "ok"]
    await machine.seat(writer.origin, "sari")  # the next shift
    with pytest.raises(SubmitRefused, match="other_desk"):
        await rina.submit([writer.fact(actor="rina")])
    facts = await machine.pull(0, 10)
    assert [(f.actor, f.author, f.author_auth) for f in facts] == [
        ("engine", "engine", "asserted"),
        ("rina", "rina", "session"),
        ("engine", "rina", "session"),
    ]


async def test_a_seat_is_given_by_the_desks_own_workstation_only(room: Room) -> None:
    writer = RoomWriter(actor="engine")
    await (await room.join("meja_a")).seat(writer.origin, None)
    with pytest.raises(SubmitRefused, match="other_desk"):
        await (await room.join("meja_b")).seat(writer.origin, "sari")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await (await room.psql("sari")).execute("select api.seat(1::smallint, $1, 'sari')", uuid.uuid4())


async def test_a_session_speaks_for_its_own_login_only(room: Room) -> None:
    with pytest.raises(SubmitRefused) as refused:
        await judged(room, "rina", RoomWriter().fact(actor="budi"))
    assert refused.value.code == "secretariat_other_author"


async def test_a_workstation_relays_any_desks_facts_as_asserted(room: Room) -> None:
    dead, own = RoomWriter(actor="rina", desk="C"), RoomWriter(actor="engine", desk="A")
    machine = await room.join("meja_a")
    await machine.submit([dead.fact(), own.fact(), dead.fact()])
    facts = await machine.pull(0, 10)
    assert [(f.desk, f.author, f.author_auth) for f in facts] == [
        ("C", "rina", "asserted"),
        ("A", "engine", "asserted"),
        ("C", "rina", "asserted"),
    ]


async def test_a_relay_makes_no_origin_its_own(room: Room) -> None:
    dead, helper, rina = RoomWriter(actor="engine"), await room.join("meja_b"), await room.join("rina")
    await helper.submit(dead.facts(2))  # the neighbour was first, while the desk itself lay in repair
    with pytest.raises(SubmitRefused, match="other_desk"):
        await rina.submit([dead.fact(actor="rina")])
    dead.oseq -= 1
    back = await room.join("meja_a")
    await back.seat(dead.origin, "rina")
    assert [a.verdict for a in await rina.submit([dead.fact(actor="rina")])] == ["ok"]
    with pytest.raises(SubmitRefused, match="other_desk"):
        await helper.seat(dead.origin, "sari")


# ------------------------------------------------------------------ verdicts

CLAIM = ("call:1", None, "A")


async def test_of_two_claims_one_wins_and_the_loser_learns_who_has_it(room: Room) -> None:
    rina, sari = await room.join("rina"), await room.join("sari")
    first = await rina.submit([RoomWriter("rina").fact("call.claimed", guards=(CLAIM,))])
    second = await sari.submit([RoomWriter("sari").fact("call.claimed", guards=(("call:1", None, "B"),))])
    assert (first[0].verdict, second[0].verdict) == ("ok", "lost")
    assert json.loads(second[0].info) == {"why": "guard", "k": "call:1", "have": "A", "expected": None}


async def test_a_lead_may_force_a_claim_and_an_operator_may_not(room: Room) -> None:
    force = (("call:1", "*", "B"),)
    await judged(room, "rina", RoomWriter("rina").fact("call.claimed", guards=(CLAIM,)))
    assert await judged(room, "sari", RoomWriter("sari").fact("call.claimed", guards=force)) == ["lost"]
    assert await judged(room, "budi", RoomWriter("budi").fact("call.claimed", guards=force)) == ["ok"]
    after = RoomWriter("sari").fact("call.claimed", guards=(("call:1", "B", "C"),))
    assert await judged(room, "sari", after) == ["ok"]


async def test_a_unit_sent_twice_is_contested_and_the_first_stays_the_guard(room: Room) -> None:
    send = "unit.dispatched"
    first = RoomWriter("rina").fact(send, guards=(("unit:9", None, "incident:1"),))
    second = RoomWriter("sari").fact(send, guards=(("unit:9", None, "incident:2"),))
    third = RoomWriter("budi").fact(send, guards=(("unit:9", "incident:1", "incident:3"),))
    assert await judged(room, "rina", first) == ["ok"]
    assert await judged(room, "sari", second) == ["contested"]
    assert await judged(room, "budi", third) == ["ok"]


async def test_facts_from_before_the_room_have_no_guards_and_still_count(room: Room) -> None:
    writer = RoomWriter("rina")
    envelopes = [writer.fact("call.answered"), writer.fact("unit.dispatched"), writer.fact("call.claimed")]
    assert await judged(room, "rina", *envelopes) == ["ok", "ok", "invalid"]


async def test_what_only_a_lead_may_say_is_denied_to_others_and_kept(room: Room) -> None:
    kind = "incident.reopened"
    writer = RoomWriter("rina")
    rina = await room.join("rina")
    answers = await rina.submit([writer.fact(kind), writer.fact()])
    assert [a.verdict for a in answers] == ["denied", "ok"]
    assert json.loads(answers[0].info) == {"need": "batola_lead"}
    assert [f.kind for f in await rina.pull(0, 9)] == [kind, "incident.note_added"]
    assert await judged(room, "budi", RoomWriter("budi").fact(kind)) == ["ok"]


@pytest.mark.parametrize(
    ("kind", "body", "verdict"),
    [
        ("incident.state_set", {"state": "false_report"}, "denied"),
        ("incident.state_set", {"state": "suspended"}, "ok"),
        ("incident.closed", {"disposition": "false_report", "caller_informed": "yes"}, "denied"),
        ("incident.closed", {"disposition": "handled", "caller_informed": "yes"}, "ok"),
        ("call.classified", {"call_class": "F"}, "denied"),
        ("call.classified", {"call_class": "P"}, "ok"),
        ("call.classified", "{no json", "ok"),
    ],
)
async def test_a_false_report_is_said_by_leads(room: Room, kind: str, body: object, verdict: str) -> None:
    assert await judged(room, "rina", RoomWriter("rina").fact(kind, body=body)) == [verdict]
    assert await judged(room, "budi", RoomWriter("budi").fact(kind, body=body)) == ["ok"]


async def test_a_relayed_word_of_a_lead_counts_and_people_look_at_it(room: Room) -> None:
    writer = RoomWriter("budi")
    envelopes = [writer.fact("incident.reopened"), writer.fact("incident.reopened", actor="rina")]
    assert await judged(room, "meja_a", *envelopes) == ["contested", "denied"]


async def test_a_kind_of_a_newer_desk_is_kept(room: Room) -> None:
    writer = RoomWriter()
    assert await judged(room, "rina", writer.fact("call.teleported"), writer.fact()) == ["unknown_kind", "ok"]


# ------------------------------------------------------------------ poison


@pytest.mark.parametrize(
    "wrong",
    [
        {"actor": "ri\x00na"},
        {"aggs": ["incident:\x00"]},
        {"aggs": "incident:1"},
        {"aggs": [1]},
        {"aggs": ["x" * 300]},
        {"aggs": ["x"] * 300},
        {"guards": [{"k": 5, "expect": None, "set": None}]},
        {"guards": [{"k": "call:1", "expect": {}, "set": None}]},
        {"guards": None},
        {"v": 0},
        {"v": "1"},
        {"v": 99999999999999999999},
        {"t": 1.5},
        {"t": "now"},
        {"base": None},
        {"kind": None},
        {"kind": "k" * 200},
        {"body": {"text": "not a string"}},
        {"body": "x" * 600_000},
        {"body": "x" * 1_500_000},
        {"hash": "zz"},
        {"desk": "d" * 50},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
async def test_a_poison_fact_is_kept_at_its_number_and_blocks_nobody(
    room: Room,
    wrong: dict[str, object],
) -> None:
    writer, desk = RoomWriter(), await room.join("rina")
    batch = [writer.fact(), writer.fact(wrong=wrong), writer.fact()]
    answers = await desk.submit(batch)
    assert [a.verdict for a in answers] == ["ok", "invalid", "ok"]
    facts = await desk.pull(0, 10)
    assert [f.oseq for f in facts] == [1, 2, 3]
    if "hash" not in wrong:
        assert facts[2].origin_prev_hash == facts[1].origin_hash != b""
    if len(batch[1]) <= 1_000_000:
        assert facts[1].body == batch[1]  # kept as it came
    assert await desk.submit(batch) == answers


@pytest.mark.parametrize("surrogate", ["\\ud83d", "\\u0000"])
async def test_half_an_emoji_in_raw_json_is_kept_as_invalid(room: Room, surrogate: str) -> None:
    writer, desk = RoomWriter(), await room.join("rina")
    poison = writer.fact(wrong={"desk": "MARK"}).replace("MARK", surrogate)
    assert [a.verdict for a in await desk.submit([poison, writer.fact()])] == ["invalid", "ok"]


async def test_a_raw_nul_and_endless_nesting_are_judged_not_refused(room: Room) -> None:
    writer, desk = RoomWriter(), await room.join("rina")
    nul = writer.fact(wrong={"desk": "MARK"}).replace("MARK", "\x00")
    deep = writer.fact().replace('"guards":[]', '"guards":' + "[" * 200_000 + "]" * 200_000)
    assert [a.verdict for a in await desk.submit([nul, deep, writer.fact()])] == ["invalid", "invalid", "ok"]


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "{", '{"id":"x","origin":"y","oseq":1}'])
async def test_what_names_no_fact_is_refused(room: Room, text: str) -> None:
    with pytest.raises(SubmitRefused) as refused:
        await judged(room, "rina", text)
    assert refused.value.code == "secretariat_bad_envelope"


async def test_a_batch_has_a_limit_in_number_and_in_bytes(room: Room) -> None:
    desk, writer = await room.join("rina"), RoomWriter()
    for batch in (writer.facts(501), [" " * 9_000_000] * 2):
        with pytest.raises(SubmitRefused) as refused:
            await desk.submit(batch)
        assert refused.value.code == "secretariat_batch_too_big"


async def test_a_page_is_also_bounded_in_bytes(room: Room) -> None:
    desk, writer = await room.join("rina"), RoomWriter()
    await desk.submit([writer.fact(body="x" * 500_000) for _ in range(20)])
    page = await desk.pull(0, 100)
    assert 1 <= len(page) <= 9
    assert next(f.seq for f in await desk.pull(page[-1].seq, 100)) == page[-1].seq + 1


# ------------------------------------------------------------------ chain, erasure, hints


async def test_the_chain_is_the_same_in_sql_and_in_python(room: Room) -> None:
    writer = RoomWriter()
    await judged(
        room,
        "rina",
        writer.fact(body='{"text":"hujan, 5|6, ünïcode 💧"}'),
        writer.fact("call.teleported"),
        writer.fact("incident.closed", guards=(("x:1", None, None),)),
        writer.fact(wrong={"desk": "\x00"}),
    )
    rows = await (await room.superuser()).fetch("select * from api.journal order by seq")
    prev = GENESIS_HASH
    for row in rows:
        assert row_fault(row, prev) == ""
        prev = row["hash"]
    assert len(rows) == 4
    for column in ("author", "verdict", "desk", "recorded_us", "info", "aggregates", "kind"):
        forged = dict(rows[2]) | {column: "0"}
        assert row_fault(forged, rows[1]["hash"]) == "hash", column
    assert row_fault(dict(rows[0]) | {"body": "{}"}, GENESIS_HASH) == "body"


async def test_an_erased_body_is_gone_and_the_chain_is_whole(room: Room) -> None:
    writer, desk = RoomWriter(), await room.join("rina")
    await desk.submit(writer.facts(3))
    admin = await room.psql("ani")
    erase = "select api.erase_body(1::smallint, $1, $2)"
    with pytest.raises(asyncpg.PostgresError, match="reason"):
        await admin.execute(erase, 2, "")
    assert await admin.fetchval(erase, 2, "permintaan hukum 12/2026") is True
    assert await admin.fetchval(erase, 2, "permintaan hukum 12/2026") is False  # already
    assert await admin.fetchval(erase, 99, "permintaan hukum 12/2026") is False
    assert [f.body == "" for f in await desk.pull(0, 9)] == [False, True, False]
    rows = await admin.fetch("select * from api.journal order by seq")
    assert row_fault(rows[1], rows[0]["hash"]) == ""
    noted = await (await room.psql("rina")).fetch("select seq, erased_by, reason from api.erasure")
    assert [tuple(row) for row in noted] == [(2, "ani", "permintaan hukum 12/2026")]


async def test_hints_come_at_once_and_are_throttled(room: Room) -> None:
    listener, writer, desk = await room.join("sari"), RoomWriter(), await room.join("rina")
    hints: list[float] = []
    came = asyncio.Event()
    loop = asyncio.get_running_loop()
    await listener.listen(lambda: (hints.append(loop.time()), came.set()))
    await desk.submit([writer.fact()])
    await asyncio.wait_for(came.wait(), 1.0)
    began = loop.time()
    while loop.time() - began < 0.5:
        await desk.submit([writer.fact()])
    await has_heard(listener)
    assert 2 <= len(hints) <= 12  # 50 ms apart
    before = len(hints)
    await asyncio.sleep(0.1)
    await desk.submit([writer.facts(1)[0]])
    await desk.submit([])
    await has_heard(listener)
    assert len(hints) == before + 1


async def hints_of_a_second(room: Room) -> int:
    """Let facts be written every 10 ms for a second; return how many hints somebody heard."""
    listener, writer, desk = await room.join("sari"), RoomWriter(), await room.join("rina")
    hints: list[None] = []
    await listener.listen(lambda: hints.append(None))
    loop = asyncio.get_running_loop()
    end = loop.time() + 1.0
    while loop.time() < end:
        await desk.submit([writer.fact()])
        await asyncio.sleep(0.01)
    await has_heard(listener)
    return len(hints)


async def test_a_big_room_hears_fewer_hints(room: Room) -> None:
    """Each hint wakes every desk; 200 of them are told 5 times a second, a dead one is not counted."""
    superuser = await room.superuser()
    await superuser.execute("""
        insert into batola.desk_life
        select 1, 'X' || n, clock_timestamp() - interval '31 s' from generate_series(1, 200) n
    """)
    assert await hints_of_a_second(room) > 8
    await superuser.execute("update batola.desk_life set told_at = clock_timestamp()")
    assert 4 <= await hints_of_a_second(room) <= 6


async def test_a_clock_that_was_set_back_does_not_silence_the_hints(room: Room) -> None:
    await (await room.superuser()).execute("update batola.stream set notified_at = now() + interval '5 h'")
    assert await hints_of_a_second(room) > 8


# ------------------------------------------------------------------ the first fact of a session


@pytest.mark.parametrize("login", ["rina", "meja_a"])
async def test_warming_up_leaves_nothing(room: Room, login: str) -> None:
    desk = await room.join(login)
    heard: list[None] = []
    await (await room.join("sari")).listen(lambda: heard.append(None))
    superuser = await room.superuser()
    tables = ("stream", "origin", "journal", "guard", "disturbance")
    counted = "select " + ", ".join(f"(select count(*) from batola.{table})" for table in tables)
    before = await superuser.fetchrow(counted)
    await desk.warm_up()
    await asyncio.sleep(0.1)
    assert await superuser.fetchrow(counted) == before
    assert not heard
    writer = RoomWriter(login)
    assert [answer.verdict for answer in await desk.submit([writer.fact()])] == ["ok"]


async def test_warming_up_waits_for_nobody_and_nobody_for_it(room: Room) -> None:
    """Somebody keeps the turn: it goes on all the same, so it never asks for it."""
    holder = await room.superuser()
    await holder.execute("begin; lock table batola.append_lock in exclusive mode")
    await asyncio.wait_for((await room.join("rina")).warm_up(), 2.0)
    await holder.execute("rollback")


async def test_a_warm_session_plans_nothing_at_its_first_fact(room: Room) -> None:
    """Compiling and planning took 10 ms of a processor while all others waited for the turn."""
    cold, warm = [], []
    for took, is_warm in ((cold, False), (warm, True)) * 5:
        desk, writer = await room.join("rina"), RoomWriter()
        if is_warm:
            await desk.warm_up()
        begun = time.perf_counter()
        await desk.submit([writer.fact()])
        took.append(time.perf_counter() - begun)
        desk.terminate()
    assert min(warm) < 0.6 * min(cold), (cold, warm)


async def test_who_may_not_write_cannot_warm_up(room: Room) -> None:
    reader = await room.psql("laporan")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await reader.execute("select api.warm_up()")
