"""Tells the engine which recordings must stay on this desk, whenever that changes. Source: domain.md §15.

What nobody has judged stays as well, so a judgement that gets lost costs room on the disk and never a
recording. Thread: the desk's event loop.
"""

from __future__ import annotations

from collections.abc import Iterable

from batola_desk.domain import recording_rules
from batola_desk.domain.call import Call
from batola_desk.ipc.recording_messages import JudgeRecordings
from batola_desk.ipc.recording_parts import RecordingJudgement
from batola_desk.services.change import Change
from batola_desk.services.context import Context

_BATCH_MAX = 200
_REMEMBERED_MAX = 5000  # LIMIT: the recordings of some weeks


class RecordingJudge:
    """Follows calls and tickets."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._told: dict[str, str] = {}  # path → judgement

    def on_attached(self) -> None:
        """An engine that was away may have missed something: say everything known again."""
        self._told.clear()
        world = self._context.world
        self._judge([*world.calls.values(), *world.ended_calls.values()])

    def is_held(self, path: str) -> bool:
        """Whether the engine was told last that a file must stay."""
        return self._told.get(path) == recording_rules.HELD

    def on_change(self, change: Change) -> None:
        """Facts came into the journal."""
        world = self._context.world
        keys = set(change.call_keys)
        for incident_id in change.incident_ids:
            entry = world.entry(incident_id)
            keys.update(entry.incident.call_keys if entry is not None else ())
        calls = [world.call(key) for key in keys]
        self._judge([call for call in calls if call is not None])

    def _judge(self, calls: Iterable[Call]) -> None:
        if not self._context.line.attached:
            return
        news = [item for call in calls for item in self._judgements(call)]
        for start in range(0, len(news), _BATCH_MAX):
            batch = tuple(news[start : start + _BATCH_MAX])
            self._context.link.post(JudgeRecordings(judgements=batch))
        for item in news:
            self._told[item.path] = item.judgement
        while len(self._told) > _REMEMBERED_MAX:
            del self._told[next(iter(self._told))]

    def _judgements(self, call: Call) -> list[RecordingJudgement]:
        world = self._context.world
        if not call.recordings or not world.is_ours(call.desk):
            return []  # other desks' files lie there
        entries = [world.entry(incident_id) for incident_id in call.incident_ids]
        incidents = [entry.incident if entry is not None else None for entry in entries]
        judgement = recording_rules.judge_recordings(call, incidents, self._context.catalog)
        if not judgement:
            return []
        return [
            RecordingJudgement(
                call_key=call.call_key,
                path=recording.path,
                sha256=recording.sha256,
                byte_count=recording.byte_count,
                recorded_us=call.ended_us or call.offered_us or 0,
                judgement=judgement,
            )
            for recording in call.recordings
            if self._told.get(recording.path) != judgement
        ]
