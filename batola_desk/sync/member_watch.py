"""What the room says of the people whom a desk knows: who was disabled, who has another role now.

A desk admits people from memory while the server is away; what it remembers is looked after at each contact.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Final

from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.push import OF_THE_SERVER
from batola_desk.sync.secretariat import Member, Secretariat

log = logging.getLogger("batola.sync")

LOOK_S: Final = 15.0


class MemberWatch:
    """Asks for members at each new connection and now and then.

    Args:
        known: logins that the desk knows. Called on the exchange's thread.
    """

    def __init__(
        self, known: Callable[[], Sequence[str]], told: Callable[[tuple[Member, ...]], None]
    ) -> None:
        self._known = known
        self._told = told
        self._look_at = 0.0

    def restart(self) -> None:
        """A new connection: look at once."""
        self._look_at = 0.0

    async def look(self, secretariat: Secretariat) -> bool:
        """Ask, if it is time; return whether it was.

        Raises:
            SecretariatFault: the connection is to be dropped.
        """
        now = asyncio.get_running_loop().time()
        logins = tuple(self._known())
        if now < self._look_at or not logins:
            return False
        self._look_at = now + LOOK_S
        try:
            found = await secretariat.members(logins)
        except SecretariatFault as fault:
            if fault.code not in OF_THE_SERVER:
                raise
            log.info("the room does not tell of its members", extra={"code": fault.code})
            return True
        missing = set(logins) - {member.login for member in found}
        self._told((*found, *(Member(login=login) for login in sorted(missing))))
        return True
