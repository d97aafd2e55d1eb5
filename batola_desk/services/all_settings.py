"""All settings of the desk: read by everybody, changed by who may, each change in the journal.

Source: domain.md §14.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final, Protocol

from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.domain.events.desk import SettingChanged
from batola_desk.services.change import Change
from batola_desk.services.context import Context
from batola_desk.services.session import SessionService
from batola_desk.services.setting_facts import setting_fact, told
from batola_desk.settings.book import SettingRow, SettingsBook
from batola_desk.settings.entry import Entry, Who
from batola_desk.settings.paths import SETTINGS_NAME
from batola_desk.settings.store import LockedSettingError
from batola_desk.settings.value_rules import refusal
from batola_desk.settings.whole_file import is_forbidden

RIGHTS: Final[Mapping[Who, str]] = {Who.LEAD: "edit_settings", Who.IT: "edit_site_settings"}
_DEVICES: Final[Mapping[str, str]] = {
    f"audio.{part}": part
    for part in ("headset_output", "headset_input", "loudspeaker", "second_headset", "second_microphone")
}
_SECOND_ON: Final = "audio.second_microphone_on"
_VOLUMES: Final[Mapping[str, str]] = {
    "audio.headset_volume": "headset",
    "audio.ring_volume": "ring",
    "audio.alert_volume": "alerts",
}


class AllSettingsUseCases(Protocol):
    """Every setting there is (`AllSettings`)."""

    async def rows(self) -> Sequence[SettingRow]: ...

    def hindrance(self, row: SettingRow) -> str: ...

    async def change(self, file: str, key: str, value: object) -> None: ...

    async def reset(self, file: str, key: str) -> None: ...


class AllSettings:
    """Use cases of the settings window."""

    def __init__(
        self, context: Context, open_book: Callable[[], SettingsBook] | None, session: SessionService
    ) -> None:
        self._context = context
        self._open_book = open_book
        self._book: SettingsBook | None = None
        self._session = session

    async def rows(self) -> Sequence[SettingRow]:
        """Every setting as it stands now; reads the files of the configuration folder."""
        book = await self._opened()
        return await asyncio.to_thread(book.rows) if book is not None else ()

    async def _opened(self) -> SettingsBook | None:
        if self._book is None and self._open_book is not None:
            self._book = await asyncio.to_thread(self._open_book)
        return self._book

    def hindrance(self, row: SettingRow) -> str:
        """Return the code of what keeps this person from changing it here, empty when nothing does."""
        entry = row.entry
        if row.is_locked:
            return "setting_locked"
        if entry.who is Who.PROGRAM:
            return "setting_of_program"
        right = RIGHTS.get(entry.who)
        if right is not None and not self._context.catalog.may(self._context.role, right):
            return "setting_not_yours"
        if self._book is None or not self._book.can_write(entry):
            return "setting_in_file"
        return ""

    async def change(self, file: str, key: str, value: object) -> None:
        """Keep a value; it counts from the moment that its setting says.

        Raises:
            OperatorError: ``setting_unknown``, what `hindrance` says, ``setting_unusable``,
                ``setting_no_rights``, ``setting_file_not_written``, ``setting_not_saved``, or what the line
                says of a new device.
        """
        book, row = await self._allowed(file, key)
        why = refusal(row.entry, value)
        if why is not None:
            raise OperatorError("setting_unusable", key=key, allowed=str(why))
        await self._keep(row, partial(book.change, file, key, value), after=value)

    async def reset(self, file: str, key: str) -> None:
        """Let the default, or what IT's file says, count again. Raises as `change`."""
        book, row = await self._allowed(file, key)
        await self._keep(row, partial(book.reset, file, key), after=None)

    async def _allowed(self, file: str, key: str) -> tuple[SettingsBook, SettingRow]:
        book = await self._opened()
        try:
            if book is None:
                raise KeyError(key)
            row = book.row(file, key)
        except KeyError as unknown:
            raise OperatorError("setting_unknown", key=key) from unknown
        hindrance = self.hindrance(row)
        if hindrance:
            raise OperatorError(hindrance, key=key, place=row.place)
        return book, row

    async def _keep(self, row: SettingRow, write: Callable[[], None], *, after: object) -> None:
        entry = row.entry
        try:
            if entry.file == SETTINGS_NAME:
                write()
            else:
                await asyncio.to_thread(write)  # the whole folder is checked in a copy first
        except LockedSettingError as locked:
            raise OperatorError("setting_locked", key=entry.key, place=row.place) from locked
        except ValueError as wrong:
            raise OperatorError("setting_unusable", key=entry.key, allowed=str(wrong)) from wrong
        except EnvironmentFault as fault:
            allowed = str(fault.values.get("allowed", ""))
            raise OperatorError("setting_unusable", key=entry.key, allowed=allowed) from fault
        except OSError as fault:
            raise OperatorError(_code_of(entry, fault), key=entry.key, file=entry.file) from fault
        changed = SettingChanged(
            file=entry.file, key=entry.key, before=_told(entry, row.value), after=_told(entry, after)
        )
        what = {"settings", "language"} if entry.key == "screen.language" else {"settings"}
        self._context.publish(Change(what=frozenset(what)))
        await self._context.recorder.record(setting_fact(self._context, changed))
        await self._apply(entry)

    async def _apply(self, entry: Entry) -> None:
        """Tell the line what it cannot read by itself."""
        get = self._session.setting
        if entry.key in _DEVICES or entry.key == _SECOND_ON:
            chosen = {part: str(get(key)) for key, part in _DEVICES.items()}
            await self._session.select_devices(
                **chosen, second_microphone_on=get(_SECOND_ON) is True, is_trial=False
            )
        elif entry.key in _VOLUMES:
            await self._session.set_volumes({_VOLUMES[entry.key]: float(str(get(entry.key)))})


def _code_of(entry: Entry, fault: OSError) -> str:
    """Whose trouble it is: rights of this account, IT's file, or the memory of the desk itself."""
    if is_forbidden(fault):
        return "setting_no_rights"
    return "setting_not_saved" if entry.file == SETTINGS_NAME else "setting_file_not_written"


def _told(entry: Entry, value: object) -> str:
    """Return a value as it stands in the journal; of a secret nothing."""
    return "" if entry.secret else told(value)
