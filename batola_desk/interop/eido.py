"""A ticket as EIDO, the JSON that centres exchange. Source: NENA-STA-021.1a §2 and its public schema.

Words of the standard's registries stand in their own fields; ours, in Indonesian, in the *internal* ones.
What the registries have no word for is ``Other`` there and said by us beside it. Pure: no clock, no disk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any, Final

from batola_desk.domain.call import Call
from batola_desk.domain.catalog import Catalog
from batola_desk.domain.incident import Incident, IncidentState
from batola_desk.domain.kinship import KinKind
from batola_desk.domain.priority import effective_priority
from batola_desk.domain.unit import Unit, UnitState

VERSION: Final = "1.0"
OTHER: Final = "Other"
_TYPE_BY_CAP: Final = {"Fire": "STRFIRE", "Transport": "MVAINJY"}  # APCO ANS 1.111.2; the rest is OTHER
_STATUS: Final = {
    IncidentState.DRAFT: "Pending",
    IncidentState.VERIFIED: "Pending",
    IncidentState.FORWARDED: "Dispatched",
    IncidentState.CLOSED: "Closed",
    IncidentState.CANCELLED: "Canceled",
    IncidentState.MERGED: "Merged",
}
_ACTIVE: Final = "Active"
_UNIT_STATUS: Final = {
    UnitState.AVAILABLE: "Available",
    UnitState.STAGED: "Available",
    UnitState.ASSIGNED: "Dispatched",
    UnitState.EN_ROUTE: "Responding",
    UnitState.ON_SCENE: "On Scene",
    UnitState.TRANSPORTING: "Transporting",
    UnitState.AT_FACILITY: "At Hospital",
    UnitState.RETURNING: "Returning",
    UnitState.OUT_OF_SERVICE: "Out of Service",
    UnitState.EMERGENCY: "Emergency",
}
_LINKS: Final = {KinKind.PARENT: "PARENT", KinKind.CHILD: "CHILD", KinKind.RELATED: "RELATED"}
# IANA registry of urn:emergency:service:responder; by the code of the agency in our configuration.
_AGENCY_TYPES: Final = {
    "polres": "police", "damkar": "fire", "bpk": "fire", "psc119": "ems", "ambulans118": "ems",
    "basarnas": "coast_guard", "satpolairud": "police",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class EidoCase:
    """Everything of one ticket that goes out.

    Attributes:
        at_us: when the document is made.
    """

    incident: Incident
    calls: Sequence[Call]
    units: Mapping[str, Unit]
    catalog: Catalog
    at_us: int


def eido_of(case: EidoCase) -> dict[str, Any]:
    """The document, ready for ``json.dumps``."""
    return _Writer(case).document()


class _Writer:
    def __init__(self, case: EidoCase) -> None:
        self._case = case
        self._incident = case.incident
        centre = case.catalog.centre
        self._psap = centre.psap_id or "psap.invalid"
        self._uid = incident_uid(case.incident.incident_id, self._psap)
        self._agents: dict[str, dict[str, Any]] = {}
        self._agencies: dict[str, dict[str, Any]] = {}
        self._locations: list[dict[str, Any]] = []
        self._callbacks: list[dict[str, Any]] = []

    def document(self) -> dict[str, Any]:
        self._agency(self._psap, "PSAP", is_owner=True)
        notes = list(self._notes())
        incident = self._incident_part([note["$id"] for note in notes])
        found = {
            **self._head(self._uid, self._case.at_us),
            "eidoVersion": VERSION,
            "issuingElementIdentification": self._psap,
            "incidentComponent": incident,
            "callComponent": list(self._calls()),
            "dispatchComponent": list(self._dispatches()),
            "emergencyResourceComponent": list(self._resources()),
            "notesComponent": notes,
            "linkComponent": list(self._links()),
            "mergeComponent": list(self._merges()),
            "locationComponent": self._locations,
            "callbackComponent": self._callbacks,
            "agentComponent": list(self._agents.values()),
            "agencyComponent": list(self._agencies.values()),
        }
        return {name: part for name, part in found.items() if part not in ([], {})}

    # ---------------------------------------------------------------- parts

    def _incident_part(self, notes: Sequence[str]) -> dict[str, Any]:
        incident, catalog = self._incident, self._case.catalog
        code = incident.text("type_code")
        kind = catalog.types.get(code)
        group = catalog.groups.get(kind.group) if kind is not None else None
        cap = (kind.cap_category if kind else "") or (group.cap_category if group else "")
        priority = effective_priority(incident, catalog)
        part = {
            **self._head(f"{self._uid}:incident", self._changed_us()),
            "incidentTypeCommonRegistryText": _TYPE_BY_CAP.get(cap, "OTHER"),
            "incidentTypeInternalCode": code,
            "incidentTypeInternalText": kind.label if kind is not None else "",
            "incidentStatusCommonRegistryText": [_STATUS.get(incident.state, _ACTIVE)],
            "incidentStatusInternalText": [incident.state.value],
            "internalIncidentId": incident.ticket_number,
            "incidentPriorityInternalText": priority,
            "incidentCommonPriorityNumber": list(catalog.priorities).index(priority) + 1,
            "locationReference": self._place(),
            "notesReference": [_ref(note) for note in notes],
        }
        if incident.disposition:
            outcome = catalog.dispositions.get(incident.disposition)
            part["dispositionComponent"] = [
                {
                    **self._head(f"{self._uid}:disposition", self._changed_us()),
                    "dispositionCommonRegistryCode": OTHER,
                    "dispositionDescriptionText": outcome.label if outcome else incident.disposition,
                    "dispositionPrimaryIndicator": True,
                }
            ]
        return {name: value for name, value in part.items() if value not in ("", [])}

    def _place(self) -> list[dict[str, str]]:
        fix, words = self._incident.location, self._incident.text("place_text")
        if fix is None and not words:
            return []
        name = f"{self._uid}:location"
        place = {**self._head(name, fix.at_us if fix else self._changed_us())}
        place["locationTypeDescriptionRegistryText"] = "Incident"
        if fix is not None:
            place["locationByValue"] = _pidf(self._uid, fix.latitude, fix.longitude, fix.uncertainty_m)
        said = (words, self._incident.text("landmark"), fix.label if fix is not None else "")
        place["locationDescriptionText"] = " · ".join(part for part in said if part)
        self._locations.append(place)
        return [_ref(name)]

    def _calls(self) -> Iterator[dict[str, Any]]:
        for call in self._case.calls:
            start_us = call.offered_us or call.answered_us
            if start_us is None:
                continue
            name = f"{self._uid}:call:{call.call_key}"
            part: dict[str, Any] = {
                **self._head(name, call.ended_us or call.answered_us or start_us),
                "callStateRegistryText": _call_state(call),
                "standardPrimaryCallType": "emergency",
                "direction": "incoming" if call.direction == "inbound" else "outgoing",
                "callStartTimestamp": _stamp(start_us),
            }
            if call.answered_us is not None:
                part["answerDate"] = _stamp(call.answered_us)
            if call.call_class:
                part["localCallType"] = call.call_class
            if call.operator:
                part["agentReference"] = [self._agent(call.operator, call.desk, "Call Taking")]
            if call.number:
                part["callBackReference"] = self._callback(name, call.number)
            yield part

    def _callback(self, call_name: str, number: str) -> dict[str, str]:
        name = f"{call_name}:callback"
        part = {**self._head(name, self._changed_us()), "callBackInformationUri": [f"tel:{number}"]}
        self._callbacks.append(part)
        return _ref(name)

    def _dispatches(self) -> Iterator[dict[str, Any]]:
        for task in self._incident.tasks:
            name = f"{self._uid}:dispatch:{task.task_id}"
            agency = self._agency(task.agency_code, "Dispatch", is_owner=False)
            changed_us = task.ended_us or task.acknowledged_us or task.sent_us or task.drafted_us
            units = [
                _ref(self._unit_name(part.unit_id))
                for part in self._incident.units
                if (unit := self._case.units.get(part.unit_id)) and unit.agency_code == task.agency_code
            ]
            part: dict[str, Any] = {
                **self._head(name, changed_us or self._changed_us()),
                "agencyReference": agency,
            }
            if units:
                part["emergencyResourceReference"] = units
            yield part

    def _resources(self) -> Iterator[dict[str, Any]]:
        for part in self._incident.units:
            unit = self._case.units.get(part.unit_id)
            if unit is None:
                continue
            try:
                state = UnitState(part.state)
            except ValueError:
                state = unit.state
            agency = self._agency(unit.agency_code, "Dispatch", is_owner=False)
            times = (part.released_us, part.on_scene_us, part.en_route_us, part.assigned_us)
            yield {
                **self._head(
                    self._unit_name(part.unit_id),
                    next((at for at in times if at is not None), self._changed_us()),
                ),
                "emergencyResourceName": unit.call_sign,
                "emergencyResourceTypeCommonRegistryText": OTHER,
                "primaryUnitStatusRegistryText": _UNIT_STATUS[state],
                "secondaryUnitStatusRegistryText": [_UNIT_STATUS[state]],
                "unitStatusInternal": [state.value],
                "resourceAttributeRegistryText": [OTHER],
                "resourceAttributeInternalText": list(unit.capabilities) or [unit.medium],
                "agentReference": [self._agent(unit.call_sign, "", "Field", agency=agency)],
            }

    def _notes(self) -> Iterator[dict[str, Any]]:
        for note in self._incident.notes:
            if note.draft or not note.text.strip():
                continue
            yield {
                **self._head(f"{self._uid}:note:{note.note_id}", note.at_us),
                "notesActionComments": escape(note.text, quote=False),  # the standard wants HTML5 here
                "agentReference": self._agent(note.actor, self._incident.desk, "Call Taking"),
            }

    def _links(self) -> Iterator[dict[str, Any]]:
        for kin in self._incident.kin:
            if kin.is_on:
                yield {
                    **self._head(f"{self._uid}:link:{kin.other}", kin.stamp_us),
                    "incidentTrackingIdentifier": incident_uid(kin.other, self._psap),
                    "linkDirectionCode": _LINKS[KinKind(kin.kind)],
                }

    def _merges(self) -> Iterator[dict[str, Any]]:
        for kin in self._incident.kin:
            if kin.is_on and kin.kind != KinKind.RELATED:
                is_replaced = kin.kind == KinKind.PARENT
                yield {
                    **self._head(f"{self._uid}:merge:{kin.other}", kin.stamp_us),
                    "incidentTrackingIdentifier": incident_uid(kin.other, self._psap),
                    "incidentMergeDirectionCode": "REPLACED" if is_replaced else "REPLACING",
                }

    # ---------------------------------------------------------------- people and agencies

    def _agency(self, code: str, role: str, *, is_owner: bool) -> dict[str, str]:
        name = self._psap if is_owner else f"{code}.{self._psap}"
        if name not in self._agencies:
            self._agencies[name] = {
                **self._head(name, self._changed_us()),
                "agencyType": ["psap" if is_owner else _AGENCY_TYPES.get(code, "other")],
                "agencyRoleDescriptionRegistryText": [role],
                "incidentOwningAgencyIndicator": is_owner,
            }
        return _ref(name)

    def _agent(
        self, who: str, desk: str, role: str, *, agency: dict[str, str] | None = None
    ) -> dict[str, str]:
        name = f"{who or 'desk'}@{self._psap}"
        if name not in self._agents:
            agent: dict[str, Any] = {
                **self._head(name, self._changed_us()),
                "agentRoleRegistryText": [role],
                "agencyReference": agency or _ref(self._psap),
            }
            if desk:
                agent["agentWorkstationPositionIdentification"] = desk
            self._agents[name] = agent
        return _ref(name)

    def _unit_name(self, unit_id: str) -> str:
        return f"{self._uid}:unit:{unit_id}"

    def _head(self, name: str, at_us: int) -> dict[str, Any]:
        return {
            "$id": name,
            "lastUpdateTimeStamp": _stamp(at_us),
            "updatedByAgencyReference": _ref(self._psap),
        }

    def _changed_us(self) -> int:
        times = [entry.at_us for entry in self._incident.timeline]
        return max(times, default=self._incident.opened_us or self._case.at_us)


def incident_uid(incident_id: str, psap: str) -> str:
    """The name of a ticket in the whole world. Source: NENA-STA-010.3 §2.1.7."""
    return f"urn:emergency:uid:incidentid:{incident_id}:{psap}"


def _ref(name: str) -> dict[str, str]:
    return {"$ref": name}


def _stamp(at_us: int) -> str:
    return datetime.fromtimestamp(at_us / 1e6, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _call_state(call: Call) -> str:
    if call.ended_us is not None:
        return "callEnd"
    return "callAnswered" if call.answered_us is not None else "callBegin"


def _pidf(entity: str, latitude: float, longitude: float, radius_m: float) -> str:
    """The point or circle as a PIDF-LO document. Source: RFC 5491 §5."""
    position = f"<gml:pos>{latitude:.6f} {longitude:.6f}</gml:pos>"
    shape = f'<gml:Point srsName="urn:ogc:def:crs:EPSG::4326">{position}</gml:Point>'
    if radius_m > 0:
        radius = f'<gs:radius uom="urn:ogc:def:uom:EPSG::9001">{radius_m:.1f}</gs:radius>'
        shape = f'<gs:Circle srsName="urn:ogc:def:crs:EPSG::4326">{position}{radius}</gs:Circle>'
    return (
        '<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10"'
        ' xmlns:gml="http://www.opengis.net/gml" xmlns:gs="http://www.opengis.net/pidflo/1.0"'
        f' entity="{escape(entity)}"><tuple id="incident"><status><gp:geopriv><gp:location-info>{shape}'
        "</gp:location-info><gp:usage-rules/></gp:geopriv></status></tuple></presence>"
    )
