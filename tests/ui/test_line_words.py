"""What the line panel says when the telephone line is not well."""

from __future__ import annotations

from dataclasses import replace

import pytest

from batola_desk.domain.call import Call, CallState
from batola_desk.engine.account_view import TOLD_FAULTS, TOLD_SIP_CODES
from batola_desk.services.seat_views import LineAccountView
from batola_desk.services.views import CallOrigin, CallView
from batola_desk.ui import labels
from batola_desk.ui.line.line_words import (
    account_words,
    configuration_words,
    line_trouble,
    origin_words,
    registration_words,
    state_words,
)
from batola_desk.ui.queue.queue_words import waiting_words


@pytest.mark.parametrize("mode", ["starting", "failed"])
def test_a_taken_port_is_not_called_a_start_or_a_missing_registration(mode: str) -> None:
    words = line_trouble(mode, "sip_port_unavailable")
    assert "Port telepon" in words
    assert "Ctrl+L" in words
    assert "Panggilan langsung masih bisa masuk" not in words
    assert "…" not in words


def test_a_wrong_line_configuration_is_named_while_the_engine_cannot_start() -> None:
    assert "line.toml" in line_trouble("starting", "line_config_unusable")


def test_a_slip_in_line_toml_is_guessed_and_else_everything_allowed_is_named() -> None:
    words = configuration_words("/c/line.toml|sip.registar|sip_host, user, registrar, password")
    assert words == "/c/line.toml bagian sip.registar salah. Mungkin maksudnya: registrar."
    words = configuration_words("/c/line.toml|sip.srtp|off, optional, mandatory")
    assert words == "/c/line.toml bagian sip.srtp salah. Yang boleh: off, optional, mandatory."
    assert configuration_words("/c/line.toml") == "/c/line.toml"


def test_a_line_that_is_well_says_nothing() -> None:
    assert line_trouble("direct") == line_trouble("registered", "") == ""


def test_a_line_that_merely_starts_says_so() -> None:
    assert "dinyalakan" in line_trouble("starting", "engine_not_reached")


def test_a_call_bridged_without_the_operator_is_not_called_his_conference() -> None:
    call = Call(call_key="k", state=CallState.CONFERENCE)
    assert state_words(CallView(call=call))[0].startswith("◆ F")
    words, _ = state_words(CallView(call=call, handing_over="bridged"))
    assert words == "◇ Tersambung tanpa Anda"


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        (CallOrigin(), ""),
        (CallOrigin(service="sos.fire"), "minta pemadam kebakaran"),
        (CallOrigin(service="sos.moon"), "minta sos.moon"),
        (CallOrigin(diverted_from="110"), "semula ke 110"),
        (CallOrigin(has_location=True), "posisi ikut terkirim"),
        (CallOrigin(priority="psap-callback"), "pusat darurat lain menelepon balik"),
        (
            CallOrigin(priority="emergency", resource_priority="esnet.1"),
            "ditandai darurat\nprioritas jaringan: esnet.1",
        ),
        (CallOrigin(priority="normal"), ""),
        (
            CallOrigin(
                has_location=True, position_uri="https://lis.example/9", info=("card https://x/" + "y" * 90,)
            ),
            "hanya alamat posisi yang terkirim\nhttps://lis.example/9\ncard https://x/" + "y" * 64 + "…",
        ),
        (
            CallOrigin(service="sos", has_location=True, position=(-3.2, 114.6, 50.4)),
            "minta darurat · posisi ikut terkirim\n-3.20000, 114.60000 ± 50 m",
        ),
        (
            CallOrigin(has_location=True, position=(-3.2, 114.6, None)),
            "posisi ikut terkirim\n-3.20000, 114.60000",
        ),
    ],
)
def test_what_came_with_the_call_is_said(origin: CallOrigin, words: str) -> None:
    assert origin_words(origin) == words


def test_every_reason_has_a_sentence_and_the_sip_code_stands_in_it() -> None:
    codes = [f"line_{fault}" for fault in TOLD_FAULTS] + [f"registration_{code}" for code in TOLD_SIP_CODES]
    for code in codes:
        assert code in labels.ERROR_TEXTS, code
        happened, works, next_step = labels.error_words(code, {"account": "trunk"})
        assert "trunk" in happened, code
        assert works, code
        assert next_step, code
    for number in TOLD_SIP_CODES:
        assert f"SIP {number}" in labels.error_words(f"registration_{number}", {"account": "x"})[0]


def test_the_panel_names_the_account_that_is_refused() -> None:
    words = line_trouble("failed", "registration_401", "trunk")
    assert "trunk" in words
    assert "SIP 401" in words
    assert "Panggilan langsung" in words
    assert "…" not in words


def test_an_account_in_one_line() -> None:
    good = LineAccountView(name="trunk", mode="registered", way="TLS 10.0.0.5:5061")
    assert account_words(good) == "trunk: terdaftar · TLS 10.0.0.5:5061"
    bad = LineAccountView(name="dalam", mode="failed", code="line_tls_expired", retry_in_s=30.0)
    assert "kedaluwarsa" in account_words(bad)
    assert "30 detik" in account_words(bad)
    odd = LineAccountView(
        name="a", mode="registered", way="UDP x", is_standby=True, others=2, is_unverified=True
    )
    assert "cadangan · juga di 2 tempat lain · SERTIFIKAT TIDAK DIPERIKSA" in account_words(odd)


def test_an_alarm_about_a_registration_is_a_sentence() -> None:
    words = registration_words("trunk|registration_403")
    assert "trunk" in words
    assert "SIP 403" in words
    assert registration_words("registration_failed") == "registration_failed"


@pytest.mark.parametrize(
    ("sip_code", "words"),
    [(404, "nomor tidak dikenal (SIP 404)"), (503, "(SIP 503)"), (499, "SIP 499"), (None, "")],
)
def test_a_call_that_did_not_come_about_says_why(sip_code: int | None, words: str) -> None:
    call = Call(call_key="c", state=CallState.FAILED, direction="outbound", ended_us=5, sip_code=sip_code)
    shown, _ = state_words(CallView(call=call))
    assert words in shown
    answered, _ = state_words(CallView(call=replace(call, answered_us=3)))
    assert "SIP" not in answered, "an answered call did come about"


def test_a_call_says_over_which_account_it_came() -> None:
    assert origin_words(CallOrigin(account="trunk", diverted_from="110")).startswith("lewat trunk · ")
    assert "lewat" not in origin_words(CallOrigin())


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (CallState.TALKING, "TIDAK ADA SUARA DARI SEBERANG"),
        (CallState.ON_HOLD, "SEBERANG TIDAK MENJAWAB"),
        (CallState.DROPPED, ""),
    ],
)
def test_a_call_whose_other_side_may_be_gone_says_so(state: CallState, words: str) -> None:
    view = CallView(call=Call(call_key="k", state=state), doubtful=True)
    shown, role = state_words(view)
    sure, _ = state_words(replace(view, doubtful=False))
    assert shown.removeprefix(sure) == (f" · {words}" if words else "")
    assert role == "late"


def test_a_ringing_call_whose_caller_may_be_gone_says_so() -> None:
    view = CallView(call=Call(call_key="k", state=CallState.RINGING, direction="inbound"), doubtful=True)
    assert "sentral tidak menjawab" in waiting_words(view)
