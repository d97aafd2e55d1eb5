"""Who is asked and who goes: tasks with their clocks, other agencies, units. Source: domain.md §5.3, §5.4."""

from __future__ import annotations

import itertools
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from batola_desk.domain.catalog import Agency, label_of
from batola_desk.ui import labels
from batola_desk.ui.choice_box import ChoiceBox
from batola_desk.ui.incident.advice_box import AdviceBox
from batola_desk.ui.incident.dispatch_view_model import DispatchViewModel
from batola_desk.ui.incident.parts import label
from batola_desk.ui.incident.sheets import WordsSheet
from batola_desk.ui.incident.suggest_field import SuggestField, Suggestion
from batola_desk.ui.incident.task_card import TaskCard
from batola_desk.ui.incident.units_box import UnitsBox
from batola_desk.ui.outreach.task_words import words_title

LAYOUT_MS = 40  # wrapped lines know their height a round later
ADVICE_EVERY_S = 10  # the tide moves and positions grow old without any news


class DispatchPanel(QScrollArea):
    """Draws the view-model; words that an action needs are asked for in the sheet of the form."""

    def __init__(
        self, vm: DispatchViewModel, sheet: WordsSheet, overlay: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._vm = vm
        self._ticks = 0
        self._sheet = sheet
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget(self)
        self.setWidget(page)
        self._page = page
        self.caption = label(page, "heading")
        self.empty = label(page, "empty", "tasks_empty")
        self.empty.setWordWrap(True)
        self.cards: list[TaskCard] = []
        self.search = SuggestField(overlay, page)
        self.search.setObjectName("agency_search")
        self.channel = ChoiceBox(page)
        self.channel.setObjectName("channel")
        self.advice = AdviceBox(vm, page)
        self.units = UnitsBox(vm, page)
        column = QVBoxLayout(page)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(6)
        column.addWidget(self.caption)
        column.addWidget(self.empty)
        self._cards_column = QVBoxLayout()
        self._cards_column.setSpacing(6)
        column.addLayout(self._cards_column)
        row = QHBoxLayout()
        row.addWidget(self.search, 1)
        row.addWidget(self.channel)
        column.addLayout(row)
        column.addWidget(self.advice)
        column.addWidget(self.units, 1)
        self.search.textEdited.connect(self._on_search)
        self.search.chosen.connect(self._on_agency)
        self.channel.activated.connect(self._on_channel)
        self.units.reason_wanted.connect(self._ask_unit_reason)
        self.units.table.came_in.connect(self._show_steps)
        self.units.table.selectionModel().currentRowChanged.connect(self._show_steps_soon)
        vm.words_wanted.connect(self._ask_words)
        vm.unit_busy.connect(self._ask_busy)
        vm.changed.connect(self.render_now)
        self._retranslate()
        self.render_now()

    @Slot()
    def render_now(self) -> None:
        """Draw the tasks; cards are kept, so that the focus stays on the same agency."""
        tasks = self._vm.tasks_shown
        while len(self.cards) < len(tasks):
            card = TaskCard(self._page)
            card.action_requested.connect(self._on_action)
            card.way_requested.connect(self._vm.reach)
            card.unreached.connect(self._vm.unreached)
            card.next_agency_requested.connect(self._vm.ask_next_agency)
            self.cards.append(card)
            self._cards_column.addWidget(card)
            self._order()
        now_us = self._vm.desk.now_us()
        channels = self._vm.desk.catalog.channels
        for at, card in enumerate(self.cards):
            card.setVisible(at < len(tasks))
            if at < len(tasks):
                channel = channels.get(tasks[at].task.channel)
                words = label_of(channel, self._vm.language) if channel is not None else ""
                card.show_task(tasks[at], words, now_us, self._vm.reach_of(tasks[at]))
        self.empty.setVisible(not tasks)
        for part in (self.search, self.channel):
            part.setEnabled(self._vm.is_editable)
        self._show_steps_soon()  # an advice that came pushes the list down

    def _order(self) -> None:
        """Tab goes down the cards, the search, the units: Shift+Tab from the search reaches the newest task.

        A new card stands at the end of the whole window's order, so the chain begins at this pane and names
        everything in it: a part left out would stay where Tab no longer passes.
        """
        chain: list[QWidget] = [self]
        for card in self.cards:
            chain += [card, *card.ways.buttons, *card.buttons.values(), card.failed, card.next_agency]
        chain += [self.search, self.channel, *self.advice.stops, self.units.table, *self.units.buttons]
        for before, after in itertools.pairwise(chain):
            QWidget.setTabOrder(before, after)

    @Slot()
    def _show_steps_soon(self) -> None:
        QTimer.singleShot(LAYOUT_MS, self, self._show_steps)  # everything gets its place first

    @Slot()
    def _show_steps(self) -> None:
        """On a low screen the steps of a unit would lie below the edge while the list is used."""
        if self.units.table.hasFocus():
            self.ensureVisible(0, self.units.geometry().bottom(), 0, 8)

    @Slot()
    def tick(self) -> None:
        """A second passed."""
        now_us = self._vm.desk.now_us()
        self._ticks += 1
        if self._ticks % ADVICE_EVERY_S == 0:
            self.advice.render_now()
        for card in self.cards:
            if card.isVisible():
                card.tick(now_us)

    @Slot(str, str)
    def _on_action(self, task_id: str, action: str) -> None:
        self._vm.act(task_id, action)

    @Slot(str, str)
    def _ask_words(self, task_id: str, action: str) -> None:
        agency = next((t.agency_name for t in self._vm.tasks_shown if t.task.task_id == task_id), "")
        self._sheet.ask(words_title(action, agency), partial(self._vm.act, task_id, action))

    @Slot(str, str, str)
    def _ask_busy(self, unit_id: str, call_sign: str, tickets: str) -> None:
        shown = self.tr("{unit} sudah bertugas di {tickets}. Tetap pakai?")
        self._sheet.ask_yes(
            shown.format(unit=call_sign, tickets=tickets), partial(self._assign_anyway, unit_id)
        )

    def _assign_anyway(self, unit_id: str, _words: str) -> None:
        self._vm.assign(unit_id, force=True)

    def ask_release(self, unit_id: str) -> None:
        """Ask why a unit is to be taken off the ticket."""
        self._ask_unit_reason(unit_id, "release")

    @Slot(str, str)
    def _ask_unit_reason(self, unit_id: str, step: str) -> None:
        unit = self.units.selected
        name = unit.unit.call_sign if unit is not None else ""
        if step == "release":
            self._sheet.ask(
                self.tr("Lepas {unit} dari tiket ini: alasan (boleh kosong)").format(unit=name),
                partial(self._release, unit_id),
                needed=False,
            )
            return
        words = labels.word(labels.UNIT_STATES, step)
        self._sheet.ask(
            self.tr("{unit} {state}: alasan?").format(unit=name, state=words),
            partial(self._set_unit_state, unit_id, step),
        )

    def _release(self, unit_id: str, words: str) -> None:
        self._vm.release(unit_id, reason=words)

    def _set_unit_state(self, unit_id: str, state: str, words: str) -> None:
        self._vm.set_unit_state(unit_id, state, reason=words)

    @Slot(str)
    def _on_search(self, text: str) -> None:
        lines = []
        for agency in self._vm.find_agencies(text):
            number = f"   ☎ {agency.national_number}" if agency.national_number else ""
            lines.append(Suggestion(f"{label_of(agency, self._vm.language)}{number}", agency))
        self.search.offer(lines)

    @Slot(object)
    def _on_agency(self, payload: object) -> None:
        if isinstance(payload, Agency):
            self._vm.send(payload.code)
            self.search.clear()

    @Slot(int)
    def _on_channel(self, _at: int) -> None:
        self._vm.channel = str(self.channel.currentData())

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.render_now()

    def _retranslate(self) -> None:
        self.caption.setText(self.tr("INSTANSI"))
        self.empty.setText(self.tr("Belum diteruskan. Alt+1 mengirim ke instansi utama."))
        self.search.setPlaceholderText(self.tr("Instansi lain: nama atau nomor"))
        self.search.setAccessibleName(self.tr("Cari instansi"))
        self.channel.setAccessibleName(self.tr("Cara mengirim"))
        self.channel.clear()
        self.channel.addItem(self.tr("Cara: otomatis"), "")
        for code, channel in self._vm.desk.catalog.channels.items():
            self.channel.addItem(label_of(channel, self._vm.language), code)
        self.channel.setCurrentIndex(max(0, self.channel.findData(self._vm.channel)))
