"""An engine that does not start, dies at once, hangs, or speaks another version is said in words."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import batola_desk
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.ipc import messages as m
from batola_desk.ipc.line_parts import AccountStatus
from batola_desk.services import line_link
from tests.support.desk_double import DeskDouble
from tests.support.fake_engine import FakeConnection, FakeEngine
from tests.support.shipped import shipped_catalog


def standing(desk: DeskDouble) -> dict[str, str]:
    return {a.code: a.detail for a in desk.services.session.status().alarms if not a.cleared}


class BadEngine(FakeEngine):
    """An engine that refuses to start, or dies as soon as somebody attaches."""

    fault: Exception | None = None
    dies_at_once = False
    is_mute = False

    def connect(
        self, on_message: Callable[[m.Message], None], on_closed: Callable[[], None]
    ) -> FakeConnection:
        if self.fault is not None:
            self.start_count += 1
            raise self.fault
        connection = super().connect(on_message, on_closed)
        if self.dies_at_once:
            on_closed()
        return connection

    def take(self, command: m.Command) -> None:
        if not self.is_mute:
            super().take(command)


@pytest.fixture
async def bad(tmp_path: Path) -> DeskDouble:
    engine = BadEngine(lambda: time.time_ns() // 1000)
    return DeskDouble(tmp_path, engine=engine)


async def test_a_wrong_line_configuration_is_said_with_its_place_and_a_corrected_one_is_taken(
    bad: DeskDouble,
) -> None:
    engine = bad.engine
    assert isinstance(engine, BadEngine)
    engine.fault = EnvironmentFault(
        "line_config_unusable", file="/etc/line.toml", key="sip.prot", allowed="sip_port"
    )
    await bad.services.start(ticking=False)
    await bad.until(lambda: "line_config_unusable" in standing(bad))
    assert standing(bad)["line_config_unusable"] == "/etc/line.toml|sip.prot|sip_port"
    assert bad.services.session.status().line_code == "line_config_unusable"
    engine.fault = None
    await bad.until(lambda: bad.services.session.status().line_mode == "registered")
    assert "line_config_unusable" not in standing(bad)
    await bad.stop()


async def test_a_folder_that_cannot_be_used_does_not_end_the_supervision(bad: DeskDouble) -> None:
    engine = bad.engine
    assert isinstance(engine, BadEngine)
    engine.fault = PermissionError("no")
    await bad.services.start(ticking=False)
    await bad.until(lambda: "line_not_started" in standing(bad))
    engine.fault = None
    await bad.until(lambda: bad.services.session.status().line_mode == "registered")
    await bad.stop()


async def test_an_engine_that_dies_at_once_is_started_again_with_growing_pauses(
    bad: DeskDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_link, "RETRY_FIRST_S", 0.05)
    engine = bad.engine
    assert isinstance(engine, BadEngine)
    engine.dies_at_once = True
    await bad.services.start(ticking=False)
    await asyncio.sleep(0.2)
    assert 1 <= engine.start_count <= 4  # at 0, 0.05, 0.15 s
    engine.dies_at_once = False
    await bad.until(lambda: bad.services.session.status().line_mode == "registered")
    await bad.stop()


async def test_an_engine_of_another_version_is_said_and_asked_to_end_when_idle(
    bad: DeskDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_link, "PULSE_S", 0.02)
    engine = bad.engine
    engine.refuse = {"Attach": "protocol_version", "ShutDownEngine": "calls_alive"}
    await bad.services.start(ticking=False)
    await bad.until(lambda: "protocol_version" in standing(bad))
    assert bad.services.session.status().line_mode == "starting"
    engine.refuse = {}  # its last call is over: it ends, and the one started next is ours
    await bad.until(lambda: bad.services.session.status().line_mode == "registered")
    assert engine.start_count == 2
    assert "protocol_version" not in standing(bad)
    await bad.stop()


async def test_an_engine_that_hangs_is_said_and_its_recovery_too(
    bad: DeskDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_link, "PULSE_S", 0.02)
    engine = bad.engine
    assert isinstance(engine, BadEngine)
    await bad.start()
    await asyncio.sleep(0.05)
    assert "engine_silent" not in standing(bad)
    monkeypatch.setattr(line_link, "REPLY_LIMIT_S", 0.05)
    engine.is_mute = True
    await bad.until(lambda: "engine_silent" in standing(bad))
    engine.is_mute = False
    await bad.until(lambda: "engine_silent" not in standing(bad))
    await bad.stop()


async def test_what_troubled_a_dead_engine_does_not_stand_under_the_next(desk: DeskDouble) -> None:
    desk.engine.alarm("spool_failed")
    await desk.settle()
    assert "spool_failed" in standing(desk)
    desk.engine.die()
    await desk.until(lambda: desk.engine.start_count == 2)
    await desk.until(lambda: desk.services.session.status().line_mode == "registered")
    assert "spool_failed" not in standing(desk)


async def test_the_trouble_of_a_call_ends_with_the_call(desk: DeskDouble) -> None:
    key = desk.engine.ring()
    await desk.settle()
    desk.engine.alarm("answer_failed", call_id=desk.engine.by_key(key).call_id)
    await desk.settle()
    assert "answer_failed" in standing(desk)
    desk.engine.caller_hangs_up(key)
    await desk.settle()
    assert "answer_failed" not in standing(desk)


async def test_a_taken_port_is_not_called_a_missing_registration(desk: DeskDouble) -> None:
    desk.engine.tell(m.LineChanged(line=m.LineStatus(mode="failed", code="sip_port_unavailable")))
    await desk.settle()
    assert {"line_failed", "line_down"} & set(standing(desk)) == {"line_down"}
    desk.engine.tell(m.LineChanged(line=m.LineStatus(mode="failed", code="registration_failed")))
    await desk.settle()
    assert {"line_failed", "line_down"} & set(standing(desk)) == {"line_failed"}
    desk.engine.tell(m.LineChanged(line=m.LineStatus(mode="registered")))
    await desk.settle()
    assert not {"line_failed", "line_down"} & set(standing(desk))


async def test_a_refused_account_is_named_in_the_alarm_and_all_are_in_the_status(desk: DeskDouble) -> None:
    trunk = AccountStatus(name="trunk", mode="failed", code="registration_403", sip_code=403, retry_in_s=30.0)
    internal = AccountStatus(name="dalam", mode="registered", way="UDP 10.0.0.5:5060", others=1)
    line = m.LineStatus(mode="failed", code=trunk.code, sip_code=403, accounts=(trunk, internal))
    desk.engine.tell(m.LineChanged(line=line))
    await desk.settle()
    (alarm,) = [item for item in desk.services.session.status().alarms if item.code == "line_failed"]
    assert alarm.detail == "trunk|registration_403"
    assert "line_down" not in standing(desk), "direct calls still come in"
    shown = desk.services.session.status().line_accounts
    assert [(item.name, item.mode, item.others) for item in shown] == [
        ("trunk", "failed", 0),
        ("dalam", "registered", 1),
    ]


async def test_an_alarm_about_accounts_names_them(desk: DeskDouble) -> None:
    desk.engine.tell(m.EngineAlarm(code="account_shared", values={"accounts": "trunk, dalam"}))
    await desk.settle()
    (alarm,) = [item for item in desk.services.session.status().alarms if item.code == "account_shared"]
    assert alarm.detail == "trunk, dalam"
    desk.engine.tell(m.EngineAlarm(code="account_shared", values={"accounts": "trunk"}))
    desk.engine.tell(m.EngineAlarm(code="supervision_refused", values={"reason": "unsigned"}))
    await desk.settle()
    details = {item.code: item.detail for item in desk.services.session.status().alarms}
    assert (details["account_shared"], details["supervision_refused"]) == ("trunk", "unsigned")


def test_every_alarm_has_its_words() -> None:
    """A code without an entry would stand on the screen as it is."""
    known = shipped_catalog().alerts
    raised: set[str] = set()
    root = Path(batola_desk.__file__).parent
    for file in (*root.glob("services/*.py"), *root.glob("engine/*.py"), *root.glob("ipc/*.py")):
        raised |= set(
            re.findall(
                r'(?:EngineAlarm\(code=|\balarm\(|raise_alarm\(\s*|keep_only\()"(\w+)"', file.read_text()
            )
        )
    assert len(raised) > 15
    assert raised <= set(known)
