"""Bad files, a second copy, a full disk: told in words, nothing lost, the line still rings."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.e2e.baresip_peer import Phones
from tests.e2e.desk_journal import alarms, field, verify
from tests.e2e.desk_rig import DeskRig, wait_until
from tests.e2e.sip_peers import SippCaller
from tests.e2e.waves import sentences, write_wav

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]


def rings(desk: DeskRig, folder: Path, owned: ExitStack) -> None:
    """A foreign caller is seen on the screen."""
    caller = SippCaller(folder, "caller_gives_up", desk.sip_port)
    owned.callback(caller.stop)
    desk.wait_for_log("ringing painted", 8.0)
    caller.wait()


def facts_of(desk: DeskRig) -> int:
    return int(str(desk.rows("select count(*) from journal")[0][0]))


def test_a_damaged_journal_is_set_aside_and_what_is_readable_is_kept(
    plain_desk: DeskRig, tmp_path: Path, owned: ExitStack
) -> None:
    from tools.fill_demo import fill

    fill(plain_desk.home)
    before = facts_of(plain_desk)
    journal = plain_desk.home / "data" / "journal.sqlite"
    with journal.open("r+b") as file:
        file.seek(40 * 4096)
        file.write(b"\xa5" * 4096 * 12)
    plain_desk.start()
    wait_until(lambda: "journal_rescued" in alarms(plain_desk), 8.0, "the alarm about the rescue")
    assert [path for path in journal.parent.iterdir() if "damaged" in path.name], "the damaged file is kept"
    assert facts_of(plain_desk) > before // 2, "never silently empty"
    rings(plain_desk, tmp_path, owned)


def test_a_journal_of_a_newer_program_is_refused_in_words_and_left_alone(plain_desk: DeskRig) -> None:
    from tools.fill_demo import fill

    fill(plain_desk.home)
    journal = plain_desk.home / "data" / "journal.sqlite"
    with contextlib.closing(sqlite3.connect(journal)) as database, database:
        database.execute("update alembic_version set version_num = '9999'")
    before = facts_of(plain_desk)
    plain_desk.launch()
    wait_until(plain_desk.windows, 15.0, "the window that says why")
    codes = [line["message"] for line in plain_desk.log_lines()]
    assert "the desk cannot start: journal_newer" in codes
    plain_desk.focus()
    plain_desk.key("Escape")
    assert plain_desk.screen is not None
    assert plain_desk.screen.wait(10) == 1
    assert facts_of(plain_desk) == before


def test_a_broken_override_costs_only_itself_and_is_told_with_file_and_line(
    plain_desk: DeskRig, tmp_path: Path, owned: ExitStack
) -> None:
    folder = plain_desk.home / "config" / "catalog"
    folder.mkdir(parents=True)
    (folder / "priorities.toml").write_text("# site\n[priorities.P1\nlabel = 3\n", encoding="utf-8")
    plain_desk.start()
    wait_until(lambda: "priorities.toml" in alarms(plain_desk), 5.0, f"the alarm: {alarms(plain_desk)}")
    assert "priorities.toml:2" in alarms(plain_desk).replace(", line ", ":").replace(" line ", ":")
    rings(plain_desk, tmp_path, owned)


def test_a_wrong_line_configuration_is_told_and_a_corrected_one_is_taken_without_a_restart(
    plain_desk: DeskRig, tmp_path: Path, owned: ExitStack
) -> None:
    file = plain_desk.home / "config" / "line.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    good = file.read_text() if file.exists() else ""
    file.write_text("[sip]\nsip_prt = 5070\n")
    plain_desk.start()
    wait_until(lambda: "line_config_unusable" in alarms(plain_desk), 8.0, "the alarm about line.toml")
    assert "sip_prt" in alarms(plain_desk)
    file.write_text(good)
    wait_until(plain_desk.engine_pid, 10.0, "the engine after the correction")
    rings(plain_desk, tmp_path, owned)


def test_a_second_copy_of_the_desk_is_refused_in_words(plain_desk: DeskRig, owned: ExitStack) -> None:
    plain_desk.start()
    second = DeskRig(plain_desk.home, plain_desk.display)
    owned.callback(second.kill_screen_if_alive)
    second.launch()
    wait_until(
        lambda: any(
            line["message"] == "the desk cannot start: journal_in_use" for line in second.log_lines()
        ),
        15.0,
        "the refusal",
    )
    assert plain_desk.screen is not None
    assert plain_desk.screen.poll() is None, "the first one works on"
    assert second.screen is not None
    wait_until(lambda: len(second.windows()) >= 2, 5.0, "the window that says so")
    second.screen.terminate()
    assert second.screen.wait(10) == 1
    assert plain_desk.engine_pid(), "and its engine too"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 6 MB; needs the right to mount."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    done = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=6m", "batola-test", str(folder)], capture_output=True, check=False
    )
    if not done or done.returncode:
        pytest.skip("no right to mount a small disk here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def test_a_full_disk_hurts_no_call_and_nothing_typed_is_lost(
    small_disk: Path, plain_desk: DeskRig, baresip: Phones, tmp_path: Path
) -> None:
    (plain_desk.home / "data").symlink_to(small_disk, target_is_directory=True)
    plain_desk.start()
    plain_desk.focus()
    phone = baresip(write_wav(tmp_path / "caller.wav", sentences(60.0)))
    phone.start(f"sip:112@127.0.0.1:{plain_desk.sip_port}")
    plain_desk.wait_for_log("ringing painted", 8.0)
    filler = small_disk / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 1024)
    plain_desk.key("F2")
    plain_desk.wait_for_log("call shown", 5.0)
    wait_until(lambda: len(phone.heard()) > 8000, 8.0, "the call lives")
    plain_desk.type_text("jembatan putus")
    time.sleep(1.5)
    assert plain_desk.screen is not None
    assert plain_desk.screen.poll() is None
    heard = len(phone.heard())
    filler.unlink()
    wait_until(lambda: field(plain_desk, "place_text") == "jembatan putus", 15.0, "the words on the disk")
    assert len(phone.heard()) > heard, "the call went on"
    plain_desk.key("F4")
    wait_until(lambda: "talking" not in plain_desk.call_states(), 8.0, "the end")
    plain_desk.stop()
    assert verify(plain_desk.home) == 0


def test_the_demo_rings_by_itself_and_leaves_nothing_behind(plain_desk: DeskRig) -> None:
    import psutil

    plain_desk.launch("demo", "--pace", "fast", "--seed", "7")
    plain_desk.wait_for_log("desk usable", 20.0)
    wait_until(
        lambda: sum(line["message"] == "ringing painted" for line in plain_desk.log_lines()) >= 2,
        60.0,
        "two training calls",
    )
    assert plain_desk.screen is not None
    training = plain_desk.rows("select distinct training from call_row")
    assert training == [(1,)], "every one of them is marked as training"
    children = psutil.Process(plain_desk.screen.pid).children(recursive=True)
    assert len(children) >= 2, "the engine and the training caller"
    plain_desk.screen.terminate()
    assert plain_desk.screen.wait(15) == 0
    _, alive = psutil.wait_procs(children, timeout=8)
    assert not alive, alive
    assert verify(plain_desk.home) == 0
