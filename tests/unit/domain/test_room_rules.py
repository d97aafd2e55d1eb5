"""The room's rules: every kind has one, and the rules are those of design.md §5 and domain.md §14."""

from __future__ import annotations

import dataclasses

import pytest

from batola_desk.domain.events import EVENT_CLASSES
from batola_desk.domain.incident import IncidentState
from batola_desk.domain.room_rules import ROOM_RULES, GuardRule, RoomRole, rules_digest


def test_every_kind_of_fact_has_a_rule() -> None:
    assert set(EVENT_CLASSES) - set(ROOM_RULES) == set()


def test_no_rule_is_left_over_from_a_misspelt_kind() -> None:
    assert set(ROOM_RULES) - set(EVENT_CLASSES) == set()


def test_what_only_a_lead_may_say() -> None:
    assert ROOM_RULES["incident.reopened"].min_role is RoomRole.LEAD


def test_everybody_closes_but_only_a_lead_closes_as_a_false_report() -> None:
    rule = ROOM_RULES["incident.closed"]
    assert rule.min_role is RoomRole.OPERATOR
    assert (rule.lead_field, rule.lead_values) == ("disposition", ("false_report",))


@pytest.mark.parametrize(
    "kind", ["incident.opened", "incident.note_added", "unit.status", "agency_task.sent"]
)
def test_what_always_counts(kind: str) -> None:
    assert ROOM_RULES[kind].guard is GuardRule.NONE
    assert ROOM_RULES[kind].min_role is RoomRole.OPERATOR


@pytest.mark.parametrize(
    ("kind", "guard", "prefix", "force"),
    [
        ("call.answered", GuardRule.CONTEST, "call:", None),
        ("call.claimed", GuardRule.REJECT, "call:", RoomRole.LEAD),
        ("call.released", GuardRule.REJECT, "call:", RoomRole.LEAD),
        ("incident.reassigned", GuardRule.REJECT, "incident:", RoomRole.LEAD),
        ("unit.dispatched", GuardRule.CONTEST, "unit:", RoomRole.LEAD),
    ],
)
def test_what_two_desks_can_race_for(
    kind: str, guard: GuardRule, prefix: str, force: RoomRole | None
) -> None:
    rule = ROOM_RULES[kind]
    assert (rule.guard, rule.guard_prefix, rule.force_role) == (guard, prefix, force)


def test_guards_and_prefixes_go_together() -> None:
    for kind, rule in ROOM_RULES.items():
        assert (rule.guard is GuardRule.NONE) == (rule.guard_prefix == ""), kind


def test_words_for_leads_are_fields_and_values_that_exist() -> None:
    for kind, rule in ROOM_RULES.items():
        assert (rule.lead_field == "") == (rule.lead_values == ()), kind
        if rule.lead_field:
            fields = {field.name for field in dataclasses.fields(EVENT_CLASSES[kind])}  # type: ignore[arg-type]
            assert rule.lead_field in fields, kind
    assert ROOM_RULES["incident.state_set"].lead_values == (IncidentState.FALSE_REPORT.value,)


def test_the_digest_tells_another_table() -> None:
    assert len(rules_digest()) == 16
    assert rules_digest() == rules_digest()
