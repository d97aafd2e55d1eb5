"""Holds one live call and listens without a pause: is the operator's voice whole at the far end?

python -m tests.soak.call_watch --sip-port N [--junk]

Prints one JSON line when the call talks and one each second after it: packets, lost, the longest pause
between two packets, the longest time this process itself was late (the machine's noise), silent frames.
Ends with stdin. A process of its own, so that whoever shoots cannot make it late.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import sys

from tests.support.light_phone import LightPhone
from tests.support.sip_mutator import media_junk

METRONOME_S = 0.01
VOICE = [bytes([0x55 ^ (0x20 if index % 16 < 8 else 0xA0)] * 160) for index in range(16)]
_ALAW_SEGMENT_LOUD = 3  # of 7: about −36 dBFS


def is_loud(payload: bytes) -> bool:
    """Whether a frame of A-law carries sound: most of its samples lie above a low segment."""
    return sum(((byte ^ 0x55) & 0x70) >> 4 >= _ALAW_SEGMENT_LOUD for byte in payload[::8]) >= 5


class Noise:
    """How late this process is, which is the machine's doing."""

    def __init__(self) -> None:
        self.late_max_s = 0.0

    async def run(self) -> None:
        """Tick for ever."""
        loop = asyncio.get_running_loop()
        due_s = loop.time()
        while True:
            due_s = max(due_s + METRONOME_S, loop.time() - METRONOME_S)
            await asyncio.sleep(max(0.0, due_s - loop.time()))
            self.late_max_s = max(self.late_max_s, loop.time() - due_s)


async def watch(sip_port: int, *, junk: bool) -> None:
    """Call, wait for the answer, listen until stdin ends."""
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, -10)  # as the engine: then its lateness can be compared
    ending = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(0, lambda: os.read(0, 1) or ending.set())
    phone = LightPhone(desk_user="112", voice=VOICE, seed=7)
    await phone.start()
    noise = Noise()
    ticking = asyncio.create_task(noise.run())
    call = await phone.call("0811000001", f"sip:112@127.0.0.1:{sip_port}", ("127.0.0.1", sip_port))
    call.keeps_audio = True
    if not await call.until("talking", limit_s=30.0):
        say(state=call.state)
        return
    say(state="talking", rtp_port=call.media_target[1], own_rtp_port=call.rtp_port)
    dice = random.Random(7)
    heard = call.heard
    while not ending.is_set():
        heard.gap_max_s = noise.late_max_s = 0.0
        heard.payloads.clear()
        packets, lost = heard.packets, heard.lost
        for _ in range(10):
            if junk:
                call.send_media(media_junk(dice))  # from the address the engine trusts
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ending.wait(), 0.1)
        say(
            state=call.state,
            packets=heard.packets - packets,
            lost=heard.lost - lost,
            gap_ms=round(heard.gap_max_s * 1000, 1),
            noise_ms=round(noise.late_max_s * 1000, 1),
            silent_run=silent_run(heard.payloads),
        )
    call.hang_up()
    await asyncio.sleep(0.3)
    ticking.cancel()
    phone.stop()


def silent_run(payloads: list[bytes]) -> int:
    """Return the longest run of frames without sound."""
    longest = run = 0
    for payload in payloads:
        run = 0 if is_loud(payload) else run + 1
        longest = max(longest, run)
    return longest


def say(**words: object) -> None:
    """One line for whoever started us."""
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sip-port", type=int, required=True)
    parser.add_argument("--junk", action="store_true", help="mix junk into our own RTP")
    arguments = parser.parse_args()
    asyncio.run(watch(arguments.sip_port, junk=arguments.junk))


if __name__ == "__main__":
    main()
