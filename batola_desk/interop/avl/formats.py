"""How the known senders write a position: Traccar's client and server, OwnTracks.

Source: traccar.org/osmand (OsmAnd protocol: speed in knots), traccar.org/forward (position forwarding),
owntracks.org/booklet/tech/json (speed in km/h).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from batola_desk.interop.avl.report import KMH_MPS, KNOT_MPS, BadReportError, Report, make_report
from batola_desk.interop.http_request import RefusedRequestError, Request, parse_query

TRACCAR: Final = "traccar"
OWNTRACKS: Final = "owntracks"
_DEPTH_MAX: Final = 32  # LIMIT: of nested JSON; the deepest known sender has four


def read_osmand(request: Request) -> Report:
    """Read the OsmAnd protocol: in the address, as a form, or as the JSON body of newer clients.

    Raises:
        BadReportError: see ``make_report``.
    """
    if request.body and request.media_type == "application/json":
        return _read_client_json(_json(request.body))
    fields: Mapping[str, str] = request.query
    if request.body:
        try:
            fields = {**fields, **parse_query(request.body.decode("ascii"))}
        except (UnicodeDecodeError, RefusedRequestError) as fault:
            raise BadReportError("form not understood") from fault
    place: tuple[object, object] = (fields.get("lat"), fields.get("lon"))
    if "location" in fields:
        latitude, _, longitude = fields["location"].partition(",")
        place = (latitude, longitude)
    return make_report(
        (fields.get("id"), fields.get("deviceid")),
        place,
        TRACCAR,
        at=fields.get("timestamp"),
        motion=(fields.get("speed"), fields.get("bearing", fields.get("heading")), fields.get("accuracy")),
        speed_unit_mps=KNOT_MPS,
    )


def _read_client_json(body: Any) -> Report:
    """Source: Traccar Client 9 (its background location sends metres a second)."""
    location = _table(_table(body).get("location"))
    coords = _table(location.get("coords"))
    return make_report(
        (body.get("device_id"), body.get("id")),
        (coords.get("latitude"), coords.get("longitude")),
        TRACCAR,
        at=location.get("timestamp"),
        motion=(_known(coords.get("speed")), _known(coords.get("heading")), coords.get("accuracy")),
    )


def read_forward(request: Request) -> Report:
    """Read what a Traccar server forwards.

    Raises:
        BadReportError: see ``make_report``; also a position that the server itself calls invalid.
    """
    body = _table(_json(request.body))
    position, device = _table(body.get("position")), _table(body.get("device"))
    if position.get("valid") is False:
        raise BadReportError("the server says the position is not valid")
    return make_report(
        (device.get("uniqueId"), device.get("name")),
        (position.get("latitude"), position.get("longitude")),
        TRACCAR,
        at=position.get("fixTime") or position.get("deviceTime"),
        motion=(position.get("speed"), position.get("course"), position.get("accuracy")),
        speed_unit_mps=KNOT_MPS,
    )


def read_owntracks(request: Request) -> Report | None:
    """Read OwnTracks; None = a message of another kind, which is fine.

    Raises:
        BadReportError: see ``make_report``; also an encrypted one, which nobody here can read.
    """
    body = _table(_json(request.body))
    kind = body.get("_type")
    if kind == "encrypted":
        raise BadReportError("encrypted: switch the encryption of OwnTracks off, TLS protects the way")
    if kind != "location":
        return None
    user, device = request.headers.get("x-limit-u", request.user), request.headers.get("x-limit-d", "")
    return make_report(
        (f"{user}/{device}" if user and device else "", user, body.get("tid")),
        (body.get("lat"), body.get("lon")),
        OWNTRACKS,
        at=body.get("tst"),
        motion=(body.get("vel"), body.get("cog"), body.get("acc")),
        speed_unit_mps=KMH_MPS,
    )


def _known(value: object) -> object:
    """-1 is how telephones say that they do not know."""
    return None if value == -1 else value


def _json(body: bytes) -> Any:
    if body.count(b"[") + body.count(b"{") > 1000 or _depth(body) > _DEPTH_MAX:
        raise BadReportError("JSON too deep")
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise BadReportError("JSON not understood") from fault


def _depth(body: bytes) -> int:
    """An upper bound without parsing: brackets in texts count too, and do no harm."""
    deepest = depth = 0
    for sign in body:
        if sign in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in b"]}":
            depth -= 1
    return deepest


def _table(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadReportError("JSON of another shape")
    return value
