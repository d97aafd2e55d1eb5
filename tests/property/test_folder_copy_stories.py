"""Whatever happens to stick, room and desk: what is called whole is whole, and what was taken leaves.

The real journal and the real copy; a model of the room; a folder that goes, comes back, is another one, is
damaged. The oracle reads the folder as a rescuer would.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from batola_desk.domain.events.incident import IncidentNoteAdded
from batola_desk.domain.facts import NewFact
from batola_desk.models.journal import open_journal
from batola_desk.sync import folder_copy
from batola_desk.sync.fact_file import read_fact_files
from batola_desk.sync.folder_copy import FolderCopy, FolderSettings
from tests.support.room_double import OtherDesk, RoomDouble

WAIT_S = 20.0


class CopyStory(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="batola-copy-"))
        self.path = self.folder / "journal.sqlite"
        self.stick, self.pocket = self.folder / "stick", self.folder / "pocket"
        self.stick.mkdir()
        self.room, self.other = RoomDouble(), OtherDesk()
        self.number = 0
        self.is_hurried = True
        self.said_whole = False
        self.open()

    def open(self) -> None:
        self.journal = open_journal(self.path)
        self.copy = FolderCopy(
            FolderSettings(folder=self.stick, same_disk=True),
            self.journal.store,
            self.journal.reader,
            journal_path=self.path,
            desk="A",
            at_once=lambda: self.is_hurried,
        )

    def own_pending(self) -> set[str]:
        connection = sqlite3.connect(self.path)
        rows = connection.execute(
            "SELECT j.fact_id FROM pending_fact p JOIN journal j ON j.row_id = p.row_id WHERE j.desk = 'A'"
        ).fetchall()
        connection.close()
        return {row[0] for row in rows}

    @rule(count=st.integers(1, 4), length=st.sampled_from([5, 400]))
    def write(self, count: int, length: int) -> None:
        facts = []
        for _ in range(count):
            self.number += 1
            event = IncidentNoteAdded(note_id=str(self.number), text="x" * length)
            facts.append(NewFact(event=event, aggregates=(f"incident:{self.number % 3}",)))
        self.journal.store.append(facts, actor="sari", desk="A").result(WAIT_S)
        self.said_whole = False

    @rule()
    def keep_for_another(self) -> None:
        self.number += 1
        event = IncidentNoteAdded(note_id=str(self.number), text="lain")
        self.journal.store.keep_facts([self.other.write(event, "incident:1")]).result(WAIT_S)

    @rule(most=st.integers(1, 9))
    def room_takes(self, most: int) -> None:
        head = self.journal.reader.room_head().result(WAIT_S)
        for fact in self.journal.reader.pending(most).result(WAIT_S):
            self.room.submit(fact.envelope)
        self.journal.store.apply_room(self.room.page(head.seq)).result(WAIT_S)

    @rule(lost=st.integers(1, 5))
    def room_loses(self, lost: int) -> None:
        """A failover: facts wait again that the room had taken."""
        head = self.journal.reader.room_head().result(WAIT_S)
        after = max(0, head.seq - lost)
        if self.journal.store.cut_room(after).result(WAIT_S).cut:
            self.said_whole = False
            self.copy.start_over()
        self.room.cut(after)

    @rule(hurried=st.booleans())
    def look(self, hurried: bool) -> None:
        self.is_hurried = hurried
        self.said_whole = self.copy.look().is_whole and hurried

    @precondition(lambda self: self.stick.exists())
    @rule()
    def pull_the_stick(self) -> None:
        shutil.rmtree(self.pocket, ignore_errors=True)
        self.stick.rename(self.pocket)
        self.said_whole = False

    @precondition(lambda self: not self.stick.exists())
    @rule(same=st.booleans())
    def put_a_stick(self, same: bool) -> None:
        if same:
            self.pocket.rename(self.stick)
        else:
            self.stick.mkdir()

    @precondition(lambda self: self.stick.exists())
    @rule()
    def tear_the_end_of_a_file(self) -> None:
        """A power cut of the stick alone; the copy hears of it only when it attaches anew."""
        self.copy.close()
        for file in sorted(self.stick.glob("*.facts"))[-1:]:
            file.write_bytes(file.read_bytes()[:-3])
        self.said_whole = False

    @rule()
    def restart(self) -> None:
        self.copy.close()
        self.journal.close()
        self.said_whole = False
        self.open()

    @invariant()
    def whole_is_whole(self) -> None:
        if self.said_whole:
            found = read_fact_files(self.stick.glob("*.facts"))
            assert found.bad == []
            assert self.own_pending() <= {item.fact.fact_id for item in found.facts}
            assert {item.fact.desk for item in found.facts} <= {"A"}

    def teardown(self) -> None:
        if not hasattr(self, "copy"):
            return
        if not self.stick.exists():
            self.stick.mkdir()
        self.copy.start_over()
        self.is_hurried = True
        self.copy.look()
        assert self.copy.look().is_whole
        found = read_fact_files(self.stick.glob("*.facts"))
        assert self.own_pending() <= {item.fact.fact_id for item in found.facts}
        head = self.journal.reader.room_head().result(WAIT_S)
        for fact in self.journal.reader.pending(500).result(WAIT_S):
            self.room.submit(fact.envelope)
        self.journal.store.apply_room(self.room.page(head.seq)).result(WAIT_S)
        self.copy.look()
        assert list(self.stick.glob("*.facts")) == []  # the room has everything: nothing is left lying about
        self.copy.close()
        self.journal.close()
        shutil.rmtree(self.folder)


CopyStory.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)


class TestFolderCopy(CopyStory.TestCase):  # type: ignore[misc,name-defined]
    """Small files and no pause, so that stories meet every edge."""

    def setUp(self) -> None:
        self._before = folder_copy.FILE_BYTES, folder_copy.TIDY_S
        folder_copy.FILE_BYTES, folder_copy.TIDY_S = 1_500, 0.0  # type: ignore[misc]
        super().setUp()

    def tearDown(self) -> None:
        super().tearDown()
        folder_copy.FILE_BYTES, folder_copy.TIDY_S = self._before  # type: ignore[misc]
