"""Rules of a call, row by row: what follows stands in the table, limits and rights in the shipped data.

Source: domain.md §5.1, §6.1, §12.1, §12.3, §14.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest

from batola_desk.domain import guards
from batola_desk.domain.call import Call, CallState, PartyRole, TransferResult
from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events import call as e
from batola_desk.domain.ring_ladder import ring_step
from tests.support.folding import story, us
from tests.support.shipped import shipped_catalog

CATALOG = shipped_catalog()
SILENT = CATALOG.limits.silent
ROLES = tuple(CATALOG.roles)
LEADS = {"KS"}

OFFER = e.CallOffered(call_key="k", direction="inbound", number="0812")
ANSWER = e.CallAnswered()
PARTY = e.CallPartyAdded(party_key="p", role=PartyRole.AGENCY, code="psc119", number="119")
PARTY_TALKS = e.CallPartyAnswered(party_key="p")
MEETING = e.CallConferenceStarted(party_key="p")
HANDED = e.CallTransferred(
    role=PartyRole.AGENCY, code="psc119", mode="warm", result=TransferResult.COMPLETED, reason="medis"
)


def ends(cause: str) -> e.CallEnded:
    return e.CallEnded(cause=cause)


def refusal_of(action: Callable[[], object]) -> str:
    try:
        action()
    except OperatorError as refusal:
        return refusal.code
    return ""


# ------------------------------------------------------------------ the machine

ROWS: tuple[tuple[str, tuple[object, ...], CallState], ...] = (
    ("BERDERING: call offered", (OFFER,), CallState.RINGING),
    ("BERDERING → DIJAWAB", (OFFER, ANSWER), CallState.TALKING),
    ("BERDERING → TERPUTUS_ANTRE", (OFFER, ends("cancelled")), CallState.ABANDONED),
    ("BERDERING → MELUAP", (OFFER, e.CallOverflowed()), CallState.OVERFLOWING),
    ("MELUAP → DIJAWAB", (OFFER, e.CallOverflowed(), ANSWER), CallState.TALKING),
    ("MELUAP → TERPUTUS_ANTRE", (OFFER, e.CallOverflowed(), ends("cancelled")), CallState.ABANDONED),
    ("MELUAP never takes an answer back", (OFFER, ANSWER, e.CallOverflowed()), CallState.TALKING),
    ("DIJAWAB → DITAHAN", (OFFER, ANSWER, e.CallHeld()), CallState.ON_HOLD),
    ("DIJAWAB → KONSULTASI", (OFFER, ANSWER, PARTY), CallState.CONSULTING),
    ("KONSULTASI → KONFERENSI", (OFFER, ANSWER, PARTY, PARTY_TALKS, MEETING), CallState.CONFERENCE),
    ("DIJAWAB → PERIKSA_SENYAP", (OFFER, ANSWER, e.SilentCheckStarted()), CallState.SILENT_CHECK),
    ("nobody is silent before the answer", (OFFER, e.SilentCheckStarted()), CallState.RINGING),
    (
        "PERIKSA_SENYAP → DIJAWAB",
        (OFFER, ANSWER, e.SilentCheckStarted(), e.SilentCheckCompleted(listened_s=30)),
        CallState.TALKING,
    ),
    (
        "PERIKSA_SENYAP → SELESAI, → WRAP_UP",
        (OFFER, ANSWER, e.SilentCheckStarted(), ends("caller_hung_up")),
        CallState.WRAP_UP,
    ),
    ("DITAHAN → DIJAWAB", (OFFER, ANSWER, e.CallHeld(), e.CallResumed()), CallState.TALKING),
    ("DITAHAN → TERPUTUS_BICARA", (OFFER, ANSWER, e.CallHeld(), ends("lost")), CallState.DROPPED),
    (
        "KONSULTASI → DIJAWAB",
        (OFFER, ANSWER, PARTY, e.CallPartyLeft(party_key="p", cause="busy")),
        CallState.TALKING,
    ),
    ("KONSULTASI → SELESAI", (OFFER, ANSWER, PARTY, ends("caller_hung_up")), CallState.WRAP_UP),
    ("KONFERENSI → DIALIHKAN", (OFFER, ANSWER, PARTY, PARTY_TALKS, HANDED), CallState.TRANSFERRED),
    ("DIALIHKAN → WRAP_UP", (OFFER, ANSWER, PARTY, HANDED, ends("transferred")), CallState.WRAP_UP),
    ("DIJAWAB → TERPUTUS_BICARA", (OFFER, ANSWER, ends("lost")), CallState.DROPPED),
    ("SELESAI by the caller", (OFFER, ANSWER, ends("caller_hung_up")), CallState.WRAP_UP),
    ("SELESAI by the operator", (OFFER, ANSWER, ends("operator_hung_up")), CallState.WRAP_UP),
    (
        "WRAP_UP → TERKLASIFIKASI",
        (OFFER, ANSWER, ends("caller_hung_up"), e.CallClassified(call_class="I")),
        CallState.CLASSIFIED,
    ),
    (
        "TERPUTUS_BICARA → TERKLASIFIKASI",
        (OFFER, ANSWER, ends("lost"), e.CallClassified(call_class="I")),
        CallState.CLASSIFIED,
    ),
)


@pytest.mark.parametrize(("events", "state"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_every_row_of_the_machine(events: tuple[object, ...], state: CallState) -> None:
    assert story(*events).state is state


def test_a_transfer_keeps_its_reason_in_the_history() -> None:
    told = dict(story(OFFER, ANSWER, PARTY, HANDED).timeline[-1].values)
    assert (told["reason"], told["code"]) == ("medis", "psc119")


@pytest.mark.parametrize(
    ("limit", "step"), [("ring_all_s", 1), ("lead_alarm_s", 2), ("overflow_s", 3)], ids=str
)
def test_the_ladder_of_a_ringing_call_climbs_at_the_shipped_limits(limit: str, step: int) -> None:
    at_s = getattr(CATALOG.limits.ring, limit)
    assert ring_step(at_s - 0.001, CATALOG.limits.ring) == step - 1
    assert ring_step(at_s, CATALOG.limits.ring) == step


# ------------------------------------------------------------------ classes

BARE = Call(call_key="k", state=CallState.WRAP_UP, answered_us=us(1), ended_us=us(60))
WITH_TICKET = replace(BARE, incident_ids=("i",))
EXAMINED = replace(BARE, silent_completed=True)
LINES = tuple((item.code, False) for item in CATALOG.silent.items)

# letter: ministry's class, what it needs; nothing = any operator, any answered call
CLASSES = {
    "N": ("Normal", "ticket"),
    "I": ("Informasi", ""),
    "R": ("Informasi", ""),
    "G": ("Ghost", "checklist"),
    "P": ("Prank", ""),
    "F": ("Prank", "lead"),
    "T": ("Terputus", "automatic"),
    "S": ("Informasi", ""),
    "L": ("Normal", "ticket"),
    "U": ("", ""),
    "C": ("Ghost", ""),
}
CODE_OF_NEED = {
    "ticket": "class_needs_ticket",
    "checklist": "class_needs_silent_check",
    "lead": "lead_only",
    "automatic": "class_automatic",
}


def classified(call: Call, letter: str, role: str, reason: str = "") -> str:
    return refusal_of(lambda: guards.check_classify(call, letter, CATALOG, role=role, reason=reason))


def test_the_list_of_classes_is_closed() -> None:
    assert {code: one.ministry for code, one in CATALOG.classes.items()} == {
        code: ministry for code, (ministry, _) in CLASSES.items()
    }


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("letter", CLASSES)
def test_every_class_asks_for_what_it_needs(letter: str, role: str) -> None:
    need = CLASSES[letter][1]
    met = {"ticket": WITH_TICKET, "checklist": EXAMINED}.get(need, BARE)
    is_met = need in {"", "ticket", "checklist"} or (need == "lead" and role in LEADS)
    assert classified(met, letter, role) == ("" if is_met else CODE_OF_NEED[need])
    if need in {"ticket", "checklist"}:
        assert classified(BARE, letter, role) == CODE_OF_NEED[need]


@pytest.mark.parametrize("role", ROLES)
def test_a_class_is_changed_by_a_lead_with_a_reason(role: str) -> None:
    done = replace(BARE, state=CallState.CLASSIFIED, call_class="P")
    for before, after in itertools.permutations("IPRC", 2):
        call = replace(done, call_class=before)
        assert classified(call, after, role, "salah tekan") == ("" if role in LEADS else "lead_only")
        assert classified(call, after, role, "  ") == ("reason_missing" if role in LEADS else "lead_only")


# ------------------------------------------------------------------ the silent procedure

CHECKING = Call(call_key="k", state=CallState.SILENT_CHECK, answered_us=us(1), silent_started_us=us(10))
BEFORE, DONE = SILENT.listen_min_s - 1, SILENT.listen_min_s

HANG_UPS: tuple[tuple[str, dict[str, object], float, float | None, str], ...] = (
    ("too early, nothing answered", {}, BEFORE, None, "silent_listen_longer"),
    ("too early, all answered", {"silent_answers": LINES}, BEFORE, None, "silent_listen_longer"),
    ("long enough, nothing answered", {}, DONE, None, "silent_items_open"),
    ("long enough, one line open", {"silent_answers": LINES[1:]}, DONE, None, "silent_items_open"),
    ("an hour, one line open", {"silent_answers": LINES[:-1]}, 3600, None, "silent_items_open"),
    ("long enough, all answered", {"silent_answers": LINES}, DONE, None, ""),
    ("a key was pressed: somebody is there", {"digits": "1"}, 2, None, ""),
    ("the caller spoke since", {}, 9, 3.0, ""),
    ("silent all the time", {}, 9, 9.0, "silent_listen_longer"),
    ("the check is over", {"silent_completed": True}, 2, None, ""),
    ("the caller talks", {"state": CallState.TALKING}, 2, None, ""),
)


@pytest.mark.parametrize(
    ("values", "after_s", "silence_s", "code"),
    [row[1:] for row in HANG_UPS],
    ids=[row[0] for row in HANG_UPS],
)
def test_a_silent_caller_is_hung_up_on_after_the_whole_procedure_only(
    values: dict[str, object], after_s: float, silence_s: float | None, code: str
) -> None:
    call = replace(CHECKING, **values)  # type: ignore[arg-type]
    now_us = us(10 + after_s)
    assert refusal_of(lambda: guards.check_silent_hang_up(call, CATALOG, now_us, silence_s=silence_s)) == code


SPOKEN = (  # second, what it must ask for
    (0, ("mendengarkan", "keadaan darurat")),
    (8, ("batuk", "ketuk", "angka apa saja")),
    (16, ("1 untuk polisi", "2 ambulans", "3 pemadam", "5 kalau salah pencet")),
    (24, ("sekali untuk ya", "dua kali untuk tidak", "dalam bahaya")),
)


@pytest.mark.parametrize(("number", "at_s", "words"), [(n, *row) for n, row in enumerate(SPOKEN)])
def test_every_sentence_comes_in_its_second(number: int, at_s: float, words: tuple[str, ...]) -> None:
    prompt = CATALOG.silent.prompts[number]
    assert prompt.at_s == at_s
    assert all(word in prompt.text for word in words)
    assert prompt.asks_yes_no is (at_s == 24)
    assert prompt.at_s < SILENT.listen_min_s, "all is asked before anybody may be hung up on"


HEARD = {  # what may be heard: whether it is a danger by itself
    "breathing": False,
    "crying": True,
    "screaming": True,
    "fighting": True,
    "impact": True,
    "water": True,
    "boat_engine": True,
    "television": False,
    "child": False,
    "silence": False,
}


def test_everything_that_may_be_heard_is_on_the_list() -> None:
    assert {item.code: item.danger for item in CATALOG.silent.items} == HEARD


# ------------------------------------------------------------------ numbers that misuse the line


def test_measures_stand_in_their_order_and_each_ends() -> None:
    measures = CATALOG.number_measures
    assert [*measures] == ["text_warning", "counter", "carrier_report"]
    assert all(0 < one.days <= one.days_max for one in measures.values())
    assert not [code for code in measures if "block" in code]
