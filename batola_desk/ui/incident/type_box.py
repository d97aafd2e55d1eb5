"""The type of the happening by a few letters, and the priority that follows it. domain.md §6.2, §7."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from batola_desk.domain.catalog import label_of
from batola_desk.services.views import TypeSuggestion
from batola_desk.ui.incident.form_view_model import IncidentFormViewModel
from batola_desk.ui.incident.parts import (
    ElidedLabel,
    button,
    label,
    meaning_of,
    priority_role,
    priority_words,
    set_role,
)
from batola_desk.ui.incident.presence import MarkedCaption
from batola_desk.ui.incident.suggest_field import SuggestField, Suggestion
from batola_desk.ui.plain_tip import plain_tip


class TypeBox(QWidget):
    """The type field and one key per priority.

    Signals:
        confirmed: on to the next field.
        lowering_wanted: a lower priority was asked for; a reason is needed first (priority code).
    """

    confirmed = Signal()
    lowering_wanted = Signal(str)

    def __init__(self, vm: IncidentFormViewModel, overlay: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vm = vm
        self._is_typing = False
        self.caption = MarkedCaption(vm.presence, "type_code", self)
        self.field = SuggestField(overlay, self)
        self.field.setObjectName("type")
        self.caption.setBuddy(self.field)
        self.priority_caption = label(self, "small")
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.field, 1, 0, 1, 2)
        self._urgency = QWidget(self)
        row = QHBoxLayout(self._urgency)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.priority_caption)
        self.priorities = {}
        self._keys_of: dict[str, str] = {}
        for number, code in enumerate(vm.desk.catalog.priorities, start=1):
            made = button(self, "", f"priority_{code}")
            made.setCheckable(True)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Alt+P and a digit reach them from everywhere
            made.clicked.connect(self._on_priority)
            keys = QShortcut(QKeySequence(f"Alt+P, {number}"), overlay)
            keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            keys.activated.connect(made.click)
            self._keys_of[code] = f"Alt+P, {number}"
            self.priorities[code] = made
            row.addWidget(made)
        self.meaning = ElidedLabel(self)
        self.meaning.setObjectName("priority_meaning")
        set_role(self.meaning, "small")
        row.addWidget(self.meaning, 1)
        row.addStretch(0)
        self.set_compact(is_compact=False)
        self.field.textEdited.connect(self._on_typed)
        self.field.chosen.connect(self._on_chosen)
        self.field.confirmed.connect(self.confirmed)
        self.field.left.connect(self._on_left)
        vm.changed.connect(self.render_now)
        self._retranslate()
        self.render_now()

    def set_compact(self, *, is_compact: bool) -> None:
        """On a low screen the priorities stand beside the caption, not in a row of their own."""
        self.meaning.setVisible(not is_compact)  # the chip of the ticket and the hints of the buttons say it
        if is_compact:
            self._grid.addWidget(self.caption, 0, 0)
            self._grid.addWidget(self._urgency, 0, 1)
        else:
            self._grid.addWidget(self.caption, 0, 0, 1, 2)
            self._grid.addWidget(self._urgency, 2, 0, 1, 2)

    def _language(self) -> str:
        return str(self._vm.desk.session.setting("screen.language"))

    @Slot()
    def render_now(self) -> None:
        """Draw type and priority; letters being typed are left alone."""
        code = self._vm.text("type_code")
        kind = self._vm.desk.catalog.types.get(code)
        if not self._is_typing:
            words = f"{code} · {label_of(kind, self._language())}" if kind is not None else code
            self.field.show_text(words)
        self.field.setReadOnly(not self._vm.is_editable)
        view = self._vm.view
        current = view.priority if view is not None else ""
        catalog, language = self._vm.desk.catalog, self._language()
        self.meaning.set_whole(meaning_of(catalog, current, language))
        for priority, made in self.priorities.items():
            is_current = priority == current
            made.setChecked(is_current)
            made.setEnabled(view is not None and view.incident.is_open)
            made.setText(("✓ " if is_current else "") + priority)
            meaning = meaning_of(catalog, priority, language)
            made.setToolTip(plain_tip(f"{meaning}\n{self._keys_of[priority]}".strip()))
            set_role(made, priority_role(priority) if is_current else "")

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        self._is_typing = True
        self._vm.typed.emit("type_code")
        catalog, language = self._vm.desk.catalog, self._language()
        lines = []
        for found in self._vm.suggest_types(text):
            group = catalog.groups.get(found.group)
            group_words = label_of(group, language) if group is not None else found.group
            badge = priority_words(catalog, found.priority, language, short=True)
            lines.append(Suggestion(f"{badge}   {found.type_code}  {found.label}   ({group_words})", found))
        self.field.offer(lines)

    @Slot(object)
    def _on_chosen(self, payload: object) -> None:
        self._is_typing = False
        if isinstance(payload, TypeSuggestion):
            self._vm.set_field("type_code", payload.type_code)
        self.render_now()
        self.confirmed.emit()

    @Slot()
    def _on_left(self) -> None:
        if self._is_typing:
            self._is_typing = False
            if not self.field.text().strip() and self._vm.text("type_code"):
                self._vm.set_field("type_code", "")
        self.render_now()

    @Slot()
    def _on_priority(self) -> None:
        wanted = next((code for code, made in self.priorities.items() if made is self.sender()), "")
        view = self._vm.view
        if wanted and view is not None and wanted != view.priority:
            if self._vm.is_lowering(wanted):
                self.lowering_wanted.emit(wanted)
            else:
                self._vm.set_priority(wanted)
        self.render_now()

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.render_now()

    def _retranslate(self) -> None:
        self.caption.set_caption(self.tr("JENIS KEJADIAN"))
        self.field.setPlaceholderText(self.tr("Beberapa huruf: kebak, laka, KB01 …"))
        self.field.setAccessibleName(self.tr("Jenis kejadian"))
        self.priority_caption.setText("Alt+P, 1…5")
        self.priority_caption.setAccessibleName(self.tr("Prioritas"))
