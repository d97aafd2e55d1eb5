"""What the reports say of one thing: the same words as the board's. Source: domain.md §13."""

from __future__ import annotations

import struct
from dataclasses import replace

import pytest

from batola_desk.domain.call import Call
from batola_desk.domain.facts import Fact, Verdict
from batola_desk.sync.reports.rows import CALL, rows_of
from batola_desk.sync.reports.tally import Tally, apply, encode, is_reported, new_tally
from tests.data.save_kinds import VALUES, facts
from tests.support.shipped import shipped_catalog

BEGUN = Call(call_key="k", offered_us=1, answered_us=2, silent_started_us=3)


@pytest.mark.parametrize(
    ("call", "is_silent", "is_checked"),
    [
        (replace(BEGUN, silent_started_us=None), False, False),
        (BEGUN, True, False),
        (replace(BEGUN, silent_completed=True), True, True),
        (replace(BEGUN, silent_spoke_us=9), False, False),
        (replace(BEGUN, silent_spoke_us=9, silent_answers=(("crying", True),)), True, False),
    ],
)
def test_who_spoke_after_all_is_no_silent_call(call: Call, is_silent: bool, is_checked: bool) -> None:
    ((table, row),) = [found for found in rows_of(Tally(state=call), shipped_catalog()) if found[0] is CALL]
    told = dict(zip((name for name, _ in table.columns), row, strict=True))
    assert (told["is_silent"], told["is_silent_checked"]) == (is_silent, is_checked)


def test_after_every_kind_of_fact_the_kept_states_hold_no_caller() -> None:
    tallies: dict[str, Tally] = {}
    for seq, new in enumerate(facts(), start=1):
        fact = Fact(
            fact_id=f"fact-{seq}",
            origin="a",
            oseq=seq,
            aggregates=new.aggregates,
            actor="sari",
            desk="A",
            occurred_us=seq,
            event=new.event,
            verdict=Verdict.OK,
        )
        for name in filter(is_reported, new.aggregates):
            tallies[name] = apply(tallies.get(name) or new_tally(name), fact, seq)
    assert {name.partition(":")[0] for name in tallies} == {
        "call",
        "incident",
        "unit",
        "operator",
        "callback",
    }
    secrets = [VALUES[name].encode() for name in ("number", "text", "person_name", "name", "value")]
    secrets += [struct.pack(">d", VALUES[name]) for name in ("latitude", "longitude")]
    for name, tally in tallies.items():
        assert [secret for secret in secrets if secret in encode(tally)] == [], name
