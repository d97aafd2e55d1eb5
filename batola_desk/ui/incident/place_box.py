"""The place: free text first, the confirmed point beside it. Source: domain.md §11."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from batola_desk.services.place_reading import PointChoice
from batola_desk.services.views import PlaceSuggestion
from batola_desk.ui import labels
from batola_desk.ui.fix_words import reach_text
from batola_desk.ui.incident.form_view_model import IncidentFormViewModel
from batola_desk.ui.incident.parts import FittingLabel, button, set_role
from batola_desk.ui.incident.presence import MarkedCaption
from batola_desk.ui.incident.suggest_field import SuggestField, Suggestion
from batola_desk.ui.places.place_lines import place_lines
from batola_desk.ui.plain_tip import plain_tip

FIELD_HEIGHT_PX = 38  # the big letters of the place field keep their tails
CLEAR_KEY = "Alt+H"
PASTE_LETTERS_MIN = 5  # more letters at once than a hand types: pasted


class PlaceBox(QWidget):
    """The place field with its suggestions and the chip of the confirmed point.

    Signals:
        confirmed: the operator is done here, on to the next field.
    """

    confirmed = Signal()

    def __init__(self, vm: IncidentFormViewModel, overlay: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        self._length_before = 0
        self._is_compact = False
        self.caption = MarkedCaption(vm.presence, "place_text", self)
        self.field = SuggestField(overlay, self)
        self.field.setObjectName("place")
        self.field.keeps_text = True
        self.field.list.setTextElideMode(Qt.TextElideMode.ElideRight)  # where it is stands first
        self.field.setProperty("role", "place")
        self.field.setMinimumHeight(FIELD_HEIGHT_PX)
        self.chip = FittingLabel(self)
        self.chip.setObjectName("place_chip")
        self.clear = button(self, "quiet", "place_clear")
        # Not in the Tab order: a space typed right after the place would wipe the point.
        self.clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.caption.setBuddy(self.field)
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.field, 1, 0, 1, 3)
        self.set_compact(is_compact=False)
        self.field.textEdited.connect(self._on_typed)
        self.field.chosen.connect(self._on_chosen)
        self.field.confirmed.connect(self.confirmed)
        self.clear.clicked.connect(vm.clear_place)
        vm.changed.connect(self.render_now)
        self._retranslate()
        self.render_now()

    def set_compact(self, *, is_compact: bool) -> None:
        """On a low screen the confirmed point stands beside the caption, not in a row of its own."""
        grid, self._is_compact = self._grid, is_compact
        self._say_clear()
        if is_compact:
            grid.addWidget(self.caption, 0, 0)
            grid.addWidget(self.chip, 0, 1)
            grid.addWidget(self.clear, 0, 2)
        else:
            grid.addWidget(self.caption, 0, 0, 1, 3)
            grid.addWidget(self.chip, 2, 0, 1, 2)
            grid.addWidget(self.clear, 2, 2)

    def _say_clear(self) -> None:
        """A sign where words would push the place and its reach aside."""
        self.clear.setText(("✕" if self._is_compact else self.tr("Hapus titik")) + f"  {CLEAR_KEY}")
        self.clear.setToolTip(self.tr("Hapus titik"))
        self.clear.setAccessibleName(self.tr("Hapus titik"))
        self.clear.setShortcut(QKeySequence(CLEAR_KEY))  # Qt forgets it with the text

    @Slot()
    def render_now(self) -> None:
        """Draw text and chip."""
        self.field.show_text(self._vm.text("place_text"))
        self.field.setReadOnly(not self._vm.is_editable)
        view = self._vm.view
        fix = view.incident.location if view is not None else None
        self.clear.setVisible(fix is not None and self._vm.is_editable)
        if fix is None or view is None:
            set_role(self.chip, "muted")
            self.chip.set_wordings(self.tr("Titik lokasi belum dipastikan"))
            return
        set_role(self.chip, "ok")
        reach = f" ±{reach_text(fix.uncertainty_m)}" if fix.uncertainty_m else ""
        place = view.place_label or fix.label
        where = f"✓ {place}{reach}".rstrip()
        source = labels.word(labels.SOURCES, fix.source)
        whole = f"{where} · {source}" if source else where
        brief = where.replace(", Kec. ", ", ")
        self.chip.set_wordings(whole, where, brief, f"✓ {place}", f"✓ {place}".replace(", Kec. ", ", "))
        self.chip.setToolTip(plain_tip(f"{self.chip.whole}\n{fix.latitude:.5f}, {fix.longitude:.5f}"))

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        grown = len(text) - self._length_before
        self._length_before = len(text)
        self._vm.set_field("place_text", text)
        if grown >= PASTE_LETTERS_MIN and self._vm.take_position(text):
            self.field.offer(())
            return
        self.field.offer(self._lines(text))

    def _lines(self, text: str) -> list[Suggestion]:
        return place_lines(self._vm.desk.places, text, self._vm.asking_from)

    @Slot(object)
    def _on_chosen(self, payload: object) -> None:
        if isinstance(payload, PlaceSuggestion):
            self._vm.choose_place(payload)
        elif isinstance(payload, PointChoice):
            self._vm.choose_point(payload)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.render_now()

    def _retranslate(self) -> None:
        self.caption.set_caption(self.tr("TEMPAT KEJADIAN"))
        self.field.setPlaceholderText(self.tr("Desa, jalan, patokan, koordinat, atau tautan peta"))
        self.field.setAccessibleName(self.tr("Tempat kejadian"))
        self._say_clear()
