"""Runs coroutines of the screen: each has an owner, a name and a logged end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.ui.messages import MessageCenter

log = logging.getLogger("batola.ui")

Result = TypeVar("Result")


class TaskRunner:
    """Starts coroutines from key presses and keeps them alive until they end.

    A refused wish or a fault of the machine becomes a message; anything else is ours: logged and admitted.
    Thread: the desk's event loop.
    """

    def __init__(self, messages: MessageCenter) -> None:
        self.messages = messages
        self._tasks: set[asyncio.Task[Any]] = set()

    def run(
        self,
        coroutine: Coroutine[Any, Any, Result],
        name: str,
        *,
        done: Callable[[Result], None] | None = None,
        refused: Callable[[OperatorError], bool] | None = None,
    ) -> asyncio.Task[None]:
        """Start a coroutine.

        Args:
            done: gets the result when all went well.
            refused: gets an ``OperatorError`` first; True = shown in place, no message needed.
        """
        task = asyncio.get_running_loop().create_task(
            self._guard(coroutine, done, refused), name=f"ui:{name}"
        )
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        # A task cancelled before its first step never awaits what it was given; the loop would complain.
        task.add_done_callback(lambda _ended: coroutine.close())
        return task

    async def stop(self) -> None:
        """Cancel what still runs and return when each has ended."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _guard(
        self,
        coroutine: Coroutine[Any, Any, Result],
        done: Callable[[Result], None] | None,
        refused: Callable[[OperatorError], bool] | None,
    ) -> None:
        try:
            result = await coroutine
            if done is not None:
                done(result)
        except OperatorError as refusal:
            if refused is None or not refused(refusal):
                self.messages.error(refusal.code, refusal.values)
        except EnvironmentFault as fault:
            log.info("fault of the machine: %s", fault.code)
            self.messages.error(fault.code, fault.values)
        except asyncio.CancelledError:
            raise
        except Exception:
            log.exception("a task of the screen broke")
            self.messages.fault()
