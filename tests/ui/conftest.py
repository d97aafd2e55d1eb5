"""Rules for every test of the screen: no window and no language may outlive it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QTranslator
from PySide6.QtWidgets import QApplication


@pytest.fixture(autouse=True)
def _no_leaked_window(qapp: QApplication) -> Iterator[None]:
    before = {id(widget) for widget in QApplication.topLevelWidgets()}
    locale = QLocale()
    yield
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)  # the next test starts in the source language
        translator.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QLocale.setDefault(locale)
    leaked = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in QApplication.topLevelWidgets()
        if id(widget) not in before and widget.isVisible()
    ]
    if leaked:
        pytest.fail("windows left open: " + ", ".join(leaked))
