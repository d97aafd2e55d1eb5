"""What the service keeps, and only until a desk has it: links, words for callers, news for desks.

One SQLite file that survives the service's death. A link is kept as a digest of its secret; no name and no
number is ever in it. What a desk has confirmed, and what is past its time, is deleted (and overwritten).
Everything is bounded; what does not fit is refused, never dropped. Thread: one.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from batola_desk.domain.location_link import LinkState

LINKS_MAX: Final = 5_000  # LIMIT: a mass event of 200 calls an hour makes some hundred
NEWS_MAX: Final = 20_000  # LIMIT: of all links together; desks take them within a second
NEWS_PER_LINK_MAX: Final = 400  # LIMIT: a person writes some dozen lines, a telephone sends 40 positions
TEXTS_PER_LINK_MAX: Final = 200
GRACE_S: Final = 3_600  # an ended link is remembered so long: its page says that it ended
NEWS_KEPT_S: Final = 6 * 3_600  # news that no desk fetched: the call is long over
STAND_IN_S: Final = 15.0  # a desk not heard for so long is stood in for
BATCH_MAX: Final = 200

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS about (epoch TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS link (
    link_id TEXT PRIMARY KEY, digest TEXT NOT NULL UNIQUE, desk TEXT NOT NULL, call TEXT NOT NULL,
    expires_us INTEGER NOT NULL, news_count INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS text (
    number INTEGER PRIMARY KEY AUTOINCREMENT, link_id TEXT NOT NULL, text_id TEXT NOT NULL UNIQUE,
    words TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS text_of_link ON text (link_id, number);
CREATE TABLE IF NOT EXISTS news (
    number INTEGER PRIMARY KEY AUTOINCREMENT, desk TEXT NOT NULL, link_id TEXT NOT NULL, call TEXT NOT NULL,
    kind TEXT NOT NULL, at_us INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS heard (nonce TEXT PRIMARY KEY, link_id TEXT NOT NULL) WITHOUT ROWID;
"""


class FullError(Exception):
    """There is no room for more now; whoever sent it tries again."""


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link as the service knows it; ``call`` is what the desk calls the call."""

    link_id: str
    desk: str
    call: str
    expires_us: int


@dataclass(frozen=True, slots=True)
class TextRow:
    """Words for a caller."""

    number: int
    words: str


class IntakeStore:
    """The file.

    Args:
        path: ``:memory:`` keeps nothing.
        now_us: wall clock; links end by it.
        mono_s: steady clock; desks are missed by it.
    """

    def __init__(self, path: Path | str, now_us: Callable[[], int], mono_s: Callable[[], float]) -> None:
        self._now_us = now_us
        self._mono_s = mono_s
        self._heard_desks: dict[str, float] = {}
        self._has_deleted = False  # since the last sweep
        self._since_s = mono_s()
        self._file = sqlite3.connect(str(path), isolation_level=None, check_same_thread=False)
        for pragma in (
            "journal_mode = WAL",
            "synchronous = NORMAL",
            "secure_delete = ON",
            "busy_timeout = 2000",
        ):
            self._file.execute(f"PRAGMA {pragma}")
        self._file.executescript(_SCHEMA)
        known = self._file.execute("SELECT epoch FROM about").fetchone()
        self.epoch: str = known[0] if known else secrets.token_hex(8)
        if not known:
            self._file.execute("INSERT INTO about VALUES (?)", (self.epoch,))

    def close(self) -> None:
        """No more reading and writing."""
        self._file.close()

    # ---------------------------------------------------------------- desks

    def open_link(self, link: LinkRow, digest: str) -> None:
        """A desk made a link; saying it twice changes nothing. Raises: FullError."""
        (count,) = self._file.execute("SELECT count(*) FROM link").fetchone()
        if count >= LINKS_MAX:
            raise FullError
        self._file.execute(
            "INSERT OR IGNORE INTO link (link_id, digest, desk, call, expires_us) VALUES (?, ?, ?, ?, ?)",
            (link.link_id, digest, link.desk, link.call, link.expires_us),
        )

    def say(self, link_id: str, text_id: str, words: str) -> bool:
        """Keep words for the caller; False: the link is unknown or has ended. Raises: FullError."""
        link = self._link("link_id", link_id)
        if link is None or not self.is_open(link):
            return False
        (count,) = self._file.execute("SELECT count(*) FROM text WHERE link_id = ?", (link_id,)).fetchone()
        if count >= TEXTS_PER_LINK_MAX:
            raise FullError
        self._file.execute(
            "INSERT OR IGNORE INTO text (link_id, text_id, words) VALUES (?, ?, ?)", (link_id, text_id, words)
        )
        return True

    def news_for(self, desk: str, epoch: str, after: int) -> list[dict[str, Any]]:
        """What a desk should know; what it has confirmed is deleted, and what an absent desk left is its.

        Args:
            epoch, after: the last batch that is in the desk's journal.
        """
        now_s = self._mono_s()
        self._heard_desks[desk] = now_s
        with self._file:
            self._file.execute("BEGIN")
            if epoch == self.epoch:
                gone = self._file.execute("DELETE FROM news WHERE desk = ? AND number <= ?", (desk, after))
                self._has_deleted |= gone.rowcount > 0
            for (owner,) in self._file.execute("SELECT DISTINCT desk FROM news").fetchall():
                if owner != desk and self._is_missed(owner, now_s):
                    self._file.execute("UPDATE news SET desk = ? WHERE desk = ?", (desk, owner))
                    self._file.execute("UPDATE link SET desk = ? WHERE desk = ?", (desk, owner))
        rows = self._file.execute(
            "SELECT number, link_id, call, kind, at_us, body FROM news WHERE desk = ?"
            " ORDER BY number LIMIT ?",
            (desk, BATCH_MAX),
        )
        return [
            {
                "number": number,
                "link": link_id,
                "call": call,
                "kind": kind,
                "at_us": at_us,
                "body": json.loads(body),
            }
            for number, link_id, call, kind, at_us, body in rows
        ]

    def has_news(self, desk: str) -> bool:
        """Whether ``news_for`` would find something."""
        now_s = self._mono_s()
        owners = self._file.execute("SELECT DISTINCT desk FROM news").fetchall()
        return any(owner == desk or self._is_missed(owner, now_s) for (owner,) in owners)

    def _is_missed(self, desk: str, now_s: float) -> bool:
        """What belongs to nobody (AML) is anybody's at once."""
        return not desk or now_s - self._heard_desks.get(desk, self._since_s) > STAND_IN_S

    # ---------------------------------------------------------------- callers

    def link_of(self, digest: str) -> LinkRow | None:
        """The link of a secret, also for a while after its end."""
        return self._link("digest", digest)

    def is_open(self, link: LinkRow) -> bool:
        """Whether its caller may still answer."""
        return self._now_us() < link.expires_us

    def texts_after(self, link_id: str, number: int) -> Sequence[TextRow]:
        """Words for a caller that he has not seen."""
        rows = self._file.execute(
            "SELECT number, words FROM text WHERE link_id = ? AND number > ? ORDER BY number",
            (link_id, number),
        )
        return [TextRow(*row) for row in rows]

    def tell(
        self, kind: str, body: Mapping[str, object], *, link: LinkRow | None = None, nonce: str = ""
    ) -> bool:
        """Keep news until a desk has it; False: it was heard before (a page without an answer says it again).

        Raises:
            FullError: no room; nothing of it is kept.
        """
        key = f"{link.link_id}/{nonce}" if link is not None and nonce else ""
        with self._file:
            self._file.execute("BEGIN IMMEDIATE")
            if key and self._file.execute("SELECT 1 FROM heard WHERE nonce = ?", (key,)).fetchone():
                return False
            (count,) = self._file.execute("SELECT count(*) FROM news").fetchone()
            if count >= NEWS_MAX:
                raise FullError
            now = LinkRow("", "", "", 0)
            if link is not None:
                (told,) = self._file.execute(
                    "SELECT news_count FROM link WHERE link_id = ?", (link.link_id,)
                ).fetchone()
                now = self._link("link_id", link.link_id) or link  # another desk may have taken over
                if told >= NEWS_PER_LINK_MAX:
                    raise FullError
                self._file.execute(
                    "UPDATE link SET news_count = news_count + 1 WHERE link_id = ?", (link.link_id,)
                )
            self._add_news(now, kind, body)
            if key and link is not None:
                self._file.execute("INSERT INTO heard VALUES (?, ?)", (key, link.link_id))
        return True

    def reach(self, link: LinkRow, state: LinkState) -> None:
        """A link got to a state; news only the first time. Raises: FullError."""
        done = self._file.execute(
            "SELECT 1 FROM heard WHERE nonce = ?", (f"{link.link_id}/={state.value}",)
        ).fetchone()
        if done is None:
            self.tell("state", {"state": state.value}, link=link, nonce=f"={state.value}")

    # ---------------------------------------------------------------- time

    def sweep(self) -> None:
        """Tell of links that ended, forget what is past."""
        now_us = self._now_us()
        ended = self._file.execute(
            "SELECT link_id, desk, call, expires_us FROM link WHERE expires_us <= ?", (now_us,)
        ).fetchall()
        for row in ended:
            link = LinkRow(*row)
            key = f"{link.link_id}/={LinkState.EXPIRED.value}"
            if self._file.execute("SELECT 1 FROM heard WHERE nonce = ?", (key,)).fetchone() is None:
                with self._file:  # whatever was told before: that it ended is always told
                    self._file.execute("BEGIN IMMEDIATE")
                    self._file.execute("INSERT INTO heard VALUES (?, ?)", (key, link.link_id))
                    self._add_news(link, "state", {"state": LinkState.EXPIRED.value})
            if link.expires_us <= now_us - GRACE_S * 1_000_000:
                self._forget(link.link_id)
        self._file.execute("DELETE FROM news WHERE at_us <= ?", (now_us - NEWS_KEPT_S * 1_000_000,))
        if ended or self._has_deleted:
            self._has_deleted = False
            self._file.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # what is deleted is nowhere

    def counts(self) -> dict[str, int]:
        """How much is kept, for tests and the log."""
        return {
            name: self._file.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in ("link", "text", "news", "heard")
        }

    # ---------------------------------------------------------------- inner parts

    def _link(self, column: str, value: str) -> LinkRow | None:
        row = self._file.execute(
            f"SELECT link_id, desk, call, expires_us FROM link WHERE {column} = ?",
            (value,),
        ).fetchone()
        return LinkRow(*row) if row is not None else None

    def _add_news(self, link: LinkRow, kind: str, body: Mapping[str, object]) -> None:
        self._file.execute(
            "INSERT INTO news (desk, link_id, call, kind, at_us, body) VALUES (?, ?, ?, ?, ?, ?)",
            (link.desk, link.link_id, link.call, kind, self._now_us(), json.dumps(dict(body))),
        )

    def _forget(self, link_id: str) -> None:
        with self._file:
            self._file.execute("BEGIN")
            for table in ("text", "heard", "link"):
                self._file.execute(f"DELETE FROM {table} WHERE link_id = ?", (link_id,))
