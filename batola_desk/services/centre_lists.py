"""The lists of the centre and the line's accounts: read by all, changed by IT, each change in the journal.

Source: domain.md §14 (edit types, agencies, limits: IT, journalled).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol

from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.domain.events.desk import SettingChanged
from batola_desk.services.change import Change
from batola_desk.services.context import Context
from batola_desk.services.setting_facts import setting_fact, told
from batola_desk.settings.list_shape import CATALOG, Difference, ListRow, ListShape, Origin
from batola_desk.settings.whole_file import is_forbidden

RIGHT_CATALOG: Final = "edit_catalog"
RIGHT_FILES: Final = "edit_site_settings"


class ListPort(Protocol):
    """Reads and writes the files (``app.settings.list_book``)."""

    @property
    def shapes(self) -> Sequence[ListShape]: ...

    def rows(self, shape: ListShape) -> Sequence[ListRow]: ...

    def own(self, shape: ListShape, code: str) -> Mapping[str, Any] | None: ...

    def differences(
        self, shape: ListShape, code: str, values: Mapping[str, object]
    ) -> Sequence[Difference]: ...

    def laid_over(
        self, shape: ListShape, code: str, values: Mapping[str, object]
    ) -> Mapping[str, Any] | None: ...

    def draft(self, shape: ListShape, code: str, own: Mapping[str, Any] | None) -> Mapping[str, str]: ...

    def write(self, files: Mapping[str, str]) -> None: ...


class ListUseCases(Protocol):
    """The lists (`CentreLists`)."""

    async def shapes(self) -> Sequence[ListShape]: ...

    async def rows(self, shape: ListShape) -> Sequence[ListRow]: ...

    def hindrance(self, shape: ListShape) -> str: ...

    async def preview(
        self, shape: ListShape, code: str, values: Mapping[str, object]
    ) -> Sequence[Difference]: ...

    async def save(self, shape: ListShape, code: str, values: Mapping[str, object]) -> None: ...

    async def remove(self, shape: ListShape, row: ListRow) -> None: ...

    @property
    def can_undo(self) -> bool: ...

    async def undo(self) -> None: ...


class CentreLists:
    """Use cases of the window of lists."""

    def __init__(self, context: Context, open_port: Callable[[], ListPort] | None) -> None:
        self._context = context
        self._open_port = open_port
        self._port: ListPort | None = None
        self._before: tuple[ListShape, str, Mapping[str, Any] | None] | None = None

    async def shapes(self) -> Sequence[ListShape]:
        """Every list there is."""
        port = await self._opened()
        return port.shapes if port is not None else ()

    async def rows(self, shape: ListShape) -> Sequence[ListRow]:
        """One list as it stands in the files.

        Raises:
            OperatorError: ``setting_unusable``: the file cannot be read.
        """
        port = await self._opened()
        return await self._ask(port.rows, shape) if port is not None else ()

    def hindrance(self, shape: ListShape) -> str:
        """Return the code of what keeps this person from changing it, empty when nothing does."""
        right = RIGHT_CATALOG if shape.file.startswith(f"{CATALOG}/") else RIGHT_FILES
        return "" if self._context.catalog.may(self._context.role, right) else "setting_not_yours"

    async def preview(
        self, shape: ListShape, code: str, values: Mapping[str, object]
    ) -> Sequence[Difference]:
        """Return what would change; the file's own loader has taken it.

        Raises:
            OperatorError: ``setting_unusable`` with ``key`` and ``allowed``.
        """
        port = await self._needed()
        _judge(shape, values)
        found: Sequence[Difference] = await self._ask(port.differences, shape, code, values)
        if found:
            await self._ask(port.draft, shape, code, await self._ask(port.laid_over, shape, code, values))
        return found

    async def save(self, shape: ListShape, code: str, values: Mapping[str, object]) -> None:
        """Keep a row; it counts from the moment that its list says.

        Raises:
            OperatorError: what `hindrance` and `preview` say, ``setting_no_rights``,
                ``setting_file_not_written``.
        """
        port = await self._needed()
        self._refuse_others(shape)
        found = await self.preview(shape, code, values)
        if found:
            own = await self._ask(port.laid_over, shape, code, values)
            await self._write(port, shape, code, own, tuple(_fact(shape, code, one) for one in found))

    async def remove(self, shape: ListShape, row: ListRow) -> None:
        """Take an own row away, or let a changed one be again as it ships. Raises as `save`."""
        port = await self._needed()
        self._refuse_others(shape)
        if row.origin is Origin.SHIPPED:
            raise OperatorError("list_row_ships", key=row.code)
        key = f"{shape.table}.{row.code}"
        after = "" if row.origin is Origin.OWN else told(dict(row.shipped or {}))
        gone = SettingChanged(file=shape.file, key=key, before=told(dict(row.values)), after=after)
        await self._write(port, shape, row.code, None, (gone,))

    @property
    def can_undo(self) -> bool:
        """Whether the last change can be taken back."""
        return self._before is not None

    async def undo(self) -> None:
        """Let what the last change replaced count again. Raises as `save`."""
        port = await self._needed()
        if self._before is None:
            return
        shape, code, own = self._before
        self._refuse_others(shape)
        back = SettingChanged(file=shape.file, key=f"{shape.table}.{code}", after=_shown(shape, own))
        await self._write(port, shape, code, own, (back,))
        self._before = None

    async def _write(
        self,
        port: ListPort,
        shape: ListShape,
        code: str,
        own: Mapping[str, Any] | None,
        facts: Sequence[SettingChanged],
    ) -> None:
        before = await self._ask(port.own, shape, code)
        files = await self._ask(port.draft, shape, code, own)
        try:
            await asyncio.to_thread(port.write, files)
        except OSError as fault:
            refused = "setting_no_rights" if is_forbidden(fault) else "setting_file_not_written"
            raise OperatorError(refused, key=f"{shape.table}.{code}", file=shape.file) from fault
        self._before = (shape, code, before)
        self._context.publish(Change(what=frozenset({"settings"})))
        await self._context.recorder.record(*(setting_fact(self._context, fact) for fact in facts))

    async def _ask(self, work: Callable[..., Any], *given: object) -> Any:
        """Let the port work on another thread; what the loaders refuse is said in their words."""
        try:
            return await asyncio.to_thread(work, *given)
        except EnvironmentFault as fault:
            said = {name: str(fault.values.get(name, "")) for name in ("key", "allowed")}
            raise OperatorError("setting_unusable", **said) from fault

    def _refuse_others(self, shape: ListShape) -> None:
        hindrance = self.hindrance(shape)
        if hindrance:
            raise OperatorError(hindrance, key=shape.table)

    async def _needed(self) -> ListPort:
        port = await self._opened()
        if port is None:
            raise OperatorError("setting_unknown", key="")
        return port

    async def _opened(self) -> ListPort | None:
        if self._port is None and self._open_port is not None:
            self._port = await asyncio.to_thread(self._open_port)
        return self._port


def _judge(shape: ListShape, values: Mapping[str, object]) -> None:
    """Say at once what the loader need not be asked for. Raises OperatorError."""
    for field in shape.fields:
        value = values.get(field.name)
        if field.needed and value in (None, ""):
            raise OperatorError("setting_unusable", key=f"{shape.table}.{field.name}", allowed="a value")
        why = field.complaint(value) if value is not None else ""
        if why:
            raise OperatorError("setting_unusable", key=f"{shape.table}.{field.name}", allowed=why)


def _fact(shape: ListShape, code: str, change: Difference) -> SettingChanged:
    before, after = (None, None) if change.field.secret else (change.before, change.after)
    key = f"{shape.table}.{code}.{change.field.name}"
    return SettingChanged(file=shape.file, key=key, before=told(before), after=told(after))


def _shown(shape: ListShape, own: Mapping[str, Any] | None) -> str:
    """A row as it stands in the journal, without its secrets."""
    secret = {field.name for field in shape.fields if field.secret}
    return told({name: value for name, value in (own or {}).items() if name not in secret}) if own else ""
