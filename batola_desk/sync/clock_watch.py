"""How far this computer's clock is from the server's: people's times are wrong by that, the order is not."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from batola_desk.sync.secretariat import Secretariat

LOOK_S: Final = 60.0
WRONG_S: Final = 60.0  # what a desk's clock may be off before anybody is told
SLOW_S: Final = 2.0  # an answer that took longer says nothing about clocks


class ClockWatch:
    """Asks the server's time now and then.

    Attributes:
        off_s: whole seconds by which this clock is ahead (negative: behind); 0 while it is near enough.
    """

    def __init__(self, now_us: Callable[[], int] = lambda: time.time_ns() // 1_000) -> None:
        self.off_s = 0
        self._now_us = now_us
        self._look_at_s = 0.0

    def restart(self) -> None:
        """A new connection: ask at once."""
        self._look_at_s = 0.0

    async def look(self, secretariat: Secretariat) -> bool:
        """Ask when it is time; return whether it was.

        Raises:
            SecretariatFault: the connection is to be dropped.
        """
        now_s = time.monotonic()
        if now_s < self._look_at_s:
            return False
        self._look_at_s = now_s + LOOK_S
        theirs_us = await secretariat.clock_us()
        took_s = time.monotonic() - now_s
        if took_s <= SLOW_S:
            off_s = (self._now_us() - theirs_us) / 1e6 - took_s / 2
            self.off_s = round(off_s) if abs(off_s) >= WRONG_S else 0
        return True
