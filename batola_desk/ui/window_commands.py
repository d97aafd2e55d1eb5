"""What every command does: the table of commands meets the panes of the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot

from batola_desk.domain.call import SupervisionMode
from batola_desk.domain.operator import OperatorState
from batola_desk.services.views import CallView
from batola_desk.ui.call_commands import HELD_KEYS, SPEED_DIAL_KEYS
from batola_desk.ui.command_book import CommandBook
from batola_desk.ui.keyed_list import ITEM_ROLE
from batola_desk.ui.theme import current_theme

if TYPE_CHECKING:
    from batola_desk.ui.desk_window import DeskWindow


class WindowCommands(QObject):
    """Routes keys and command-line words to the panes. Owned by the window."""

    def __init__(self, window: DeskWindow, book: CommandBook) -> None:
        super().__init__(window)
        self._window = window
        self._book = book
        book.connect_all(self._handlers())
        window.search.trace_requested.connect(self._save_trace)

    @Slot(str, str)
    def obey(self, command_id: str, argument: str) -> None:
        """Do what was typed; a word with an argument means more than its key."""
        with_argument = self.with_argument()
        if argument and command_id in with_argument:
            with_argument[command_id](argument)
        else:
            self._book[command_id].trigger()
        line = self._window.command_line
        if line.hasFocus() and not line.text():  # nothing more is asked and no pane took the keyboard
            self._window.keyboard_to_form()

    def with_argument(self) -> dict[str, Callable[[str], object]]:
        """What the words of the command line do with what follows them."""
        return {
            "classify": self._window.line.classify,
            "dial": self._window.line.dial,
            "digits": self._window.line.send_digits,
            "text": self._window.line.send_text,
            "search": self._window.search_for,
            "announcements": self._window.announcements.bring_up,
            "weather": self._window.weather_vm.take_file,
            "pause": self._pause,
            "skip_self_test": self._window.self_test_vm.skip,
            "targets": self._window.left.parties.consult_words,
            "hand_over": self._window.left.parties.hand_over,
            "supervise": self._window.left.parties.supervise_words,
            **self._window.kin.with_argument(),
            **self._window.room.with_argument(),
            **self._window.map_features.with_argument(),
            **self._window.reach.with_argument(),
            **self._window.units.with_argument(),
            **self._window.places.with_argument(),
            **self._window.links.with_argument(),
            **self._window.handing_on.with_argument(),
            **self._window.ministry.with_argument(),
            **self._window.outreach.with_argument(),
        }

    def _handlers(self) -> dict[str, Callable[[], object]]:
        window, left = self._window, self._window.left
        held = {
            f"take_held_{number}": partial(window.line.take_held, number)
            for number in range(1, HELD_KEYS + 1)
        }
        return (
            held
            | self._party_handlers()
            | self._people_handlers()
            | self._setting_handlers()
            | window.orders.handlers()
            | window.kin.handlers()
            | window.paper.handlers()
            | window.room.handlers()
            | window.map_features.handlers()
            | window.reach.handlers()
            | window.units.handlers()
            | window.places.handlers()
            | window.links.handlers()
            | window.handing_on.handlers()
            | window.ministry.handlers()
            | window.outreach.handlers()
            | {
                "map_pick": window.map_panel.toggle_picking,
                "answer": self._answer,
                "hold": window.line.toggle_hold,
                "hang_up": window.line.hang_up,
                "mute": window.line.toggle_mute,
                "silent": left.begin_silent,
                "classify": left.arm_classes,
                "dial": left.line_panel.number_entry.ask_number,
                "digits": left.line_panel.number_entry.ask_digits,
                "text": left.write_text,
                "silence_ringing": self._silence_ringing,
                "recording": self._recording,
                "replay": left.replay.toggle,
                "replay_back": left.replay.back,
                "replay_forward": left.replay.forward,
                "replay_slow": left.replay.toggle_speed,
                "number_history": self._number_history,
                "sip_trace": self._sip_trace,
                "ticket": self._ticket,
                "send": window.form.send_task,
                "units": window.form.show_units,
                "triage": window.form.ask_questions,
                "metronome": window.form.toggle_metronome,
                "undo": window.form.undo,
                "search": partial(window.search_for, ""),
                "boards": window.toggle_boards,
                "map": window.focus_map,
                "map_pack": self._map_data,
                "queue": left.ringing.focus_list,
                "callbacks": left.show_callbacks,
                "unclassified": left.show_unclassified,
                "alarms": left.show_alarms,
                "conflicts": window.conflicts_sheet.bring_up,
                "acknowledge": left.alarms.acknowledge_first,
                "announcements": window.announcements.bring_up,
                "announcement_read": window.announcements_vm.read_first,
                "weather": self._weather,
                "command_line": self._to_command_line,
                "keys": window.keys_overlay.bring_up,
                "theme": self._switch_theme,
                "language": self._switch_language,
                "pause": partial(self._pause, ""),
                "reset_layout": window.window_layout.reset,
                "close": window.close,
            }
        )

    def _setting_handlers(self) -> dict[str, Callable[[], object]]:
        window = self._window
        return {
            "settings": window.preferences.bring_up,
            "first_start": window.open_first_start,
            "all_settings": window.show_all_settings,
            "centre_lists": window.show_centre_lists,
        }

    def _weather(self) -> None:
        self._window.weather_sheet.bring_up()

    def _map_data(self) -> None:
        self._window.map_pack_sheet.bring_up()

    def _doctor(self) -> None:
        self._window.doctor_sheet.bring_up()

    def _party_handlers(self) -> dict[str, Callable[[], object]]:
        parties = self._window.left.parties
        keys = {
            f"speed_dial_{number}": partial(parties.consult_key, number)
            for number in range(1, SPEED_DIAL_KEYS + 1)
        }
        modes = {
            f"supervise_{mode.value}": partial(parties.change_supervision, mode) for mode in SupervisionMode
        }
        return {
            **keys,
            **modes,
            "targets": self._window.targets.bring_up,
            "join": parties.join,
            "hand_over": parties.hand_over,
            "swap": parties.swap,
            "back": parties.back,
            "members": self._window.left.show_members,
            "redial": parties.redial,
            "call_back": self._call_back,
            "supervise": partial(
                self.ask_on_line,
                "supervise",
                self.tr("Tulis huruf meja, lalu Enter. Contoh: B, atau B bisik."),
            ),
        }

    def _people_handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "sign_on": self._sign_on,
            "without_login": self._without_login,
            "sign_off": self._sign_off,
            "take_role": self._take_role,
            "self_test": self._window.self_test_vm.start,
            "doctor": self._doctor,
            "skip_self_test": self._ask_why_untested,
            "other_room": self._other_room,
            "versions": self._window.versions.bring_up,
        }

    @Slot()
    def _sign_on(self) -> None:
        if self._window.people.is_alone:
            self._window.messages.error("sign_on_alone")
        else:
            self._window.sign_on.bring_up()

    @Slot()
    def _without_login(self) -> None:
        if self._window.people.is_alone:
            self._window.messages.error("sign_on_alone")
        else:
            self._window.sign_on.toggle_without()

    @Slot()
    def _sign_off(self) -> None:
        """Leave the desk, and show the next one where to sign on."""
        if self._window.people.is_alone or self._window.people.is_empty:
            self._sign_on()
        else:
            self._window.people.sign_off()

    @Slot()
    def _ask_why_untested(self) -> None:
        self.ask_on_line("skip_self_test", self.tr("Tulis alasan meja tidak diuji, lalu Enter."))

    @Slot()
    def _other_room(self) -> None:
        if self._window.desk.acceptance.offered() is None:
            self._window.messages.info(self.tr("Tidak ada server lain yang menjawab."))
        else:
            self._window.other_room.bring_up()

    @Slot()
    def _take_role(self) -> None:
        if self._window.people.acting_role:
            self._window.people.return_role()
        elif not self._window.people.may_take_role:
            self._window.messages.error("lead_only")
        else:
            self._window.take_role.bring_up()

    @Slot()
    def _answer(self) -> None:
        """A chosen ringing call goes first when the keyboard is in the list, else the longest waiting one."""
        ringing = self._window.left.ringing.list
        if ringing.hasFocus() and ringing.currentIndex().isValid():
            ringing.answer_current()
        else:
            self._window.left.queue.answer_longest()

    @Slot()
    def _call_back(self) -> None:
        """The caller whose ended call the panel shows, else the lost number that stands first."""
        queue, view = self._window.left.queue, self._window.line.subject
        is_caller = view is not None and (view.call.direction == "inbound" or bool(view.call.callback_id))
        if view is not None and is_caller and view.call.number:
            queue.call_back_caller(view.key)
        else:
            queue.call_back_next()

    @Slot()
    def _number_history(self) -> None:
        """Earlier calls and tickets of the number at hand."""
        view = self.call_at_hand()
        if view is None or not view.call.number:
            self._window.messages.info(self.tr("Tidak ada nomor yang bisa ditelusuri."))
            return
        self._window.search.include_open.setChecked(True)
        self._window.search_for(view.call.number)

    def call_at_hand(self) -> CallView | None:
        """The chosen ringing call, else that of the line, else the longest waiting one."""
        ringing = self._window.left.ringing.list
        chosen: CallView | None = ringing.currentIndex().data(ITEM_ROLE) if ringing.hasFocus() else None
        waiting = self._window.desk.calls.ringing()
        return chosen or self._window.line.subject or next(iter(waiting), None)

    @Slot()
    def _recording(self) -> None:
        """The recordings of the call at hand; one that lives is heard again by the replay."""
        view = self.call_at_hand()
        if view is None or not view.call.recordings:
            self._window.messages.info(
                self.tr("Belum ada rekaman yang selesai. Panggilan lain: Cari (Ctrl+F), lalu G.")
            )
            return
        self._window.recordings.open_call(view.key)

    @Slot()
    def _sip_trace(self) -> None:
        """What the exchange and this desk said to each other about the call at hand, for IT."""
        view = self.call_at_hand()
        if view is None:
            self._window.messages.info(self.tr("Tidak ada panggilan yang bisa disimpan jejaknya."))
            return
        self._save_trace(view.key)

    @Slot(str)
    def _save_trace(self, call_key: str) -> None:
        done = self.tr("Jejak SIP disimpan: %1 (.txt dan .pcapng). Isinya nomor penelepon; simpan baik-baik.")
        self._window.tasks.run(
            self._window.desk.calls.export_sip_trace(call_key),
            "sip-trace",
            done=lambda stem: self._window.messages.info(done.replace("%1", stem)),
        )

    @Slot()
    def _ticket(self) -> None:
        """With a ticket of this call in the form: to its place field; else a new one."""
        form = self._window.form
        focus = self._window.focusWidget()
        if focus is not None and form.isAncestorOf(focus):
            form.new_ticket()
        else:
            form.focus_place()

    @Slot()
    def _to_command_line(self) -> None:
        self._window.command_line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._window.command_line.selectAll()

    @Slot()
    def _silence_ringing(self) -> None:
        self._window.tasks.run(self._window.desk.calls.silence_ringing(), "silence-ringing")

    @Slot()
    def _switch_theme(self) -> None:
        wanted = "light" if current_theme() == "dark" else "dark"
        self._window.keep_setting("screen.theme", wanted)

    @Slot()
    def _switch_language(self) -> None:
        wanted = "en" if self._window.desk.session.setting("screen.language") == "id" else "id"
        self._window.keep_setting("screen.language", wanted)

    def _pause(self, reason: str) -> None:
        session = self._window.desk.session
        is_paused = session.status().operator_state == OperatorState.PAUSED
        if is_paused:
            self._window.tasks.run(session.set_operator_state(OperatorState.AVAILABLE), "available")
        elif reason:
            self._window.tasks.run(session.set_operator_state(OperatorState.PAUSED, reason=reason), "pause")
        else:
            self.ask_on_line("pause", self.tr("Tulis alasan jeda, lalu Enter."))

    def ask_on_line(self, command_id: str, words: str) -> None:
        """The command wants an argument: its word stands on the command line, and these words say what."""
        line = self._window.command_line
        line.setFocus(Qt.FocusReason.OtherFocusReason)  # a shortcut's would select all
        line.setText(self._book.command(command_id).word + " ")
        self._window.messages.info(words)
