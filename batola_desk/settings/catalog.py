"""Loads the regency's data: shipped defaults, then the site's overrides merged over them by code.

A broken shipped file stops the start. A broken override costs only itself: the defaults are used and the
fault is reported, because a desk that answers with yesterday's texts is better than none.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from batola_desk.domain import catalog as shapes
from batola_desk.domain import limits, procedures, roles, routing
from batola_desk.domain.catalog import Catalog
from batola_desk.domain.escalation import EscalationStep
from batola_desk.domain.ministry_report import MinistryReport, ReportColumn, ReportForm, in_order
from batola_desk.domain.number_measure import MeasureKind
from batola_desk.domain.prepared_text import PreparedText
from batola_desk.domain.referral import ReferralTarget
from batola_desk.domain.similar_limits import SimilarLimits
from batola_desk.domain.tide_station import TideStation
from batola_desk.settings.catalog_checks import check_references, list_gaps
from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.entry import Words, read_words
from batola_desk.settings.shapes_of_tables import convert, convert_plain, refuse_unknown
from batola_desk.settings.toml_file import TomlFile, read_toml

CATALOG_VERSION = 1

# file, table, class, name of the field that holds the code
TABLES: tuple[tuple[str, str, type[Any], str], ...] = (
    ("call_classes.toml", "class", shapes.CallClass, "code"),
    ("priorities.toml", "priority", shapes.Priority, "code"),
    ("incident_types.toml", "group", shapes.IncidentGroup, "code"),
    ("incident_types.toml", "type", shapes.IncidentType, "code"),
    ("agencies.toml", "channel", shapes.Channel, "code"),
    ("agencies.toml", "agency", shapes.Agency, "code"),
    ("agencies.toml", "escalation", EscalationStep, "code"),
    ("agencies.toml", "source", shapes.OtherSource, "code"),
    ("agencies.toml", "message", shapes.TaskMessage, "code"),
    ("dispositions.toml", "disposition", shapes.Disposition, "code"),
    ("silent_procedure.toml", "prompt", procedures.SilentPrompt, "at_s"),
    ("silent_procedure.toml", "item", procedures.SilentItem, "code"),
    ("silent_procedure.toml", "digit", procedures.DigitMeaning, "digit"),
    ("silent_procedure.toml", "rule", procedures.SilentRule, "sign"),
    ("triage.toml", "set", procedures.TriageSet, "code"),
    ("quick_replies.toml", "reply", procedures.QuickReply, "code"),
    ("link_answers.toml", "answer", procedures.LinkAnswer, "code"),
    ("alerts.toml", "alert", shapes.Alert, "code"),
    ("roles.toml", "role", roles.Role, "code"),
    ("shifts.toml", "shift", roles.Shift, "code"),
    ("units.toml", "unit", shapes.UnitPlan, "unit_id"),
    ("training_units.toml", "unit", shapes.UnitPlan, "unit_id"),
    ("speed_dial.toml", "speed_dial", shapes.SpeedDial, "code"),
    ("desks.toml", "desk", shapes.DeskPlace, "letter"),
    ("neighbours.toml", "neighbour", shapes.Neighbour, "code"),
    ("routing.toml", "speed", routing.WaySpeed, "kind"),
    ("capabilities.toml", "capability", routing.Capability, "code"),
    ("tides.toml", "station", TideStation, "code"),
    ("prepared_texts.toml", "text", PreparedText, "code"),
    ("referrals.toml", "referral", ReferralTarget, "code"),
    ("number_measures.toml", "measure", MeasureKind, "code"),
    ("ministry_report.toml", "column", ReportColumn, "code"),
)
_SECTIONS: Mapping[str, tuple[str, type[Any]]] = {  # files with a list and a section
    "routing.toml": ("travel", routing.Travel),
    "ministry_report.toml": ("report", ReportForm),
}
LIMIT_SECTIONS: Mapping[str, type[Any]] = {
    "ring": limits.RingLadder,
    "call": limits.CallLimits,
    "incident": limits.IncidentLimits,
    "silent": limits.SilentLimits,
    "unit": limits.UnitLimits,
    "callback": limits.CallbackLimits,
    "callback_score": limits.CallbackScores,
    "similar": SimilarLimits,
    "desk": limits.DeskLimits,
    "recording": limits.RecordingLimits,
    "quality": limits.QualityLimits,
    "alarms": limits.AlarmLimits,
    "location_link": limits.LocationLinkLimits,
    "people": roles.PeopleLimits,
}
SECTIONS_OF_POINTS = frozenset({"callback_score", "similar"})  # points may be taken away
FILES = tuple(dict.fromkeys([name for name, *_ in TABLES] + ["limits.toml", "centre.toml"]))


@dataclass(slots=True)
class LoadedCatalog:
    """The catalog and every fault found in overrides."""

    catalog: Catalog
    faults: tuple[ConfigError, ...] = ()


@dataclass(slots=True)
class _Raw:
    """Tables of one folder, read and checked one by one."""

    items: dict[tuple[str, str], dict[Any, Any]] = field(default_factory=dict)
    sections: dict[str, Any] = field(default_factory=dict)
    centre: shapes.Centre | None = None
    files: dict[str, TomlFile] = field(default_factory=dict)


def load_catalog(
    shipped: Path,
    override: Path | None = None,
    *,
    policy: Mapping[str, Mapping[str, object]] | None = None,
) -> LoadedCatalog:
    """Load the catalog.

    Args:
        shipped: folder of shipped defaults (``resources/config``).
        override: the site's folder; any subset of the same files, merged by code.
        policy: file → ``section.key`` → value that counts before both (``settings.policy``).

    Raises:
        ConfigError: a shipped file is broken.
    """
    base = _Raw()
    for name in FILES:
        _take(read_toml(shipped / name), base, base=None)
    catalog = _assemble(base)
    references = check_references(catalog, base.files)
    if references:
        raise references[0]
    over, faults = _overrides(override)
    catalog, more = _lay_over(over, base, catalog)
    said = [_said(shipped / name, values) for name, values in (policy or {}).items() if values]
    catalog, last = _lay_over(said, base, catalog)
    return LoadedCatalog(dataclasses.replace(catalog, gaps=list_gaps(catalog)), (*faults, *more, *last))


def _overrides(folder: Path | None) -> tuple[list[TomlFile], list[ConfigError]]:
    """Read the site's files; one that is no TOML is a fault."""
    found: list[TomlFile] = []
    faults: list[ConfigError] = []
    for name in FILES if folder is not None and folder.is_dir() else ():
        assert folder is not None
        if (folder / name).exists():
            try:
                found.append(read_toml(folder / name))
            except ConfigError as fault:
                faults.append(fault)
    return found, faults


def _said(path: Path, values: Mapping[str, object]) -> TomlFile:
    """Return a policy's values as if they stood in an override."""
    data: dict[str, Any] = {"version": CATALOG_VERSION}
    for shown, value in values.items():
        section, _, key = shown.rpartition(".")
        data.setdefault(section, {})[key] = value
    return TomlFile(path, "", data)


def _lay_over(files: Sequence[TomlFile], base: _Raw, catalog: Catalog) -> tuple[Catalog, list[ConfigError]]:
    """Merge overrides one by one, so that a bad one costs only itself.

    A file may name what a later one brings (a type its new agency): what was refused is tried again as long
    as another file was taken meanwhile.
    """
    faults: list[ConfigError] = []
    while files:
        faults = []
        refused: list[TomlFile] = []
        for file in files:
            before = len(faults)
            catalog = _override(file, base, catalog, faults)
            if len(faults) > before:
                refused.append(file)
        if len(refused) == len(files):
            break
        files = refused
    return catalog, faults


def _override(file: TomlFile, base: _Raw, catalog: Catalog, faults: list[ConfigError]) -> Catalog:
    """Merge one override file; on any fault keep what was there."""
    trial = _Raw(
        items={key: dict(value) for key, value in base.items.items()},
        sections=dict(base.sections),
        centre=base.centre,
        files=dict(base.files),
    )
    try:
        _take(file, trial, base=base)
        merged = _assemble(trial)
        broken = check_references(merged, trial.files)
    except ConfigError as fault:
        faults.append(fault)
        return catalog
    if broken:
        faults.extend(broken)
        return catalog
    base.items, base.sections, base.centre, base.files = (
        trial.items,
        trial.sections,
        trial.centre,
        trial.files,
    )
    return merged


def _take(file: TomlFile, raw: _Raw, *, base: _Raw | None) -> None:
    path = file.path
    raw.files[path.name] = file
    version = file.data.get("version")
    if version != CATALOG_VERSION:
        raise ConfigError(
            path,
            file.line_of("", key="version"),
            "version",
            found=repr(version),
            allowed=str(CATALOG_VERSION),
        )
    allowed = {"version"} | {table for name, table, *_ in TABLES if name == path.name}
    if path.name == "limits.toml":
        _read_limits(file, raw)
        return
    if path.name == "centre.toml":
        _read_centre(file, raw, base)
        return
    if path.name in _SECTIONS:
        section, shape = _SECTIONS[path.name]
        allowed.add(section)
        _read_section(file, raw, section, shape)
    refuse_unknown(file, file.data, allowed, "")
    for name, table, shape, code in TABLES:
        if name == path.name:
            _read_table(file, raw, (table, shape, code), base)


def _read_table(file: TomlFile, raw: _Raw, spec: tuple[str, type[Any], str], base: _Raw | None) -> None:
    table, shape, code_field = spec
    rows = file.data.get(table, [])
    if not isinstance(rows, list):
        raise ConfigError(
            file.path, file.line_of(table), table, found="one table", allowed=f"a list of [[{table}]] tables"
        )
    known = raw.items.setdefault((file.path.name, table), {})
    seen: set[Any] = set()
    for index, row in enumerate(rows):
        before = known.get(row.get(code_field)) if base is not None and isinstance(row, dict) else None
        item = convert(file, table, index, row, shape, before)
        code = getattr(item, code_field)
        if code in seen:
            raise ConfigError(
                file.path,
                file.line_of(table, index, code_field),
                f"{table}.{code_field}",
                found=f"{code!r} twice",
                allowed="each code once",
            )
        seen.add(code)
        known[code] = item


def _read_limits(file: TomlFile, raw: _Raw) -> None:
    refuse_unknown(file, file.data, {"version", "on_scene_s", *LIMIT_SECTIONS}, "")
    said = read_words("limits.toml")  # the window's limits are the loader's, so they cannot differ
    for section, shape in LIMIT_SECTIONS.items():
        if section in file.data:
            before = raw.sections.get(section)
            value = convert(file, section, None, file.data[section], shape, before)
            for name in (f.name for f in dataclasses.fields(shape)):
                number = getattr(value, name)
                allowed = _beyond(section, name, number, said.get(f"{section}.{name}"))
                if allowed:
                    line = file.line_of(section, key=name)
                    raise ConfigError(
                        file.path, line, f"{section}.{name}", found=str(number), allowed=allowed
                    )
            raw.sections[section] = value
    if "on_scene_s" in file.data:
        times = file.data["on_scene_s"]
        for group, seconds in times.items() if isinstance(times, dict) else ():
            if isinstance(seconds, bool) or not isinstance(seconds, int) or seconds < 0:
                at = file.line_of("on_scene_s", key=group)
                key = f"on_scene_s.{group}"
                raise ConfigError(file.path, at, key, found=repr(seconds), allowed="a whole number")
        limits = convert_plain(file, "on_scene_s", times, dict[str, int])
        raw.sections["on_scene_s"] = {**raw.sections.get("on_scene_s", {}), **limits}


def _beyond(section: str, name: str, number: object, said: Words | None) -> str:
    """Return what is allowed when a limit's value is beyond what may be, empty when it is not."""
    if isinstance(number, bool) or not isinstance(number, int | float):
        return ""
    least = said.minimum if said is not None else None
    most = said.maximum if said is not None else None
    if least is None and section not in SECTIONS_OF_POINTS and number < 0:
        return "zero or more"
    is_low = least is not None and number < least
    if not is_low and (most is None or number <= most):
        return ""
    if least is not None and most is not None:
        return f"{float(least)} to {float(most)}"
    return f"at least {least:g}" if is_low else f"at most {most:g}"


def _read_section(file: TomlFile, raw: _Raw, section: str, shape: type[Any]) -> None:
    if section in file.data:
        before = raw.sections.get(section)
        raw.sections[section] = convert(file, section, None, file.data[section], shape, before)


def _read_centre(file: TomlFile, raw: _Raw, base: _Raw | None) -> None:
    refuse_unknown(file, file.data, {"version", "centre"}, "")
    before = raw.centre if base is not None else None
    raw.centre = convert(file, "centre", None, file.data.get("centre", {}), shapes.Centre, before)


def _assemble(raw: _Raw) -> Catalog:
    def table(file: str, name: str) -> dict[Any, Any]:
        return raw.items.get((file, name), {})

    assert raw.centre is not None
    by_time: Callable[[procedures.SilentPrompt], float] = lambda prompt: prompt.at_s  # noqa: E731
    return Catalog(
        centre=raw.centre,
        classes=table("call_classes.toml", "class"),
        priorities=table("priorities.toml", "priority"),
        groups=table("incident_types.toml", "group"),
        types=table("incident_types.toml", "type"),
        agencies=table("agencies.toml", "agency"),
        channels=table("agencies.toml", "channel"),
        dispositions=table("dispositions.toml", "disposition"),
        limits=limits.Limits(
            **{name: part for name, part in raw.sections.items() if name not in {"travel", "report"}}
        ),
        silent=procedures.SilentProcedure(
            prompts=tuple(sorted(table("silent_procedure.toml", "prompt").values(), key=by_time)),
            items=tuple(table("silent_procedure.toml", "item").values()),
            digits=tuple(table("silent_procedure.toml", "digit").values()),
            rules=tuple(table("silent_procedure.toml", "rule").values()),
        ),
        triage=table("triage.toml", "set"),
        alerts=table("alerts.toml", "alert"),
        quick_replies=tuple(table("quick_replies.toml", "reply").values()),
        link_answers=tuple(table("link_answers.toml", "answer").values()),
        roles=table("roles.toml", "role"),
        units=tuple(table("units.toml", "unit").values()),
        training_units=tuple(table("training_units.toml", "unit").values()),
        speed_dials=table("speed_dial.toml", "speed_dial"),
        desks=table("desks.toml", "desk"),
        shifts=table("shifts.toml", "shift"),
        neighbours=table("neighbours.toml", "neighbour"),
        capabilities=table("capabilities.toml", "capability"),
        tide_stations=table("tides.toml", "station"),
        prepared_texts=table("prepared_texts.toml", "text"),
        referrals=table("referrals.toml", "referral"),
        number_measures=table("number_measures.toml", "measure"),
        ministry_report=MinistryReport(
            form=raw.sections.get("report", ReportForm()),
            columns=in_order(table("ministry_report.toml", "column").values()),
        ),
        escalations=table("agencies.toml", "escalation"),
        sources=table("agencies.toml", "source"),
        task_messages=table("agencies.toml", "message"),
        routing=routing.Routing(
            travel=raw.sections.get("travel", routing.Travel()), speeds=table("routing.toml", "speed")
        ),
    )
