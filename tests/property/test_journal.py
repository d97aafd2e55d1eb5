"""Any facts in any order and any grouping: the file folds again to exactly what lists and memory showed."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
import typing
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from batola_desk.domain.events import EVENT_CLASSES
from batola_desk.domain.facts import Event, NewFact, UnknownEvent
from batola_desk.domain.incident import FIELDS
from batola_desk.models.codec import decode_event, encode_event
from batola_desk.models.journal import open_journal
from batola_desk.models.verify import verify

WORDS = st.sampled_from(
    ["", "a", "P1", "112-6304-20250825-A0001", "+62 812 5100 0001", "Karya \u00e9", "\x00"]
)
TEXT = st.one_of(WORDS, st.text(max_size=12), st.text(st.characters(), max_size=4))
BY_TYPE: dict[object, st.SearchStrategy[object]] = {
    str: TEXT,
    int: st.integers(-5, 2**40),
    float: st.floats(allow_nan=False, allow_infinity=False, width=32),
    bool: st.booleans(),
}
BY_NAME: dict[str, st.SearchStrategy[object]] = {
    "field": st.sampled_from(FIELDS),
    "task_id": st.sampled_from(["t1", "t2"]),
    "unit_id": st.sampled_from(["1", "2"]),
    "incident_id": st.sampled_from(["1", "2"]),
    "note_id": st.sampled_from(["n1", "n2"]),
    "state": st.sampled_from(["available", "suspended", "closed", "en_route", "on_scene", "nonsense"]),
}
NAMES = st.sampled_from(
    [
        f"{kind}:{n}"
        for kind in ("call", "incident", "unit", "callback", "operator", "desk", "map_feature")
        for n in (1, 2)
    ]
)


def of_type(hint: object) -> st.SearchStrategy[object]:
    """Anything of a field's type: optional, in tuples, or with fields of its own."""
    inner = typing.get_args(hint)
    if typing.get_origin(hint) is tuple:
        if inner[-1] is Ellipsis:
            return st.lists(of_type(inner[0]), max_size=2).map(tuple)
        return st.tuples(*map(of_type, inner))
    if inner:
        return st.one_of(*map(of_type, inner))
    if hint is type(None):
        return st.none()
    if dataclasses.is_dataclass(hint):
        return built(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    return BY_TYPE[hint]


def built(made: typing.Any) -> st.SearchStrategy[typing.Any]:
    hints = typing.get_type_hints(made)
    arguments = {}
    for item in dataclasses.fields(made):
        hint = hints[item.name]
        if item.name not in BY_NAME:
            arguments[item.name] = of_type(hint)
        elif type(None) in typing.get_args(hint):
            arguments[item.name] = st.none() | BY_NAME[item.name]
        else:
            arguments[item.name] = BY_NAME[item.name]
    return st.builds(made, **arguments)


EVENTS = st.one_of(
    *[built(event_class) for event_class in EVENT_CLASSES.values()],
    st.builds(UnknownEvent, kind=st.just("call.sang"), version=st.just(1), body=TEXT),
)
FACTS = st.builds(
    NewFact,
    event=EVENTS,
    aggregates=st.lists(NAMES, min_size=1, max_size=2).map(tuple),
    fact_id=st.none() | st.sampled_from([f"01980000-0000-7000-8000-00000000000{n}" for n in range(4)]),
    occurred_us=st.none() | st.integers(0, 2**50),
)


@st.composite
def facts(draw: st.DrawFn) -> NewFact:
    """A fact; under a name of its own: the whole description is longer than Hypothesis wants to print."""
    return draw(FACTS)


APPENDS = st.lists(st.lists(facts(), min_size=1, max_size=4), max_size=12)


@pytest.fixture(scope="module")
def empty() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.sqlite"
        open_journal(path).close()
        yield path


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(appends=APPENDS, restart_after=st.integers(0, 12))
def test_any_appends_fold_again_to_the_same_states_and_rows(
    empty: Path, appends: list[list[NewFact]], restart_after: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.sqlite"
        shutil.copy(empty, path)
        journal = open_journal(path)
        shown: dict[str, object] = {}
        written: set[str] = set()
        try:
            for number, facts in enumerate(appends):
                if number == restart_after:
                    journal.close()
                    journal = open_journal(path)
                result = journal.store.append(facts, actor="sari", desk="A").result(10)
                assert len(result.facts) == len(facts)
                shown.update(result.states)
                written |= {fact.fact_id for fact in result.facts}
        finally:
            journal.close()
        report = verify(path)
        assert report.exit_code == 0, report
        assert report.fact_count == len(written)
        again = open_journal(path)
        try:
            for name, state in shown.items():
                assert again.reader.state(name).result(10) == state
        finally:
            again.close()


@settings(max_examples=200)
@given(event=EVENTS)
def test_an_event_comes_back_from_its_stored_form(event: Event) -> None:
    try:
        msgspec.json.encode(event)
    except UnicodeEncodeError:  # half a surrogate pair is stored as U+FFFD
        event = decode_event(*encode_event(event))
    assert decode_event(*encode_event(event)) == event


@settings(max_examples=200)
@given(kind=st.sampled_from([*EVENT_CLASSES, "call.sang"]), version=st.integers(-1, 3), body=st.text())
def test_no_stored_text_raises(kind: str, version: int, body: str) -> None:
    event = decode_event(kind, version, body)
    if isinstance(event, UnknownEvent):
        assert (event.kind, event.version, event.body) == (kind, version, body)
