"""Secrets in configuration files: open only on the machine they were written on, plain text stays plain."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.engine.config import load_settings
from batola_desk.settings import secrets
from batola_desk.settings.secrets import SecretFault, encrypt, reveal, reveal_all
from batola_desk.sync.config import load_room_settings
from batola_desk.sync.faults import SecretariatFault


@pytest.fixture
def mirror(monkeypatch: pytest.MonkeyPatch) -> None:
    """A DPAPI that turns bytes round, for systems that have none."""
    monkeypatch.setattr(secrets, "_protect", lambda data: data[::-1])
    monkeypatch.setattr(secrets, "_unprotect", lambda data: data[::-1])


@pytest.mark.usefixtures("mirror")
def test_a_secret_comes_back_and_plain_text_stays() -> None:
    hidden = encrypt("sandi é 112")
    assert hidden.startswith("dpapi:")
    assert "sandi" not in hidden
    assert reveal(hidden) == "sandi é 112"
    assert reveal("sandi") == "sandi"
    assert reveal_all({"a": [hidden, 1], "b": {"c": hidden}}) == {
        "a": ["sandi é 112", 1],
        "b": {"c": "sandi é 112"},
    }


@pytest.mark.usefixtures("mirror")
def test_the_line_and_the_room_read_encrypted_passwords(tmp_path: Path) -> None:
    line = tmp_path / "line.toml"
    line.write_text(f'[sip]\nuser = "112b"\npassword = "{encrypt("rahasia")}"\n')
    assert load_settings(line).password == "rahasia"
    (tmp_path / "room.secret").write_text(encrypt("sandi meja") + "\n")
    room = tmp_path / "secretariat.toml"
    room.write_text('[secretariat]\nhosts = ["db1"]\ndatabase = "ruang"\npassword_file = "room.secret"\n')
    settings = load_room_settings(room, desk="B")
    assert settings is not None
    assert settings.machine.password == "sandi meja"


@pytest.mark.skipif(sys.platform == "win32", reason="there it opens what was made there")
def test_a_secret_of_another_machine_is_told_not_used(tmp_path: Path) -> None:
    foreign = "dpapi:AQAAANCMnd8BFdERjHoAwE/Cl+s="
    with pytest.raises(SecretFault):
        reveal(foreign)
    with pytest.raises(SecretFault):
        reveal("dpapi:???")
    line = tmp_path / "line.toml"
    line.write_text(f'[sip]\npassword = "{foreign}"\n')
    with pytest.raises(EnvironmentFault) as caught:
        load_settings(line)
    assert caught.value.code == "line_config_unusable"
    (tmp_path / "room.secret").write_text(foreign)
    room = tmp_path / "secretariat.toml"
    room.write_text('[secretariat]\nhosts = ["db1"]\ndatabase = "ruang"\npassword_file = "room.secret"\n')
    with pytest.raises(SecretariatFault):
        load_room_settings(room, desk="B")
