"""Every name that the command line may hear now: of the configuration, the units, the ticket in the form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from batola_desk.domain.catalog import Catalog
from batola_desk.domain.incident import Incident
from batola_desk.domain.unit import Unit, UnitState
from batola_desk.services.orders.matching import Item
from batola_desk.services.views import PlaceSuggestion

NEW, FILL, SEND, UNIT, UNITS, ASSIGN, REPLAY = "baru", "isi", "kirim", "s", "satuan", "tugas", "putar"

# What crews say on the radio. Source: domain.md §5.4.
STATE_NAMES: Mapping[UnitState, tuple[str, ...]] = {
    UnitState.AVAILABLE: ("siap", "tersedia"),
    UnitState.EN_ROUTE: ("menuju", "berangkat", "jalan"),
    UnitState.ON_SCENE: ("tiba", "sampai", "di lokasi", "lokasi"),
    UnitState.TRANSPORTING: ("transport", "antar", "bawa pasien"),
    UnitState.AT_FACILITY: ("di faskes", "faskes", "di rs"),
    UnitState.RETURNING: ("kembali", "pulang"),
    UnitState.STAGED: ("siaga",),
    UnitState.OUT_OF_SERVICE: ("tidak siap", "rusak", "off"),
    UnitState.EMERGENCY: ("darurat",),
}


def no_places(_text: str) -> Sequence[PlaceSuggestion]:
    """Nobody knows any place."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What may be said now.

    Attributes:
        words: words of the command book, each with whether something may follow it.
        incident: the ticket in the form; None = no ticket there.
        units: by id.
    """

    catalog: Catalog
    role: str
    words: Mapping[str, bool]
    types: tuple[Item, ...] = ()
    agencies: tuple[Item, ...] = ()
    priorities: tuple[Item, ...] = ()
    channels: tuple[Item, ...] = ()
    unit_names: tuple[Item, ...] = ()
    units: Mapping[str, Unit] = field(default_factory=dict)
    incident: Incident | None = None
    search_places: Callable[[str], Sequence[PlaceSuggestion]] = no_places


STATES = tuple(Item(code=state.value, label=names[0], names=names) for state, names in STATE_NAMES.items())


def type_names(catalog: Catalog) -> tuple[Item, ...]:
    """Types of incident, the most urgent first."""
    kinds = sorted(catalog.types.values(), key=lambda kind: (kind.priority, kind.code))
    return tuple(
        Item(
            code=kind.code,
            label=f"{kind.code} {kind.label}",
            names=(kind.code, kind.label, *_said(kind.label_en), *kind.synonyms),
        )
        for kind in kinds
    )


def agency_names(catalog: Catalog) -> tuple[Item, ...]:
    """Agencies by code, short and long name and national number."""
    return tuple(
        Item(
            code=agency.code,
            label=agency.short or agency.label,
            names=(
                agency.code, agency.label, *_said(agency.short), *_said(agency.label_en),
                *_said(agency.national_number),
            ),
        )
        for agency in catalog.agencies.values()
    )  # fmt: skip


def priority_names(catalog: Catalog) -> tuple[Item, ...]:
    """Priorities: ``p1`` or ``1``."""
    return tuple(
        Item(code=one.code, label=one.code, names=(one.code, one.code.lstrip("Pp"), one.label))
        for one in catalog.priorities.values()
    )


def channel_names(catalog: Catalog) -> tuple[Item, ...]:
    """Ways to reach an agency."""
    return tuple(
        Item(code=one.code, label=one.label, names=(one.code, one.label, *_said(one.label_en)))
        for one in catalog.channels.values()
    )


def unit_names(units: Iterable[Unit]) -> tuple[Item, ...]:
    """Units by their call sign."""
    return tuple(Item(code=unit.unit_id, label=unit.call_sign, names=(unit.call_sign,)) for unit in units)


def _said(name: str) -> tuple[str, ...]:
    return (name,) if name else ()
