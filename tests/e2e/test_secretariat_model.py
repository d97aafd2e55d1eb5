"""The model server of the stateful tests (tests/support/model_secretariat.py) against the SQL itself.

The same batches go to both; verdicts, refusals, places and authors must be the same.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from batola_desk.domain.ids import new_id
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.postgres import connect
from batola_desk.sync.secretariat import Secretariat
from batola_desk.sync.voices import Credentials
from tests.e2e.secretariat_stage import PASSWORD, TEMPLATE, needs_postgres
from tests.support.model_secretariat import ModelRoom
from tests.support.postgres_rig import PostgresRig
from tests.support.room_writer import RoomWriter

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(300)]

LOGINS = ("rina", "sari", "budi", "meja_a", "meja_b")
KINDS = (
    "incident.note_added",
    "incident.closed",
    "incident.reopened",
    "incident.state_set",
    "call.answered",
    "call.claimed",
    "incident.reassigned",
    "unit.dispatched",
    "call.teleported",
)


@dataclass(frozen=True)
class Fact:
    kind: str
    actor: str
    guard: tuple[str, str | None, str | None] | None
    is_false_report: bool


@dataclass(frozen=True)
class Batch:
    """``step``: how the numbers go on: 0 the next one, 1 leaves a gap, -1 repeats the last batch."""

    login: str
    origin: int
    step: int
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Seat:
    machine: str
    origin: int
    login: str | None


facts = st.builds(
    Fact,
    kind=st.sampled_from(KINDS),
    actor=st.sampled_from(["rina", "sari", "budi", "engine", "system", "tamu"]),
    guard=st.one_of(
        st.none(),
        st.tuples(
            st.sampled_from(["call:1", "incident:1", "unit:1"]),
            st.sampled_from([None, "a", "b", "*"]),
            st.sampled_from([None, "a", "b"]),
        ),
    ),
    is_false_report=st.booleans(),
)
batches = st.builds(
    Batch,
    login=st.sampled_from(LOGINS),
    origin=st.integers(0, 2),
    step=st.sampled_from([0, 0, 0, 0, 1, -1]),
    facts=st.lists(facts, min_size=1, max_size=3).map(tuple),
)
seats = st.builds(
    Seat,
    machine=st.sampled_from(LOGINS),
    origin=st.integers(0, 2),
    login=st.sampled_from([None, *LOGINS[:3]]),
)


class Desks:
    """Writes the envelopes; both servers get the same ones."""

    def __init__(self) -> None:
        self.writers = [RoomWriter() for _ in range(3)]
        self._sent: list[list[str]] = [[], [], []]
        self._mark = new_id()  # guards of this example only

    def envelopes(self, batch: Batch) -> list[str]:
        writer = self.writers[batch.origin]
        if batch.step == -1 and self._sent[batch.origin]:
            return self._sent[batch.origin]
        writer.oseq += batch.step == 1
        return [self._envelope(writer, fact) for fact in batch.facts]

    def settle(self, batch: Batch, envelopes: list[str], *, is_taken: bool) -> None:
        writer = self.writers[batch.origin]
        if is_taken:
            self._sent[batch.origin] = envelopes
        elif batch.step != -1 or not self._sent[batch.origin]:
            writer.oseq -= len(envelopes) + (batch.step == 1)

    def _envelope(self, writer: RoomWriter, fact: Fact) -> str:
        guards = ()
        if fact.guard is not None:
            key, expect, new = fact.guard
            guards = ((f"{key}-{self._mark}", expect, new),)
        state = "false_report" if fact.is_false_report else "suspended"
        return writer.fact(fact.kind, actor=fact.actor, guards=guards, body={"state": state})


async def said_by(server: Secretariat, envelopes: Sequence[str], base: int) -> Any:
    try:
        answers = await server.submit(envelopes)
    except SecretariatFault as fault:
        return fault.code
    return [(answer.fact_id, answer.seq - base, answer.verdict) for answer in answers]


async def seat_said(server: Secretariat, origin: str, login: str | None) -> str:
    try:
        await server.seat(origin, login)
    except SecretariatFault as fault:
        return fault.code
    return "ok"


async def compare(rig: PostgresRig, database: str, steps: Sequence[Batch | Seat]) -> None:
    model, desks = ModelRoom(), Desks()
    real = {login: await connect(rig.address(database), login, PASSWORD) for login in LOGINS}
    ideal = {login: await model.connect(Credentials(login, "")) for login in LOGINS}
    try:
        base = (await real["meja_a"].head()).seq
        for step in steps:
            origin = desks.writers[step.origin].origin
            if isinstance(step, Seat):
                theirs = await seat_said(real[step.machine], origin, step.login)
                assert theirs == await seat_said(ideal[step.machine], origin, step.login), step
                continue
            envelopes = desks.envelopes(step)
            theirs = await said_by(real[step.login], envelopes, base)
            assert theirs == await said_by(ideal[step.login], envelopes, 0), step
            desks.settle(step, envelopes, is_taken=isinstance(theirs, list))
        told = [
            (fact.seq - base, fact.fact_id, fact.verdict, fact.author, fact.author_auth)
            for fact in await real["meja_a"].pull(base, 500)
        ]
        expected = [
            (fact.seq, fact.fact_id, fact.verdict, fact.author, fact.author_auth)
            for fact in await ideal["meja_a"].pull(0, 500)
        ]
        assert told == expected
        for fact in await real["meja_a"].pull(base, 500):
            assert fact.info == "" or isinstance(json.loads(fact.info), dict)
    finally:
        for server in real.values():
            server.terminate()


NOTE = Fact("incident.note_added", "rina", None, is_false_report=False)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(st.one_of(batches, batches, batches, seats), min_size=1, max_size=12))
@example(steps=[Batch("meja_b", 0, 0, (NOTE,)), Seat("meja_a", 0, "rina"), Batch("rina", 0, 0, (NOTE,))])
@example(steps=[Batch("rina", 0, 0, (Fact("call.claimed", "rina", None, is_false_report=False),))])
@example(
    steps=[Batch("budi", 0, 0, (Fact("call.claimed", "budi", ("unit:1", None, "a"), is_false_report=False),))]
)
def test_model_and_sql_judge_alike(secretariat: PostgresRig, steps: list[Batch | Seat]) -> None:
    asyncio.run(compare(secretariat, MODEL_DATABASE, steps))


MODEL_DATABASE = "room_of_the_model"


@pytest.fixture(scope="module", autouse=True)
def _database(secretariat: PostgresRig) -> None:
    asyncio.run(secretariat.copy_database(TEMPLATE, MODEL_DATABASE))
