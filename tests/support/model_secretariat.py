"""A secretariat in memory that judges as the SQL does, over connections that can be as bad as real ones."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from batola_desk.domain.room_rules import MACHINE_ACTORS, ROOM_RULES, GuardRule, RoomRole, RoomRule
from batola_desk.models.room import RoomFact, RoomHead, RoomSnapshot
from batola_desk.models.room_snapshot import pack, unpack
from batola_desk.sync.faults import SecretariatFault, SubmitRefused
from batola_desk.sync.secretariat import API_LEVEL, Greeting, Judged, Member
from batola_desk.sync.voices import Credentials
from tests.support.room_double import RoomDouble

MACHINES = frozenset({"meja_a", "meja_b", "meja_c", "meja_d"})
LEADS = frozenset({"budi"})
PEOPLE = frozenset({"sari", "rina"}) | LEADS


class ModelRoom(RoomDouble):
    """The server's database. Its history can be cut as a failover does; cursors and guards go with it.

    Attributes:
        poison: facts with this in their envelope break the server (a bug of its own, or a limit).
        refuses: raised for every batch, e.g. when the disk is full.
        down: hosts do not answer.
    """

    def __init__(self, *, rules: Iterable[str] | None = None) -> None:
        super().__init__()
        self.rules = {kind: ROOM_RULES[kind] for kind in (ROOM_RULES if rules is None else rules)}
        self.epoch = "epoch-1"
        self.digest = ""  # of its rules; empty = it does not say
        self.owners: dict[str, str] = {}
        self.seated: dict[str, str | None] = {}
        self.lost: dict[str, int] = {}  # origin → declared lost through
        self.wrong_passwords: set[str] = set()
        self.disabled: set[str] = set()
        self.poison = ""
        self.poison_code = "secretariat_fault"
        self.refuses: SecretariatFault | None = None
        self.greeting_fault: SecretariatFault | None = None
        self.down = False
        self.clock_off_s = 0.0  # desks are ahead by so much
        self.snapshot: tuple[str, int, bytes, list[bytes]] | None = None  # form, place, hash, parts
        self.silent_s: dict[str, float] | None = None  # None: a server that cannot say who lives
        self.warmed: list[str] = []  # logins of the sessions that are ready for their first fact
        self.submitted = 0
        self.connections: list[ModelSecretariat] = []
        self._last: dict[str, int] = {}
        self._guards: dict[str, str | None] = {}

    # ------------------------------------------------------------------ the schema's functions

    def take(self, login: str, envelopes: Sequence[str]) -> list[Judged]:
        """``api.submit``: all or nothing."""
        if self.refuses is not None:
            raise self.refuses
        if self.poison and any(self.poison in text for text in envelopes):
            raise _fault(self.poison_code)
        facts = [json.loads(text) for text in envelopes]
        before = len(self.entries), dict(self._last), dict(self._guards), dict(self.owners)
        try:
            return [self._take_one(login, fact, text) for fact, text in zip(facts, envelopes, strict=True)]
        except SubmitRefused:
            self.cut(before[0])
            _, self._last, self._guards, self.owners = before
            raise

    def _take_one(self, login: str, fact: dict[str, Any], text: str) -> Judged:
        origin, oseq = fact["origin"], fact["oseq"]
        is_machine = login in MACHINES
        if not is_machine and origin not in self.owners and origin not in self._last:
            self.owners[origin] = login
        if not is_machine and login not in {self.owners.get(origin), self.seated.get(origin)}:
            raise SubmitRefused("secretariat_other_desk", origin=origin)
        last = self._last.get(origin, 0)
        if oseq > last + 1:
            raise SubmitRefused("secretariat_gap", origin=origin, have=last, got=oseq)
        known = self.known(fact)
        if known is None:
            if not is_machine and fact["actor"] not in {login, *MACHINE_ACTORS}:
                raise SubmitRefused("secretariat_other_author", origin=origin, got=oseq)
            verdict, info = self._judge(login, fact)
            known = self.submit(text, verdict, info)
            author = fact["actor"] if is_machine else login
            known = known._replace(author=author, author_auth="asserted" if is_machine else "session")
            self.entries[-1] = self._by_id[known.fact_id] = known
            self._last[origin] = max(last, oseq)
            self.submitted += 1
            self._apply_guards(known)
        return Judged(fact_id=known.fact_id, seq=known.seq, verdict=known.verdict, info=known.info)

    def known(self, fact: dict[str, Any]) -> RoomFact | None:
        """What stands at this number; refused when it is another fact."""
        known = self._by_id.get(fact["id"])
        at_number = next(
            (e for e in self.entries if (e.origin, e.oseq) == (fact["origin"], fact["oseq"])), None
        )
        if known is not at_number:
            raise SubmitRefused("secretariat_reused", origin=fact["origin"], got=fact["oseq"])
        return known

    def _judge(self, login: str, fact: dict[str, Any]) -> tuple[str, str]:
        rule = self.rules.get(fact["kind"])
        if rule is None:
            return "unknown_kind", ""
        is_machine = login in MACHINES
        is_lead = (fact["actor"] if is_machine else login) in LEADS
        needs_lead = rule.min_role is RoomRole.LEAD or (
            bool(rule.lead_field) and json.loads(fact["body"]).get(rule.lead_field) in rule.lead_values
        )
        if needs_lead and not is_lead:
            return "denied", '{"need":"batola_lead"}'
        verdict = ("contested", '{"why":"asserted"}') if needs_lead and is_machine else ("ok", "")
        return self._judge_guards(rule, fact, is_lead) or verdict

    def _judge_guards(self, rule: RoomRule, fact: dict[str, Any], is_lead: bool) -> tuple[str, str] | None:
        if rule.guard is GuardRule.NONE:
            return None
        if rule.guard is GuardRule.REJECT and not fact["guards"]:
            return "invalid", '{"why":"guard_missing"}'
        for guard in fact["guards"]:
            if not guard["k"].startswith(rule.guard_prefix):
                return "invalid", json.dumps({"why": "guard", "k": guard["k"]})
            if guard["expect"] == "*" and is_lead and rule.force_role is not None:
                continue
            have = self._guards.get(guard["k"])
            if have not in (guard["expect"], guard["set"]):
                verdict = "lost" if rule.guard is GuardRule.REJECT else "contested"
                return verdict, json.dumps({"why": "guard", "k": guard["k"], "have": have})
        return None

    def _apply_guards(self, entry: RoomFact) -> None:
        rule = self.rules.get(entry.kind)
        if entry.verdict == "ok" and rule is not None and rule.guard is not GuardRule.NONE:
            for guard in json.loads(entry.guards):
                self._guards[guard["k"]] = guard["set"]

    def cut(self, after_seq: int) -> None:
        """Lose the newest entries, and all that followed from them."""
        super().cut(after_seq)
        self._last, self._guards = dict(self.lost), {}
        for entry in self.entries:
            self._last[entry.origin] = max(self._last.get(entry.origin, 0), entry.oseq)
            self._apply_guards(entry)

    def hash_at(self, seq: int) -> bytes | None:
        return self.entries[seq - 1].hash if 0 < seq <= len(self.entries) else None

    def declare_lost(self, origin: str, through_oseq: int) -> int:
        self.lost[origin] = max(self.lost.get(origin, 0), through_oseq)
        self._last[origin] = max(self._last.get(origin, 0), through_oseq)
        return self._last[origin]

    # ------------------------------------------------------------------ the ways in

    async def connect(self, credentials: Credentials) -> ModelSecretariat:
        """As ``sync.postgres.connect`` does."""
        await asyncio.sleep(0)
        if self.down:
            raise SecretariatFault("secretariat_unreachable")
        if credentials.login in self.wrong_passwords or credentials.login not in MACHINES | PEOPLE:
            raise SecretariatFault("secretariat_password")
        if credentials.login in self.disabled:
            raise SecretariatFault("secretariat_disabled")
        if self.greeting_fault is not None:
            raise self.greeting_fault
        connection = ModelSecretariat(self, credentials.login)
        self.connections.append(connection)
        return connection

    def member(self, login: str) -> Member:
        role = RoomRole.LEAD if login in LEADS else RoomRole.OPERATOR
        may_log_in = login not in self.disabled
        return Member(login=login, name=login.title(), role=role.value, may_log_in=may_log_in)

    def hint(self) -> None:
        for connection in self.connections:
            connection.hint()


@dataclass
class Trouble:
    """How bad a connection is.

    Attributes:
        questions_left: after so many the line breaks; None = never.
        does_last: whether the question in which it breaks is still done, and nobody hears of it.
        hangs: half open: nothing comes back, ever.
        delay_s: of each answer.
        page_max: entries of one page at most.
    """

    questions_left: int | None = None
    does_last: bool = False
    hangs: bool = False
    delay_s: float = 0.0
    page_max: int = 500


class ModelSecretariat:
    """One connection. See ``sync.secretariat.Secretariat``."""

    answer_limit_s = 0.3

    def __init__(self, room: ModelRoom, login: str, trouble: Trouble | None = None) -> None:
        self.room = room
        self.login = login
        self.trouble = trouble or Trouble()
        self.is_open = True
        self.asked = 0
        self.sent: list[str] = []  # kinds
        self._callback: Callable[[], None] | None = None
        self.greeting = Greeting(
            host="model:5432",
            login=login,
            desk=login.removeprefix("meja_").upper() if login.startswith("meja_") else "",
            epoch=room.epoch,
            api_level=API_LEVEL,
            rules=room.digest,
            program="",
        )

    async def head(self) -> RoomHead:
        return await self._ask(self._head)

    def _head(self) -> RoomHead:
        entries = self.room.entries
        return RoomHead(seq=len(entries), hash=entries[-1].hash) if entries else RoomHead()

    async def submit(self, envelopes: Sequence[str]) -> Sequence[Judged]:
        self.sent += [json.loads(text)["kind"] for text in envelopes]
        answers = await self._ask(lambda: self.room.take(self.login, envelopes))
        self.room.hint()
        return answers

    async def pull(self, after_seq: int, limit: int) -> Sequence[RoomFact]:
        return await self._ask(lambda: self.room.page(after_seq, min(limit, self.trouble.page_max)))

    async def hash_at(self, seq: int) -> bytes | None:
        return await self._ask(lambda: self.room.hash_at(seq))

    async def fact_ids_after(self, seq: int) -> frozenset[str]:
        return await self._ask(lambda: frozenset(entry.fact_id for entry in self.room.entries[seq:]))

    async def members(self, logins: Sequence[str]) -> Sequence[Member]:
        return await self._ask(lambda: [self.room.member(login) for login in logins if login in PEOPLE])

    async def tell_alive(self) -> Mapping[str, float] | None:
        return await self._ask(lambda: self.room.silent_s)

    async def warm_up(self) -> None:
        await self._ask(lambda: self.room.warmed.append(self.login))

    async def seat(self, origin: str, login: str | None) -> None:
        def seat() -> None:
            if self.login not in MACHINES:
                raise SecretariatFault("secretariat_no_role")
            if self.room.owners.get(origin) in MACHINES - {self.login}:
                raise SubmitRefused("secretariat_other_desk", origin=origin)
            self.room.owners[origin] = self.login
            self.room.seated[origin] = login

        await self._ask(seat)

    async def declare_lost(self, origin: str, through_oseq: int, reason: str) -> int:
        assert reason
        return await self._ask(lambda: self.room.declare_lost(origin, through_oseq))

    async def clock_us(self) -> int:
        return await self._ask(lambda: time.time_ns() // 1_000 - int(self.room.clock_off_s * 1e6))

    async def snapshot(self, form: str) -> RoomSnapshot | None:
        def newest() -> RoomSnapshot | None:
            kept = self.room.snapshot
            if kept is None or kept[0] != form or self.room.hash_at(kept[1]) != kept[2]:
                return None
            return unpack(*kept[1:])

        return await self._ask(newest)

    async def claim_snapshot(self, form: str, every: int) -> bool:
        kept = self.room.snapshot
        made = kept[1] if kept is not None and kept[0] == form else 0
        return await self._ask(lambda: len(self.room.entries) - made >= every)

    async def keep_snapshot(self, form: str, snapshot: RoomSnapshot) -> None:
        def keep() -> None:
            if self.room.hash_at(snapshot.seq) != snapshot.hash:
                raise SecretariatFault("secretariat_fault", detail="BD012")
            self.room.snapshot = (form, snapshot.seq, snapshot.hash, pack(snapshot))

        await self._ask(keep)

    async def listen(self, callback: Callable[[], None]) -> None:
        await self._ask(lambda: setattr(self, "_callback", callback))

    def hint(self) -> None:
        if self.is_open and self._callback is not None and not self.trouble.hangs:
            self._callback()

    def terminate(self) -> None:
        self.is_open = False
        if self in self.room.connections:
            self.room.connections.remove(self)

    async def _ask(self, answer: Callable[[], Any]) -> Any:
        assert self.is_open, "asked over a connection that was given up"
        self.asked += 1
        trouble = self.trouble
        await asyncio.sleep(trouble.delay_s)
        if trouble.hangs or self.room.down:
            await asyncio.sleep(self.answer_limit_s)
            raise SecretariatFault("secretariat_unreachable", detail="TimeoutError")
        if trouble.questions_left == 0:
            if trouble.does_last:
                answer()
                trouble.does_last = False
            raise SecretariatFault("secretariat_unreachable", detail="08006")
        if trouble.questions_left is not None:
            trouble.questions_left -= 1
        return answer()


def _fault(code: str) -> SecretariatFault:
    submit_refused = code in {"secretariat_bad_envelope", "secretariat_batch_too_big"}
    return SubmitRefused(code) if submit_refused else SecretariatFault(code, detail="XX000")
