"""`batola-desk secretariat …` as IT uses it: on real PostgreSQL, by its output and its exit codes."""

from __future__ import annotations

import asyncio
import hashlib
import json
import stat
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from batola_desk.__main__ import main
from batola_desk.domain.room_confidence import room_confidence
from batola_desk.sync import schema_setup
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.postgres import PostgresSecretariat
from tests.e2e.admin_stage import PASSWORD, SAVED_ROOMS, Desk112
from tests.e2e.secretariat_stage import needs_postgres
from tests.support.postgres_rig import SUPERUSER_PASSWORD
from tests.support.room_writer import RoomWriter
from tests.support.shipped import shipped_catalog

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(90)]


# ------------------------------------------------------------------ set-up


def test_a_room_is_made_once_and_upgraded_again_and_again(it: Desk112) -> None:
    code, out = it.run("init")
    assert (code, "ruang dibuat" in out) == (0, True), out
    code, out = it.run("init")
    assert (code, "sudah ada" in out) == (1, True), out
    code, out = it.run("upgrade")
    same = f"{schema_setup.SERVER_REVISION} -> {schema_setup.SERVER_REVISION}"
    assert (code, same in out) == (0, True), out


def test_a_database_of_something_else_is_left_alone(it: Desk112) -> None:
    it.sql(f"create database {it.database}", database="postgres")
    it.sql("create table toko (id int)")
    for task in ("init", "upgrade", "status"):
        code, out = it.run(task)
        assert code == 3, out
        assert "bukan ruang meja 112" in out
    schemas = it.sql("select nspname from pg_namespace where nspname in ('batola', 'api')")
    assert schemas == []


def test_an_upgrade_of_nothing_says_so(it: Desk112) -> None:
    code, out = it.run("upgrade")
    assert (code, "Database itu tidak ada" in out) == (3, True), out


@pytest.mark.parametrize("broken", ["roles.sql", "database.sql", "write_rules"])
def test_a_set_up_that_fails_leaves_nothing(
    it: Desk112, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    whole = schema_setup.read_script

    async def no_rules(_connection: Any) -> None:
        raise asyncpg.DiskFullError("no space left on device")

    if broken == "write_rules":
        monkeypatch.setattr(schema_setup, "write_rules", no_rules)
    else:
        monkeypatch.setattr(
            schema_setup, "read_script", lambda name: "select 1/0" if name == broken else whole(name)
        )
    code, out = it.run("init")
    assert code == 3, out
    assert it.sql("select nspname from pg_namespace where nspname in ('batola', 'api')") == []
    monkeypatch.undo()
    it.init()


def test_an_older_program_does_not_touch_a_newer_room(it: Desk112) -> None:
    it.init()
    it.sql("update batola.room_version set version_num = '9999'")
    code, out = it.run("upgrade")
    assert (code, "lebih baru dari program ini" in out) == (3, True), out


def test_who_is_no_superuser_can_set_up_a_room_that_works(it: Desk112) -> None:
    it.sql(
        "drop role if exists dinas_ti",
        f"create role dinas_ti login createrole createdb password '{SUPERUSER_PASSWORD}'",
        database="postgres",
    )
    code, out = it.run("init", user="dinas_ti")
    assert code == 0, out
    assert "advisory locks stay open" in out
    file = it.secret("tono", PASSWORD)
    code, out = it.run("add-user", "tono", "--new-password-file", str(file), user="dinas_ti")
    assert code == 0, out
    assert it.write("tono", RoomWriter("tono").fact()) == ["ok"]
    _, out = it.run("status", user="dinas_ti")
    assert "advisory lock dan large object terbuka" in out


def test_status_tells_what_should_be_changed(it: Desk112) -> None:
    it.init()
    code, out = it.run("status")
    assert code == 2, out  # the tests' cluster runs without fsync
    for words in (
        "PostgreSQL 1",
        f"revisi {schema_setup.SERVER_REVISION}",
        "belum ada siapa pun",
        "fsync mati",
        "tidak ada server cadangan",
    ):
        assert words in out
    it.sql(
        "update batola.room set rules = 'other'",
        "insert into batola.disturbance (login, what, transaction) values ('x', 'y', 'z')",
    )
    code, out = it.run("status")
    assert "aturan verdict berbeda" in out
    assert "1 sesi diputus dalam 24 jam: x" in out


def test_what_is_confidential_comes_from_the_configuration_of_the_machine(it: Desk112) -> None:
    it.init()
    shipped = room_confidence(shipped_catalog())

    def held() -> set[tuple[str, str]]:
        return {(row["what"], row["code"]) for row in it.sql("select what, code from batola.confidence")}

    assert held() == set(shipped.rows())
    assert "jenis rahasia, sama dengan" in it.run("status")[1]
    it.sql("update batola.confidence set code = 'KBK' where code = 'KR06'")
    assert "secretariat upgrade" in next(
        line for line in it.run("status")[1].splitlines() if "rahasia" in line
    )
    assert it.run("upgrade")[0] == 0
    assert held() == set(shipped.rows())


# ------------------------------------------------------------------ people and machines


def test_a_person_comes_rises_and_is_locked_out(it: Desk112) -> None:
    it.init()
    assert it.add_user("wati", "--name", "Wati")[0] == 0
    close = RoomWriter("wati")
    assert it.write("wati", close.fact("incident.reopened")) == ["denied"]
    assert it.run("set-role", "wati", "lead")[0] == 0
    assert it.write("wati", close.fact("incident.reopened")) == ["ok"]
    assert it.run("set-role", "wati", "operator")[0] == 0
    assert it.write("wati", close.fact("incident.reopened")) == ["denied"]

    async def is_thrown_out(secretariat: PostgresSecretariat) -> str:
        code, out = await asyncio.to_thread(it.run, "disable-user", "wati")
        assert (code, "1 sesi diputus" in out) == (0, True), out
        with pytest.raises(SecretariatFault) as fault:
            await secretariat.head()
        return fault.value.code

    assert it.as_desk("wati", is_thrown_out) == "secretariat_unreachable"
    with pytest.raises(SecretariatFault) as fault:
        it.write("wati", close.fact())
    assert fault.value.code == "secretariat_disabled"
    assert it.add_user("wati", password="sandi-yang-baru-1")[0] == 0
    with pytest.raises(SecretariatFault) as fault:
        it.write("wati", close.fact())
    assert fault.value.code == "secretariat_password"


def test_a_new_password_keeps_role_and_name(it: Desk112) -> None:
    it.init()
    it.add_user("kiki", "--role", "lead", "--name", "Kiki Amalia")
    code, out = it.add_user("kiki", password="sandi-yang-baru-2")
    assert (code, "sebagai lead" in out) == (0, True), out
    row = it.sql("select role, full_name from batola.member where login = 'kiki'")[0]
    assert tuple(row) == ("lead", "Kiki Amalia")
    assert it.add_user("baru")[0] == 0
    assert it.sql("select role from batola.member where login = 'baru'")[0][0] == "operator"


def test_a_locked_login_is_opened_by_a_password_and_not_by_a_role(it: Desk112) -> None:
    it.init()
    it.add_user("ida")
    assert it.run("disable-user", "ida")[0] == 0
    code, out = it.run("set-role", "ida", "lead")
    assert (code, "dikunci" in out, "add-user" in out) == (3, True, True), out
    assert it.add_user("ida", "--role", "lead")[0] == 0
    assert it.sql("select role, disabled from batola.member where login = 'ida'")[0][1] is False


def test_a_person_is_no_machine_and_a_machine_no_person(it: Desk112) -> None:
    it.init()
    it.add_user("oki")
    code, out = it.run("add-desk", "P", "--login", "oki", "--password-out", str(it.folder / "p"))
    assert (code, "milik sesuatu yang lain" in out) == (3, True), out
    assert it.run("add-desk", "P", "--password-out", str(it.folder / "p"))[0] == 0
    code, out = it.add_user("meja_p")
    assert (code, "login sebuah mesin" in out) == (3, True), out


@pytest.mark.parametrize("task", ["status", "upgrade", "add-user", "backup"])
def test_who_does_not_own_the_database_is_told_so(it: Desk112, task: str) -> None:
    it.init()
    it.add_user("umar")
    url = it.rig.url(it.database, "umar")
    more = {"add-user": ["x1", "--new-password-file", str(it.secret("x1", PASSWORD))]}
    more["backup"] = [str(it.folder / "x.dump")]
    password = ["--password-file", str(it.folder / "umar.secret")]
    code = main(["secretariat", task, url, *password, *more.get(task, [])])
    out = it._capsys.readouterr().out
    assert (code, "tidak berwenang" in out, "superuser" in out) == (3, True, True), out


def test_a_password_that_nobody_gave_is_asked_for_in_words(it: Desk112) -> None:
    it.init()
    code = main(["secretariat", "status", it.rig.url(it.database)])
    out = it._capsys.readouterr().out
    assert (code, "--password-file" in out, "menolak" in out) == (3, True, False), out


def test_files_in_the_way_are_told_in_words(it: Desk112) -> None:
    it.init()
    taken = it.secret("taken", "x")
    code, out = it.run("add-desk", "A", "--password-out", str(taken))
    assert (code, "sudah ada" in out) == (3, True), out
    code, out = it.run("add-user", "wati", "--new-password-file", str(it.folder / "missing"))
    assert (code, "tidak ada" in out) == (3, True), out


@pytest.mark.parametrize(
    "login", ["Wati", "w", "engine", "system", "postgres", "batola_lead", "pg_x", "a b", 'x"y', "ẃati"]
)
def test_names_that_cannot_be(it: Desk112, login: str) -> None:
    it.init()
    code, out = it.run("add-user", login, "--new-password-file", str(it.secret("x", PASSWORD)))
    assert (code, "Nama login itu tidak bisa dipakai" in out) == (3, True), out


def test_a_login_of_something_else_is_not_taken_over(it: Desk112) -> None:
    it.init()
    it.sql("drop role if exists siakad", "create role siakad login superuser password 'x'")
    code, out = it.add_user("siakad")
    assert (code, "milik sesuatu yang lain" in out) == (3, True), out
    assert it.sql("select rolsuper from pg_roles where rolname = 'siakad'")[0][0] is True
    it.sql("drop role siakad")


def test_passwords_are_long_enough_and_may_be_in_any_script(it: Desk112) -> None:
    it.init()
    assert it.add_user("wayan", password="pendek")[0] == 3
    for password in ("ꦱꦤ꧀ꦢꦶ-ꦥꦚ꧀ꦗꦁ-ꦱꦼꦏꦭꦶ", "kunci\u00a0ruang ﬁne Ⅸ", "tanda '\"\\$%`& banyak"):
        assert it.add_user("wayan", password=password)[0] == 0

        async def greet(secretariat: PostgresSecretariat) -> str:
            return secretariat.greeting.login

        assert it.as_desk("wayan", greet, password) == "wayan"


def test_no_password_is_printed_or_logged(it: Desk112) -> None:
    it.init()
    it.sql(f"alter database {it.database} set log_statement = 'all'")
    _, user_out = it.add_user("nyoman")
    machine_file = it.folder / "meja_q.secret"
    code, desk_out = it.run("add-desk", "Q", "--password-out", str(machine_file))
    assert code == 0, desk_out
    machine_password = machine_file.read_text().strip()
    log = it.rig.log.read_text(errors="replace")
    assert 'alter role "nyoman"' in log
    for secret in (PASSWORD, machine_password, SUPERUSER_PASSWORD):
        assert secret not in user_out + desk_out
        assert secret not in log
    assert stat.S_IMODE(machine_file.stat().st_mode) == 0o600

    async def greet(secretariat: PostgresSecretariat) -> str:
        return secretariat.greeting.login

    assert it.as_desk("meja_q", greet, machine_password) == "meja_q"


def test_a_letter_belongs_to_one_machine(it: Desk112) -> None:
    it.init()
    assert it.run("add-desk", "K", "--password-out", str(it.folder / "k1"))[0] == 0
    code, out = it.run("add-desk", "K", "--login", "meja_lain", "--password-out", str(it.folder / "k2"))
    assert (code, "sudah milik meja lain" in out) == (3, True), out
    assert not (it.folder / "k2").exists()
    code, out = it.run("add-desk", "L", "--login", "meja_k", "--password-out", str(it.folder / "l1"))
    assert (code, "milik sesuatu yang lain" in out, "meja: K, login: meja_k" in out) == (3, True, True), out
    assert not (it.folder / "l1").exists()
    assert it.sql("select login, desk from batola.member where desk is not null") == [("meja_k", "K")]
    code, out = it.run("add-desk", "k", "--password-out", str(it.folder / "k3"))
    assert (code, "huruf besar" in out) == (3, True), out
    kept = (it.folder / "k1").read_text()
    assert it.run("add-desk", "K", "--password-out", str(it.folder / "k1"))[0] == 3  # never overwritten
    assert (it.folder / "k1").read_text() == kept


def test_a_password_in_the_address_is_refused(it: Desk112) -> None:
    code = main(["secretariat", "status", f"postgresql://postgres:{SUPERUSER_PASSWORD}@127.0.0.1/x"])
    said = it._capsys.readouterr()
    assert code == 3
    assert "tanpa sandi" in said.out
    assert SUPERUSER_PASSWORD not in said.out + said.err


# ------------------------------------------------------------------ the history


def filled(it: Desk112, count: int = 30) -> RoomWriter:
    it.init()
    assert it.add_user("ketut")[0] == 0
    writer = RoomWriter("ketut")
    assert it.write("ketut", *writer.facts(count)) == ["ok"] * count
    return writer


UNGUARDED = "alter table batola.journal disable trigger all"


@pytest.mark.parametrize(
    ("tampering", "words"),
    [
        ("update batola.journal set author = 'x' where seq = 7", "fakta 7: hash tidak cocok"),
        ("update batola.journal set body = '{}' where seq = 7", "fakta 7: isi tidak sama dengan hash-nya"),
        ("update batola.journal set body = null where seq = 7", "fakta 7: isi hilang tanpa catatan"),
        (
            "update batola.journal set recorded_us = recorded_us + 1 where seq = 30",
            "fakta 30: hash tidak cocok",
        ),
        ("delete from batola.journal where seq = 7", "nomor 7 sampai 7 hilang"),
        ("delete from batola.journal where seq > 28", "setelah 28 tidak ada fakta lagi"),
        ("update batola.stream set head_hash = sha256('x')", "ujung rantai bukan yang dicatat server"),
        ("update batola.journal set oseq = oseq + 5 where seq = 30", "asal"),
    ],
)
def test_verify_finds_what_even_a_superuser_changed(it: Desk112, tampering: str, words: str) -> None:
    filled(it)
    code, out = it.run("verify")
    assert (code, "sejarah utuh" in out) == (0, True), out
    it.sql(UNGUARDED, tampering)
    code, out = it.run("verify")
    assert (code, words in out) == (2, True), out


def test_a_chain_forged_from_one_place_on_is_betrayed_by_the_seal_on_paper(it: Desk112) -> None:
    filled(it)
    seal = next(line for line in it.run("verify")[1].splitlines() if line.startswith("segel: ")).split()[1]
    it.sql(
        UNGUARDED,
        "update batola.journal set author = 'x' where seq = 30",
        "update batola.journal j set hash = batola.fact_hash(j) where seq = 30",
        "update batola.stream set head_hash = (select hash from batola.journal where seq = 30)",
    )
    assert it.run("verify")[0] == 0  # forged well: only somebody outside can know
    code, out = it.run("verify", "--seal", seal)
    assert (code, "TIDAK cocok" in out) == (2, True), out
    assert it.run("verify", "--seal", "99:00")[0] == 2
    assert it.run("verify", "--seal", "x")[0] == 3


def test_a_backup_becomes_a_room_again_with_another_epoch(it: Desk112) -> None:
    writer = filled(it)
    backup = it.folder / "ruang.dump"
    code, out = it.run("backup", str(backup))
    assert code == 0, out
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    manifest = json.loads((it.folder / "ruang.dump.json").read_text())
    assert manifest["seal"].startswith("30:")
    assert it.run("backup", str(backup))[0] == 3  # never overwritten
    assert it.write("ketut", *writer.facts(5)) == ["ok"] * 5  # after the backup: a desk still has them

    first = it.database
    it.database = f"{first}_lagi"
    code, out = it.run("restore", str(backup))
    assert (code, "sejarah utuh" in out) == (0, True), out
    old, new = (it.sql("select epoch, seq from api.head", database=name)[0] for name in (first, it.database))
    assert old["epoch"] != new["epoch"]
    assert (old["seq"], new["seq"]) == (35, 30)
    writer.oseq = 30
    again = RoomWriter("ketut", origin=writer.origin)
    again.oseq = 30
    assert it.write("ketut", *again.facts(5)) == ["ok"] * 5  # the same origin goes on where the backup ends
    assert it.run("verify", "--seal", manifest["seal"])[0] == 0
    assert it.run("restore", str(backup))[0] == 3  # not empty any more
    code, out = it.run("status")
    assert "dari cadangan" in out


def test_a_damaged_backup_is_refused_before_anything_is_touched(it: Desk112) -> None:
    filled(it, 3)
    backup = it.folder / "ruang.dump"
    assert it.run("backup", str(backup))[0] == 0
    it.database += "_rusak"
    data = bytearray(backup.read_bytes())
    data[len(data) // 2] ^= 1
    backup.write_bytes(bytes(data))
    code, out = it.run("restore", str(backup))
    assert (code, "TIDAK SAMA dengan hash-nya" in out) == (3, True), out
    (it.folder / "ruang.dump.json").unlink()
    code, out = it.run("restore", str(backup))
    assert (code, "tidak bisa dibaca" in out) == (3, True), out
    assert it.sql(f"select from pg_database where datname = '{it.database}'", database="postgres") == []


def test_a_drill_proves_a_backup_beside_and_leaves_nothing(it: Desk112) -> None:
    filled(it)
    backup = it.folder / "ruang.dump"
    assert it.run("backup", str(backup))[0] == 0
    databases = "select datname from pg_database order by 1"
    before = it.sql(databases, database="postgres")
    head = it.sql("select epoch, seq, head_hash from api.head")
    code, out = it.run("drill", str(backup))
    assert (code, "CADANGAN TERBUKTI" in out) == (0, True), out
    assert "30 fakta diperiksa" in out
    assert it.sql(databases, database="postgres") == before
    assert it.sql("select epoch, seq, head_hash from api.head") == head
    whole = backup.read_bytes()
    manifest = it.folder / "ruang.dump.json"
    told = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(told | {"seal": f"30:{'00' * 32}"}))
    code, out = it.run("drill", str(backup))  # a history that is not the one the backup was made of
    assert (code, "TIDAK TERBUKTI" in out) == (2, True), out
    cut = whole[: len(whole) // 2]
    backup.write_bytes(cut)
    code, out = it.run("drill", str(backup))
    assert (code, "TIDAK TERBUKTI" in out) == (2, True), out
    manifest.write_text(json.dumps(told | {"sha256": hashlib.sha256(cut).hexdigest()}))
    code, out = it.run("drill", str(backup))  # the tool itself breaks in the middle
    assert (code, "TIDAK TERBUKTI" in out) == (2, True), out
    assert it.sql(databases, database="postgres") == before


def test_on_a_new_server_a_restore_names_the_logins_to_give_again(it: Desk112) -> None:
    filled(it, 3)
    assert it.add_user("gede", "--role", "lead")[0] == 0
    assert it.run("add-desk", "Z", "--password-out", str(it.folder / "z"))[0] == 0
    backup = it.folder / "ruang.dump"
    assert it.run("backup", str(backup))[0] == 0
    it.sql("drop role gede", "drop role meja_z")
    it.database += "_baru"
    code, out = it.run("restore", str(backup))
    assert code == 1, out
    assert "add-user gede --role lead" in out
    assert "add-desk Z --login meja_z" in out
    assert "belum ada di server ini (pemulihan?): gede, meja_z" in it.run("status")[1]
    assert it.add_user("gede", "--role", "lead")[0] == 0
    assert it.write("gede", RoomWriter("gede").fact("incident.reopened")) == ["ok"]


@pytest.mark.parametrize("saved", SAVED_ROOMS, ids=lambda path: path.stem)
def test_the_room_of_every_schema_is_read_upgraded_and_written_to(it: Desk112, saved: Path) -> None:
    code, out = it.run("restore", str(saved))
    assert code in {0, 1}, out  # 1: logins to be given again
    assert "sejarah utuh" in out
    code, out = it.run("upgrade")
    assert code == 0, out
    assert it.add_user("made")[0] == 0
    assert it.write("made", RoomWriter("made").fact(), RoomWriter("made").fact("incident.reopened")) == [
        "ok",
        "denied",
    ]
    code, out = it.run("verify")
    assert (code, "1 isi dihapus menurut hukum" in out) == (0, True), out
    verdicts = {row[0] for row in it.sql("select verdict from api.journal")}
    assert verdicts == {"ok", "lost", "contested", "denied", "unknown_kind", "invalid"}


def test_a_room_of_this_schema_is_among_the_saved_ones() -> None:
    assert f"room-{schema_setup.SERVER_REVISION}" in {path.stem for path in SAVED_ROOMS}
