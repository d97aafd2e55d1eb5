"""The power went in the middle of a restore: the next start of the real desk finishes it and opens."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from batola_desk.app.commands.close import run_close
from batola_desk.app.setup.setup_words import Code
from batola_desk.models.journal_copy import restore_plan_of
from batola_desk.models.verify import verify
from batola_desk.services.backups.restoring import restore_backup
from batola_desk.services.backups.writing import write_backup
from tests.support.backed_desk import add_facts, killed_at, make_desk, words_of
from tests.support.waiting import until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_the_desk_goes_on_with_a_restore_that_was_cut_off(tmp_path: Path) -> None:
    paths = make_desk(tmp_path / "meja", 30)
    (paths.config / "line.toml").write_text("[audio]\nuse_devices = false\n", encoding="utf-8")
    backup = tmp_path / "a.backup"
    write_backup(paths, backup, desk="A")
    wanted = words_of(paths.journal)
    add_facts(paths, 5, "sesudah")
    step = 0
    while paths.journal.exists():  # until it dies between the old journal and the new one
        assert killed_at(step, lambda: restore_backup(paths, backup)), "it was never without a journal"
        step += 1
    assert restore_plan_of(paths.journal).exists()
    command = [sys.executable, "-m", "batola_desk", "--home", str(paths.data.parent)]
    command += ["--sip-host", "127.0.0.1", "--sip-port", "0"]
    desk = subprocess.Popen(command, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    try:
        until(lambda: paths.journal.exists() and len(words_of(paths.journal)) > len(wanted), 60.0)
        assert not restore_plan_of(paths.journal).exists()
    finally:
        desk.send_signal(signal.SIGTERM)
        code = desk.wait(30)
        until(lambda: run_close(paths, limit_s=20.0) is Code.DONE, 40.0)  # a line that was only just starting
    assert code == 0
    assert words_of(paths.journal)[: len(wanted)] == wanted
    assert verify(paths.journal).exit_code == 0
