"""Rules for every test: a warning nobody expected is a failure, and nothing may be left running."""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Random examples have no limit of time: a machine that does other things for 200 ms is no fault of the code.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


@pytest.fixture(autouse=True)
def _no_unexpected_log(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    if request.node.get_closest_marker("expects_log"):
        return
    bad = [
        record
        for when in ("setup", "call")
        for record in caplog.get_records(when)
        if record.levelno >= logging.WARNING and record.name.startswith(("batola", "asyncio", "qasync"))
    ]
    if bad:
        pytest.fail("unexpected log lines: " + "; ".join(f"{r.name}: {r.getMessage()}" for r in bad))


@pytest.fixture(autouse=True)
def _levels_stay() -> Iterator[None]:
    """A test that sets the program's log up leaves the next one as it was."""
    loggers = [logging.getLogger(name) for name in ("", "batola")]
    levels = [logger.level for logger in loggers]
    yield
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.fixture(autouse=True)
def _no_leaked_thread() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + 20.0
    while leaked := [
        t
        for t in threading.enumerate()
        if t not in before and t.is_alive() and not t.name.startswith("pytest_timeout")
    ]:
        if time.monotonic() > deadline:
            pytest.fail("threads left running: " + ", ".join(t.name for t in leaked))
        time.sleep(0.01)


@pytest.fixture(autouse=True, scope="module")
def _no_walks_through_what_stays() -> Iterator[None]:
    """What earlier files left in memory is put out of the collector's sight.

    After some thousand tests one full collection takes half a second, in the middle of whatever is measured.
    """
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def network_pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A map pack of the generated regency (about 3,000 line segments), made by the real importer."""
    from tests.support.map_packs import make_network_pack

    return make_network_pack(tmp_path_factory.mktemp("network"))


@pytest.fixture
def quick_verifiers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Passwords are kept as cheaply as argon2 allows: for tests of what follows from right and wrong ones."""
    from batola_desk.sync import offline_passwords

    made_once = (offline_passwords._hasher, offline_passwords.nobodys_verifier)
    monkeypatch.setattr(offline_passwords, "MEMORY_KIB", 64)
    monkeypatch.setattr(offline_passwords, "PASSES", 1)
    for cached in made_once:
        cached.cache_clear()
    yield
    for cached in made_once:
        cached.cache_clear()
