"""The book of settings: what counts, where it comes from, and how a value gets into its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from batola_desk.app.settings.desk import open_settings_book
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.engine.config import load_settings
from batola_desk.settings.book import SettingsBook
from batola_desk.settings.paths import DeskPaths
from batola_desk.settings.store import Origin, SettingsStore

LINE = """\
[sip]
# the number of the room
sip_port = 5062

[[account]]
name = "trunk"
password = "sangat-rahasia"

[[account]]
name = "dalam"
password = "lain"
"""


def book_of(paths: DeskPaths) -> SettingsBook:
    return open_settings_book(paths, SettingsStore.of(paths))


@pytest.fixture
def paths(tmp_path: Path) -> DeskPaths:
    made = DeskPaths.for_home(tmp_path)
    made.create()
    return made


def test_a_value_comes_from_policy_file_or_default(paths: DeskPaths) -> None:
    (paths.config / "line.toml").write_text(LINE)
    assert paths.policy is not None
    paths.policy.write_text("[line.sip]\nringing_max = 50\n")
    book = book_of(paths)
    port = book.row("line.toml", "sip.sip_port")
    assert (port.value, port.origin, Path(port.place).name) == (5062, Origin.FILE, "line.toml")
    ringing = book.row("line.toml", "sip.ringing_max")
    assert (ringing.value, ringing.origin, ringing.place) == (50, Origin.POLICY, str(paths.policy))
    dial = book.row("line.toml", "sip.dial_limit_s")
    assert (dial.value, dial.origin, dial.place) == (180.0, Origin.DEFAULT, "")
    names = book.row("line.toml", "account.name")
    assert names.value == ("trunk", "dalam")
    assert len(book.rows()) == len({(r.entry.file, r.entry.key) for r in book.rows()})


def test_a_secret_is_never_in_a_row(paths: DeskPaths) -> None:
    (paths.config / "line.toml").write_text(LINE + '[supervision]\nsupervision_secret = "rahasia-regu-112"\n')
    rows = book_of(paths).rows()
    assert "rahasia" not in repr(rows)
    by_key = {r.entry.key: r.value for r in rows}
    assert by_key["account.password"] is True
    assert by_key["supervision.supervision_secret"] is True
    assert by_key["sip.password"] is False


def test_a_value_is_written_into_its_file_and_the_old_one_kept(paths: DeskPaths) -> None:
    file = paths.config / "line.toml"
    file.write_text(LINE)
    book = book_of(paths)
    book.change("line.toml", "sip.ringing_max", 40)
    assert load_settings(file).ringing_max == 40
    assert load_settings(file).accounts[1].name == "dalam"
    assert file.with_name("line.toml.old").read_text() == LINE
    book.reset("line.toml", "sip.ringing_max")
    assert load_settings(file).ringing_max == 300


def test_a_value_that_makes_a_file_unusable_is_not_written(paths: DeskPaths) -> None:
    file = paths.config / "line.toml"
    file.write_text(LINE)
    with pytest.raises(EnvironmentFault):
        book_of(paths).change("line.toml", "rtp.rtp_port_last", 20_000)
    assert file.read_text() == LINE


def test_a_setting_of_several_tables_is_not_written(paths: DeskPaths) -> None:
    with pytest.raises(KeyError):
        book_of(paths).change("line.toml", "account.user", "112")
    with pytest.raises(KeyError):
        book_of(paths).change("catalog/limits.toml", "on_scene_s", {"KEBAKARAN": 4})


@pytest.mark.parametrize(
    ("file", "key", "value"),
    [
        ("catalog/limits.toml", "ring.ring_all_s", 4.0),
        ("catalog/centre.toml", "centre.name", "Pusat 112"),
        ("catalog/routing.toml", "travel.low", 0.5),
        ("avl.toml", "avl.port", 5099),
        ("update.toml", "update.source", "/media/batola"),
        ("secretariat.toml", "tls.verify", ""),
    ],
)
def test_every_file_of_it_is_written_after_its_own_loader_took_it(
    paths: DeskPaths, file: str, key: str, value: object
) -> None:
    (paths.config / "meja.secret").write_text("rahasia\n")
    (paths.config / "secretariat.toml").write_text(
        '[secretariat]\nhosts = ["db1"]\ndatabase = "ruang"\npassword_file = "meja.secret"\n'
    )
    book_of(paths).change(file, key, value)
    row = book_of(paths).row(file, key)
    assert (row.value, row.origin) == (value, Origin.FILE)


def test_what_the_loader_of_a_file_refuses_is_not_written(paths: DeskPaths) -> None:
    for file, key, value in (
        ("avl.toml", "avl.token", "kurang"),
        ("update.toml", "update.public_keys", ["x"]),
    ):
        with pytest.raises(EnvironmentFault):
            book_of(paths).change(file, key, value)
        assert not (paths.config / file).exists()


def test_a_choice_is_taken_back(paths: DeskPaths) -> None:
    book = book_of(paths)
    book.change("settings.toml", "screen.text_percent", 125)
    assert book.row("settings.toml", "screen.text_percent").origin is Origin.CHOICE
    book.reset("settings.toml", "screen.text_percent")
    assert SettingsStore.of(paths).origin("screen.text_percent") == (Origin.DEFAULT, 100)
