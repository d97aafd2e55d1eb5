"""Do the files of the catalog agree with each other, and what has nobody filled in yet?"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields

from batola_desk.domain.catalog import Catalog
from batola_desk.domain.escalation import LEVEL_MAX
from batola_desk.domain.incident import FIELDS
from batola_desk.domain.prepared_text import GAPS, gaps_of
from batola_desk.domain.procedures import METRONOME_PER_MIN
from batola_desk.domain.rights import RIGHTS
from batola_desk.domain.roles import is_time
from batola_desk.domain.room_rules import PEOPLE_ROLES
from batola_desk.domain.silent_rules import Sign
from batola_desk.domain.task_message import VALUES, unusable_lines
from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.ministry_checks import ministry_faults
from batola_desk.settings.toml_file import TomlFile

MEDIA = ("road", "water", "both")
SYMBOLS = ("circle", "square", "diamond", "hexagon", "pentagon", "cross")
ALERT_PRIORITIES = ("high", "medium", "low")
ACKNOWLEDGERS = ("operator", "lead")
TONES = ("waiting", "p1", "p2", "p3", "attention", "alarm")
URGENT_TONES = ("waiting", "p1", "alarm")  # a caller who waits, a life at stake, a line that is dead
# Which priority may sound how: 5 + 5 pulses for high only, one or two for low only. A high alert may sound
# softer (3 pulses) where the operator is likely to be in a conversation.
TONES_OF = {
    "high": TONES,
    "medium": ("p2", "attention", "waiting"),
    "low": ("p3",),
}
ROOM_ROLES = tuple(role.value for role in PEOPLE_ROLES)
SPEED_MAX_KMH = 150.0
LIMITS_MAX = 60.0
CONTACTS_MAX = 9
WAIT_MAX_S = 3600.0
QUESTION_KINDS = ("yes_no", "number", "text")
ANSWERS = ("Y", "T", "?")


def check_references(catalog: Catalog, files: Mapping[str, TomlFile]) -> list[ConfigError]:
    """Return a fault for every code that names nothing that exists and every number out of its range."""
    faults = []
    for name, table, code_field, code, key, found, allowed in _links(catalog):
        wrong = [value for value in found if value and value not in allowed]
        if wrong:
            faults.append(_fault(files[name], table, (code_field, code), key, wrong, allowed))
    for name, section, key, value, allowed_range, fits in _ranges(catalog):
        if not fits:
            file = files[name]
            line = file.line_of(section, key=key)
            faults.append(
                ConfigError(file.path, line, f"{section}.{key}", found=str(value), allowed=allowed_range)
            )
    return [*faults, *ministry_faults(catalog, files)]


_Range = tuple[str, str, str, object, str, bool]


def _ranges(catalog: Catalog) -> Iterator[_Range]:
    """Numbers that make no sense together; each with what is allowed."""
    centre, limits = catalog.centre, catalog.limits
    ring, callback = limits.ring, limits.callback
    at = "limits.toml"
    climbs = f"at least ring_all_s ({ring.ring_all_s})"
    yield at, "ring", "lead_alarm_s", ring.lead_alarm_s, climbs, ring.lead_alarm_s >= ring.ring_all_s
    climbs = f"at least lead_alarm_s ({ring.lead_alarm_s})"
    yield at, "ring", "overflow_s", ring.overflow_s, climbs, ring.overflow_s >= ring.lead_alarm_s
    longer = f"at least hold_operator_s ({limits.call.hold_operator_s})"
    lead_s = limits.call.hold_lead_s
    yield at, "call", "hold_lead_s", lead_s, longer, lead_s >= limits.call.hold_operator_s
    for name, hour in (
        ("night_from_hour", callback.night_from_hour),
        ("night_to_hour", callback.night_to_hour),
    ):
        yield at, "callback", name, hour, "0 to 23", 0 <= hour <= 23
    scores = limits.quality
    yield at, "quality", "mos_warn", scores.mos_warn, "1.0 to 4.5", 1.0 <= scores.mos_warn <= 4.5
    below = f"1.0 to mos_warn ({scores.mos_warn})"
    yield at, "quality", "mos_alarm", scores.mos_alarm, below, 1.0 <= scores.mos_alarm <= scores.mos_warn
    share = limits.desk.clock_warn_share
    yield at, "desk", "clock_warn_share", share, "0.0 to 1.0", 0.0 <= share <= 1.0
    flush_ms = limits.desk.draft_flush_ms
    yield at, "desk", "draft_flush_ms", flush_ms, "50 to 1000", 50 <= flush_ms <= 1000
    for group, limit_s in limits.on_scene_s.items():
        known = group in catalog.groups and limit_s > 0
        yield at, "on_scene_s", group, limit_s, f"above 0, for one of {', '.join(catalog.groups)}", known
    yield from _travel_ranges(catalog)
    at = "centre.toml"
    offset = centre.utc_offset_min
    yield at, "centre", "utc_offset_min", offset, "-720 to 840", -720 <= offset <= 840
    north, east = centre.north, centre.east
    yield (
        at,
        "centre",
        "north",
        north,
        f"above south ({centre.south}), at most 90",
        centre.south < north <= 90,
    )
    yield at, "centre", "south", centre.south, "at least -90", centre.south >= -90
    yield at, "centre", "east", east, f"above west ({centre.west}), at most 180", centre.west < east <= 180
    yield at, "centre", "west", centre.west, "at least -180", centre.west >= -180
    digits = centre.regency_code.replace(".", "")
    yield at, "centre", "regency_code", centre.regency_code, "digits, e.g. 6304", digits.isdecimal()


def _travel_ranges(catalog: Catalog) -> Iterator[_Range]:
    at, section, travel = "routing.toml", "travel", catalog.routing.travel
    for part in fields(travel):
        value = getattr(travel, part.name)
        may_be_zero = part.name in {"transfer_s", "turnout_low_s", "turnout_high_s"}
        wide = "zero or more" if may_be_zero else "above 0"
        fits = math.isfinite(value) and (value >= 0 if may_be_zero else value > 0)
        yield at, section, part.name, value, wide, fits
    for low, high in (("low", "high"), ("guess_low", "guess_high"), ("turnout_low_s", "turnout_high_s")):
        lower, upper = getattr(travel, low), getattr(travel, high)
        yield at, section, high, upper, f"at least {low} ({lower})", upper >= lower
    limit_m = travel.snap_limit_m
    yield at, section, "snap_limit_m", limit_m, "at most 20000", limit_m <= 20_000
    for key in ("detour_road", "detour_water", "detour_both", "access_factor", "stale_high"):
        yield at, section, key, getattr(travel, key), "at least 1.0", getattr(travel, key) >= 1.0


_Link = tuple[str, str, str, str, str, Collection[str], Collection[str]]


def _links(catalog: Catalog) -> Iterator[_Link]:
    agencies, priorities = catalog.agencies, catalog.priorities
    for kind in catalog.types.values():
        at = ("incident_types.toml", "type", "code", kind.code)
        yield (*at, "group", (kind.group,), catalog.groups)
        yield (*at, "priority", (kind.priority,), priorities)
        yield (*at, "lead_agency", (kind.lead_agency,), agencies)
        yield (*at, "partners", kind.partners, agencies)
        yield (*at, "needs", kind.needs, catalog.capabilities)
    for group in catalog.groups.values():
        yield (
            "incident_types.toml",
            "group",
            "code",
            group.code,
            "lead_agency",
            (group.lead_agency,),
            agencies,
        )
        at = ("incident_types.toml", "group", "code", group.code)
        yield (*at, "needs", group.needs, catalog.capabilities)
    for agency in catalog.agencies.values():
        at = ("agencies.toml", "agency", "code", agency.code)
        yield (*at, "channels", agency.channels, catalog.channels)
        yield (*at, "symbol", (agency.symbol,), SYMBOLS)
        yield (*at, "ack_limits_s", tuple(agency.ack_limits_s), priorities)
        yield (*at, "capabilities", agency.capabilities, catalog.capabilities)
    for priority in priorities.values():
        at = ("priorities.toml", "priority", "code", priority.code)
        yield (*at, "alert", (priority.alert,), catalog.alerts)
    yield from _procedure_links(catalog)
    for plans, name in ((catalog.units, "units.toml"), (catalog.training_units, "training_units.toml")):
        for plan in plans:
            yield (name, "unit", "unit_id", plan.unit_id, "agency", (plan.agency,), agencies)
            yield (name, "unit", "unit_id", plan.unit_id, "medium", (plan.medium,), MEDIA)
            yield (
                name,
                "unit",
                "unit_id",
                plan.unit_id,
                "capabilities",
                plan.capabilities,
                catalog.capabilities,
            )
    yield from _ladder_links(catalog)
    yield from _number_links(catalog)
    for call_class in catalog.classes.values():
        if len(call_class.code) != 1 or not call_class.code.isupper():
            at = ("call_classes.toml", "class", "code", call_class.code)
            yield (*at, "code", (call_class.code,), ("one capital letter",))


def _ladder_links(catalog: Catalog) -> Iterator[_Link]:
    """Steps climb in their order; sources and messages name what exists."""
    file, before = "agencies.toml", 0.0
    for code in sorted(catalog.escalations):
        step = catalog.escalations[code]
        at = (file, "escalation", "code", str(code))
        if not 1 <= code <= LEVEL_MAX:
            yield (*at, "code", (str(code),), (f"1 to {LEVEL_MAX}",))
        if not before < step.after_limits <= LIMITS_MAX:
            yield (
                *at,
                "after_limits",
                (f"{step.after_limits:g}",),
                (f"above {before:g}, at most {LIMITS_MAX:g}",),
            )
        if not 1 <= step.contact <= CONTACTS_MAX:
            yield (*at, "contact", (str(step.contact),), (f"1 to {CONTACTS_MAX}",))
        yield (*at, "alert", (step.alert,), catalog.alerts)
        before = step.after_limits
    for source in catalog.sources.values():
        at = (file, "source", "code", source.code)
        yield (*at, "agency", (source.agency,), catalog.agencies)
        yield (*at, "channel", (source.channel,), catalog.channels)
    for message in catalog.task_messages.values():
        at = (file, "message", "code", message.code)
        yield (*at, "lines", unusable_lines(message.lines), tuple(f"{{{name}}}" for name in VALUES))
    for channel in catalog.channels.values():
        if not 0 < channel.wait_s <= WAIT_MAX_S:
            at = (file, "channel", "code", channel.code)
            yield (*at, "wait_s", (f"{channel.wait_s:g}",), (f"above 0, at most {WAIT_MAX_S:g}",))


def _number_links(catalog: Catalog) -> Iterator[_Link]:
    for dial in catalog.speed_dials.values():
        at = ("speed_dial.toml", "speed_dial", "code", dial.code)
        yield (*at, "agency", (dial.agency,), catalog.agencies)
        dialled = dial.number or getattr(catalog.agencies.get(dial.agency), "national_number", "")
        if not any(character.isdigit() for character in dialled):
            yield (*at, "number", (dialled or "nothing",), ("a number, or an agency with a national_number",))
    for neighbour in catalog.neighbours.values():
        at = ("neighbours.toml", "neighbour", "code", neighbour.code)
        yield (*at, "agency", (neighbour.agency,), ("", *catalog.agencies))
        for area in neighbour.areas:
            is_place = abs(area.latitude) <= 90 and abs(area.longitude) <= 180 and area.radius_km > 0
            shown = f"{area.latitude:g}, {area.longitude:g}, {area.radius_km:g} km"
            yield (*at, "areas", (shown,), (shown,) if is_place else ("degrees, and more than 0 km",))
    yield from _text_links(catalog)
    for desk in catalog.desks.values():
        at = ("desks.toml", "desk", "letter", desk.letter)
        if len(desk.letter) != 1 or not desk.letter.isupper():
            yield (*at, "letter", (desk.letter,), ("one capital letter",))
        if not desk.uri.lower().startswith("sip:") or "@" not in desk.uri:
            yield (*at, "uri", (desk.uri,), ("sip:name@host:port",))
    for station in catalog.tide_stations.values():
        at = ("tides.toml", "station", "code", station.code)
        for key, value, limit in (
            ("latitude", station.latitude, 90.0),
            ("longitude", station.longitude, 180.0),
            ("offset_min", station.offset_min, 720.0),
            ("offset_m", station.offset_m, 10.0),
        ):
            if not abs(value) <= limit:
                yield (*at, key, (f"{value:g}",), (f"-{limit:g} to {limit:g}",))
    for speed in catalog.routing.speeds.values():
        if not 0 <= speed.kmh <= SPEED_MAX_KMH:
            at = ("routing.toml", "speed", "kind", speed.kind)
            yield (*at, "kmh", (f"{speed.kmh:g}",), (f"0 to {SPEED_MAX_KMH:g}",))


def _text_links(catalog: Catalog) -> Iterator[_Link]:
    """Texts that leave the desk: only gaps that somebody fills, and a code that names one target."""
    for text in catalog.prepared_texts.values():
        at = ("prepared_texts.toml", "text", "code", text.code)
        yield (*at, "text", _gaps(text.text), GAPS)
    for kind in catalog.number_measures.values():
        at = ("number_measures.toml", "measure", "code", kind.code)
        is_span = 0 < kind.days <= kind.days_max
        yield (*at, "days", (str(kind.days),), (str(kind.days),) if is_span else ("1 to days_max",))
    prefixes = [target.prefix for target in catalog.referrals.values()]
    for target in catalog.referrals.values():
        at = ("referrals.toml", "referral", "code", target.code)
        yield (*at, "text", _gaps(target.text), GAPS)
        is_word = target.prefix.isalnum() and target.prefix.isupper() and prefixes.count(target.prefix) == 1
        prefix = target.prefix or "nothing"
        yield (*at, "prefix", (prefix,), (prefix,) if is_word else ("capitals and digits, one target each",))


def _gaps(text: str) -> tuple[str, ...]:
    try:
        return gaps_of(text) if text.strip() else ("nothing",)
    except ValueError:
        return ("a brace without its partner",)


def _procedure_links(catalog: Catalog) -> Iterator[_Link]:
    for alert in catalog.alerts.values():
        at = ("alerts.toml", "alert", "code", alert.code)
        yield (*at, "priority", (alert.priority,), ALERT_PRIORITIES)
        yield (*at, "acknowledge", (alert.acknowledge,), ACKNOWLEDGERS)
        yield (*at, "tone", (alert.tone,), TONES)
        if alert.priority in TONES_OF and alert.tone in TONES:
            yield (*at, "tone", (alert.tone,), TONES_OF[alert.priority])
        if alert.tone in URGENT_TONES and alert.quiet_s <= 0:  # an urgent one is never silenced for good
            yield (*at, "quiet_s", (f"{alert.quiet_s:g}",), ("more than 0",))
    for role in catalog.roles.values():
        at = ("roles.toml", "role", "code", role.code)
        yield (*at, "actions", role.actions, RIGHTS)
        yield (*at, "room_role", (role.room_role,), ROOM_ROLES)
    for shift in catalog.shifts.values():
        at = ("shifts.toml", "shift", "code", shift.code)
        for key, time in (("begins", shift.begins), ("ends", shift.ends)):
            yield (*at, key, (time,), (time,) if is_time(time) else ("a time, e.g. 07:00",))
    for entry in catalog.triage.values():
        at = ("triage.toml", "set", "code", entry.code)
        yield (*at, "code", (entry.code,), ("U", *catalog.groups, *catalog.types))
        yield (*at, "also_for", entry.also_for, catalog.types)
        asked = entry.questions
        yield (*at, "questions", [question.kind for question in asked], QUESTION_KINDS)
        yield (*at, "questions", [question.raise_on for question in asked], ANSWERS)
        yield (*at, "questions", [question.raise_to for question in asked], catalog.priorities)
        yield (*at, "questions", [question.change_type for question in asked], catalog.types)
        yield (*at, "questions", [question.begin_silent for question in asked], ANSWERS)
        yield (*at, "questions", [question.field for question in asked], FIELDS)
        slowest, fastest = METRONOME_PER_MIN
        beats = entry.metronome_per_min
        if beats and not slowest <= beats <= fastest:
            yield (*at, "metronome_per_min", (str(beats),), (f"{slowest} to {fastest}",))
    for rule in catalog.silent.rules:
        at = ("silent_procedure.toml", "rule", "sign", rule.sign)
        yield (*at, "sign", (rule.sign,), tuple(Sign))
        yield (*at, "type_code", (rule.type_code,), catalog.types)
        yield (*at, "call_class", (rule.call_class,), catalog.classes)
        if bool(rule.type_code) == bool(rule.call_class):
            yield (*at, "type_code", (rule.type_code or "nothing",), ("either a type_code or a call_class",))
    yield from _device_links(catalog)
    keys = [item.key for item in catalog.silent.items]
    for number, item in enumerate(catalog.silent.items):
        free = item.key not in keys[:number]
        at = ("silent_procedure.toml", "item", "code", item.code)
        yield (*at, "key", (item.key,), (item.key,) if free else ("a key no other line has",))


def _device_links(catalog: Catalog) -> Iterator[_Link]:
    """A device that two units claim would move both."""
    owners: dict[str, str] = {}
    for name, plans in (("units.toml", catalog.units), ("training_units.toml", catalog.training_units)):
        for plan in plans:
            for device in plan.devices:
                owner = owners.setdefault(device, plan.unit_id)
                is_free = owner == plan.unit_id and 0 < len(device) <= 64
                allowed = (device,) if is_free else ("a device of no other unit, 1 to 64 characters",)
                yield (name, "unit", "unit_id", plan.unit_id, "devices", (device,), allowed)


def _fault(
    file: TomlFile, table: str, owner: tuple[str, str], key: str, wrong: list[str], allowed: Collection[str]
) -> ConfigError:
    code_field, code = owner
    rows = file.data.get(table, [])
    index = next((i for i, row in enumerate(rows) if str(row.get(code_field)) == code), None)
    return ConfigError(
        file.path,
        file.line_of(table, index, key) if index is not None else 1,
        f"{table}.{key}",
        found=", ".join(repr(value) for value in wrong),
        allowed=", ".join(allowed),
    )


def list_gaps(catalog: Catalog) -> tuple[str, ...]:
    """Return what an admin still has to fill in, as codes. Source: domain.md §8, §19."""
    gaps = [
        f"agency_contact:{agency.code}"
        for agency in catalog.agencies.values()
        if not agency.contacts and not agency.national_number
    ]
    if not catalog.units:
        gaps.append("units:none")
    gaps += [f"triage_draft:{entry.code}" for entry in catalog.triage.values() if not entry.approved]
    return tuple(gaps)
