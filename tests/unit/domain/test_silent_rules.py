"""The rules for silent calls as the shipped data has them, and yes and no by keys; domain.md §12.1."""

from __future__ import annotations

from dataclasses import replace

import pytest

from batola_desk.domain.call import Call, CallState, CallText
from batola_desk.domain.events.call import (
    CallAnswered,
    CallDigitReceived,
    CallOffered,
    SilentCheckCompleted,
    SilentCheckStarted,
)
from batola_desk.domain.location_link import CallLink, LinkState
from batola_desk.domain.silent_rules import (
    Sign,
    decide,
    pressed_answers,
    signs_of,
    stayed_silent,
    yes_no_from_us,
)
from tests.support.folding import Story, us
from tests.support.shipped import shipped_catalog

CATALOG = shipped_catalog()
RULES = CATALOG.silent.rules
DANGERS = tuple(item.code for item in CATALOG.silent.items if item.danger)
HARMLESS = tuple(item.code for item in CATALOG.silent.items if not item.danger)


def link(state: LinkState) -> CallLink:
    return CallLink(
        link_id="l", channel="sms", state=state, requested_us=us(1), changed_us=us(2), expires_us=us(900)
    )


def call(**values: object) -> Call:
    made = Call(call_key="k", state=CallState.SILENT_CHECK, answered_us=us(1), silent_started_us=us(7))
    return replace(made, **values)  # type: ignore[arg-type]


def decided(
    made: Call, *, complete: bool = False, sensitive: bool = False, position: bool = False
) -> str | None:
    signs = signs_of(made, CATALOG, is_sensitive=sensitive, has_position=position)
    rule = decide(signs, RULES, is_complete=complete)
    return rule.type_code or rule.call_class if rule is not None else None


@pytest.mark.parametrize("digit", [*"0123467894", "*", "#"])
@pytest.mark.parametrize("complete", [False, True])
def test_any_key_but_the_one_for_a_mistake_is_a_sign_of_life(digit: str, complete: bool) -> None:
    assert decided(call(digits=digit), complete=complete) == "SN01"


def test_only_the_key_for_a_mistake_is_a_mistake_and_with_another_one_it_is_not() -> None:
    assert decided(call(digits="5")) == "C"
    assert decided(call(digits="55")) == "C"
    assert decided(call(digits="51")) == "SN01"
    assert decided(call(digits="5", silent_answers=(("crying", True),))) == "SN01"


@pytest.mark.parametrize("item", DANGERS)
def test_every_danger_sound_decides_at_once(item: str) -> None:
    assert decided(call(silent_answers=((item, True),))) == "SN01"
    assert decided(call(silent_answers=((item, False),))) is None


@pytest.mark.parametrize("item", HARMLESS)
def test_no_harmless_sound_decides(item: str) -> None:
    assert decided(call(silent_answers=((item, True),))) is None


def test_a_number_that_asked_for_help_in_secret_decides_at_once() -> None:
    assert decided(call(), sensitive=True) == "SN01"


@pytest.mark.parametrize("state", list(LinkState))
def test_a_link_that_was_declined_by_a_caller_who_is_gone_decides(state: LinkState) -> None:
    gone = call(links=(link(state),), state=CallState.WRAP_UP, ended_us=us(20))
    assert decided(gone) == ("SN01" if state is LinkState.DECLINED else None)
    assert decided(call(links=(link(state),))) is None, "he is still there: go on listening"


@pytest.mark.parametrize(
    ("position", "complete", "wanted"),
    [(True, False, None), (True, True, "SN02"), (False, False, None), (False, True, "G")],
)
def test_without_any_sign_it_is_decided_only_after_the_whole_procedure(
    position: bool,
    complete: bool,
    wanted: str | None,
) -> None:
    assert decided(call(), complete=complete, position=position) == wanted


def test_a_sign_of_danger_is_never_outvoted() -> None:
    """Whatever else is known, danger stands first."""
    for signs in ({Sign.KEY}, {Sign.DANGER_SOUND}, {Sign.SENSITIVE_NUMBER}, {Sign.LINK_DECLINED}):
        rule = decide({*signs, Sign.MISTAKE_KEY, Sign.POSITION, Sign.NOTHING}, RULES, is_complete=True)
        assert rule is not None
        assert rule.type_code == "SN01"


def test_every_sign_has_its_rule_and_what_may_wait_waits() -> None:
    assert {rule.sign for rule in RULES} == set(Sign)
    assert {rule.sign for rule in RULES if rule.waits} == {Sign.POSITION, Sign.NOTHING}
    assert CATALOG.types["SN01"].priority == "P1"
    assert CATALOG.classes["G"].needs_silent_check


# ------------------------------------------------------------------ yes and no


def pressed(*at_s: float, trigger: str = "silence", now_s: float = 100.0) -> str:
    story = Story("call:k", Call)
    story.tell(CallOffered(call_key="k", direction="inbound", number="081250001111"), at_s=0)
    story.tell(CallAnswered(), at_s=1)
    story.tell(SilentCheckStarted(trigger=trigger), at_s=10)
    for when in at_s:
        story.tell(CallDigitReceived(digit="1"), at_s=when)
    assert isinstance(story.state, Call)
    return "".join(answer.code for answer in pressed_answers(story.state, CATALOG, us(now_s)))


@pytest.mark.parametrize(
    ("at_s", "answers"),
    [
        ((), ""),
        ((40,), "Y"),
        ((40, 41), "T"),
        ((40, 41, 42), "?"),
        ((40, 50), "YY"),
        ((40, 41, 50, 60, 61), "TYT"),
        ((40, 42.5), "T"),
        ((40, 42.6), "YY"),
        ((20, 33.9), ""),
        ((20, 34), "Y"),
    ],
)
def test_once_is_yes_twice_is_no_from_the_moment_it_was_asked(at_s: tuple[float, ...], answers: str) -> None:
    assert pressed(*at_s) == answers, "the question comes 24 s after the procedure began, at 34 s"


def test_an_answer_counts_only_when_no_second_press_can_come() -> None:
    assert pressed(40, now_s=42) == ""
    assert pressed(40, now_s=43) == "Y"


def test_who_cannot_speak_freely_answers_by_keys_from_the_start() -> None:
    assert pressed(11, trigger="triage") == "Y"
    assert pressed(11) == ""
    assert yes_no_from_us(Call(call_key="k"), CATALOG) is None


def told(text: str, *, medium: str = "link", is_ours: bool = False) -> CallText:
    return CallText(text=text, medium=medium, at_us=us(20), is_ours=is_ours)


def test_an_answer_through_the_link_is_a_sign_of_life_but_for_the_one_for_a_mistake() -> None:
    mistake = next(answer.text for answer in CATALOG.link_answers if answer.is_mistake)
    for answer in CATALOG.link_answers:
        expected = "C" if answer.is_mistake else "SN01"
        assert decided(call(texts=(told(answer.text),))) == expected, answer.code
    assert decided(call(texts=(told("di kamar mandi"),))) == "SN01"
    assert decided(call(texts=(told(mistake), told("tolong")))) == "SN01"
    assert decided(call(digits="5", texts=(told(mistake),))) == "C"
    for silent in (told("Apakah Anda aman?", is_ours=True), told('A"ML=1;lt=-3', medium="sip")):
        assert decided(call(texts=(silent,))) is None, "what we wrote, what a telephone sends by itself"


@pytest.mark.parametrize(
    ("values", "is_silent"),
    [
        ({"silent_started_us": None}, False),
        ({}, True),
        ({"digits": "1"}, True),  # a key is no speech
        ({"silent_spoke_us": us(20)}, False),
        ({"silent_spoke_us": us(20), "silent_answers": (("crying", False),)}, False),
        ({"silent_spoke_us": us(20), "silent_answers": (("crying", True),)}, True),
        ({"silent_spoke_us": us(20), "silent_completed": True}, True),
        ({"silent_spoke_us": us(20), "call_class": "G"}, True),
        ({"silent_spoke_us": us(20), "call_class": "N"}, False),
    ],
)
def test_what_counts_as_a_silent_call(values: dict[str, object], is_silent: bool) -> None:
    assert stayed_silent(call(**values)) is is_silent


def test_that_he_spoke_ends_nothing_and_completes_nothing() -> None:
    story = Story("call:k", Call)
    story.tell(CallOffered(call_key="k", direction="inbound", number="0812"), CallAnswered())
    spoke = story.tell(SilentCheckStarted(), SilentCheckCompleted(listened_s=9, spoke=True))
    assert isinstance(spoke, Call)
    assert (spoke.state, spoke.silent_completed) == (CallState.SILENT_CHECK, False)
    assert spoke.silent_spoke_us is not None
