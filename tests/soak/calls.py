"""Random calls of a soak: who phones, what both sides do, and what the journal must know of it afterwards."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.support.light_phone import Address, LightCall, LightPhone

OPERATOR_LIMIT_S = 40.0  # a screen may be away for a while
SETUP_LIMIT_S = 40.0
SESSION_TIMER = (("Supported", "timer"), ("Session-Expires", "90;refresher=uas"), ("Min-SE", "90"))
VANISHED_LIMIT_S = 400.0  # a hold may cost the session timer; then ``LineConfig.lost_after_s`` decides
KINDS = {
    "talk": 54,
    "abandon": 16,
    "refuse": 5,
    "race": 6,
    "vanish": 3,
    "out_talk": 8,
    "out_busy": 3,
    "out_cancel": 3,
    "out_unanswered": 2,
}

Operator = Callable[..., Awaitable[str]]  # (action, number, **more) → refusal code or ""


@dataclass(slots=True)
class Expected:
    """What the journal must hold of one number (each number phones once).

    Attributes:
        offered: the other side saw the call; None = it may or may not have been.
        answered: both spoke; None = not decided by what we saw.
    """

    kind: str
    number: str
    call_id: str = ""
    offered: bool | None = None
    answered: bool | None = None


@dataclass(slots=True)
class Tally:
    """Counters of the whole run."""

    kinds: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    packets: int = 0
    lost: int = 0
    gap_max_s: float = 0.0
    gaps_over_60_ms: int = 0
    digits_sent: int = 0
    troubles: list[str] = field(default_factory=list)


class SoakCalls:
    """Places calls and plays both people.

    Args:
        operator: makes the desk do something.
        direct, pbx: where a caller sends the INVITE.
        is_unwell: a call may fail now (the PBX is away).
    """

    def __init__(
        self,
        phone: LightPhone,
        operator: Operator,
        *,
        direct: Address,
        pbx: Address,
        seed: int,
        is_unwell: Callable[[], bool],
    ) -> None:
        self._phone = phone
        self._operator = operator
        self._ways = {"direct": direct, "pbx": pbx}
        self._seed = seed
        self._is_unwell = is_unwell
        self._plans: dict[str, Callable[[LightCall], None]] = {}
        self._arrived: dict[str, asyncio.Future[LightCall]] = {}
        self.expected: dict[str, Expected] = {}
        self.tally = Tally()
        self.live = 0

    def on_call(self, call: LightCall) -> None:
        """The desk phones somebody."""
        arrived = self._arrived.pop(call.number, None)
        if arrived is None:
            if not self._is_unwell():  # an INVITE that waited for the PBX comes after the operator gave up
                self.tally.troubles.append(f"{call.number} was dialled twice")
            call.answer_invite(486)
        elif not arrived.done():
            arrived.set_result(call)

    async def one(self, index: int) -> None:
        """Live through call ``index`` from beginning to end."""
        dice = random.Random(self._seed * 100_003 + index)
        kind = dice.choices(list(KINDS), weights=list(KINDS.values()))[0]
        expected = Expected(kind, f"0811{self._seed % 1000:03d}{index:05d}")
        self.expected[expected.number] = expected
        self.tally.kinds[kind] += 1
        self.live += 1
        try:
            await getattr(self, f"_{kind}")(expected, dice)
        finally:
            self.live -= 1

    # ------------------------------------------------------------------ calls to the desk

    async def _talk(self, expected: Expected, dice: random.Random) -> None:
        call = await self._ring(expected, dice)
        if call.state == "ringing":
            await asyncio.sleep(dice.uniform(0.3, 4.0))
            await self._desk("answer", expected, ringing=call)
            await call.until("talking", "ended", limit_s=SETUP_LIMIT_S)
            await self._conversation(call, expected, dice)
        await self._over(call, expected)

    async def _abandon(self, expected: Expected, dice: random.Random) -> None:
        call = await self._ring(expected, dice, limit_s=dice.choice((0.05, 10.0)))
        await asyncio.sleep(dice.uniform(0.0, 7.0))
        call.cancel()
        await self._over(call, expected)

    async def _refuse(self, expected: Expected, dice: random.Random) -> None:
        call = await self._ring(expected, dice)
        await asyncio.sleep(dice.uniform(0.3, 3.0))
        await self._desk("reject", expected, ringing=call)
        await self._over(call, expected)

    async def _race(self, expected: Expected, dice: random.Random) -> None:
        """Answer and give up at the same moment."""
        call = await self._ring(expected, dice)
        await asyncio.sleep(dice.uniform(0.3, 2.0))
        answer = asyncio.create_task(self._desk("answer", expected, patient=False))
        await asyncio.sleep(dice.uniform(0.0, 0.02))
        call.cancel()
        await answer
        await self._over(call, expected)

    async def _vanish(self, expected: Expected, dice: random.Random) -> None:
        """The network of the caller is gone; the session timer finds out (RFC 4028 §10), or silence."""
        call = await self._ring(expected, dice, headers=SESSION_TIMER)
        if call.state == "ringing":
            await asyncio.sleep(dice.uniform(0.3, 2.0))
            await self._desk("answer", expected, ringing=call)
            await call.until("talking", "ended", limit_s=SETUP_LIMIT_S)
        if call.state != "talking":
            call.cancel()
            await self._over(call, expected)
            return
        await asyncio.sleep(dice.uniform(1.0, 5.0))
        call.disappear()
        expected.answered = call.was_answered
        deadline_s = asyncio.get_running_loop().time() + VANISHED_LIMIT_S
        while await self._desk("known", expected) == "":
            if asyncio.get_running_loop().time() > deadline_s:
                self.tally.troubles.append(f"{expected.number}: a vanished caller is still on the line")
                break
            await asyncio.sleep(5.0)
        call.finish("vanished")
        await self._over(call, expected)

    # ------------------------------------------------------------------ calls of the desk

    async def _out_talk(self, expected: Expected, dice: random.Random) -> None:
        call = await self._dialled(expected)
        if call is not None:
            await asyncio.sleep(dice.uniform(0.2, 3.0))
            if call.state == "ringing":
                call.answer_invite(200)
                await self._conversation(call, expected, dice)
            await self._over(call, expected)

    async def _out_busy(self, expected: Expected, dice: random.Random) -> None:
        call = await self._dialled(expected)
        if call is not None:
            await asyncio.sleep(dice.uniform(0.0, 1.0))
            if call.state == "ringing":
                call.answer_invite(dice.choice((486, 480)))
            await self._over(call, expected)

    async def _out_cancel(self, expected: Expected, dice: random.Random) -> None:
        call = await self._dialled(expected)
        if call is not None:
            await asyncio.sleep(dice.uniform(0.0, 4.0))
            await self._desk("hang_up", expected, ringing=call)
            await self._over(call, expected)

    async def _out_unanswered(self, expected: Expected, dice: random.Random) -> None:
        """Dialled, and given up within the first second, before anybody could say a word."""
        dialling = asyncio.create_task(self._dialled(expected, limit_s=3.0))
        await asyncio.sleep(dice.uniform(0.02, 0.6))
        await self._desk("hang_up", expected, patient=False)
        call = await dialling
        if call is not None:
            await asyncio.sleep(2.0)
            await self._desk("hang_up", expected)
            await self._over(call, expected)

    # ------------------------------------------------------------------ parts

    async def _ring(
        self,
        expected: Expected,
        dice: random.Random,
        *,
        limit_s: float = SETUP_LIMIT_S,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> LightCall:
        way = self._ways[dice.choice(("direct", "direct", "pbx"))]
        user = self._phone.desk_user
        call = await self._phone.call(expected.number, f"sip:{user}@{way[0]}:{way[1]}", way, headers=headers)
        expected.call_id = call.call_id
        await call.until("ringing", "talking", "ended", limit_s=limit_s)
        return call

    async def _dialled(self, expected: Expected, limit_s: float = 10.0) -> LightCall | None:
        arrival: asyncio.Future[LightCall] = asyncio.get_running_loop().create_future()
        self._arrived[expected.number] = arrival
        refusal = await self._desk("dial", expected)
        expected.offered = None if refusal else True
        try:
            call = await asyncio.wait_for(arrival, limit_s)
        except TimeoutError:
            self._arrived.pop(expected.number, None)
            if not refusal and limit_s > 5 and not self._is_unwell():
                self.tally.troubles.append(f"{expected.number}: dialled, but the call never came")
            await self._desk("hang_up", expected, patient=False)
            return None
        expected.call_id = call.call_id
        return call

    async def _conversation(self, call: LightCall, expected: Expected, dice: random.Random) -> None:
        ends_s = asyncio.get_running_loop().time() + dice.uniform(2.0, 26.0)
        while call.state == "talking" and asyncio.get_running_loop().time() < ends_s:
            match dice.choices(("listen", "we_hold", "they_hold", "press", "we_press"), (8, 3, 3, 2, 1))[0]:
                case "we_hold":
                    await self._desk("hold", expected, patient=False)
                    await asyncio.sleep(dice.uniform(0.5, 4.0))
                    await self._desk("resume", expected, patient=False)
                case "they_hold":
                    call.hold(dice.choice(("sendonly", "inactive", "zero")))
                    await asyncio.sleep(dice.uniform(0.5, 4.0))
                    call.hold("sendrecv")
                case "press":
                    call.press(dice.choice("0123456789*#"))
                    self.tally.digits_sent += 1
                case "we_press":
                    await self._desk("digits", expected, patient=False, digits=dice.choice("123456"))
                case _:
                    pass
            await asyncio.sleep(dice.uniform(0.2, 4.0))
        if call.state == "talking" and dice.random() < 0.5:
            call.hang_up()
        elif call.state == "talking":
            refusal = await self._desk("hang_up", expected)
            if refusal and call.state == "talking":
                call.hang_up()  # the silent procedure forbids it: the caller goes

    async def _desk(
        self,
        action: str,
        expected: Expected,
        *,
        patient: bool = True,
        ringing: LightCall | None = None,
        **more: object,
    ) -> str:
        """Let the operator do it; a patient one waits for a screen that comes back, and then until it shows
        the call that is still ``ringing``."""
        deadline_s = asyncio.get_running_loop().time() + (OPERATOR_LIMIT_S if patient else 0.0)
        while True:
            refusal = await self._operator(action, expected.number, **more)
            if refusal:
                self.tally.refusals[f"{action}:{refusal}"] += 1
            is_unseen = refusal == "call_gone" and ringing is not None and ringing.state == "ringing"
            away = is_unseen or refusal in ("no_screen", "engine_lost", "engine_silent")
            if not away or asyncio.get_running_loop().time() >= deadline_s:
                return refusal
            await asyncio.sleep(0.3)

    async def _clear_the_desk(self, expected: Expected) -> None:
        """A PBX that restarts forgets to pass on a CANCEL: then the operator meets a dead caller."""
        await asyncio.sleep(1.0)
        for action in ("reject", "hang_up"):
            if await self._operator("known", expected.number) == "":
                await self._desk(action, expected)
                expected.kind += " (cleared)"

    async def _over(self, call: LightCall, expected: Expected) -> None:
        """Wait for the end and note what was seen."""
        if not await call.until("ended", limit_s=SETUP_LIMIT_S):
            if not self._is_unwell():
                self.tally.troubles.append(f"{expected.number} ({expected.kind}) is stuck in {call.state}")
            call.hang_up() if call.state == "talking" else call.cancel()
            await call.until("ended", limit_s=SETUP_LIMIT_S)
        if self._is_unwell():
            await self._clear_the_desk(expected)
        if call.outgoing:
            expected.offered = True if call.was_offered or call.was_answered else None
        expected.answered = call.was_answered
        if call.was_answered and not call.outgoing and self._is_unwell():
            # The desk gave the call up for another one; its CANCEL met a dead PBX, then our answer came.
            expected.answered = None
        heard = call.heard
        self.tally.ends[f"{expected.kind}:{call.end}{call.code or ''}"] += 1
        self.tally.packets += heard.packets
        self.tally.lost += heard.lost
        self.tally.gap_max_s = max(self.tally.gap_max_s, heard.gap_max_s)
        self.tally.gaps_over_60_ms += heard.gaps_over_60_ms
        asyncio.get_running_loop().call_later(40.0, self._phone.drop, call)  # repeats may still come
