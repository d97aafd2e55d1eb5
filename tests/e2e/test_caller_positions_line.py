"""A real call with positions of every shape, AML beside it: in the journal and on the map of a real desk."""

from __future__ import annotations

import datetime
import http.client
import json
import os
import time
import urllib.parse
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.e2e.desk_rig import DeskRig, wait_until
from tests.e2e.sip_peers import SippCaller
from tests.e2e.sipp_script import SippScript, sdp
from tests.support.location_documents import SHAPES, document
from tests.support.ports import free_port

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

NUMBER = "+6281250001111"
TOKEN = "rahasia-operator-seluler"
PLACES = {
    "circle": "-2.9897 114.7685",
    "ellipse": "-2.9860 114.7760",
    "arc_band": "-3.0200 114.7450",
    "point": "-2.9960 114.7560",
    "polygon": "",
}


def xml_of(name: str) -> str:
    """A shape somewhere around Marabahan."""
    xml = SHAPES[name].xml
    if name == "polygon":
        return xml.replace("-3.0 ", "-2.97 ").replace("-3.02 ", "-2.98 ").replace("114.6", "114.76")
    for old in ("-2.9841 114.7631", "-3.05 114.65"):
        xml = xml.replace(old, PLACES[name])
    return xml


def body() -> str:
    now = datetime.datetime.now(datetime.UTC)
    parts = []
    for number, name in enumerate(PLACES):
        at = now - datetime.timedelta(seconds=5 + 60 * number)
        text = document(xml_of(name), timestamp=at.strftime("%Y-%m-%dT%H:%M:%SZ"))
        parts.append(f"--batas\nContent-Type: application/pidf+xml\nContent-ID: <{name}@x>\n\n{text}\n")
    return "".join(parts) + f"--batas\nContent-Type: application/sdp\n\n{sdp()}--batas--\n"


def caller(folder: Path, desk: DeskRig, owned: ExitStack) -> SippCaller:
    """Rings, and stays on the line until it is ended."""
    script = SippScript("positions")
    script.request(
        "INVITE",
        "Geolocation: " + ", ".join(f"<cid:{name}@x>" for name in PLACES),
        f"P-Asserted-Identity: <tel:{NUMBER}>",
        body=body(),
        content_type="multipart/mixed;boundary=batas",
    ).ringing().expect(200).request("ACK").expect_request("BYE").respond(200, "OK")
    made = SippCaller(folder, script.write(folder), desk.sip_port)
    owned.callback(made.stop)
    return made


def post(port: int, token: str = TOKEN) -> int:
    fields = {"device_number": NUMBER, "location_latitude": "-2.9905", "location_longitude": "114.7700"}
    fields |= {"location_accuracy": "14", "location_source": "gps"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        headers = {"Authorization": f"Bearer {token}"}
        connection.request("POST", "/aml", body=urllib.parse.urlencode(fields), headers=headers)
        with connection.getresponse() as response:
            return response.status
    finally:
        connection.close()


def facts(desk: DeskRig, kind: str) -> list[dict[str, object]]:
    rows = desk.rows("select body from journal where kind = ? order by row_id", kind)
    return [json.loads(str(row[0])) for row in rows]


def test_positions_of_a_real_call_are_seen_and_one_key_confirms_the_best(
    plain_desk: DeskRig, tmp_path: Path, owned: ExitStack
) -> None:
    desk, port = plain_desk, free_port()
    config = desk.home / "config"
    config.mkdir(exist_ok=True)
    (config / "caller_positions.toml").write_text(f'[aml]\nlisten = "127.0.0.1:{port}"\ntoken = "{TOKEN}"\n')
    desk.start()
    desk.focus()
    phone = caller(tmp_path, desk, owned)
    desk.wait_for_log("ringing painted", 8.0)
    desk.key("F2")
    wait_until(lambda: desk.call_states() == ["talking"], 5.0, "the answer")
    assert post(port, "falsch-falsch-falsch") in {401, 403}
    assert post(port) == 200
    located = wait_until(lambda: facts(desk, "call.located"), 5.0, "the AML position in the journal")
    assert [(fact["source"], fact["radius_m"]) for fact in located] == [("aml_https", 14.0)]
    assert len(facts(desk, "call.location_received")) == len(PLACES)
    time.sleep(0.5)  # the journal is read quicker here than the screen paints
    desk.key("alt+l", str(len(PLACES) + 1))  # in the order of arrival: the AML's came last
    confirmed = wait_until(lambda: facts(desk, "incident.location_set"), 5.0, "the confirmed place")
    assert (confirmed[0]["source"], confirmed[0]["uncertainty_m"]) == ("aml_https", 14.0)
    folder = os.environ.get("BATOLA_PICTURES")
    if folder:  # for a person to look at
        time.sleep(1.5)
        desk.picture(Path(folder) / "caller-positions.png")
    desk.key("F4")
    phone.wait()
    assert desk.troubles() == []
