"""Desks that keep each other's unsent facts: who gets in, what is taken, what a hostile peer can do."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from batola_desk.domain.events.incident import IncidentNoteAdded
from batola_desk.domain.facts import NewFact
from batola_desk.sync import neighbour_keeper
from batola_desk.sync.neighbour_thread import NeighbourThread
from batola_desk.sync.neighbour_wire import frame, read_frame
from tests.support.certificates import Authority, CertificateFiles
from tests.support.neighbour_stage import ADDRESSES, Neighbourhood
from tests.support.room_double import OtherDesk
from tests.support.sync_desk import WAIT_S, SyncDesk
from tests.support.waiting import until

pytestmark = [
    pytest.mark.timeout(60),
    pytest.mark.skipif(sys.platform == "darwin", reason="only 127.0.0.1 is up there"),
]


def note(text: str = "x") -> NewFact:
    return NewFact(event=IncidentNoteAdded(note_id=text, text=text), aggregates=("incident:1",))


class Stage:
    def __init__(self, folder: Path, make_desk: Callable[..., SyncDesk], ending: ExitStack) -> None:
        self.street = Neighbourhood(folder, "ABC")
        self.a, self.b = make_desk("A"), make_desk("B")
        self._ending = ending

    def open(self, desk: SyncDesk, **options: bool) -> NeighbourThread:
        thread = self.street.thread(desk.letter, desk.journal, **options)
        self._ending.callback(thread.stop)
        return thread


@pytest.fixture
def stage(tmp_path: Path, make_desk: Callable[..., SyncDesk]) -> Iterator[Stage]:
    with ExitStack() as ending:
        yield Stage(tmp_path, make_desk, ending)


def test_a_neighbour_keeps_what_waits_and_shows_it(stage: Stage) -> None:
    stage.open(stage.b)
    giving = stage.open(stage.a, keeps=False)
    stage.a.write(*[note(str(n)) for n in range(350)])
    giving.wake()
    until(lambda: giving.state.is_whole and stage.b.waiting == 350)
    assert giving.state.name == "B"
    assert stage.b.fact_ids == set(stage.a.written)
    envelopes = [fact.envelope for fact in stage.a.journal.reader.pending().result(WAIT_S)]
    assert envelopes == [fact.envelope for fact in stage.b.journal.reader.pending().result(WAIT_S)]
    assert stage.b.state("incident:1") == stage.a.state("incident:1")
    stage.a.write(note("lagi"))
    giving.wake()
    until(lambda: stage.b.waiting == 351)


def test_the_next_neighbour_gets_everything_when_the_first_dies(
    stage: Stage, make_desk: Callable[..., SyncDesk]
) -> None:
    keeping = stage.open(stage.b)
    c = make_desk("C")
    stage.open(c)
    giving = stage.open(stage.a, keeps=False)
    stage.a.write(*[note(str(n)) for n in range(5)])
    until(lambda: stage.b.waiting == 5)
    keeping.stop()
    stage.a.write(note("sesudah"))
    giving.wake()
    until(lambda: c.waiting == 6 and giving.state.is_whole)
    assert giving.state.name == "C"


def test_nobody_answers_is_told_and_cured_by_itself(stage: Stage) -> None:
    giving = stage.open(stage.a, keeps=False)
    stage.a.write(note())
    until(lambda: giving.state.code == "neighbour_unreachable")
    assert not giving.state.is_whole
    stage.open(stage.b)
    until(lambda: giving.state.is_whole)
    assert stage.b.waiting == 1


def test_a_second_keeper_on_the_port_says_so(stage: Stage) -> None:
    stage.open(stage.b)
    with contextlib.suppress(AssertionError):
        until(lambda: _answers(stage), 5)
    second = stage.street.thread("B", stage.a.journal)
    until(lambda: second.keeper_code == "neighbour_no_port")
    second.stop()


def _answers(stage: Stage) -> bool:
    host = stage.street.hosts["B"]
    with contextlib.suppress(OSError), socket.create_connection((host.name, host.port), 1):
        return True
    return False


# ------------------------------------------------------------------ who gets in


async def speak(
    stage: Stage, files: CertificateFiles | None, *messages: dict[str, Any]
) -> list[dict[str, Any]]:
    """Say something to desk B with a certificate; returns its answers until it hangs up."""
    context = ssl.create_default_context(cafile=str(stage.street.authority.ca_file))
    if files is not None:
        context.load_cert_chain(files.certificate, files.key)
    host = stage.street.hosts["B"]
    answers = []
    reader, writer = await asyncio.open_connection(host.name, host.port, ssl=context)
    try:
        for message in messages:
            writer.write(frame(message))
            answers.append(await read_frame(reader, 5))
    except (OSError, TimeoutError):
        pass
    finally:
        writer.transport.abort()
    return answers


HELLO = {"do": "hello", "version": 1, "desk": "A"}


@pytest.fixture
def keeping(stage: Stage) -> Stage:
    stage.open(stage.b)
    until(lambda: _answers(stage))
    return stage


def strangers(stage: Stage, folder: Path) -> dict[str, CertificateFiles | None]:
    other = Authority(folder / "other", "Somebody else")
    return {
        "no certificate": None,
        "another authority": other.issue(ADDRESSES["A"], file="forged"),
        "not on the list": stage.street.authority.issue("db1.112.batola", file="database"),
        "expired": stage.street.authority.issue(ADDRESSES["A"], file="old", valid_days=(-9, -1)),
    }


@pytest.mark.expects_log
@pytest.mark.parametrize("who", ["no certificate", "another authority", "not on the list", "expired"])
async def test_a_stranger_neither_reads_nor_writes(keeping: Stage, tmp_path: Path, who: str) -> None:
    envelope = OtherDesk().write(IncidentNoteAdded(note_id="n", text="palsu"), "incident:1")
    answers = await speak(
        keeping, strangers(keeping, tmp_path)[who], HELLO, {"do": "keep", "facts": [envelope]}
    )
    assert answers == []
    assert keeping.b.waiting == 0


async def test_a_neighbour_with_its_certificate_gets_in(keeping: Stage) -> None:
    envelope = OtherDesk().write(IncidentNoteAdded(note_id="n", text="asap"), "incident:1")
    answers = await speak(
        keeping, keeping.street.files["A"], HELLO, {"do": "ping"}, {"do": "keep", "facts": [envelope] * 2}
    )
    assert [answer["code"] for answer in answers] == ["", "", ""]
    assert keeping.b.waiting == 1


async def test_the_sender_does_not_speak_to_who_is_not_the_neighbour(stage: Stage, tmp_path: Path) -> None:
    """Somebody sits on the neighbour's address with a good certificate of another name."""
    files = stage.street.authority.issue("127.0.0.9", file="thief")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.certificate, files.key)
    heard: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(100))
        writer.close()

    host = stage.street.hosts["B"]
    server = await asyncio.start_server(listen, host.name, host.port, ssl=context)
    stage.a.write(note("rahasia"))
    giving = stage.open(stage.a, keeps=False)
    seen = set()
    end = asyncio.get_running_loop().time() + 10
    while "neighbour_certificate" not in seen and asyncio.get_running_loop().time() < end:
        seen.add(giving.state.code)
        await asyncio.sleep(0.01)
    server.close()
    assert "neighbour_certificate" in seen
    assert heard == []


BAD: dict[str, Any] = {
    "no hello": [{"do": "keep", "facts": []}],
    "a newer version": [{"do": "hello", "version": 2}],
    "no facts": [HELLO, {"do": "keep", "facts": "x"}],
    "no texts": [HELLO, {"do": "keep", "facts": [1]}],
    "too many": [HELLO, {"do": "keep", "facts": ["{}"] * 17}],
    "no envelopes": [HELLO, {"do": "keep", "facts": ["{}"]}],
    "another word": [HELLO, {"do": "burn"}],
}


@pytest.mark.parametrize("what", BAD)
async def test_what_is_no_message_ends_the_connection_and_nothing_else(keeping: Stage, what: str) -> None:
    answers = await speak(keeping, keeping.street.files["A"], *BAD[what])
    assert len(answers) == len(BAD[what]) - 1
    envelope = OtherDesk().write(IncidentNoteAdded(note_id="n", text="asap"), "incident:1")
    answers = await speak(keeping, keeping.street.files["A"], HELLO, {"do": "keep", "facts": [envelope]})
    assert [answer["code"] for answer in answers] == ["", ""]
    assert keeping.b.waiting == 1


async def test_nobody_speaks_in_this_desks_own_name(keeping: Stage) -> None:
    keeping.b.write(note("sendiri"))
    other = OtherDesk()
    other.origin = keeping.b.journal.origin
    envelopes = [other.write(IncidentNoteAdded(note_id="n", text="palsu"), "incident:1") for _ in range(2)]
    answers = await speak(keeping, keeping.street.files["A"], HELLO, {"do": "keep", "facts": envelopes[1:]})
    assert answers[-1]["code"] == "copy_clash"
    assert keeping.b.fact_ids == set(keeping.b.written)


async def test_kept_means_on_the_disk(keeping: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    held: Future[object] = Future()
    monkeypatch.setattr(keeping.b.journal.store, "keep_facts", lambda _envelopes: held)
    envelope = OtherDesk().write(IncidentNoteAdded(note_id="n", text="asap"), "incident:1")
    files = keeping.street.files["A"]
    asked = asyncio.create_task(speak(keeping, files, HELLO, {"do": "keep", "facts": [envelope]}))
    done, _ = await asyncio.wait({asked}, timeout=0.5)
    assert not done
    held.set_result(None)
    assert [answer["code"] for answer in await asked] == ["", ""]


@pytest.mark.expects_log
async def test_an_altered_or_doubled_fact_is_refused(keeping: Stage) -> None:
    one, two = OtherDesk(), OtherDesk()
    true = one.write(IncidentNoteAdded(note_id="n", text="asap"), "incident:1")
    false = two.write(IncidentNoteAdded(note_id="n", text="api"), "incident:1")
    assert await speak(keeping, keeping.street.files["A"], HELLO, {"do": "keep", "facts": [true]})
    changed = true.replace("asap", "hujan")
    answers = await speak(keeping, keeping.street.files["A"], HELLO, {"do": "keep", "facts": [changed]})
    assert len(answers) == 1
    answers = await speak(keeping, keeping.street.files["A"], HELLO, {"do": "keep", "facts": [false]})
    assert answers[-1]["code"] == "copy_clash"
    assert [fact.envelope for fact in keeping.b.journal.reader.pending().result(WAIT_S)] == [true]


async def test_a_full_journal_keeps_no_more(keeping: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbour_keeper, "WAITING_MAX", 0)
    envelope = OtherDesk().write(IncidentNoteAdded(note_id="n", text="asap"), "incident:1")
    answers = await speak(keeping, keeping.street.files["A"], HELLO, {"do": "keep", "facts": [envelope]})
    assert answers[-1]["code"] == "neighbour_full"
    assert keeping.b.waiting == 0


async def test_a_crowd_of_silent_strangers_keeps_no_neighbour_out(keeping: Stage) -> None:
    host = keeping.street.hosts["B"]
    crowd = [socket.create_connection((host.name, host.port)) for _ in range(200)]
    try:
        for number, idle in enumerate(crowd):
            if number >= 100:  # the first say nothing at all
                with contextlib.suppress(OSError):
                    idle.send(struct.pack(">I", 0xFFFFFFFF) * number)
        envelope = OtherDesk().write(IncidentNoteAdded(note_id="n", text="asap"), "incident:1")
        answers = await asyncio.wait_for(
            speak(keeping, keeping.street.files["A"], HELLO, {"do": "keep", "facts": [envelope]}), 5
        )
        assert [answer["code"] for answer in answers] == ["", ""]
        keeping.b.write(note("jalan terus"))
    finally:
        for idle in crowd:
            idle.close()
    assert keeping.b.waiting == 2


async def test_a_frame_that_claims_to_be_endless_is_not_waited_for(keeping: Stage) -> None:
    files = keeping.street.files["A"]
    context = ssl.create_default_context(cafile=str(keeping.street.authority.ca_file))
    context.load_cert_chain(files.certificate, files.key)
    host = keeping.street.hosts["B"]
    reader, writer = await asyncio.open_connection(host.name, host.port, ssl=context)
    writer.write(frame(HELLO))
    await read_frame(reader, 5)
    writer.write(struct.pack(">I", 0xFFFFFFFF))
    with contextlib.suppress(ConnectionResetError):
        assert await asyncio.wait_for(reader.read(10), 5) == b""
    writer.transport.abort()
