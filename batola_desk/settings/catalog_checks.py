"""Do the files of the catalog agree with each other, and what has nobody filled in yet?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from batola_desk.domain.catalog import Catalog
from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.toml_file import TomlFile

MEDIA = ("road", "water", "both")


def check_references(catalog: Catalog, files: Mapping[str, TomlFile]) -> list[ConfigError]:
    """Return one fault for every code that names something that does not exist."""
    faults = []
    for name, table, code_field, code, key, found, allowed in _links(catalog):
        wrong = [value for value in found if value and value not in allowed]
        if wrong:
            faults.append(_fault(files[name], table, (code_field, code), key, wrong, allowed))
    return faults


_Link = tuple[str, str, str, str, str, Collection[str], Collection[str]]


def _links(catalog: Catalog) -> Iterator[_Link]:
    agencies, priorities = catalog.agencies, catalog.priorities
    for kind in catalog.types.values():
        at = ("incident_types.toml", "type", "code", kind.code)
        yield (*at, "group", (kind.group,), catalog.groups)
        yield (*at, "priority", (kind.priority,), priorities)
        yield (*at, "lead_agency", (kind.lead_agency,), agencies)
        yield (*at, "partners", kind.partners, agencies)
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
    for agency in catalog.agencies.values():
        yield ("agencies.toml", "agency", "code", agency.code, "channels", agency.channels, catalog.channels)
    for priority in priorities.values():
        at = ("priorities.toml", "priority", "code", priority.code)
        yield (*at, "alert", (priority.alert,), catalog.alerts)
    for plans, name in ((catalog.units, "units.toml"), (catalog.training_units, "training_units.toml")):
        for plan in plans:
            yield (name, "unit", "unit_id", plan.unit_id, "agency", (plan.agency,), agencies)
            yield (name, "unit", "unit_id", plan.unit_id, "medium", (plan.medium,), MEDIA)
    for call_class in catalog.classes.values():
        if len(call_class.code) != 1 or not call_class.code.isupper():
            at = ("call_classes.toml", "class", "code", call_class.code)
            yield (*at, "code", (call_class.code,), ("one capital letter",))


def _fault(
    file: TomlFile, table: str, owner: tuple[str, str], key: str, wrong: list[str], allowed: Collection[str]
) -> ConfigError:
    code_field, code = owner
    rows = file.data.get(table, [])
    index = next((i for i, row in enumerate(rows) if row.get(code_field) == code), None)
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
