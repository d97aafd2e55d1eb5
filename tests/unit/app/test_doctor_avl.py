"""What the doctor says of the program of positions: its devices of nobody, and whom it refused."""

from __future__ import annotations

from pathlib import Path

from batola_desk.app.doctor.avl import avl_findings
from batola_desk.interop.avl.heard import HEARING_NAME, HeardDevice, Hearing, write_hearing
from batola_desk.settings.paths import DeskPaths


def said(paths: DeskPaths) -> list[str]:
    return [finding.text for finding in avl_findings(paths)]


def test_it_is_off_until_it_is_switched_on_and_then_tells_what_is_wrong(tmp_path: Path) -> None:
    paths = DeskPaths.for_home(tmp_path)
    paths.create()
    assert said(paths) == ["Penerima posisi mati (avl.toml: enabled = true menyalakan)."]
    (paths.config / "avl.toml").write_text("[avl]\nenabled = true\n")
    assert any("TIDAK berjalan" in text for text in said(paths))
    assert not any("Ditolak" in text for text in said(paths))
    devices = tuple(
        HeardDevice(device=f"d{number}", kind=kind, first_us=1, last_us=2, count=3)
        for number, kind in enumerate(("taken", "unknown_device", "unknown_device", "future"))
    )
    refused = {"wrong_token": 7, "too_often": 0, "hung_up": 2, "bad": 1}
    write_hearing(paths.data / HEARING_NAME, Hearing(devices=devices, refused=refused))
    counted = {finding.code: finding.values.get("count") for finding in avl_findings(paths)}
    assert (counted["avl_unknown_device"], counted["avl_future"]) == (2, 1)
    assert (counted["avl_refused_wrong_token"], counted["avl_refused_hung_up"]) == (7, 2)
    assert counted["avl_refused_bad"] == 1
    assert "avl_refused_too_often" not in counted
    assert any(text.startswith("Ditolak 7 kali: token salah.") for text in said(paths))
