"""`batola-desk map publish|published|unpublish` as IT uses it, on real PostgreSQL and with real packs."""

from __future__ import annotations

import time

import pytest

from batola_desk.__main__ import main
from tests.e2e.admin_stage import PASSWORD, Desk112
from tests.e2e.secretariat_stage import needs_postgres
from tests.support.map_files import CANAL, ROAD, write_vector

pytestmark = [pytest.mark.e2e, needs_postgres, pytest.mark.timeout(120)]


class MapDesk:
    """IT at a desk of the room: its folders, and the words it types."""

    def __init__(self, it: Desk112, capsys: pytest.CaptureFixture[str]) -> None:
        self.it = it
        self._capsys = capsys
        self.home = it.folder / "desk"
        it.init()
        it.add_user("ita", "--role", "admin")
        it.add_user("tono")
        self.secrets = {login: it.secret(f"{login}_map", PASSWORD) for login in ("ita", "tono")}
        machine = it.folder / "meja_q.secret"
        assert it.run("add-desk", "Q", "--password-out", str(machine))[0] == 0
        config = self.home / "config"
        config.mkdir(parents=True)
        (config / "secretariat.toml").write_text(
            f'[secretariat]\nhosts = ["127.0.0.1:{it.rig.port}"]\ndatabase = "{it.database}"\n'
            f'password_file = "{machine}"\nlogin = "meja_q"\n'
        )

    def map(self, *words: str, login: str = "") -> tuple[int, str]:
        known = ["--as", login, "--password-file", str(self.secrets[login])] if login else []
        code = main(["--home", str(self.home), "map", *words, *known])
        said = self._capsys.readouterr()
        return code, said.out + said.err

    def make(self, name: str, kind: tuple[object, dict[str, str]] = (ROAD, {"highway": "primary"})) -> None:
        file = write_vector(self.it.folder / f"{name}.gpkg", [kind])
        code, out = self.map("import", str(file), "--name", name)
        assert code == 0, out


@pytest.fixture
def centre(it: Desk112, capsys: pytest.CaptureFixture[str]) -> MapDesk:
    return MapDesk(it, capsys)


def test_a_pack_is_published_shown_and_taken_back(centre: MapDesk) -> None:
    code, out = centre.map("published")
    assert (code, "tidak ada paket peta di sekretariat" in out) == (1, True), out
    code, out = centre.map("publish", "--installed", login="ita")
    assert (code, "tidak punya paket peta" in out) == (3, True), out
    centre.make("Batola")
    code, out = centre.map("publish", "--installed", login="ita")
    assert (code, 'peta "Batola" diterbitkan' in out) == (0, True), out
    code, out = centre.map("publish", "--installed", login="ita")
    assert (code, "sudah diterbitkan" in out) == (0, True), out
    code, out = centre.map("published")  # with the machine's own login
    assert (code, '"Batola"' in out, "diterbitkan ita" in out) == (0, True, True), out
    assert "Batola" in centre.it.run("status")[1]
    assert centre.map("export", str(centre.it.folder / "lama.btmap"))[0] == 0
    time.sleep(1.1)  # packs are told apart by the second they were made
    centre.make("Batola baru", (CANAL, {"waterway": "canal"}))
    code, out = centre.map("publish", "--installed", login="ita")
    assert code == 0, out
    code, out = centre.map("unpublish", login="ita")
    assert (code, '"Batola baru" ditarik' in out) == (0, True), out
    assert '"Batola"' in centre.map("published")[1]
    assert centre.map("unpublish", "ffff0000", login="ita")[0] == 3
    assert centre.map("unpublish", login="ita")[0] == 0
    assert centre.map("published")[0] == 1
    code, out = centre.map("publish", str(centre.it.folder / "lama.btmap"), login="ita")
    assert code == 0, out


def test_who_is_no_admin_and_what_is_no_pack_is_refused_in_words(centre: MapDesk) -> None:
    centre.make("Batola")
    for login, words in (("tono", "hanya boleh"), ("", "hanya boleh")):
        code, out = centre.map("publish", "--installed", login=login)
        assert (code, words in out) == (3, True), out
    text = centre.it.folder / "bukan.btmap"
    text.write_text("bukan peta" * 1000)
    code, out = centre.map("publish", str(text), login="ita")
    assert (code, "rusak" in out) == (3, True), out
    code, out = centre.map("publish", str(centre.it.folder / "tidak-ada.btmap"), login="ita")
    assert (code, "tidak ada" in out) == (3, True), out
    assert centre.map("published")[0] == 1
    (centre.home / "config" / "secretariat.toml").unlink()
    code, out = centre.map("published")
    assert (code, "tidak punya sekretariat" in out) == (3, True), out
    url = centre.it.rig.url(centre.it.database, "ita")
    code, out = centre.map("publish", "--installed", "--url", url, login="ita")
    assert code == 0, out


def test_a_backup_leaves_the_maps_out(centre: MapDesk) -> None:
    centre.make("Batola")
    assert centre.map("publish", "--installed", login="ita")[0] == 0
    dump = centre.it.folder / "ruang.dump"
    assert centre.it.run("backup", str(dump))[0] == 0
    code, out = centre.it.run("restore", str(dump), database=f"{centre.it.database}_baru")
    assert code in {0, 1}, out
    counted = centre.it.sql(
        "select count(*) from batola.map_pack_part", database=f"{centre.it.database}_baru"
    )
    assert counted[0][0] == 0


def test_info_says_where_the_pack_is_from(centre: MapDesk) -> None:
    centre.make("Batola")
    assert "diimpor di komputer ini; dipasang 20" in centre.map("info")[1]
    share = centre.it.folder / "share"
    share.mkdir()
    centre.map("export", str(share / "batola.btmap"))
    centre.map("import", str(share / "batola.btmap"))
    assert "disalin dari berkas batola.btmap" in centre.map("info")[1]
    centre.map("remove")
    centre.home = centre.it.folder / "other"
    centre.map("take", str(share))
    assert "diambil dari folder bersama (batola.btmap)" in centre.map("info")[1]
    (centre.home / "data" / "map" / "notes.json").write_bytes(b"\xff{")
    assert centre.map("info")[0] == 0
