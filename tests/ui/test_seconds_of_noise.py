"""Noise is over in seconds, counted in keys: a prank, an abandoned call. Source: domain.md §12.2, §12.3.

A key costs what a practised finger needs between two keys; what the far end takes is not counted.
"""

from __future__ import annotations

import re
from pathlib import Path

from pytestqt.qtbot import QtBot

from batola_desk.domain.operator import OperatorState
from tests.support.shipped import shipped_catalog
from tests.ui.counted_keys import CountedKeys
from tests.ui.shell_stage import open_shell

PRANK_S, ABANDONED_S = 3.0, 20.0
CALLER = "081250001111"
# What may never be asked of a person in need: to hang up and dial elsewhere, or with another code.
REDIAL = re.compile(
    r"kode wilayah|kode area|tutup (dulu )?telepon|hubungi (nomor|112 (kab|kota))|telepon (ulang|lagi)"
)


async def test_a_prank_is_classed_and_the_desk_is_ready_within_three_seconds(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        key = await shell.answered(CALLER)
        hand = CountedKeys(shell)
        await hand.press("F4", "F10", "P")
        call = await shell.services.calls.load(key)
        assert call is not None
        assert (call.call.call_class, call.call.is_live) == ("P", False)
        assert hand.seconds <= PRANK_S
        assert shell.services.session.status().operator_state == OperatorState.AVAILABLE
        second = await shell.ring("081250002222")
        await shell.press("F2")
        current = shell.window.line.in_headset
        assert current is not None
        assert current.key == second, "the next caller is answered by the next key"


async def test_the_prankster_is_answered_again_and_his_history_is_a_hint_only(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        for _ in range(3):
            await shell.answered(CALLER)
            await shell.press("F4")
            await shell.press("F10")
            await shell.press("P")
        key = await shell.ring(CALLER)
        queue = shell.window.left.queue
        assert queue.ringing.keys == (key,)
        await shell.desk.until(lambda: "3 iseng" in str(queue.ringing.index(0).data()), 10)
        await shell.press("F2")
        current = shell.window.line.in_headset
        assert current is not None
        assert current.key == key


async def test_an_abandoned_call_is_texted_tried_twice_and_done_within_twenty_seconds(
    qtbot: QtBot, tmp_path: Path
) -> None:
    async with open_shell(tmp_path, catalog=shipped_catalog()) as shell:
        shell.engine.caller_hangs_up(shell.engine.ring(CALLER))
        await shell.settle()
        hand = CountedKeys(shell)
        await hand.press("Ctrl+B", "T")
        await shell.desk.until(lambda: "disalin" in shell.words, 10)
        for _ in range(2):
            await hand.press("Ctrl+B", "Return")
            await shell.desk.until(lambda: bool(shell.services.calls.live()), 10)
            shell.engine.far_end_busy(shell.services.calls.live()[0].key)
            await shell.settle()
        assert shell.services.callbacks.open_items()[0].reasons == ("exhausted",)
        await hand.press("Ctrl+B", "Del", "3")
        await shell.desk.until(lambda: not shell.services.callbacks.open_items(), 10)
        assert hand.seconds <= ABANDONED_S


def test_no_sentence_for_callers_tells_anybody_to_redial() -> None:
    catalog = shipped_catalog()
    said = [
        *(one.text for one in catalog.prepared_texts.values()),
        *(one.text for one in catalog.referrals.values()),
        *(one.text for one in catalog.quick_replies),
        *(one.text for one in catalog.silent.prompts),
        *(one.message for one in catalog.triage.values()),
        *(question.text for one in catalog.triage.values() for question in one.questions),
        catalog.centre.greeting,
    ]
    assert len(said) > 30
    assert [text for text in said if REDIAL.search(text.casefold())] == []
    assert REDIAL.search("silakan tutup telepon"), "else the test above proves nothing"
