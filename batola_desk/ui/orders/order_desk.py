"""The command line meets the desk: knows what may be said now, and does what was ordered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from batola_desk.domain.catalog import Catalog
from batola_desk.services.orders import completion, doing
from batola_desk.services.orders import vocabulary as v
from batola_desk.services.orders.parser import read
from batola_desk.services.orders.reading import (
    AssignOrder,
    Reading,
    ReplayOrder,
    SendOrder,
    TicketOrder,
    UnitOrder,
    WordOrder,
)
from batola_desk.services.views import PlaceSuggestion
from batola_desk.ui import labels
from batola_desk.ui.orders.order_words import all_troubles

if TYPE_CHECKING:
    from batola_desk.ui.desk_window import DeskWindow

PLACES_ASKED = 4


class OrderDesk(QObject):
    """Reads lines for the command line and carries them out. Owned by the window."""

    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self._window = window
        self._known: tuple[Catalog, v.Vocabulary] | None = None
        self._places: tuple[str, tuple[PlaceSuggestion, ...]] = ("", ())
        window.command_line.read_with(self)
        window.command_line.ordered.connect(self._on_ordered)
        window.command_line.refused.connect(self._on_refused)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the bare words do: an empty form, or the word on the line to go on with."""
        return {
            "new_ticket": self._window.form.new_ticket,
            "fill_ticket": self._ask_fields,
            "unit_report": self._ask_report,
            "unit_assign": self._ask_unit,
        }

    def _ask_fields(self) -> None:
        words = self.tr("Tulis isian, lalu Enter. Contoh: isi kb01 @handil bakti rt 4 !p1")
        self._window.commands.ask_on_line("fill_ticket", words)

    def _ask_report(self) -> None:
        words = self.tr("Tulis satuan dan keadaannya, lalu Enter. Contoh: s BPK-3 tiba")
        self._window.commands.ask_on_line("unit_report", words)

    def _ask_unit(self) -> None:
        self._window.commands.ask_on_line(
            "unit_assign", self.tr("Tulis satuan, lalu Enter. Contoh: tugas BPK-3")
        )

    # ---------------------------------------------------------------- reading

    def read(self, line: str) -> Reading:
        """What the line means now."""
        return read(line, self.vocabulary())

    def ways_on(self, line: str) -> tuple[str, ...]:
        """How the line may go on."""
        return completion.ways_on(line, self.vocabulary())

    def complete(self, line: str) -> str:
        """The line as Tab writes it."""
        return completion.common_way(line, self.vocabulary())

    def vocabulary(self) -> v.Vocabulary:
        """Every name that may be said now."""
        desk, view = self._window.desk, self._window.form.vm.view
        units = desk.unit_positions.units()
        status = desk.session.status()
        acting = self._window.people.acting_role
        fixed = self._of_catalog(desk.catalog)
        return v.Vocabulary(
            catalog=desk.catalog,
            role=f"{status.operator_role}+{acting}" if acting else status.operator_role,
            words=fixed.words,
            types=fixed.types,
            agencies=fixed.agencies,
            priorities=fixed.priorities,
            channels=fixed.channels,
            unit_names=v.unit_names(units),
            units={unit.unit_id: unit for unit in units},
            incident=view.incident if view is not None else None,
            search_places=self._search,
        )

    def _of_catalog(self, catalog: Catalog) -> v.Vocabulary:
        """Names of the configuration; made again only when it is another one."""
        if self._known is None or self._known[0] is not catalog:
            made = v.Vocabulary(
                catalog=catalog,
                role="",
                words={command.word: bool(command.argument) for command in self._window.book if command.word},
                types=v.type_names(catalog),
                agencies=v.agency_names(catalog),
                priorities=v.priority_names(catalog),
                channels=v.channel_names(catalog),
            )
            self._known = (catalog, made)
        return self._known[1]

    def _search(self, text: str) -> tuple[PlaceSuggestion, ...]:
        """Places of the text; the same words are asked once, for reading and for completing."""
        if self._places[0] != text:
            found = self._window.desk.places.search(
                text, near=self._window.form.vm.map_centre(), limit=PLACES_ASKED
            )
            self._places = (text, tuple(found))
        return self._places[1]

    # ---------------------------------------------------------------- doing

    @Slot(object)
    def _on_refused(self, reading: Reading) -> None:
        self._window.messages.info(all_troubles(reading) + " " + self.tr("Tidak ada yang dijalankan."))

    @Slot(object)
    def _on_ordered(self, order: object) -> None:
        match order:
            case TicketOrder():
                self._fill(order)
            case SendOrder():
                self._send(order)
            case UnitOrder():
                self._report(order)
            case AssignOrder():
                self._window.form.dispatch_vm.assign(order.unit_id)
            case ReplayOrder():
                self._window.left.replay.begin(order.seconds)
            case WordOrder():
                command = self._window.book.by_word(order.word)
                assert command is not None, order.word
                self._window.commands.obey(command.command_id, order.argument)
                return
        self._window.keyboard_to_form()

    def _fill(self, order: TicketOrder) -> None:
        form = self._window.form
        wish = doing.fill(
            self._window.desk, order, incident_id=form.incident_id,
            call_key=form.vm.call_key if order.is_new else "",
        )  # fmt: skip
        self._window.tasks.run(wish, "order-ticket", done=partial(self._filled, order))

    def _filled(self, order: TicketOrder, incident_id: str) -> None:
        form = self._window.form
        form.open_incident(incident_id)
        if order.place is not None:
            self._window.map_panel.fly_to(order.place.latitude, order.place.longitude)
        elif order.place_text:
            form.focus_place()  # words without a point: the suggestions stand there

    def _send(self, order: SendOrder) -> None:
        wish = doing.send(self._window.desk, order, incident_id=self._window.form.incident_id)
        names = ", ".join(self._agency(code) for code in order.agencies)
        done = self.tr("Dikirim ke {names}.").replace("{names}", names)
        self._window.tasks.run(wish, "order-send", done=lambda _none: self._window.messages.info(done))

    def _report(self, order: UnitOrder) -> None:
        unit = self._window.desk.unit_positions.unit(order.unit_id)
        state = labels.word(labels.UNIT_STATES, order.state)
        done = f"{unit.call_sign if unit is not None else ''}: {state}"
        self._window.tasks.run(
            self._window.desk.dispatch.set_unit_state(order.unit_id, order.state, reason=order.reason),
            "order-unit",
            done=lambda _none: self._window.messages.info(done),
        )

    def _agency(self, code: str) -> str:
        agencies: Mapping[str, str] = {item.code: item.label for item in self.vocabulary().agencies}
        return agencies[code]
