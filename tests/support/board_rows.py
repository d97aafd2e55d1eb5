"""Lines of the boards, made up."""

from __future__ import annotations

from batola_desk.services.views import BoardRow


def row(number: int, **changes: object) -> BoardRow:
    values: dict[str, object] = {
        "incident_id": f"i{number}",
        "ticket_number": f"112-6304-20250825-A{number:04d}",
        "state": "forwarded",
        "priority": "P2",
        "type_code": "KB05",
        "type_label": "Karhutla",
        "place": "Desa Antar Baru, Kec. Marabahan",
        "latitude": None,
        "longitude": None,
        "uncertainty_m": 0.0,
        "opened_us": number,
        "late": "",
        "agencies": (("bpbd", "sent"),),
        "unit_call_signs": (),
        "call_count": 1,
        "is_draft": False,
        "is_open": True,
        "training": False,
    }
    return BoardRow(**(values | changes))  # type: ignore[arg-type]
