"""What a feature of the map is called, until when it holds, at which tide it can be used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from batola_desk.domain.map_feature import NAME_MAX, NOTE_MAX, PASSING, TIDAL, VARIANTS_MAX, FeatureKind
from batola_desk.ui.check_box import CheckBox
from batola_desk.ui.choice_box import ChoiceBox
from batola_desk.ui.incident.parts import button, label
from batola_desk.ui.map_features.feature_words import metres

HOUR_US: Final = 3_600_000_000
LASTS_H: Final = (1, 2, 4, 6, 12, 24, 72, 168, 720)
STAYS: Final = 0  # no end
RADIUS_USUAL_M: Final = 300.0  # of a danger area around a ticket
AS_IT_IS: Final = -1
USUAL_H: Final = {FeatureKind.CLOSED_ROAD: 12, FeatureKind.DANGER_AREA: 6}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormValues:
    """What the form begins with.

    Attributes:
        end_words: "s.d. 14:30" of a feature that has an end already.
        incident_id: the ticket it belongs to, or would.
        ticket: its short number, as people say it.
        belongs: whether it does.
    """

    kind: str
    name: str = ""
    variants: tuple[str, ...] = ()
    note: str = ""
    end_words: str = ""
    usable_from_m: float | None = None
    usable_to_m: float | None = None
    incident_id: str = ""
    ticket: str = ""
    belongs: bool = False
    is_new: bool = True
    can_remove: bool = False


class FeatureForm(QWidget):
    """Enter saves.

    Signals:
        save_requested: write this down (mapping of ``FeatureWish`` values).
        unreadable: a number is none (words of the field).
        reshape_requested, remove_requested: buttons of a feature that is there.
        resized: lines came or went.
    """

    save_requested = Signal(object)
    unreadable = Signal(str)
    reshape_requested = Signal()
    remove_requested = Signal()
    resized = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._values = FormValues(kind="")
        self.name, self.variants, self.note = (QLineEdit(self) for _ in range(3))
        self.tide_from, self.tide_to = QLineEdit(self), QLineEdit(self)
        for part, name, longest in (
            (self.name, "feature_name", NAME_MAX),
            (self.variants, "feature_variants", (NAME_MAX + 2) * VARIANTS_MAX),
            (self.note, "feature_note", NOTE_MAX),
            (self.tide_from, "feature_tide_from", 6),
            (self.tide_to, "feature_tide_to", 6),
        ):
            part.setObjectName(name)
            part.setMaxLength(longest)
            part.returnPressed.connect(self.save)
        self.lasts = ChoiceBox(self)
        self.lasts.setObjectName("feature_lasts")
        self.belongs = CheckBox(self)
        self.belongs.setObjectName("feature_belongs")
        self.saving = button(self, "primary", "feature_save")
        self.reshape = button(self, "", "feature_reshape")
        self.remove = button(self, "danger", "feature_remove")
        self._captions = {
            name: label(self, "small") for name in ("name", "variants", "note", "lasts", "tide")
        }
        self._lay_out()
        self.saving.clicked.connect(self.save)
        self.reshape.clicked.connect(self.reshape_requested)
        self.remove.clicked.connect(self.remove_requested)
        self.retranslate()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(5)
        self.tide = QWidget(self)
        tide = QHBoxLayout(self.tide)
        tide.setContentsMargins(0, 0, 0, 0)
        self._dash = QLabel("–", self.tide)
        self._metres = QLabel("m", self.tide)
        for level in (self.tide_from, self._dash, self.tide_to, self._metres):
            tide.addWidget(level)
        rows: tuple[tuple[str, QWidget], ...] = (
            ("name", self.name),
            ("variants", self.variants),
            ("note", self.note),
            ("lasts", self.lasts),
            ("tide", self.tide),
        )
        for row, (caption, part) in enumerate(rows):
            grid.addWidget(self._captions[caption], row, 0)
            grid.addWidget(part, row, 1)
        grid.addWidget(self.belongs, len(rows), 1)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 2, 0, 0)
        buttons.setSpacing(6)
        for made in (self.saving, self.reshape, self.remove):
            buttons.addWidget(made)
        buttons.addStretch(1)
        grid.addLayout(buttons, len(rows) + 1, 0, 1, 2)
        grid.setColumnStretch(1, 1)

    def begin(self, values: FormValues) -> None:
        """Show these values."""
        self._values = values
        self.name.setText(values.name)
        self.variants.setText(", ".join(values.variants))
        self.note.setText(values.note)
        self.tide_from.setText(metres(values.usable_from_m))
        self.tide_to.setText(metres(values.usable_to_m))
        self.belongs.setChecked(values.belongs)
        self._offer_ends()
        is_passing = values.kind in PASSING
        self._show("variants", self.variants, is_shown=not is_passing)
        self._show("tide", self.tide, is_shown=values.kind in TIDAL)
        self.belongs.setVisible(bool(values.incident_id))
        for part in (self.reshape, self.remove):
            part.setVisible(not values.is_new)
        self.remove.setEnabled(values.can_remove)
        self.retranslate()

    def take_keyboard(self) -> None:
        """The keyboard is in the name."""
        self.name.setFocus(Qt.FocusReason.PopupFocusReason)
        self.name.selectAll()

    @Slot()
    def save(self) -> None:
        """Ask for it to be written down."""
        wish: dict[str, Any] = {
            "name": self.name.text(),
            "variants": tuple(part.strip() for part in self.variants.text().split(",") if part.strip()),
            "note": self.note.text(),
            "incident_id": self._values.incident_id if self.belongs.isChecked() else "",
        }
        for field, part in (("usable_from_m", self.tide_from), ("usable_to_m", self.tide_to)):
            try:
                wish[field] = _level(part.text()) if self._values.kind in TIDAL else None
            except ValueError:
                self.unreadable.emit(self._captions["tide"].text())
                part.setFocus(Qt.FocusReason.OtherFocusReason)
                part.selectAll()
                return
        hours = int(self.lasts.currentData())
        if hours != AS_IT_IS:
            wish["hours"] = hours
        self.save_requested.emit(wish)

    def _show(self, caption: str, part: QWidget, *, is_shown: bool) -> None:
        part.setVisible(is_shown)
        self._captions[caption].setVisible(is_shown)

    def _offer_ends(self) -> None:
        """Ends that make sense: what belongs to an event always has one."""
        values = self._values
        self.lasts.clear()
        if values.end_words:
            self.lasts.addItem(values.end_words, AS_IT_IS)
        if values.kind not in PASSING:
            self.lasts.addItem(self.tr("tetap"), STAYS)
        for hours in LASTS_H:
            self.lasts.addItem(_hours_words(hours), hours)
        if not values.end_words and values.kind in PASSING:
            usual = USUAL_H.get(FeatureKind(values.kind), LASTS_H[0])
            self.lasts.setCurrentIndex(self.lasts.findData(usual))
        else:
            self.lasts.setCurrentIndex(0)

    def changeEvent(self, qt_event: QEvent) -> None:
        super().changeEvent(qt_event)
        if qt_event.type() == QEvent.Type.LanguageChange and hasattr(self, "tide"):
            self.retranslate()

    def retranslate(self) -> None:
        """Say all texts again."""
        is_passing = self._values.kind in PASSING
        for name, words in (
            ("name", self.tr("Nama")),
            ("variants", self.tr("Sebutan lain")),
            ("note", self.tr("Catatan")),
            ("lasts", self.tr("Berlaku")),
            ("tide", self.tr("Pasang")),
        ):
            self._captions[name].setText(words)
        self.name.setPlaceholderText(
            self.tr("boleh kosong") if is_passing else self.tr("nama yang dipakai warga")
        )
        self.variants.setPlaceholderText(self.tr("pisahkan dengan koma"))
        for part, words in (
            (self.name, self.tr("Nama")),
            (self.variants, self.tr("Sebutan lain")),
            (self.note, self.tr("Catatan")),
            (self.lasts, self.tr("Berlaku")),
            (self.tide_from, self.tr("Pasang terendah, meter")),
            (self.tide_to, self.tr("Pasang tertinggi, meter")),
        ):
            part.setAccessibleName(words)
        self.belongs.setText(self.tr("Milik tiket {ticket}").format(ticket=self._values.ticket))
        self.saving.setText(self.tr("Simpan  Enter"))
        self.reshape.setText(self.tr("Ubah letak"))
        self.remove.setText(self.tr("Hapus"))
        self.resized.emit()


def _hours_words(hours: int) -> str:
    """ "12 jam", "3 hari"."""
    days, rest = divmod(hours, 24)
    if days and not rest:
        return QCoreApplication.translate("FeatureForm", "%n hari", "", days)
    return QCoreApplication.translate("FeatureForm", "%n jam", "", hours)


def _level(text: str) -> float | None:
    """A level in metres; empty = none.

    Raises:
        ValueError: it is no number.
    """
    plain = text.strip().replace(",", ".")
    return float(plain) if plain else None
