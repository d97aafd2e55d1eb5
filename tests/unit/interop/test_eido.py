"""A ticket as EIDO holds against the structure of the standard, whatever is in it."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from batola_desk.domain.call import Call
from batola_desk.domain.incident import (
    AgencyTask,
    FieldValue,
    Incident,
    IncidentState,
    Kin,
    LocationFix,
    Note,
    TaskState,
    UnitOnIncident,
)
from batola_desk.domain.unit import Unit
from batola_desk.interop.eido import EidoCase, eido_of
from tests.support.small_catalog import small_catalog

SCHEMA = json.loads((Path(__file__).parents[2] / "data" / "eido-1.0.schema.json").read_text(encoding="utf-8"))
NOON_US = 1_756_098_000_000_000


def _field(value: str) -> FieldValue:
    return FieldValue(value=value, at_us=NOON_US, actor="dewi", fact_id="f")


def _ticket() -> Incident:
    return Incident(
        incident_id="i2",
        ticket_number="112-6304-20250825-A0002",
        desk="A",
        operator="dewi",
        state=IncidentState.EN_ROUTE,
        opened_us=NOON_US,
        fields=(("landmark", _field("seberang masjid")), ("place_text", _field("Handil Bakti")),
                ("type_code", _field("KB01"))),
        location=LocationFix(
            latitude=-3.2372, longitude=114.5846, uncertainty_m=50.0, source="gazetteer", at_us=NOON_US
        ),
        notes=(
            Note(note_id="n1", text="api <b>besar</b> & asap", at_us=NOON_US, actor="dewi"),
            Note(note_id="n2", text="belum selesai ditu", at_us=NOON_US, actor="dewi", draft=True),
        ),
        tasks=(
            AgencyTask(task_id="t1", agency_code="damkar", state=TaskState.SENT, sent_us=NOON_US),
            AgencyTask(task_id="t2", agency_code="xx", state=TaskState.DRAFTED),
        ),
        units=(UnitOnIncident(unit_id="u1", state="en_route", assigned_us=NOON_US),),
        kin=(
            Kin(kind="child", other="i3", label="A0003", is_on=True, stamp_us=NOON_US, fact_id="f1"),
            Kin(kind="related", other="i9", label="A0009", is_on=True, stamp_us=NOON_US, fact_id="f2"),
            Kin(kind="related", other="i8", label="A0008", is_on=False, stamp_us=NOON_US, fact_id="f3"),
        ),
        disposition="done",
    )  # fmt: skip


def _case(**more: Any) -> EidoCase:
    calls = (
        Call(
            call_key="c1", number="081250001111", offered_us=NOON_US, answered_us=NOON_US + 5, operator="dewi"
        ),
        Call(call_key="c2", direction="outbound", offered_us=NOON_US, ended_us=NOON_US + 9),
        Call(call_key="never"),
    )
    units = {"u1": Unit(unit_id="u1", call_sign="Damkar 1", agency_code="damkar")}
    case = EidoCase(incident=_ticket(), calls=calls, units=units, catalog=small_catalog(), at_us=NOON_US)
    return replace(case, **more)


def _check(document: dict[str, Any]) -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(document)] == []


def _ids(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if "$id" in part:
            yield part["$id"]
        for value in part.values():
            yield from _ids(value)
    elif isinstance(part, list):
        for value in part:
            yield from _ids(value)


def _refs(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        for value in part.values():
            yield from _refs(value)
    elif isinstance(part, list):
        for value in part:
            yield from _refs(value)


def test_the_schema_itself_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_a_full_ticket_holds_and_says_everything() -> None:
    document = json.loads(json.dumps(eido_of(_case())))
    _check(document)
    incident = document["incidentComponent"]
    assert incident["incidentTypeInternalCode"] == "KB01"
    assert incident["incidentTypeInternalText"] == "Rumah / permukiman"
    assert incident["internalIncidentId"] == "112-6304-20250825-A0002"
    assert incident["incidentCommonPriorityNumber"] == 1
    assert len(document["callComponent"]) == 2, "what never rang is no call"
    assert [call["direction"] for call in document["callComponent"]] == ["incoming", "outgoing"]
    assert document["callbackComponent"][0]["callBackInformationUri"] == ["tel:081250001111"]
    assert [note["notesActionComments"] for note in document["notesComponent"]] == [
        "api &lt;b&gt;besar&lt;/b&gt; &amp; asap"
    ], "notes are HTML to who reads them, and half-written ones stay here"
    assert document["emergencyResourceComponent"][0]["primaryUnitStatusRegistryText"] == "Responding"
    assert {link["linkDirectionCode"] for link in document["linkComponent"]} == {"CHILD", "RELATED"}
    assert document["mergeComponent"][0]["incidentMergeDirectionCode"] == "REPLACING"
    assert "-3.237200 114.584600" in document["locationComponent"][0]["locationByValue"]


def test_every_reference_leads_to_a_component_and_every_name_is_one_components() -> None:
    document = eido_of(_case())
    names = list(_ids(document))
    assert len(names) == len(set(names))
    assert set(_refs(document)) <= set(names)


def test_an_empty_draft_holds_too() -> None:
    document = eido_of(_case(incident=Incident(incident_id="i1", ticket_number="x"), calls=()))
    _check(document)
    assert "notesComponent" not in document


@pytest.mark.parametrize("state", list(IncidentState))
def test_every_state_of_a_ticket_has_a_word(state: IncidentState) -> None:
    _check(eido_of(_case(incident=replace(_ticket(), state=state))))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("eidoVersion",), "2.0"),
        (("incidentComponent", "incidentTypeCommonRegistryText"), 7),
        (("callComponent", 0, "direction"), "inbound"),
        (("callComponent", 0, "callStartTimestamp"), "kemarin"),
        (("agencyComponent", 0, "agencyType"), "psap"),
        (("incidentComponent", "incidentColour"), "red"),
    ],
)
def test_the_check_sees_what_is_wrong(path: tuple[Any, ...], value: object) -> None:
    """Else a schema that accepts anything would make all the others green."""
    document = copy.deepcopy(eido_of(_case()))
    part: Any = document
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    with pytest.raises(AssertionError):
        _check(document)
