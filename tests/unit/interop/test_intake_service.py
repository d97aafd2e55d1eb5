"""The service of location links over real HTTP: consent, positions, words both ways, AML, referrals, ends."""

from __future__ import annotations

import json
import re
import ssl
import threading
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from batola_desk.domain.ids import new_id
from batola_desk.domain.location_link import LinkState, digest_of, is_secret, new_secret
from batola_desk.interop.intake import store as stores
from batola_desk.interop.intake.app import PAGE
from tests.support.certificates import Authority
from tests.support.intake_stage import AML_TOKEN, CALL, DESK_TOKEN, HOUSE, REFERRAL_TOKEN, Service
from tests.support.shipped import shipped_catalog

PAGE_BYTES_MAX = 30_000
AML = {"device_number": "+6281250001111", "location_latitude": "-2.9841", "location_longitude": "114.7631"}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = Service(tmp_path).start()
    yield made
    made.stop()


def told(news: list[dict[str, Any]]) -> list[tuple[str, object]]:
    return [(one["kind"], one["body"].get("state", one["body"].get("text"))) for one in news]


def is_kept(service: Service, words: bytes) -> bool:
    """Whether a text lies anywhere in the service's files."""
    return any(words in path.read_bytes() for path in service.path.parent.glob("intake.sqlite*"))


def test_a_secret_cannot_be_guessed_and_looks_like_one() -> None:
    secrets = {new_secret() for _ in range(200)}
    assert len(secrets) == 200
    assert all(is_secret(secret) and re.fullmatch(r"[a-z2-9]{26}", secret) for secret in secrets)
    assert not is_secret("x" * 25) and not is_secret("O" * 26)


def test_from_opening_to_position_and_words(service: Service) -> None:
    link_id, secret = service.link()
    begun = service.says(secret, "open")
    assert begun.status == 200
    assert begun.content["centre"] == shipped_catalog().centre.name
    assert begun.content["left_s"] == 3600
    assert {answer["code"] for answer in begun.content["answers"]} >= {"yes", "no", "mute"}
    service.says(secret, "consent")
    lat, lon = HOUSE
    assert service.says(secret, "position", lat=lat, lon=lon, acc=12.5, at=1_756_098_000_000).status == 200
    service.says(secret, "answer", code="mute")
    service.says(secret, "text", text="di belakang rumah")
    news = service.news()
    assert told(news) == [
        ("state", "opened"),
        ("state", "consented"),
        ("position", None),
        ("state", "located"),
        ("text", "TIDAK BISA BICARA"),
        ("text", "di belakang rumah"),
    ]
    assert {(one["link"], one["call"]) for one in news} == {(link_id, CALL)}
    assert news[2]["body"] == {"lat": lat, "lon": lon, "accuracy_m": 12.5, "at_us": 1_756_098_000_000_000}


def test_what_the_desk_writes_is_read_once_and_only_by_its_caller(service: Service) -> None:
    link_id, secret = service.link()
    _, other = service.link()
    text = {"link": link_id, "id": new_id(), "text": "Apakah Anda aman?"}
    for _ in range(2):  # a desk that got no answer says it again
        assert service.post("/desk/texts", text, DESK_TOKEN).status == 200
    got = service.says(secret, "ask").content["texts"]
    assert [one["text"] for one in got] == ["Apakah Anda aman?"]
    assert service.says(secret, "ask", a=got[0]["n"]).content["texts"] == []
    assert service.says(other, "ask").content["texts"] == []


def test_what_a_page_repeats_is_one_and_what_a_desk_has_is_gone(service: Service) -> None:
    _, secret = service.link()
    for _ in range(3):
        assert service.post("/p", {"t": secret, "k": "text", "n": "7-1", "text": "tolong"}).status == 200
    (one,) = service.news()
    assert service.news()[0]["number"] == one["number"], "told again until the desk has it"
    assert service.news(epoch="another-file", after=one["number"]), (
        "a number of another file confirms nothing"
    )
    assert service.news(epoch=service.store.epoch, after=one["number"]) == []
    assert service.store.counts()["news"] == 0


def test_news_wait_for_the_desk_and_the_desk_for_news(service: Service) -> None:
    _, secret = service.link()
    got: list[dict[str, Any]] = []
    waiting = threading.Thread(target=lambda: got.extend(service.news(wait_s=20)))
    began_s = time.monotonic()
    waiting.start()
    service.says(secret, "text", text="halo")
    waiting.join(15)
    assert told(got) == [("text", "halo")]
    assert time.monotonic() - began_s < 15


def test_another_desk_hears_only_when_the_first_is_silent(service: Service) -> None:
    _, secret = service.link(desk="A")
    service.news("A")
    service.says(secret, "text", text="halo")
    assert service.news("B") == []
    service.clocks.ahead_s += stores.STAND_IN_S + 1
    assert told(service.news("B")) == [("text", "halo")]
    service.says(secret, "text", text="masih di sini")
    assert told(service.news("B")) == [("text", "halo"), ("text", "masih di sini")]
    assert service.news("A") == [], "one of them, not both"


def test_an_ended_link_says_so_and_forgets_everything(service: Service) -> None:
    _, secret = service.link(life_s=60)
    service.says(secret, "text", text="halo")
    service.clocks.ahead_s += 61
    assert service.says(secret, "position", lat=1, lon=1).status == 410
    service.store.sweep()
    assert told(service.news()) == [("text", "halo"), ("state", LinkState.EXPIRED)]
    service.store.sweep()
    assert len(service.news()) == 2, "it ends once"
    service.clocks.ahead_s += stores.GRACE_S + stores.NEWS_KEPT_S
    service.store.sweep()
    assert set(service.store.counts().values()) == {0}
    assert service.says(secret, "ask").status == 404
    assert not is_kept(service, b"halo")


def test_what_a_desk_has_is_overwritten_on_the_disk(service: Service) -> None:
    _, secret = service.link()
    service.says(secret, "text", text="di kolong rumah")
    assert is_kept(service, b"di kolong rumah")
    (one,) = service.news()
    assert service.news(epoch=service.store.epoch, after=one["number"]) == []
    service.store.sweep()
    assert not is_kept(service, b"di kolong rumah")


def test_nothing_is_lost_when_the_service_dies(tmp_path: Path) -> None:
    first = Service(tmp_path).start()
    _, secret = first.link()
    first.says(secret, "text", text="halo")
    first.stop()
    again = Service(tmp_path).start()
    try:
        assert again.says(secret, "ask").status == 200
        assert told(again.news()) == [("text", "halo")]
        assert again.store.epoch == first.store.epoch
    finally:
        again.stop()


def test_neither_secret_nor_name_is_kept(service: Service) -> None:
    _, secret = service.link()
    service.says(secret, "open")
    kept = b"".join(path.read_bytes() for path in service.path.parent.glob("intake.sqlite*"))
    assert secret.encode() not in kept
    assert digest_of(secret).encode() in kept


def test_aml_is_read_by_the_one_reader_and_handed_on(service: Service) -> None:
    headers = {"Authorization": f"Bearer {AML_TOKEN}"}
    assert service.ask("POST", "/aml", urllib.parse.urlencode(AML).encode(), headers).status == 200
    assert service.ask("POST", "/aml", json.dumps(AML).encode(), headers).status == 200
    assert service.ask("POST", "/aml", b"halo=dunia", headers).status == 422
    assert service.ask("POST", "/aml", b"", headers).status == 400
    assert service.ask("POST", "/aml", b"a=" + b"x" * 20_000, headers).status == 413
    news = service.news("B")
    assert [one["kind"] for one in news] == ["aml", "aml"], "any desk takes them, once"
    assert news[0]["body"]["device_number"] == AML["device_number"]


def test_results_of_referrals_are_handed_on(service: Service) -> None:
    content = {"reference": "LPR-1", "state": "selesai", "result": "Lampu jalan sudah diganti"}
    assert service.post("/referral", content, REFERRAL_TOKEN).status == 200
    assert service.post("/referral", {**content, "result": ""}, REFERRAL_TOKEN).status == 422
    assert [one["body"] for one in service.news()] == [content]


@pytest.mark.parametrize("path", ["/aml", "/referral", "/desk/links", "/desk/texts"])
def test_without_its_token_nothing_is_heard(service: Service, path: str) -> None:
    for token in ("", "x" * 22, DESK_TOKEN + "x", AML_TOKEN if "aml" not in path else DESK_TOKEN):
        assert service.post(path, {**AML, "reference": "x"}, token).status == 401
    assert service.ask("GET", "/desk/news?desk=A").status == 401
    assert service.news() == []


def test_what_has_no_token_is_not_there(tmp_path: Path) -> None:
    made = Service(tmp_path, aml_token="", referral_token="").start()
    try:
        assert made.post("/aml", AML, "").status == 404
        assert made.post("/referral", {}, "").status == 404
    finally:
        made.stop()


def test_over_tls(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    files = authority.issue("localhost")
    made = Service(tmp_path, certificate=files.certificate, key=files.key).start()
    try:
        made.context = ssl.create_default_context(cafile=str(authority.ca_file))
        _, secret = made.link()
        assert made.says(secret, "open").status == 200
    finally:
        made.stop()


def test_the_page_is_small_old_and_asks_nobody_else(service: Service) -> None:
    files = {path.name: path.read_text(encoding="utf-8") for path in PAGE.iterdir()}
    assert sum(len(text.encode()) for text in files.values()) < PAGE_BYTES_MAX
    for text in files.values():
        assert not re.search(r"https?://|//[a-z]+\.", text)
    script = re.sub(r"/\*.*?\*/|\"[^\"\n]*\"", "", files["page.js"], flags=re.DOTALL)
    for newer in (
        r"=>",
        r"\b(let|const|class|async|await|of)\s",
        r"`",
        r"\bfetch\(",
        r"\?\.",
        r"\bPromise\b",
    ):
        assert not re.search(newer, script), newer
    assert "innerHTML" not in script and "eval" not in script
    assert not re.search(r"\son[a-z]+=|style=|<script>", files["index.html"])
    answer = service.ask("GET", "/")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-frame-options"] == "DENY"
    for path in ("/page.js", "/page.css", "/health", "/entah"):
        assert "content-security-policy" in service.ask("GET", path).headers
