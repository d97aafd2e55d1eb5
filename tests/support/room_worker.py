"""One desk as a process that may be killed: a journal, its exchange, and somebody who never stops working.

python -m tests.support.room_worker --journal FILE --port N --database NAME --letter A --person sari

Prints the id of each fact once it is on the disk. On stdin: ``rest`` stops the work, ``quit`` ends all.
"""

from __future__ import annotations

import argparse
import random
import sys
import threading
from pathlib import Path

from batola_desk.domain.events.incident import IncidentFieldSet, IncidentNoteAdded
from batola_desk.domain.events.unit import UnitDispatched
from batola_desk.domain.facts import Guard, NewFact, UnknownEvent
from batola_desk.domain.ids import new_id
from batola_desk.models.journal import Journal, open_journal
from batola_desk.sync import postgres
from batola_desk.sync.address import parse_address
from batola_desk.sync.client import SyncClient
from batola_desk.sync.secretariat import Secretariat
from batola_desk.sync.thread import SyncThread
from batola_desk.sync.voices import Credentials

PAUSE_S = 0.03
PASSWORD = "sandi-panjang-112"


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("journal", "port", "database", "letter", "person"):
        parser.add_argument(f"--{name}", required=True)
    options = parser.parse_args()
    journal = open_journal(Path(options.journal))
    address = parse_address(f"postgresql://127.0.0.1:{options.port}/{options.database}")

    async def connect(credentials: Credentials) -> Secretariat:
        return await postgres.connect(address, credentials.login, credentials.password)

    machine = Credentials(f"meja_{options.letter.lower()}", PASSWORD)
    sync = SyncThread(lambda: SyncClient(journal.store, journal.reader, connect, machine=machine))
    sync.sign_on(Credentials(options.person, PASSWORD))
    sync.start()
    resting = threading.Event()
    worker = threading.Thread(target=_work, args=(journal, sync, options, resting))
    worker.start()
    for line in sys.stdin:
        resting.set()
        if line.strip() == "quit":
            break
    resting.set()
    worker.join()
    ended = sync.stop()
    journal.close()
    sys.exit(0 if ended else 3)


def _work(journal: Journal, sync: SyncThread, options: argparse.Namespace, resting: threading.Event) -> None:
    chance = random.Random(f"{options.letter}{options.journal}")
    while not resting.wait(chance.uniform(0, 2 * PAUSE_S)):
        fact = _fact(chance, options.letter)
        written = journal.store.append([fact], actor=options.person, desk=options.letter).result(30)
        print(written.facts[0].fact_id, flush=True)
        sync.wake()


def _fact(chance: random.Random, letter: str) -> NewFact:
    thing = str(chance.randrange(5))
    match chance.randrange(6):
        case 0:
            claim = UnknownEvent(kind="call.claimed", version=1, body="{}")
            call = f"call:{chance.randrange(50)}"
            return NewFact(
                event=claim, aggregates=(call,), guards=(Guard(key=call, expect=None, set=letter),)
            )
        case 1:
            sent = UnitDispatched(unit_id=thing, incident_id=letter)
            guard = Guard(key=f"unit:{thing}", expect=None, set=letter)
            return NewFact(event=sent, aggregates=(f"unit:{thing}", f"incident:{letter}"), guards=(guard,))
        case 2:
            field = IncidentFieldSet(field="access", value=chance.choice(["road", "water"]))
            return NewFact(event=field, aggregates=(f"incident:{thing}",))
        case _:
            note = IncidentNoteAdded(note_id=new_id(), text="catatan " * chance.randrange(1, 9))
            return NewFact(event=note, aggregates=(f"incident:{thing}",))


if __name__ == "__main__":
    main()
