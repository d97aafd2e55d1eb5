"""``intake.toml``: off without it, safe by default, and what is wrong is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.interop.intake.config import IntakeSettings, load_intake_settings

TOKEN = "rahasia-yang-cukup-panjang"
SERVICE = f'[service]\nenabled = true\ndesk_token = "{TOKEN}"\n'
DESK = f'[desk]\nservice = "http://127.0.0.1:8114"\npage = "https://lokasi.example"\ntoken = "{TOKEN}"\n'


def load(folder: Path, text: str) -> IntakeSettings:
    path = folder / "intake.toml"
    path.write_text(text, encoding="utf-8")
    return load_intake_settings(path)


def test_without_a_file_everything_is_off(tmp_path: Path) -> None:
    settings = load_intake_settings(tmp_path / "intake.toml")
    assert (settings.service.enabled, settings.desk) == (False, None)


def test_what_it_says_is_taken(tmp_path: Path) -> None:
    sms = '[sms]\nway = "command"\ncommand = ["sms", "{number}", "{text}"]\n'
    settings = load(tmp_path, SERVICE + DESK + sms)
    assert settings.service.enabled
    assert settings.desk is not None
    assert settings.senders.of("sms").command == ("sms", "{number}", "{text}")
    assert settings.senders.of("whatsapp").way == "paste"
    assert TOKEN not in repr(settings)


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("[service]\nenabled = true\n", "service.desk_token", 1),
        (SERVICE + 'host = "0.0.0.0"\n', "service.certificate", 1),
        (SERVICE + 'host = "intake.example"\n', "service.host", 4),
        (SERVICE + "port = 0\n", "service.port", 4),
        (SERVICE + 'proxies = ["*"]\n', "service.proxies", 4),
        (SERVICE + 'aml_token = "pendek"\n', "service.aml_token", 4),
        (SERVICE + "entah = 1\n", "service.entah", 4),
        ("[entah]\n", "entah", 1),
        ("desk = 5\n", "desk", 1),
        (DESK.replace("http://127.0.0.1:8114", "http://intake.example"), "desk.service", 2),
        (DESK.replace("https://lokasi.example", "https://lokasi.example/#x"), "desk.page", 3),
        (DESK.replace("https://lokasi.example", "https://lokasi .example"), "desk.page", 3),
        (DESK.replace("https://lokasi.example", "javascript:alert(1)"), "desk.page", 3),
        (DESK.replace(TOKEN, "pendek"), "desk.token", 4),
        (DESK + 'authority = "tidak-ada.pem"\n', "desk.authority", 5),
        ('[sms]\nway = "merpati"\n', "sms.way", 2),
        ('[sms]\nway = "command"\ncommand = ["sms", "{number}"]\n', "sms.command", 3),
        (
            '[whatsapp]\nway = "gateway"\nurl = "http://wa.example"\nbody = "{number}{text}"\n',
            "whatsapp.url",
            3,
        ),
        ('[sms]\nway = "gateway"\nurl = "https://sms.example"\nbody = "{text}"\n', "sms.body", 4),
        ('[sms]\nheader = "Authorization"\n', "sms.header", 2),
        ('[sms]\nheader = "A: b\\r\\nC: d"\n', "sms.header", 2),
    ],
)
def test_what_is_wrong_is_named_and_no_secret_is_quoted(
    tmp_path: Path, text: str, key: str, line: int
) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        load(tmp_path, text)
    assert caught.value.code == "intake_config"
    assert (caught.value.values["key"], caught.value.values["line"]) == (key, line)
    assert "pendek" not in str(caught.value.values)
