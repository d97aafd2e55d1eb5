"""Pictures of the window of all settings: the list, a search, a refused value, a locked one, one of IT's."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.support.window_stage import WindowStage
from tools.camera import Take


async def all_settings_pictures(stage: WindowStage, take: Take) -> None:
    """A lead at a desk whose organisation decided the language of the screen's letters."""
    assert stage.paths.policy is not None
    (stage.paths.config / "line.toml").write_text(
        '[sip]\nsip_port = 5062\nuser = "meja-a"\npassword = "rahasia"\n', encoding="utf-8"
    )
    stage.paths.policy.write_text("[line.sip]\nringing_max = 120\n", encoding="utf-8")
    window = stage.window
    window.show_all_settings()
    sheet = window.all_settings_sheet
    await stage.until(lambda: sheet.model.rowCount() > 0, "the settings")
    await stage.settle(0.3)
    await take(stage, "settings-all")
    await _look_for(stage, "text_percent")
    sheet.editor.focus_field()
    sheet.editor.field.setText("")
    QTest.keyClicks(sheet.editor.field, "200")
    await take(stage, "settings-refused")
    await _look_for(stage, "ringing_max")
    await take(stage, "settings-locked")
    await _look_for(stage, "sip.password")
    await take(stage, "settings-of-it")
    await _look_for(stage, "map.room_packs")
    await take(stage, "settings-choice")
    await _look_for(stage, "xyzzy")
    await take(stage, "settings-nothing-found")
    sheet.put_away()


async def _look_for(stage: WindowStage, words: str) -> None:
    sheet = stage.window.all_settings_sheet
    sheet.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
    sheet.search.clear()
    QTest.keyClicks(sheet.search, words)
    await stage.settle(0.2)
