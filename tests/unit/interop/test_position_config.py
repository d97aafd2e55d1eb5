"""caller_positions.toml: everything is off unless it stands there; what is wrong is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from batola_desk.interop.position_config import PositionSettings, load_position_settings
from batola_desk.settings.config_error import ConfigError

TOKEN = "rahasia-operator-seluler"


def load(folder: Path, text: str) -> PositionSettings:
    path = folder / "caller_positions.toml"
    path.write_text(text, encoding="utf-8")
    return load_position_settings(path)


def test_without_a_file_nothing_is_heard_or_asked(tmp_path: Path) -> None:
    settings = load_position_settings(tmp_path / "caller_positions.toml")
    assert (settings.aml, settings.held) == (None, None)
    assert load(tmp_path, "") == settings


def test_a_listener_on_this_machine_needs_no_token(tmp_path: Path) -> None:
    aml = load(tmp_path, '[aml]\nlisten = "127.0.0.1:8112"').aml
    assert aml is not None
    assert (aml.host, aml.port, aml.tokens, aml.certificate) == ("127.0.0.1", 8112, {}, None)


def test_beyond_this_machine_it_needs_a_token_and_a_certificate(tmp_path: Path) -> None:
    text = f'[aml]\nlisten = "0.0.0.0:8112"\ntoken = "{TOKEN}"\ncertificate = "a.crt"\nkey = "a.key"'
    aml = load(tmp_path, text).aml
    assert aml is not None
    assert aml.tokens == {"aml": TOKEN}
    assert aml.certificate == tmp_path / "a.crt"
    assert TOKEN not in repr(aml)


def test_servers_that_may_be_asked(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("x")
    held = load(tmp_path, '[held]\nhosts = ["LIS.Example", "lis.example:8443"]\nauthority = "ca.pem"').held
    assert held is not None
    assert held.hosts == {"lis.example", "lis.example:8443"}
    assert (held.limit_s, held.authority) == (5.0, tmp_path / "ca.pem")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[aml]", "aml.listen"),
        ('[aml]\nlisten = "8112"', "aml.listen"),
        ('[aml]\nlisten = "127.0.0.1:0"', "aml.listen"),
        ('[aml]\nlisten = "127.0.0.1:99999"', "aml.listen"),
        ('[aml]\nlisten = "nama.example:8112"', "aml.listen"),
        ('[aml]\nlisten = "127.0.0.1:8112"\ntoken = "pendek"', "aml.token"),
        ('[aml]\nlisten = "0.0.0.0:8112"', "aml.token"),
        (f'[aml]\nlisten = "0.0.0.0:8112"\ntoken = "{TOKEN}"', "aml.certificate"),
        ('[aml]\nlisten = "127.0.0.1:8112"\nport = 1', "aml.port"),
        ("[held]", "held.hosts"),
        ("[held]\nhosts = []", "held.hosts"),
        ('[held]\nhosts = ["*"]', "held.hosts"),
        ('[held]\nhosts = ["https://lis.example/"]', "held.hosts"),
        ('[held]\nhosts = ["lis.example"]\nlimit_s = 900', "held.limit_s"),
        ('[held]\nhosts = ["lis.example"]\nlimit_s = true', "held.limit_s"),
        ('[held]\nhosts = ["lis.example"]\nauthority = "tidak-ada.pem"', "held.authority"),
        ("[lain]", "lain"),
        ("aml = 1", "aml"),
    ],
)
def test_what_is_wrong_is_told_by_its_name_and_no_secret_is_repeated(
    tmp_path: Path, text: str, key: str
) -> None:
    with pytest.raises(ConfigError) as fault:
        load(tmp_path, text)
    assert key in str(fault.value)
    assert "pendek" not in str(fault.value)
