"""`batola-desk backup`, `restore`, `backup-drill`: nothing is lost, nothing half done, damage is said."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from batola_desk.__main__ import main
from batola_desk.app.desk_process import read_room
from batola_desk.app.doctor.room import room_findings
from batola_desk.ipc.instance_lock import InstanceLock, lock_path
from batola_desk.models.file_lock import FileLock
from batola_desk.models.journal import open_journal
from batola_desk.models.verify import verify
from batola_desk.services.backups import writing
from batola_desk.services.backups.archive import JOURNAL, MANIFEST
from batola_desk.services.backups.drill_note import last_drill
from batola_desk.services.backups.origin_due import is_origin_due, origin_renewed
from batola_desk.services.backups.restoring import finish_interrupted, restore_backup
from batola_desk.services.backups.writing import write_backup
from batola_desk.settings.paths import DeskPaths
from batola_desk.site_files import SiteFiles, no_rules
from tests.support.backed_desk import add_facts, killed_at, make_desk, tree, words_of

needs_kill = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")


def run(paths: DeskPaths, *words: object) -> int:
    return main(["--home", str(paths.data.parent), *map(str, words)])


@pytest.fixture
def desk(tmp_path: Path) -> DeskPaths:
    return make_desk(tmp_path / "meja", 30)


@pytest.fixture
def backup(desk: DeskPaths, tmp_path: Path) -> Path:
    file = tmp_path / "a.backup"
    write_backup(desk, file, desk="A")
    return file


def test_a_backup_is_proved_and_brings_a_lost_desk_back(
    desk: DeskPaths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, facts = tree(desk.config), words_of(desk.journal)
    file = tmp_path / "a.backup"
    assert run(desk, "backup", file) == 0
    assert run(desk, "backup-drill", file) == 0
    assert "CADANGAN TERBUKTI" in capsys.readouterr().out
    new = DeskPaths.for_home(tmp_path / "baru")
    assert run(new, "restore", file) == 0
    assert words_of(new.journal) == facts
    assert tree(new.config) == before
    assert new.people.read_bytes() == desk.people.read_bytes()
    assert verify(new.journal).exit_code == 0
    if sys.platform != "win32":
        assert file.stat().st_mode & 0o077 == 0  # names, numbers and passwords
    journal = open_journal(new.journal)  # and the desk goes on from there
    journal.close()
    assert journal.report.health == "healthy"


def test_what_was_there_is_moved_aside_and_never_overwritten(desk: DeskPaths, backup: Path) -> None:
    add_facts(desk, 5, "sesudah")
    (desk.config / "secretariat.toml").write_text("# sesudah\n", encoding="utf-8")
    later, config = words_of(desk.journal), tree(desk.config)
    assert run(desk, "restore", backup) == 0
    assert len(words_of(desk.journal)) == 30
    assert not (desk.config / "secretariat.toml").exists()
    (aside,) = desk.data.glob("before-restore-*")
    assert words_of(aside / "journal.sqlite") == later
    (aside,) = desk.config.glob("before-restore-*")
    assert tree(aside) == config
    assert run(desk, "restore", backup) == 0  # once more: the first one's stays
    assert len(list(desk.data.glob("before-restore-*"))) == 2


def test_facts_that_only_the_wal_holds_go_aside_and_not_into_the_restored_journal(
    desk: DeskPaths, backup: Path
) -> None:
    """A desk that was killed leaves its newest facts in the WAL; beside another file SQLite would read it."""
    database = sqlite3.connect(desk.journal)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA wal_autocheckpoint = 0")
    database.execute("UPDATE meta SET value = 'dari WAL' WHERE key = 'stopped'")
    database.commit()
    wal, shm = (desk.journal.with_name(desk.journal.name + end) for end in ("-wal", "-shm"))
    kept = wal.read_bytes()
    database.close()
    wal.write_bytes(kept)
    shm.unlink(missing_ok=True)
    assert run(desk, "restore", backup, "--journal-only") == 0
    assert not wal.exists()
    (aside,) = desk.data.glob("before-restore-*")
    assert (aside / wal.name).read_bytes() == kept


def test_a_backup_taken_while_a_writer_appends_is_one_moment_of_its_journal(
    desk: DeskPaths, tmp_path: Path
) -> None:
    script = (
        "import sys; from pathlib import Path; from batola_desk.settings.paths import DeskPaths;"
        "from tests.support.backed_desk import add_facts\n"
        "while True: add_facts(DeskPaths.for_home(Path(sys.argv[1])), 20, 'terus'); print('x', flush=True)"
    )
    home = desk.data.parent
    writer = subprocess.Popen([sys.executable, "-c", script, str(home)], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    try:
        writer.stdout.readline()
        counts = []
        for number in range(4):
            floor = len(words_of(desk.journal))
            file = tmp_path / f"{number}.backup"
            assert run(desk, "backup", file) == 0
            new = DeskPaths.for_home(tmp_path / f"baru{number}")
            restore_backup(new, file)
            counts.append(len(words_of(new.journal)))
            assert counts[-1] >= floor  # what was acknowledged before is in it
            assert verify(new.journal).exit_code == 0
        assert writer.poll() is None
        assert counts[0] < counts[-1]
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()


def test_a_running_desk_and_a_running_line_are_refused(
    desk: DeskPaths, backup: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = tree(desk.data.parent)
    lock = FileLock.of_journal(desk.journal)
    assert run(desk, "restore", backup) == 3
    assert "masih terbuka" in capsys.readouterr().out
    lock.release()
    line = InstanceLock(lock_path(desk.runtime))
    assert run(desk, "restore", backup) == 3
    assert "Saluran telepon masih berjalan" in capsys.readouterr().out
    line.release()
    assert tree(desk.data.parent) == held
    assert run(desk, "restore", backup) == 0


def test_damaged_bytes_are_refused_and_change_nothing(desk: DeskPaths, backup: Path, tmp_path: Path) -> None:
    good, before = backup.read_bytes(), tree(desk.data.parent)
    wanted = words_of(desk.journal)
    damaged = tmp_path / "rusak.backup"
    refused = 0
    for place in range(0, len(good), max(1, len(good) // 120)):
        spoiled = bytearray(good)
        spoiled[place] ^= 0x55
        damaged.write_bytes(spoiled)
        fresh = DeskPaths.for_home(tmp_path / "uji")
        code = run(fresh, "restore", damaged)
        if code == 3:
            refused += 1
            assert not fresh.journal.exists()
        else:
            assert words_of(fresh.journal) == wanted  # a date of the archive's own list, nothing of ours
        shutil.rmtree(tmp_path / "uji")
    assert refused > 100
    for length in (0, 3, 100, len(good) // 2, len(good) - 1):
        damaged.write_bytes(good[:length])
        assert run(desk, "restore", damaged) == 3
        assert run(desk, "backup-drill", damaged) == 2
    assert tree(desk.data.parent) == before


def test_a_journal_that_was_changed_inside_its_backup_does_not_pass(
    desk: DeskPaths, backup: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever can write the file can write new sums too; the hash chain of the facts he cannot."""
    inner, forged = tmp_path / "dalam.sqlite", tmp_path / "palsu.backup"
    shutil.copy(desk.journal, inner)
    database = sqlite3.connect(inner)
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        database.execute(f"DROP TRIGGER {name}")
    database.execute("UPDATE journal SET body = replace(body, 'catatan 3', 'lain 3')")
    database.commit()
    database.close()
    other = make_desk(tmp_path / "lain", 1)
    shutil.copy(inner, other.journal)
    write_backup(other, forged, desk="A")
    assert run(desk, "backup-drill", forged) == 2
    assert "chain_faults" in capsys.readouterr().out
    assert run(desk, "restore", forged) == 3
    assert len(words_of(desk.journal)) == 30


def test_what_is_no_backup_or_not_for_this_desk_is_refused_in_words(
    desk: DeskPaths, backup: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, archive = tmp_path / "surat.txt", tmp_path / "foto.zip"
    text.write_text("bukan cadangan", encoding="utf-8")
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("foto.jpg", b"x")
    for file, words in ((text, "bukan cadangan"), (archive, "bukan cadangan"), (tmp_path / "x", "Tidak ada")):
        assert run(desk, "restore", file) == 3
        assert words in capsys.readouterr().out
    other = make_desk(tmp_path / "b", 4, letter="B")
    assert run(other, "restore", backup) == 3
    assert "milik meja A" in capsys.readouterr().out
    assert len(words_of(other.journal)) == 4
    assert run(other, "restore", backup, "--other-desk") == 0
    assert len(words_of(other.journal)) == 30
    for change, words in (({"format": 9}, "versi yang lebih baru"), ({"revision": "9999"}, "lebih baru")):
        changed = rewritten(backup, tmp_path / "ubah.backup", change)
        assert run(desk, "restore", changed) == 3
        assert words in capsys.readouterr().out
    swapped = tmp_path / "tukar.backup"
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(swapped, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"[sip]\n" if name == "config/line.toml" else old.read(name))
    assert run(desk, "restore", swapped) == 3
    assert "rusak (bagian: config/line.toml)" in capsys.readouterr().out
    part = {"name": "config/../../luar.txt", "size": 1, "sha256": ""}
    changed = rewritten(backup, tmp_path / "ubah.backup", {}, part)
    assert run(desk, "restore", changed) == 3
    assert not (desk.data.parent / "luar.txt").exists()


def rewritten(
    source: Path, target: Path, change: dict[str, object], part: dict[str, object] | None = None
) -> Path:
    """Copy a backup with another manifest."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            raw = old.read(name)
            if name == MANIFEST:
                manifest = json.loads(raw) | change
                manifest["parts"] += [part] if part is not None else []
                raw = json.dumps(manifest).encode()
            new.writestr(name, raw)
        if part is not None:
            new.writestr(str(part["name"]), b"x")
    return target


@needs_kill
def test_a_backup_killed_at_any_step_leaves_no_half_one_and_the_next_one_clears_up(
    desk: DeskPaths, tmp_path: Path
) -> None:
    folder = tmp_path / "simpan"
    folder.mkdir()
    write_backup(desk, folder / "meja-A-20260101T000000Z.backup", desk="A")
    before = tree(folder)
    step, wanted = 0, words_of(desk.journal)
    while killed_at(step, lambda: write_backup(desk, folder / "meja-A-20300101T000000Z.backup", desk="A")):
        finished = folder / "meja-A-20300101T000000Z.backup"
        if finished.exists():
            assert run(desk, "backup-drill", finished) == 0
            finished.unlink()
        assert before.items() <= tree(folder).items()
        step += 1
    assert step >= 6
    assert words_of(desk.journal) == wanted
    (folder / "meja-A-20300101T000000Z.backup").unlink()
    for name in ("meja-A-20300101T000000Z.backup.part", "meja-A-20300101T000000Z.backup.part.sqlite"):
        (folder / name).touch()
        os.utime(folder / name, (1, 1))
    at_work = folder / "meja-A-20300102T000000Z.backup.part"
    at_work.touch()
    assert run(desk, "backup", folder) == 0
    assert at_work.exists()  # somebody else's, of now
    assert sorted(path.suffix for path in folder.iterdir()) == [".backup", ".backup", ".part"]


@needs_kill
def test_a_restore_killed_at_any_step_is_the_old_desk_or_the_restored_one(
    desk: DeskPaths, backup: Path, tmp_path: Path
) -> None:
    add_facts(desk, 5, "sesudah")
    old, new = words_of(desk.journal), words_of(desk.journal)[:30]
    old_config = tree(desk.config)
    template = tmp_path / "asal"
    shutil.copytree(desk.data.parent, template)
    step, seen = 0, set()
    while True:
        home = tmp_path / f"meja{step}"
        shutil.copytree(template, home)
        paths = DeskPaths.for_home(home)
        was_killed = killed_at(step, lambda at=paths: restore_backup(at, backup))  # type: ignore[misc]
        finish_interrupted(paths)  # what the next start of the desk does
        journal = open_journal(paths.journal)
        journal.close()
        assert journal.report.health == "healthy"
        assert journal.report.damaged_path is None
        found = words_of(paths.journal)
        assert found in (old, new)
        seen.add(len(found))
        if found == new:
            (aside,) = paths.data.glob("before-restore-*")
            assert words_of(aside / "journal.sqlite") == old
            (aside,) = paths.config.glob("before-restore-*")
            assert tree(aside) == old_config
        else:
            assert {k: v for k, v in tree(paths.config).items() if ".restore-" not in k} == old_config
        assert run(paths, "restore", backup) == 0  # and it can be done again
        assert not list(home.rglob(".restore-*"))
        shutil.rmtree(home)
        if not was_killed:
            break
        step += 1
    assert seen == {30, 35}
    assert step > 15


def test_a_restore_that_cannot_be_finished_keeps_the_desk_from_starting_empty(
    desk: DeskPaths, backup: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real, calls = Path.replace, []

    def held(self: Path, target: Path) -> Path:
        if self.name == "journal.sqlite":
            calls.append(self)
            if len(calls) == 2:  # the old one is aside, the new one does not come
                raise PermissionError(13, "held", str(self))
        return real(self, target)

    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", held)
        assert run(desk, "restore", backup) == 3
    assert "Pemulihan cadangan terputus" in capsys.readouterr().out
    assert not desk.journal.exists()
    with pytest.raises(Exception, match="restore_unfinished"):
        open_journal(desk.journal)
    assert finish_interrupted(desk)
    assert len(words_of(desk.journal)) == 30


def test_a_full_disk_leaves_the_old_backups_and_the_old_desk(
    desk: DeskPaths, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    folder = tmp_path / "simpan"
    folder.mkdir()
    write_backup(desk, folder / "meja-A-20260101T000000Z.backup", desk="A")
    before, desk_before = tree(folder), tree(desk.data.parent)

    def full(*_values: object) -> None:
        raise OSError(28, "No space left on device", str(folder))

    for name in ("add_part", "copy_journal"):
        with monkeypatch.context() as broken:
            broken.setattr(writing, name, full)
            assert run(desk, "backup", folder, "--keep", "1") == 3
        assert "disk penuh" in capsys.readouterr().out
        assert tree(folder) == before
    with monkeypatch.context() as broken:
        broken.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(1, 1, 1))
        assert run(desk, "restore", backup) == 3
    assert "disk penuh" in capsys.readouterr().out
    assert tree(desk.data.parent) == desk_before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, smaller than a journal."""
    folder = tmp_path / "kecil"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)]
    if sys.platform == "win32" or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("no right to make a file system")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_that_is_really_full_is_said_and_not_taken_for_a_bad_backup(
    desk: DeskPaths, backup: Path, small_disk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = small_disk / "meja-A-20260101T000000Z.backup"
    kept.write_bytes(b"x" * 1000)
    assert run(desk, "backup", small_disk, "--keep", "1") == 3
    assert "disk penuh" in capsys.readouterr().out
    assert [path.name for path in small_disk.iterdir()] == [kept.name]
    assert run(desk, "backup-drill", backup, "--beside", small_disk) == 3
    assert "disk penuh" in capsys.readouterr().out
    small = DeskPaths.for_home(small_disk / "meja")
    assert run(small, "restore", backup) == 3
    assert "disk penuh" in capsys.readouterr().out
    assert not small.journal.exists()
    assert run(desk, "backup-drill", backup) == 0


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="a small file system of its own")
def test_a_disk_that_fills_while_unpacking_changes_nothing(
    desk: DeskPaths, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(desk.data.parent)
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    previous = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(
            resource.RLIMIT_FSIZE, (40_000, hard)
        )  # the kernel refuses in the middle of a file
        assert run(desk, "restore", backup) == 3
        assert run(desk, "backup", backup.with_name("b.backup")) == 3
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, previous)
    assert tree(desk.data.parent) == before
    assert [path.name for path in backup.parent.glob("*.backup*")] == ["a.backup"]


def test_a_journal_with_a_rotten_page_makes_no_backup_and_pushes_none_out(
    desk: DeskPaths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "simpan"
    folder.mkdir()
    write_backup(desk, folder / "meja-A-20260101T000000Z.backup", desk="A")
    before = tree(folder)
    database = sqlite3.connect(desk.journal)  # one page that nobody reads on the way
    page = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'incident_row'").fetchone()[0]
    size = database.execute("PRAGMA page_size").fetchone()[0]
    database.close()
    content = bytearray(desk.journal.read_bytes())
    content[(page - 1) * size : (page - 1) * size + 64] = b"\xa5" * 64
    desk.journal.write_bytes(content)
    assert run(desk, "backup", folder, "--keep", "1") == 3
    assert "jurnal meja ini rusak" in capsys.readouterr().out
    assert tree(folder) == before


def test_a_folder_keeps_a_bounded_number_of_this_desk_only(desk: DeskPaths, tmp_path: Path) -> None:
    folder = tmp_path / "simpan"
    folder.mkdir()
    for name in (
        "meja-A-20260101T000000Z.backup",
        "meja-A-20260102T000000Z.backup",
        "meja-B-20260101T000000Z.backup",
    ):
        (folder / name).write_bytes(b"x")
    (folder / "meja-A-catatan.backup").write_bytes(b"x")
    assert run(desk, "backup", folder, "--keep", "2") == 0
    names = sorted(path.name for path in folder.iterdir())
    assert names[0] == "meja-A-20260102T000000Z.backup"
    assert "meja-B-20260101T000000Z.backup" in names
    assert "meja-A-catatan.backup" in names
    assert len(names) == 4
    assert last_drill(desk.data) is None
    assert run(desk, "backup-drill", folder) == 0  # the newest of this desk
    assert last_drill(desk.data) is not None


def test_the_drill_says_what_would_not_fit(
    desk: DeskPaths, backup: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(desk, "backup-drill", backup) == 0
    assert "kelanjutan cadangan ini" in capsys.readouterr().out
    shutil.move(desk.journal, desk.journal.with_name("dahulu"))
    add_facts(desk, 40, "lain")
    (desk.config / "settings.toml").write_text('[desk]\nletter = "A"\nwarna = 3\n', encoding="utf-8")
    broken = backup.with_name("b.backup")
    write_backup(desk, broken, desk="A", with_recordings=True)
    assert run(desk, "backup-drill", backup) == 1
    assert "bukan kelanjutan" in capsys.readouterr().out
    assert run(desk, "backup-drill", broken) == 1
    told = capsys.readouterr().out
    assert "warna" in told
    assert "daftar rekaman: 0" in told
    with zipfile.ZipFile(backup) as archive:
        assert JOURNAL in archive.namelist()


ROOM = '[secretariat]\nhosts = ["127.0.0.1:1"]\ndatabase = "ruang"\npassword_file = "meja.secret"\n'


@pytest.mark.parametrize("words", [(), ("--journal-only",)])
def test_a_restored_desk_joins_its_room_only_with_a_name_of_its_own(
    desk: DeskPaths, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (desk.config / "secretariat.toml").write_text(ROOM)
    (desk.config / "meja.secret").write_text("rahasia\n")
    files = SiteFiles(desk, no_rules)
    room, fault = read_room(files, desk, "A")
    assert (room is not None, fault) == (True, None)
    file = tmp_path / "meja.backup"
    assert run(desk, "backup", file) == 0
    assert run(desk, "restore", file, *words) == 0
    room, fault = read_room(files, desk, "A")
    assert room is None
    assert fault is not None
    assert fault.code == "secretariat_new_origin"
    assert "secretariat_new_origin" in {finding.code for finding in room_findings(desk, desk="A")}
    assert run(desk, "restore", file, *words) == 0  # once more: still due
    assert is_origin_due(desk.data)
    origin_renewed(desk.data)
    assert read_room(files, desk, "A")[1] is None


def test_a_desk_on_its_own_has_nobody_to_be_mistaken_by(desk: DeskPaths, tmp_path: Path) -> None:
    file = tmp_path / "meja.backup"
    assert run(desk, "backup", file) == 0
    assert run(desk, "restore", file) == 0
    assert not is_origin_due(desk.data)
