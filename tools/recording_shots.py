"""Pictures of recordings: the live call heard again, the waveform with marks, an extract."""

from __future__ import annotations

from batola_desk.ipc.recording_messages import StoreChanged
from batola_desk.ipc.recording_parts import StoreStatus
from tests.support.sounds import write_conversation
from tests.support.window_stage import WindowStage, wall_us
from tools.camera import Take

SECONDS = 96.0


async def recording_pictures(stage: WindowStage, take: Take) -> None:
    """A call that is replayed while it lives, and its recording afterwards."""
    engine, window = stage.engine, stage.window
    engine.ring("081348112299", training=False)
    await stage.settle()
    key = await stage.services.calls.answer()
    begun_us = wall_us()
    await stage.settle(0.2)
    engine.levels()
    await stage.services.recordings.replay_live(key)
    await stage.services.recordings.skip(31.0)
    await stage.services.recordings.set_speed(0.8)
    await take(stage, "replay-live")
    await stage.services.recordings.stop()
    engine.digit(key, "1")
    engine.caller_hangs_up(key)
    path = "2026/03/04/pictures.wav"
    root = stage.services.recordings.folder
    sha256 = write_conversation(root / path, SECONDS)
    engine.recorded(key, path, SECONDS, sha256=sha256, started_us=begun_us - 40_000_000)
    engine.tell(StoreChanged(store=StoreStatus(kind="folder", waiting_count=12, code="store_not_there")))
    await stage.settle(0.2)
    await stage.services.calls.classify(key, "I")
    for at_s, text in ((12.5, "menyebut nama jalan"), (58.0, "suara anak di belakang")):
        await stage.services.recordings.mark(key, path, at_s, text)
    window.recordings.open_call(key)
    await stage.settle(0.8)
    window.recordings.seek(21.0)
    await take(stage, "recording-waveform")
    window.recordings.set_extract(8.0, 33.5)
    window.recording_sheet.waveform.zoom(2.0)
    window.recording_sheet.export.reason.setText("Permintaan penyidik Polres, surat 14/III/2026")
    window.recording_sheet.export.witness.setText("Rahmad")
    await take(stage, "recording-extract")
    window.recording_sheet.put_away()
    engine.tell(StoreChanged(store=StoreStatus(kind="folder")))
    await stage.settle()
