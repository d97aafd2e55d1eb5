"""What `line.toml` says about codecs, encryption and text, and what people are told about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from batola_desk.app.doctor.line import line_findings
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.engine.config import load_settings
from batola_desk.settings.paths import DeskPaths
from batola_desk.telephony.config import Account
from batola_desk.telephony.media_policy import HoldManner, MediaPolicy, SrtpPolicy


def settings_of(folder: Path, text: str) -> MediaPolicy:
    (folder / "line.toml").write_text(text, encoding="utf-8")
    return load_settings(folder / "line.toml").line_config().accounts[0].media


def test_the_order_of_codecs_and_the_rest_are_configuration(tmp_path: Path) -> None:
    text = '[sip]\ncodecs = ["PCMU", "G722"]\nsrtp = "optional"\naccepts_text = false\noffers_text = true\n'
    text += 'hold = "inactive"\n'
    assert settings_of(tmp_path, text) == MediaPolicy(
        codecs=("PCMU", "G722"),
        srtp=SrtpPolicy.OPTIONAL,
        accepts_text=False,
        offers_text=True,
        hold=HoldManner.INACTIVE,
    )
    assert settings_of(tmp_path, "") == MediaPolicy(codecs=("G722", "PCMA", "PCMU"))


@pytest.mark.parametrize(
    "line",
    [
        'codecs = ["OPUS"]',
        "codecs = []",
        'codecs = ["PCMA", "PCMA"]',
        'srtp = "maybe"',
        "srtp = true",
        'hold = "mute"',
    ],
)
def test_an_impossible_choice_is_told_and_nothing_starts(tmp_path: Path, line: str) -> None:
    with pytest.raises(EnvironmentFault, match="line_config_unusable"):
        settings_of(tmp_path, f"[sip]\n{line}\n")


@pytest.mark.parametrize(
    ("srtp", "uris", "exposed"),
    [
        ("mandatory", ("sip:pbx;transport=tls",), False),
        ("mandatory", ("sips:pbx",), False),
        ("mandatory", ("sip:pbx",), True),
        ("mandatory", ("sip:pbx;transport=tls", "sip:pbx;transport=tcp"), True),
        ("mandatory", (), True),
        ("optional", ("sip:pbx",), False),
        ("off", ("sip:pbx",), False),
    ],
)
def test_keys_that_travel_in_the_clear_are_seen(srtp: str, uris: tuple[str, ...], exposed: bool) -> None:
    assert Account(srtp=SrtpPolicy(srtp), registrar_uris=uris).sends_keys_in_clear == exposed


def test_the_doctor_warns_of_keys_in_the_clear(tmp_path: Path) -> None:
    paths = DeskPaths.for_home(tmp_path)
    paths.create()
    (paths.config / "line.toml").write_text('[sip]\nsrtp = "mandatory"\nsip_port = 0\n', encoding="utf-8")
    found = line_findings(paths, echo_number="", call=False)
    assert [finding.level for finding in found if finding.code == "line_keys_in_clear"] == ["warn"]
