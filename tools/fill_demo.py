"""Fill a desk's journal with a believable day: for pictures, benchmarks and trying things out.

    python -m tools.fill_demo --home /tmp/desk            # 40 calls, 12 open and 25 closed tickets
    python -m tools.fill_demo --home /tmp/desk --incidents 2000

Same seed and same ``--now-us``, same day. Everything is marked as training and goes through the real store.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import uuid
from collections.abc import Iterable
from pathlib import Path

from batola_desk.domain.catalog import Catalog
from batola_desk.domain.events import call as calls
from batola_desk.domain.events import callback as callbacks
from batola_desk.domain.events import incident as incidents
from batola_desk.domain.events import unit as units
from batola_desk.domain.facts import Event, NewFact
from batola_desk.domain.ids import callback_id_for_call
from batola_desk.domain.priority import default_priority
from batola_desk.domain.ticket_number import TicketNumber, local_date
from batola_desk.map.gazetteer import Gazetteer, Place
from batola_desk.models.journal import open_journal
from batola_desk.settings.paths import DeskPaths
from tests.support.shipped import shipped_catalog, shipped_gazetteer

MINUTE_US = 60_000_000
BATCH = 500
CALLERS = (
    "Bu Aminah",
    "Pak Rahman",
    "Hj. Norhayati",
    "M. Yusuf",
    "Siti Rahmah",
    "Pak RT 04",
    "Ahmad Fauzi",
    "",
)
LANDMARKS = (
    "seberang masjid",
    "dekat titian ulin",
    "samping langgar",
    "belakang pasar",
    "muara handil",
    "depan puskesmas",
    "RT 3, tepi sungai",
    "dekat dermaga",
)
NOTES = {
    "KB": ("Api sudah membesar, rumah kayu rapat.", "Angin ke arah sungai.", "Penghuni sudah di luar semua."),
    "LL": ("Dua sepeda motor.", "Satu orang tidak bergerak.", "Jalan tertutup separuh."),
    "MD": ("Sadar, sulit bernapas.", "Riwayat jantung.", "Keluarga menunggu di tepi jalan."),
    "AR": ("Kelotok terbalik, tiga orang di air.", "Terakhir terlihat di hulu jembatan.", "Arus surut kuat."),
    "KR": ("Pelapor berbicara pelan.", "Pelaku masih di tempat."),
    "BA": ("Air setinggi lutut dan masih naik.", "Ada lansia dan bayi."),
    "IN": ("Pohon menutup jalan.", "Kabel menyentuh air."),
    "HW": ("Ular di dapur.",),
    "SO": ("Lansia tersesat.",),
}
OPEN_TYPES = (
    ("KB01", "on_scene"),
    ("AR02", "en_route"),
    ("MD02", "escalated"),
    ("LL01", "acknowledged"),
    ("KR06", "sent"),
    ("BA08", "draft"),
    ("KB05", "en_route"),
    ("IN02", "acknowledged"),
    ("HW01", "sent"),
    ("MD14", "verified"),
    ("IN06", "draft"),
    ("MD15", "acknowledged"),
)
CLOSED_TYPES = (
    "MD06",
    "LL01",
    "LL04",
    "MD03",
    "KB09",
    "HW01",
    "IN01",
    "MD14",
    "LL01",
    "SO03",
    "KB04",
    "MD05",
    "BA01",
)
NOISE_CLASSES = "PPPGICCIPR"


class DayWriter:
    """Collects the facts of a day, in order, under ids that depend on the seed only."""

    def __init__(self, catalog: Catalog, gazetteer: Gazetteer, *, now_us: int, seed: int) -> None:
        self.catalog = catalog
        self.places = gazetteer.desa
        self.now_us = now_us
        self.rng = random.Random(seed)
        self.facts: list[NewFact] = []
        self.counter = 0
        self.busy_units: set[str] = set()

    def identifier(self, at_us: int) -> str:
        """A UUIDv7 from the seed."""
        value = ((at_us // 1000) & ((1 << 48) - 1)) << 80 | 0x7 << 76 | self.rng.getrandbits(12) << 64
        return str(uuid.UUID(int=value | 0b10 << 62 | self.rng.getrandbits(62)))

    def add(self, event: Event, aggregates: Iterable[str], at_us: int, actor: str = "sari") -> None:
        """One fact of the day."""
        self.facts.append(
            NewFact(
                event=event,
                aggregates=tuple(aggregates),
                fact_id=self.identifier(at_us),
                occurred_us=at_us,
                actor=actor,
            )
        )

    def number(self) -> str:
        """An invented number in the free-phone range, so that it is nobody's."""
        return f"0800{self.rng.randrange(10**7, 10**8)}"

    def call(self, at_us: int, *, number: str, talk_s: int | None, end: str = "caller_hung_up") -> str:
        """One inbound call; ``talk_s`` None = nobody answered."""
        key = f"demo-{self.identifier(at_us)}"
        name = (f"call:{key}",)
        offered = calls.CallOffered(call_key=key, direction="inbound", number=number, training=True)
        self.add(offered, name, at_us, "engine")
        if talk_s is None:
            at_us += self.rng.randrange(4, 25) * 1_000_000
            self.add(calls.CallEnded(cause="cancelled"), name, at_us, "engine")
            return key
        at_us += self.rng.randrange(2, 12) * 1_000_000
        self.add(calls.CallAnswered(), name, at_us)
        self.add(calls.CallEnded(cause=end), name, at_us + talk_s * 1_000_000, "engine")
        return key

    def ticket(self, type_code: str, opened_us: int, stage: str) -> None:
        """One incident with its call, place, notes, tasks and units up to ``stage``."""
        rng = self.rng
        place = rng.choice(self.places)
        number = self.number()
        key = self.call(opened_us - 15_000_000, number=number, talk_s=rng.randrange(50, 170))
        self.counter += 1
        centre = self.catalog.centre
        printed = TicketNumber(
            prefix=centre.ticket_prefix,
            regency=centre.regency_code,
            day=local_date(opened_us, centre.utc_offset_min),
            desk="A",
            counter=self.counter,
        )
        incident_id = self.identifier(opened_us)
        name = (f"incident:{incident_id}",)
        opened = incidents.IncidentOpened(ticket_number=str(printed), call_key=key, training=True)
        self.add(opened, name, opened_us)
        linked = calls.CallLinked(call_key=key, incident_id=incident_id)
        self.add(linked, (f"call:{key}", *name), opened_us)
        self._form(name, type_code, place, number, opened_us)
        if stage == "draft":
            return
        self.add(calls.CallClassified(call_class="N"), (f"call:{key}",), opened_us + 3 * MINUTE_US)
        if stage == "verified":
            self.add(incidents.IncidentVerified(how="hubungi balik"), name, opened_us + 2 * MINUTE_US)
            return
        task_ids = self._tasks(name, type_code, opened_us, stage)
        if stage in {"en_route", "on_scene"}:
            self._unit(incident_id, type_code, opened_us + 3 * MINUTE_US, stage)
        if stage == "closed":
            for task_id in task_ids:
                report = incidents.AgencyTaskReported(task_id=task_id, text="Selesai ditangani.")
                self.add(report, name, opened_us + 40 * MINUTE_US)
                self.add(incidents.AgencyTaskCompleted(task_id=task_id), name, opened_us + 41 * MINUTE_US)
            disposition = rng.choice(("handled", "to_facility", "not_found", "dispersed"))
            closed = incidents.IncidentClosed(disposition=disposition, caller_informed="yes")
            self.add(closed, name, opened_us + 45 * MINUTE_US)

    def _form(self, name: tuple[str, ...], type_code: str, place: Place, number: str, opened_us: int) -> None:
        rng = self.rng
        landmark = rng.choice(LANDMARKS)
        fields = {
            "place_text": f"{place.name}, {landmark}",
            "type_code": type_code,
            "caller_name": rng.choice(CALLERS),
            "callback_number": number,
            "victims_injured": str(rng.randrange(0, 4)) if type_code[:2] in {"LL", "AR", "KB"} else "",
            "access": rng.choice(("road", "road", "both", "water")),
        }
        at_us = opened_us + 8_000_000
        for field, value in fields.items():
            at_us += 4_000_000
            if value:
                self.add(incidents.IncidentFieldSet(field=field, value=value), name, at_us)
        located = incidents.IncidentLocationSet(
            latitude=place.lat + rng.uniform(-0.008, 0.008),
            longitude=place.lon + rng.uniform(-0.008, 0.008),
            uncertainty_m=rng.choice((50.0, 150.0, place.radius_m)),
            source=rng.choice(("gazetteer", "map_click")),
            place_code=place.code,
            label=place.label,
        )
        self.add(located, name, opened_us + 20_000_000)
        for index, text in enumerate(NOTES.get(type_code[:2], ("Laporan diterima.",))):
            note_us = opened_us + (30 + index * 25) * 1_000_000
            self.add(incidents.IncidentNoteAdded(note_id=self.identifier(note_us), text=text), name, note_us)

    def _tasks(self, name: tuple[str, ...], type_code: str, opened_us: int, stage: str) -> list[str]:
        task_ids: list[str] = []
        for index, agency in enumerate(self.catalog.suggested_agencies(type_code)[:3]):
            sent_us = opened_us + (55 + index * 20) * 1_000_000
            task_id = self.identifier(sent_us)
            task_ids.append(task_id)
            self.add(incidents.AgencyTaskDrafted(task_id=task_id, agency_code=agency), name, sent_us)
            sent = incidents.AgencyTaskSent(
                task_id=task_id, agency_code=agency, channel=("voice", "radio", "text")[index]
            )
            self.add(sent, name, sent_us)
            if stage == "sent" or (stage != "closed" and index == 2):
                continue
            if stage == "escalated":
                for level in (1, 2):
                    escalated = incidents.AgencyTaskEscalated(task_id=task_id, level=level)
                    self.add(escalated, name, sent_us + level * MINUTE_US, "system")
                continue
            person = self.rng.choice(("Briptu Dedi", "Pak Hasan", "Sdr. Iwan", "Ns. Lina"))
            acknowledged = incidents.AgencyTaskAcknowledged(task_id=task_id, person_name=person)
            self.add(acknowledged, name, sent_us + self.rng.randrange(15, 70) * 1_000_000)
            if stage in {"en_route", "on_scene", "closed"}:
                self.add(incidents.AgencyTaskStarted(task_id=task_id), name, sent_us + 2 * MINUTE_US)
        return task_ids

    def _unit(self, incident_id: str, type_code: str, at_us: int, stage: str) -> None:
        agencies = self.catalog.suggested_agencies(type_code)
        free = [plan for plan in self.catalog.training_units if plan.unit_id not in self.busy_units]
        plan = next((p for agency in agencies for p in free if p.agency == agency), None)
        if plan is None:
            return
        self.busy_units.add(plan.unit_id)
        both = (f"unit:{plan.unit_id}", f"incident:{incident_id}")
        dispatched = units.UnitDispatched(unit_id=plan.unit_id, incident_id=incident_id, estimate_s=900)
        self.add(dispatched, both, at_us)
        steps = ("en_route",) if stage == "en_route" else ("en_route", "on_scene")
        for index, state in enumerate(steps, start=1):
            status = units.UnitStatusSet(unit_id=plan.unit_id, state=state, incident_id=incident_id)
            self.add(status, both, at_us + index * 2 * MINUTE_US)

    def register_units(self, at_us: int) -> None:
        """The training units of the configuration."""
        for plan in self.catalog.training_units:
            registered = units.UnitRegistered(
                call_sign=plan.call_sign,
                agency_code=plan.agency,
                medium=plan.medium,
                post=plan.post,
                latitude=plan.latitude,
                longitude=plan.longitude,
            )
            self.add(registered, (f"unit:{plan.unit_id}",), at_us, "system")
            if plan.latitude is not None and plan.longitude is not None:
                located = units.UnitLocated(
                    latitude=plan.latitude, longitude=plan.longitude, source="operator"
                )
                fresh_us = self.now_us - self.rng.randrange(20, 240) * 1_000_000
                self.add(located, (f"unit:{plan.unit_id}",), fresh_us, "sari")

    def lost(self, at_us: int, times: int) -> None:
        """A number that hung up some times and waits to be called back."""
        number = self.number()
        callback_id = ""
        for index in range(times):
            key = self.call(at_us + index * 40_000_000, number=number, talk_s=None)
            name = callback_id or callback_id_for_call(key)
            event: Event
            if callback_id:
                event = callbacks.CallbackMissedAgain(call_key=key, reason="abandoned")
            else:
                event = callbacks.CallbackOpened(number=number, call_key=key, reason="abandoned")
            callback_id = name
            self.add(event, (f"callback:{name}",), at_us + index * 40_000_000 + 20_000_000, "system")


def write_day(writer: DayWriter, open_count: int) -> None:
    """The story of the day."""
    now_us = writer.now_us
    writer.register_units(now_us - 12 * 60 * MINUTE_US)
    for index in range(25):
        type_code = CLOSED_TYPES[index % len(CLOSED_TYPES)]
        writer.ticket(type_code, now_us - (660 - index * 22) * MINUTE_US, "closed")
    known = list(writer.catalog.types)
    for index in range(open_count):
        if index < len(OPEN_TYPES):
            type_code, stage = OPEN_TYPES[index]
            opened_us = now_us - (3 + index * 4) * MINUTE_US
        else:
            type_code = known[writer.rng.randrange(len(known))]
            stage = writer.rng.choice(("sent", "acknowledged", "verified", "draft"))
            opened_us = now_us - writer.rng.randrange(5, 600) * MINUTE_US
        if default_priority(type_code, writer.catalog) == "P1" and stage == "sent":
            opened_us = now_us - 100_000_000
        writer.ticket(type_code, opened_us, stage)
    for index, call_class in enumerate(NOISE_CLASSES):
        at_us = now_us - (600 - index * 55) * MINUTE_US
        key = writer.call(at_us, number=writer.number(), talk_s=writer.rng.randrange(6, 45))
        if call_class == "G":
            _silent_check(writer, key, at_us)
        writer.add(calls.CallClassified(call_class=call_class), (f"call:{key}",), at_us + MINUTE_US)
    for index in range(3):  # nobody has chosen a class yet
        writer.call(now_us - (4 + index * 3) * MINUTE_US, number=writer.number(), talk_s=20)
    for index, times in enumerate((1, 4, 2, 1, 7)):
        writer.lost(now_us - (8 + index * 11) * MINUTE_US, times)


def _silent_check(writer: DayWriter, key: str, at_us: int) -> None:
    name = (f"call:{key}",)
    writer.add(calls.SilentCheckStarted(trigger="silence"), name, at_us + 15_000_000)
    for item in writer.catalog.silent.items:
        writer.add(calls.SilentCheckTicked(item=item.code, heard=False), name, at_us + 40_000_000)
    writer.add(calls.SilentCheckCompleted(listened_s=31), name, at_us + 46_000_000)


def fill(home: Path, *, open_count: int = 12, seed: int = 112, now_us: int | None = None) -> int:
    """Write the day into ``home``'s journal; returns the number of facts."""
    paths = DeskPaths.for_home(home)
    paths.create()
    catalog = shipped_catalog()
    gazetteer = shipped_gazetteer()
    writer = DayWriter(catalog, gazetteer, now_us=now_us or time.time_ns() // 1000, seed=seed)
    write_day(writer, open_count)
    writer.facts.sort(key=lambda fact: fact.occurred_us or 0)
    journal = open_journal(paths.journal, app_version="demo")
    try:
        for start in range(0, len(writer.facts), BATCH):
            journal.store.append(writer.facts[start : start + BATCH], actor="sari", desk="A").result()
    finally:
        journal.close()
    return len(writer.facts)


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--incidents", type=int, default=12, help="open tickets")
    parser.add_argument("--seed", type=int, default=112)
    parser.add_argument("--now-us", type=int, default=None, help="microseconds since 1970 UTC; default now")
    options = parser.parse_args()
    began = time.perf_counter()
    count = fill(options.home, open_count=options.incidents, seed=options.seed, now_us=options.now_us)
    print(f"{count} facts in {time.perf_counter() - began:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
