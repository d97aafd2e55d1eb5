"""From the link to the point on the desk's map: the real service, a real browser, the whole window.

Skipped where chromium is missing: ``make test`` does not install its 113 MB.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit

from batola_desk.interop.intake.config import DeskLinkSettings
from batola_desk.settings.paths import DeskPaths
from batola_desk.ui.map.fix_feeder import CallerFeeder
from tests.support.browser import CHROMIUM, WHY_NOT, Browser, open_browser
from tests.support.intake_stage import DESK_TOKEN, HOUSE
from tests.support.ports import free_port
from tests.support.shipped import shipped_catalog
from tests.ui.shell_stage import ShellStage, open_shell

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(300),
    pytest.mark.skipif(CHROMIUM is None, reason=WHY_NOT),
]
LIMIT_S = 60.0
HOSTILE = "<img src=x onerror=\"document.title='hacked'\">"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[DeskLinkSettings]:
    """``batola-desk intake`` as its own process."""
    home = tmp_path / "layanan"
    paths = DeskPaths.for_home(home)
    paths.create()
    port = free_port()
    (paths.config / "intake.toml").write_text(
        f'[service]\nenabled = true\nport = {port}\ndesk_token = "{DESK_TOKEN}"\n'
    )
    command = [sys.executable, "-m", "batola_desk", "--home", str(home), "intake"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline().startswith("intake: listening")
    url = f"http://127.0.0.1:{port}"
    yield DeskLinkSettings(service=url, page=url, token=DESK_TOKEN)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0, "it ends in order"
    process.stdout.close()


async def seen(stage: ShellStage, condition: Callable[[], bool]) -> None:
    """Let the desk live until something is so."""

    async def look() -> None:
        while not condition():
            await stage.settle()
            await asyncio.sleep(0.02)

    await asyncio.wait_for(look(), LIMIT_S)


def line(stage: ShellStage) -> str:
    label = stage.find(QLabel, "call_link")
    assert isinstance(label, QLabel)
    return label.text()


def written(stage: ShellStage) -> str:
    pane = stage.find(QPlainTextEdit, "text_lines")
    assert isinstance(pane, QPlainTextEdit)
    return pane.toPlainText()


async def link_of(stage: ShellStage) -> str:
    """Press the key; the address that the caller gets."""
    QGuiApplication.clipboard().clear()
    await stage.press("Alt+O")
    await seen(stage, lambda: "/#" in QGuiApplication.clipboard().text())
    found = re.search(r"http\S+", QGuiApplication.clipboard().text())
    assert found is not None
    return found[0]


def keep(browser: Browser, name: str) -> None:
    """Pictures for people, where somebody wants them."""
    if folder := os.environ.get("BATOLA_LINK_SHOTS"):
        browser.picture(Path(folder) / name)


async def test_a_caller_sends_his_place_and_answers_from_a_real_browser(
    service: DeskLinkSettings, tmp_path: Path
) -> None:
    async with open_shell(tmp_path / "meja", links=service, catalog=shipped_catalog()) as stage:
        key = await stage.answered()
        url = await link_of(stage)
        with open_browser(tmp_path) as browser:

            async def phone(step: Callable[..., Any], *words: object) -> Any:
                return await asyncio.to_thread(step, *words)

            browser.decide(service.page, allowed=True)
            browser.place(*HOUSE, 40.0)
            await phone(browser.open, url)
            await phone(browser.until, "document.getElementById('yes').offsetParent")
            await seen(stage, lambda: "dibuka penelepon" in line(stage))
            keep(browser, "consent.png")
            assert stage.services.positions.of_call(key) == [], "nothing is asked before consent"
            await phone(browser.tap, "yes")
            await seen(stage, lambda: "lokasi diterima" in line(stage))
            await phone(browser.until, "document.getElementById('place').textContent.indexOf('±40 m') > 0")
            browser.place(HOUSE[0] + 0.0003, HOUSE[1], 9.0)
            await seen(stage, lambda: len(stage.services.positions.of_call(key)) == 2)
            stage.window.map_panel.render_now()
            feeder = next(one for one in stage.window.map_panel._feeders if isinstance(one, CallerFeeder))
            radii = sorted(round(view.radius_m or 0) for view in stage.services.positions.of_call(key))
            assert (radii, len(feeder.overlay.marks)) == ([9, 40], 2), "areas on the map, not pins"
            await phone(browser.tap, "answer-mute")
            await phone(browser.write, HOSTILE)
            await seen(stage, lambda: "TIDAK BISA BICARA" in written(stage) and HOSTILE in written(stage))
            await stage.services.links.send_text(key, f"Apakah Anda aman? {HOSTILE}")
            await phone(browser.until, "document.querySelector('#talk .theirs')")
            await phone(browser.until, "!document.querySelector('#talk .late')")
            keep(browser, "talk.png")
            assert HOSTILE in await phone(browser.value, "document.getElementById('talk').textContent")
            assert await phone(browser.value, "document.querySelectorAll('#talk img').length") == 0
            assert await phone(browser.value, "document.title") == "112"
            await stage.press("Alt+L")
            await stage.press("1")
            await seen(stage, lambda: bool(stage.window.form.incident_id))
            await seen(
                stage,
                lambda: any(
                    view.is_confirmed
                    for view in stage.services.positions.of_incident(stage.window.form.incident_id)
                ),
            )
            assert browser.errors == [], "nothing was refused by the page's own policy"


async def test_who_does_not_allow_it_can_still_write_and_a_forged_link_says_that_it_ended(
    service: DeskLinkSettings, tmp_path: Path
) -> None:
    async with open_shell(tmp_path / "meja", links=service, catalog=shipped_catalog()) as stage:
        key = await stage.answered()
        url = await link_of(stage)
        with open_browser(tmp_path) as browser:
            browser.decide(service.page, allowed=False)
            await asyncio.to_thread(browser.open, url)
            await asyncio.to_thread(browser.until, "document.getElementById('yes').offsetParent")
            await asyncio.to_thread(browser.tap, "yes")
            await asyncio.to_thread(browser.until, "document.getElementById('again').offsetParent")
            keep(browser, "declined.png")
            await asyncio.to_thread(browser.write, "RT 4 dekat masjid")
            await seen(stage, lambda: "RT 4 dekat masjid" in written(stage))
            assert stage.services.positions.of_call(key) == []
            await asyncio.to_thread(browser.open, "about:blank")
            await asyncio.to_thread(browser.open, f"{service.page}/#{'a' * 26}")
            await asyncio.to_thread(
                browser.until, "document.getElementById('notice').textContent.indexOf('tidak berlaku') > 0"
            )
            assert (
                await asyncio.to_thread(browser.value, "document.getElementById('page').offsetParent") is None
            )
            keep(browser, "ended.png")
