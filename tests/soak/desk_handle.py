"""Holds a desk without a window in a process of its own, and asks it to do things."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import signal
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
READY_LIMIT_S = 60.0  # LIMIT: a machine under full load
ANSWER_LIMIT_S = 15.0


class DeskHandle:
    """Thread: the loop."""

    def __init__(self, home: Path, sip_port: int, environment: dict[str, str]) -> None:
        self._command = [sys.executable, "-m", "tests.support.headless_desk"]
        self._command += ["--home", str(home), "--sip-port", str(sip_port)]
        self._environment = environment
        self._output = home / "desk-output.txt"
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._ready = asyncio.Event()
        self.starts = 0

    @property
    def pid(self) -> int:
        """Its process id, 0 while it is away."""
        return self._process.pid if self._process is not None else 0

    async def start(self) -> None:
        """Start it and wait until it listens."""
        self._ready.clear()
        with self._output.open("ab") as output:
            process = await asyncio.create_subprocess_exec(
                *self._command,
                cwd=ROOT,
                env=self._environment,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=output,
            )
        self._process = process
        self.starts += 1
        self._reader = asyncio.create_task(self._read(process))
        async with asyncio.timeout(READY_LIMIT_S):
            await self._ready.wait()

    async def stop(self, blow: signal.Signals | None = None) -> int:
        """End it: politely, or by a signal. Returns its exit code."""
        process, self._process = self._process, None
        if process is None:
            return 0
        if blow is None:
            assert process.stdin is not None
            process.stdin.close()  # the desk ends when its stdin does
        else:
            process.send_signal(blow)
        try:
            code = await asyncio.wait_for(process.wait(), 20.0)
        except TimeoutError:
            process.kill()
            code = await process.wait()
        if self._reader is not None:
            await self._reader
        return code

    async def do(self, action: str, number: str = "", **more: object) -> str:
        """Let it do something; returns the refusal's code or nothing."""
        answer = await self.ask(action, number=number, **more)
        return str(answer["code"])

    async def ask(self, action: str, **more: object) -> dict[str, Any]:
        """Ask, with ``code`` "no_screen" while it is away."""
        process = self._process
        if process is None or process.stdin is None or not self._ready.is_set():
            return {"code": "no_screen"}
        number = next(self._numbers)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            process.stdin.write(json.dumps({"id": number, "do": action, **more}).encode() + b"\n")
            return await asyncio.wait_for(answer, ANSWER_LIMIT_S)
        except (OSError, TimeoutError):
            return {"code": "no_screen"}
        finally:
            self._waiting.pop(number, None)

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while line := await process.stdout.readline():
            with contextlib.suppress(ValueError):
                words = json.loads(line)
                if words.get("do") == "ready":
                    self._ready.set()
                elif (answer := self._waiting.get(words.get("id", 0))) is not None and not answer.done():
                    answer.set_result(words)
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_result({"code": "no_screen"})
