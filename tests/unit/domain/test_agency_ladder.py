"""Every rule of domain.md §5.3 as a table made from the shipped data: ladder, ways, contacts, steps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from batola_desk.domain.agency_task_reducer import ATTEMPTS_KEPT, fold_task
from batola_desk.domain.catalog import Agency, Catalog, Priority
from batola_desk.domain.clocks import task_clock
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.escalation import (
    WAITING,
    contact_at,
    due_us,
    level_due,
    mail_in,
    next_step,
    next_way,
    numbers_in,
)
from batola_desk.domain.events import incident as events
from batola_desk.domain.guards import check_task_action, task_actions
from batola_desk.domain.incident import AgencyTask, TaskAttempt, TaskState
from batola_desk.domain.prepared_text import filled
from batola_desk.domain.task_message import unusable_lines
from batola_desk.settings.catalog import load_catalog
from batola_desk.settings.paths import resource_path

CATALOG: Catalog = load_catalog(resource_path("config")).catalog
STEPS = tuple(CATALOG.escalations.values())
LIMITED = [priority for priority in CATALOG.priorities.values() if priority.ack_limit_s]
T0_US = 1_000_000_000_000
CALLED = TaskAttempt(channel="voice", at_us=T0_US)


def us(seconds: float) -> int:
    return T0_US + int(seconds * 1e6)


def sent(agency: Agency, *attempts: TaskAttempt, level: int = 0) -> AgencyTask:
    return AgencyTask(
        task_id="t",
        agency_code=agency.code,
        state=(TaskState.SENT, TaskState.ESCALATED_1, TaskState.ESCALATED_2, TaskState.ESCALATED_3)[level],
        channel=agency.channels[0],
        sent_us=T0_US,
        escalation_level=level,
        attempts=attempts or (TaskAttempt(channel=agency.channels[0], at_us=T0_US),),
    )


@pytest.mark.parametrize("priority", LIMITED, ids=lambda one: one.code)
@pytest.mark.parametrize("agency", CATALOG.agencies.values(), ids=lambda one: one.code)
def test_the_ladder_of_every_agency_is_due_step_by_step(agency: Agency, priority: Priority) -> None:
    limit_s = agency.ack_limit_s(priority)
    assert limit_s
    task = sent(agency)
    assert level_due(task, STEPS, limit_s, us(limit_s) - 1) == 0
    for step in STEPS:
        at_us = due_us(task, step, limit_s)
        assert at_us == us(step.after_limits * limit_s)
        assert level_due(task, STEPS, limit_s, at_us) == step.code
        assert level_due(task, STEPS, limit_s, at_us - 1) == step.code - 1
    assert [step.code for step in STEPS] == [1, 2, 3]
    assert STEPS[-1].alert in CATALOG.alerts
    assert CATALOG.alerts[STEPS[-1].alert].acknowledge == "lead"


@pytest.mark.parametrize("state", [state for state in TaskState if state not in WAITING])
def test_who_has_a_name_or_is_over_climbs_no_ladder(state: TaskState) -> None:
    task = replace(sent(CATALOG.agencies["damkar"]), state=state)
    assert level_due(task, STEPS, 60, us(9_999)) == 0
    assert next_step(task, STEPS, 60) is None
    assert next_way(task, ("voice",), {"voice": 45}, us(9_999)) == ""


def test_without_a_limit_nothing_is_ever_due() -> None:
    task = sent(CATALOG.agencies["damkar"])
    assert level_due(task, STEPS, None, us(99_999)) == 0
    assert next_step(task, STEPS, None) == (STEPS[0], None)


@pytest.mark.parametrize("level", [0, 1, 2])
def test_the_next_step_is_told_with_its_time(level: int) -> None:
    found = next_step(sent(CATALOG.agencies["damkar"], level=level), STEPS, 60)
    assert found == (STEPS[level], us(60 * (level + 1)))
    assert next_step(sent(CATALOG.agencies["damkar"], level=3), STEPS, 60) is None


@pytest.mark.parametrize("agency", CATALOG.agencies.values(), ids=lambda one: one.code)
def test_ways_are_offered_in_the_order_of_the_data(agency: Agency) -> None:
    waits_s = {code: channel.wait_s for code, channel in CATALOG.channels.items()}
    task, now_us = sent(agency), T0_US
    offered = []
    for code in agency.channels:
        assert next_way(task, agency.channels, waits_s, now_us) == "", "its time is not up"
        now_us += int(waits_s[code] * 1e6)
        follows = next_way(task, agency.channels, waits_s, now_us)
        offered.append(follows)
        tried = TaskAttempt(channel=follows, at_us=now_us)
        task = replace(task, attempts=(*task.attempts, tried))
    assert offered == [*agency.channels[1:], agency.channels[0]], "each once, then from the beginning"


def test_a_way_that_failed_is_followed_by_the_next_at_once() -> None:
    agency = CATALOG.agencies["bpbd"]
    waits_s = {code: channel.wait_s for code, channel in CATALOG.channels.items()}
    failed = replace(CALLED, failed_us=us(3))
    assert next_way(sent(agency, CALLED), agency.channels, waits_s, us(4)) == ""
    assert next_way(sent(agency, failed), agency.channels, waits_s, us(4)) == "radio"


@pytest.mark.parametrize(
    ("contacts", "by_level"),
    [
        ((), ["", "", "", ""]),
        (("satu",), ["satu"] * 4),
        (("satu", "dua"), ["satu", "satu", "dua", "dua"]),
        (("satu", "dua", "tiga"), ["satu", "satu", "dua", "tiga"]),
    ],
)
def test_each_step_means_its_own_contact(contacts: tuple[str, ...], by_level: list[str]) -> None:
    assert [contact_at(contacts, STEPS, level) for level in range(4)] == by_level


@pytest.mark.parametrize(
    ("line", "numbers", "mail"),
    [
        ("Piket 0511 123456", ("0511 123456",), ""),
        ("Pak Anu 0812-3456-7890 anu@contoh.go.id", ("0812-3456-7890",), "anu@contoh.go.id"),
        ("+62 811 1", ("+62 811 1",), ""),
        ("pos jaga", (), ""),
        ("<a@b>", (), ""),
    ],
)
def test_a_contact_line_holds_numbers_and_an_address(line: str, numbers: tuple[str, ...], mail: str) -> None:
    assert (numbers_in(line), mail_in(line)) == (numbers, mail)


# What may be done in each state; a name or a reason where domain.md marks one.
ALLOWED = {
    "drafted": {"cancel"},
    "sent": {"deliver", "acknowledge", "reject", "escalate", "cancel"},
    "delivered": {"acknowledge", "reject", "escalate", "cancel"},
    "escalated_1": {"acknowledge", "reject", "escalate", "cancel"},
    "escalated_2": {"acknowledge", "reject", "escalate", "cancel"},
    "escalated_3": {"acknowledge", "reject", "cancel"},
    "acknowledged": {"start", "report", "complete", "reject", "cancel", "correct_name"},
    "working": {"report", "complete", "cancel", "correct_name"},
    "reported": {"complete", "correct_name"},
    "completed": {"correct_name"},
    "rejected": set(),
    "cancelled": set(),
}
NEEDS_WORDS = {
    "acknowledge": "name_missing",
    "correct_name": "name_missing",
    "reject": "reason_missing",
    "cancel": "reason_missing",
    "report": "text_missing",
}


@pytest.mark.parametrize("state", list(TaskState))
def test_each_state_allows_its_own_steps_and_words_are_asked_for(state: TaskState) -> None:
    task = AgencyTask(task_id="t", agency_code="damkar", state=state)
    assert set(task_actions(task)) == ALLOWED[state.value]
    for action in ALLOWED[state.value]:
        check_task_action(task, action, "Pak Rahman")
        if action in NEEDS_WORDS:
            with pytest.raises(OperatorError) as refusal:
                check_task_action(task, action, "  ")
            assert refusal.value.code == NEEDS_WORDS[action]


@pytest.mark.parametrize(
    ("state", "name", "started_s"),
    [
        (TaskState.SENT, "task_ack", 0),
        (TaskState.ESCALATED_2, "task_ack", 0),
        (TaskState.ACKNOWLEDGED, "task_accepted", 40),
        (TaskState.WORKING, "task_work", 70),
        (TaskState.REPORTED, "task_report", 900),
    ],
)
def test_each_state_has_its_own_clock(state: TaskState, name: str, started_s: int) -> None:
    waits = state in WAITING
    task = AgencyTask(
        task_id="t",
        agency_code="damkar",
        state=state,
        sent_us=us(0),
        acknowledged_us=None if waits else us(40),
        working_us=us(70),
        reported_us=us(900),
    )
    clock = task_clock(task, CATALOG.priorities["P1"], CATALOG.limits, CATALOG.agencies["damkar"])
    assert clock is not None
    assert (clock.name, clock.started_us) == (name, us(started_s))
    assert clock.limit_s == (60 if waits else None)


def folded(*facts: object) -> AgencyTask:
    tasks: tuple[AgencyTask, ...] = ()
    for at_s, event in enumerate(facts):
        tasks = fold_task(tasks, event, us(at_s))  # type: ignore[arg-type]
    return tasks[0]


def test_what_was_tried_is_remembered_and_the_clock_of_the_first_try_runs_on() -> None:
    task = folded(
        events.AgencyTaskSent(task_id="t", agency_code="bpbd", channel="voice", contact="Piket 117"),
        events.AgencyTaskUnreached(task_id="t", channel="voice", reason="busy"),
        events.AgencyTaskSent(task_id="t", agency_code="bpbd", channel="radio"),
    )
    assert (task.state, task.sent_us, task.channel) == (TaskState.SENT, us(0), "radio")
    assert [(a.channel, a.contact, a.failed_us, a.reason) for a in task.attempts] == [
        ("voice", "Piket 117", us(1), "busy"),
        ("radio", "", None, ""),
    ]


def test_a_try_that_nobody_wrote_down_counts_when_it_failed() -> None:
    task = folded(events.AgencyTaskUnreached(task_id="t", channel="radio"))
    assert [(a.channel, a.failed_us) for a in task.attempts] == [("radio", us(0))]


def test_an_agency_that_is_chased_for_hours_does_not_grow_the_ticket() -> None:
    tries = [events.AgencyTaskSent(task_id="t", agency_code="bpbd", channel="voice")] * (ATTEMPTS_KEPT + 5)
    assert len(folded(*tries).attempts) == ATTEMPTS_KEPT


def test_the_shipped_message_says_what_is_known_and_leaves_out_the_rest() -> None:
    lines = CATALOG.task_messages["task"].lines
    assert unusable_lines(lines) == ()
    text = filled(
        "\n".join(lines), {"ticket": "112-6304-20261127-A0007", "centre": "112 Batola", "place": "RT 4"}
    )
    assert "112-6304-20261127-A0007" in text
    assert "Lokasi: RT 4" in text
    assert "Luka" not in text
    assert text.splitlines()[-1] == "Mohon balas dengan NAMA petugas yang menerima."


@pytest.mark.parametrize("line", ["{nama}", "{ticket", "{0}", "{ticket.__class__}"])
def test_a_line_with_a_value_that_does_not_exist_is_found(line: str) -> None:
    assert unusable_lines((line, "{ticket}")) == (line,)


def test_every_source_names_what_exists() -> None:
    assert len(CATALOG.sources) >= 5
    for source in CATALOG.sources.values():
        assert source.agency in {"", *CATALOG.agencies}
        assert source.channel in {"", *CATALOG.channels}
