"""A call of several parties as the operator holds it: who is there, and one wish per key."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from batola_desk.domain.call import SupervisionMode
from batola_desk.domain.catalog import label_of
from batola_desk.services.api import Desk
from batola_desk.services.change import Change
from batola_desk.services.views import CallTarget, CallView
from batola_desk.ui import labels
from batola_desk.ui.pulse import Pulse
from batola_desk.ui.queue.queue_words import number_words
from batola_desk.ui.tasks import TaskRunner

translate = QCoreApplication.translate
RECENT_SHOWN = 5
NO_CALLERS = frozenset({"agency", "desk", "supervise"})  # purposes of calls that are not about a citizen
MODES = {
    "dengar": SupervisionMode.LISTEN,
    "bisik": SupervisionMode.WHISPER,
    "ikut": SupervisionMode.BARGE,
}  # words of the command line


class PartyViewModel(QObject):
    """What the parties pane and the pick list show and wish. No widgets.

    Signals:
        changed: read the properties again.
    """

    changed = Signal()

    def __init__(self, desk: Desk, tasks: TaskRunner, pulse: Pulse, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._tasks = tasks
        self._known: dict[str, str] = {}  # key of a party → its name
        self._bridged: set[str] = set()
        self._leads: dict[str, str] = {}
        self._supervised_desks: dict[str, str] = {}  # key of our leg to it → its name
        pulse.changed.connect(self._on_change)
        self._refresh()

    # ---------------------------------------------------------------- what is shown

    @property
    def members(self) -> Sequence[CallView]:
        """The caller and his parties, the caller first; empty for a plain call."""
        return self.desk.parties.group()

    @property
    def aside(self) -> CallView | None:
        """The party being called or consulted."""
        return next((view for view in self.members if view.is_party and not view.joined), None)

    @property
    def supervised(self) -> CallView | None:
        """The call a shift lead takes part in."""
        return next((view for view in self.desk.calls.live() if view.supervisor), None)

    @property
    def supervising(self) -> CallView | None:
        """The lead's own leg to another desk."""
        return next((view for view in self.desk.calls.live() if view.call.purpose == "supervise"), None)

    @property
    def can_join(self) -> bool:
        """Whether the party aside has picked up."""
        aside = self.aside
        return aside is not None and aside.call.answered_us is not None

    @property
    def can_hand_over(self) -> bool:
        """Whether somebody is there whom the caller can be left with."""
        return any(view.is_party and view.call.answered_us is not None for view in self.members)

    def targets(self, typed: str = "") -> list[CallTarget]:
        """Whom one can call; narrowed by letters of the name, the number or the code."""
        words = typed.casefold().split()
        known = list(self.desk.parties.targets())
        numbers = {target.number for target in known}
        name = translate("parties", "terakhir ditelepon")
        known += [
            CallTarget(role="agency", code="", name=name, number=number)
            for number in self.desk.parties.last_dialled()[:RECENT_SHOWN]
            if number not in numbers
        ]
        return [
            target
            for target in known
            if all(word in f"{target.name} {target.number} {target.code}".casefold() for word in words)
        ]

    def name_of(self, view: CallView) -> str:
        """Agency, desk or number of a party."""
        if view.party_code:
            catalog, language = self.desk.catalog, str(self.desk.session.setting("screen.language"))
            agency = catalog.agencies.get(view.party_code)
            if agency is not None:
                return agency.short or label_of(agency, language)
            desk = catalog.desks.get(view.party_code)
            if desk is not None:
                return label_of(desk, language)
        return number_words(view.call.number)

    # ---------------------------------------------------------------- wishes

    @Slot(int)
    def consult_key(self, key: int) -> None:
        """The n-th number with a key of its own."""
        target = next((target for target in self.desk.parties.targets() if target.key == key), None)
        if target is None:
            self._tasks.messages.info(
                translate("parties", "Tombol ini belum punya nomor. Isi di speed_dial.toml; daftar: Ctrl+I.")
            )
        else:
            self.consult(target)

    def consult(self, target: CallTarget) -> None:
        """Call somebody for the caller."""
        self._run(self.desk.parties.consult(target), "consult")

    def send_blind(self, target: CallTarget) -> None:
        """Send the caller on without speaking first."""
        self._run(self.desk.parties.transfer_blind(target), "transfer-blind")

    def consult_words(self, typed: str) -> None:
        """Call what was typed on the command line: a name, a short number or any number."""
        found = self.targets(typed)
        if found:
            exact = [target for target in found if typed.strip() in {target.number, target.code}]
            self.consult((exact or found)[0])
        else:
            self.consult(CallTarget(role="agency", code="", name=typed, number=typed))

    @Slot()
    def join(self) -> None:
        """Gabung."""
        self._run(self.desk.parties.join(), "join")

    @Slot()
    def back(self) -> None:
        """Kembali."""
        self._run(self.desk.parties.back(), "back")

    @Slot()
    def swap(self) -> None:
        """Ganti."""
        self._run(self.desk.parties.swap(), "swap")

    @Slot()
    def hand_over(self, reason: str = "") -> None:
        """Serahkan."""
        self._run(self.desk.parties.hand_over(reason), "hand-over")

    @Slot()
    def redial(self) -> None:
        """The last number again."""
        self._run(self.desk.parties.redial(), "redial")

    def toggle_mute(self, number: int) -> None:
        """Mute or open the n-th member (from 0)."""
        members = self.members
        if number < len(members):
            view = members[number]
            self._run(self.desk.parties.mute_party(view.key, muted=not view.party_muted), "mute-party")

    def drop(self, number: int) -> None:
        """End the leg of the n-th member (from 0)."""
        members = self.members
        if number < len(members):
            self._run(self.desk.parties.drop_party(members[number].key), "drop-party")

    def supervise(self, letter: str, mode: str) -> None:
        """Take part in another desk's call."""
        self._run(self.desk.parties.supervise(letter, mode), "supervise")

    def supervise_words(self, typed: str) -> None:
        """``B`` or ``B bisik`` of the command line."""
        letter, _, word = typed.strip().partition(" ")
        mode = MODES.get(word.strip().casefold() or "dengar")
        self.supervise(letter, mode.value if mode is not None else word)

    def change_supervision(self, mode: SupervisionMode) -> None:
        """Take part otherwise from now on."""
        running = self.supervising
        if running is None:
            self._tasks.messages.error("call_gone", {})
        else:
            self.supervise(running.party_code, mode.value)

    # ---------------------------------------------------------------- inner parts

    def _run(self, coroutine: Coroutine[Any, Any, Any], name: str) -> None:
        self._tasks.run(coroutine, name)

    @Slot(object)
    def _on_change(self, change: Change) -> None:
        if change.call_keys or change.what & {"status", "settings", "language"}:
            self._refresh()

    def _refresh(self) -> None:
        live = self.desk.calls.live()
        now = {view.key: self.name_of(view) for view in live if view.is_party}
        on_line = {view.key for view in live}
        has_caller = any(view.call.purpose not in NO_CALLERS for view in live)
        for key in self._known.keys() - on_line:  # one who is no party any more, but there, has not left
            self._tell_left(key, self._known[key], has_caller=has_caller)
        self._known = now
        bridged = {view.key for view in live if view.handing_over == "bridged" and not view.is_party}
        if bridged - self._bridged:
            self._tasks.messages.info(
                translate(
                    "parties",
                    "Sentral tidak mengambil alih: penelepon dan instansi tersambung lewat meja ini. "
                    "Anda bebas menjawab panggilan lain; meja ini jangan dimatikan.",
                )
            )
        self._bridged = bridged
        desks = {view.key: self.name_of(view) for view in live if view.call.purpose == "supervise"}
        for key in self._supervised_desks.keys() - desks.keys():
            self._tell_supervision_over(key, self._supervised_desks[key])
        self._supervised_desks = desks
        self._tell_leads({view.key: view.supervision for view in live if view.supervisor})
        self.changed.emit()

    def _tell_left(self, key: str, name: str, *, has_caller: bool) -> None:
        cause, _code = self.desk.parties.why_ended(key)
        if cause in {"transferred", "replaced", "operator_hung_up"}:
            return  # the operator's own doing needs no words
        by_itself = translate("parties", "ditutup pihak itu")  # an agency is no caller
        word = by_itself if cause == "caller_hung_up" else labels.word(labels.END_CAUSES, cause)
        why = f" ({word})" if cause else ""
        text = translate("parties", "%1 tidak tersambung lagi%2.")
        if has_caller:
            text = translate("parties", "%1 tidak tersambung lagi%2. Penelepon tetap pada Anda.")
        self._tasks.messages.info(text.replace("%1", name).replace("%2", why))

    def _tell_supervision_over(self, key: str, name: str) -> None:
        cause, code = self.desk.parties.why_ended(key)
        if cause == "operator_hung_up":
            return
        text = {
            403: translate(
                "parties",
                "%1 menolak pendampingan. Minta TI memeriksa supervision_secret dan jam kedua meja.",
            ),
            480: translate("parties", "%1 sedang tidak bicara dengan penelepon."),
            486: translate("parties", "%1 sudah didampingi tiga orang."),
        }.get(code, translate("parties", "Pendampingan %1 berakhir: %2."))
        why = labels.word(labels.END_CAUSES, cause) if cause else "–"
        self._tasks.messages.info(text.replace("%1", name).replace("%2", why))

    def _tell_leads(self, leads: dict[str, str]) -> None:
        for key, mode in leads.items():
            if self._leads.get(key) != mode:
                self._tasks.messages.info("◉ " + labels.word(labels.SUPERVISION, mode))
        self._leads = leads
