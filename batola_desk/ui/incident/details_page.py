"""The fields of the ticket in the order of the questions: where, what, who, how to get there, how many."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QEvent, QPoint, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from batola_desk.ui import labels
from batola_desk.ui.fitting_scroll import FittingScroll
from batola_desk.ui.incident.chronology import Chronology
from batola_desk.ui.incident.fields import BoundText, Segments, VictimCount, lost_words
from batola_desk.ui.incident.fix_box import FixBox
from batola_desk.ui.incident.fix_view_model import FixViewModel
from batola_desk.ui.incident.form_view_model import IncidentFormViewModel
from batola_desk.ui.incident.parts import QWIDGETSIZE_MAX, label
from batola_desk.ui.incident.place_box import PlaceBox
from batola_desk.ui.incident.presence import MarkedCaption
from batola_desk.ui.incident.type_box import TypeBox

FIELDS_MIN_PX = 68  # LIMIT: the place with its caption
ROW_GAP_PX = 4
PAGE_GAP_PX, PAGE_GAP_LOW_PX = 8, 5
VICTIMS = ("victims_injured", "victims_trapped", "victims_missing", "victims_dead")
PEOPLE = ("caller_name", "callback_number", "landmark")


class DetailsPage(QWidget):
    """First tab of the form: the fields scroll if they must, the chronology is always in sight."""

    def __init__(
        self,
        vm: IncidentFormViewModel,
        fixes: FixViewModel,
        overlay: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._vm = vm
        page = QWidget()
        self.area = FittingScroll(page, self, min_px=FIELDS_MIN_PX)
        self.place = PlaceBox(vm, overlay, page)
        self.fixes = FixBox(fixes, overlay, page)
        self.type = TypeBox(vm, overlay, page)
        self.texts = {name: BoundText(vm, name, page) for name in PEOPLE}
        self.victims = {name: VictimCount(vm, name, page) for name in VICTIMS}
        self.access = Segments(vm, "access", labels.ACCESS, page)
        self.chronology = Chronology(vm, self)
        self.captions = {
            name: MarkedCaption(vm.presence, name, page) for name in (*PEOPLE, *VICTIMS, "access")
        }
        self.chronology_caption = MarkedCaption(vm.presence, "note", self)
        self.lost = label(page, "warn", "lost_values")
        self.lost.setWordWrap(True)
        self._build(page)
        self.area.content_changed.connect(self._cut_between_rows)
        self.place.confirmed.connect(self._to_type)
        self.type.confirmed.connect(self._to_chronology)
        vm.changed.connect(self.render_now)
        self._order()
        self._retranslate()
        self.render_now()

    def _build(self, page: QWidget) -> None:
        column = self._column = QVBoxLayout(page)
        column.setContentsMargins(10, 10, 10, 4)
        column.setSpacing(PAGE_GAP_PX)
        column.addWidget(self.lost)
        column.addWidget(self.place)
        column.addWidget(self.fixes)
        column.addWidget(self.type)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(ROW_GAP_PX)
        for at, name in enumerate(("caller_name", "callback_number")):
            grid.addWidget(self.captions[name], 0, at)
            grid.addWidget(self.texts[name], 1, at)
        for at, name in enumerate(("landmark", "access")):
            grid.addWidget(self.captions[name], 2, at)
        grid.addWidget(self.texts["landmark"], 3, 0)
        grid.addWidget(self.access, 3, 1)
        grid.setColumnStretch(0, 1)
        column.addLayout(grid)
        people = QGridLayout()
        people.setHorizontalSpacing(8)
        people.setVerticalSpacing(3)
        for at, name in enumerate(VICTIMS):
            people.addWidget(self.captions[name], 0, at)
            people.addWidget(self.victims[name], 1, at)
            people.setColumnStretch(at, 1)
        column.addLayout(people)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 8)
        whole.setSpacing(0)
        whole.addWidget(self.area)
        story = self._story = QVBoxLayout()
        story.setContentsMargins(10, 4, 10, 0)
        story.setSpacing(3)
        story.addWidget(self.chronology_caption)
        story.addWidget(self.chronology, 1)
        whole.addLayout(story, 1)

    def _order(self) -> None:
        """Tab goes the way of the questions."""
        chain: list[QWidget] = [self.place.field, self.place.clear, self.type.field]
        chain += [self.texts["caller_name"], self.texts["callback_number"], self.texts["landmark"]]
        chain += self.access.buttons.values()
        chain += self.victims.values()
        chain.append(self.chronology.input)
        for before, after in itertools.pairwise(chain):
            QWidget.setTabOrder(before, after)

    def set_compact(self, *, is_compact: bool) -> None:
        """On a low screen place, type and number of the caller come before gaps and captions."""
        self.place.set_compact(is_compact=is_compact)
        self.type.set_compact(is_compact=is_compact)
        self._column.setContentsMargins(10, 4 if is_compact else 10, 10, 4)
        self._column.setSpacing(PAGE_GAP_LOW_PX if is_compact else PAGE_GAP_PX)
        self.chronology_caption.setVisible(not is_compact)  # its field says it too

    def set_tight(self, *, is_tight: bool) -> None:
        """While questions are asked beside look-alikes: fields name themselves, old lines give way."""
        self.chronology.set_tight(is_tight=is_tight)
        for name in PEOPLE[:2]:
            self.captions[name].setVisible(not is_tight)
            self.texts[name].setPlaceholderText(labels.word(labels.FIELDS, name) if is_tight else "")

    @Slot()
    def render_now(self) -> None:
        """Show the values that lost against these when two desks wrote at once."""
        view = self._vm.view
        lines = []
        for name, _ in view.incident.fields if view is not None else ():
            words = lost_words(self._vm, name)
            if words:
                lines.append(f"{labels.word(labels.FIELDS, name)}: {words}")
        self.lost.setVisible(bool(lines))
        shown = self.tr("Dua meja menulis; tidak dipakai: {what}")
        self.lost.setText(shown.format(what="\n".join(lines)))

    @Slot()
    def _to_type(self) -> None:
        self.type.field.setFocus()

    @Slot()
    def _to_chronology(self) -> None:
        self.chronology.input.setFocus()

    def resizeEvent(self, qt_event: QResizeEvent) -> None:
        super().resizeEvent(qt_event)
        self._cut_between_rows()

    @Slot()
    def _cut_between_rows(self) -> None:
        """Where the fields do not fit, end behind a whole row: a caption without its field says nothing.

        What is left over goes to the chronology.
        """
        whole, page = self.layout(), self.area.widget()
        assert whole is not None
        assert page is not None
        room = self.height() - self._story.minimumSize().height() - whole.contentsMargins().bottom()
        if self.area.sizeHint().height() <= room:
            self.area.setMaximumHeight(QWIDGETSIZE_MAX)
            return
        rows = [part for part in self._row_ends() if not part.isHidden()]
        ends = [part.mapTo(page, QPoint(0, part.height())).y() for part in rows]
        fitting = [end + ROW_GAP_PX for end in ends if FIELDS_MIN_PX <= end + ROW_GAP_PX <= room]
        self.area.setMaximumHeight(max(fitting, default=QWIDGETSIZE_MAX))

    def focus_field(self, name: str) -> None:
        """Bring the keyboard to a field of people or access."""
        segments = next(iter(self.access.buttons.values()))
        field = self.texts.get(name) or self.victims.get(name) or segments
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row_ends(self) -> tuple[QWidget, ...]:
        """The lowest part of each row."""
        return (
            self.place.field,
            self.place,
            self.fixes,
            self.type,
            self.texts["caller_name"],
            self.texts["landmark"],
            self.victims["victims_injured"],
        )

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.render_now()

    def _retranslate(self) -> None:
        for name, caption in self.captions.items():
            caption.set_caption(labels.word(labels.FIELDS, name).upper())
        for name, field in (*self.texts.items(), *self.victims.items()):
            field.setAccessibleName(labels.word(labels.FIELDS, name))
            self.captions[name].setBuddy(field)
        self.access.retranslate()
        self.chronology_caption.set_caption(self.tr("KRONOLOGI"))
