"""Adaptive jitter buffer: packets in at the network's pace, sound out at the sound card's pace."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from batola_desk.audio.codec import RTP_CLOCK_HZ
from batola_desk.audio.concealment import BRIDGE_END_MS, CHUNK_MS, PitchConcealer
from batola_desk.audio.frames import PCM, Clock, Samples, frame_samples, silence, to_float
from batola_desk.audio.pauses import Pauses
from batola_desk.audio.spare_times import SpareTimes
from batola_desk.audio.time_scale import TimeScale

_CAPACITY_S = 4
_JUMP_S = 2
_PAUSE_S = 0.5
# Spare time is how long before its turn a packet came. A correction is made only if the spare time predicted
# for afterwards stays clear of the limit that would provoke the opposite correction.
_SPARE_LOW_MS = 2
_SPARE_AFTER_SHRINK_MS = 6
# For a minute after a stretch, more than a whole frame must be left over: a correction can move a packet into
# another frame, and without this slow drift would be answered to and fro.
_SPARE_AFTER_TURN_MS = 24
_CUSHION_MAX_MS = 10
_TURN_MEMORY_S = 60.0
_SPARE_HUGE_MS = 120  # LIMIT: more delay than this makes people talk into each other
_START_RESERVE_MS = 10
_ATTACK_PACKETS = 50
_DECAY_PACKETS = 400
_DECAY_PACKETS_MIN = 25
_LIKENESS_MIN = 0.5
_COOL_DOWN_CHUNKS = 6
_COOL_DOWN_PAUSE_CHUNKS = 2
_CHECK_CHUNKS = 5  # odd: both halves of a frame get their turn, and one has more in hand
_PATIENCE_CHECKS = 60  # three seconds
_HELD_MAX_MS = 6 * CHUNK_MS
_BRIDGE_MAX_MS = 60  # LIMIT: further apart, two sounds have nothing to do with each other
# While packets get lost, one more packet is kept in hand: with it a gap can be bridged (docs/decisions/0007).
_LOSSES_MIN = 3
_LOSSES_WITHIN_S = 8
_LOSS_RESERVE_MS = 20


@dataclass(slots=True)
class JitterStatistics:
    """Counters since the start; ``concealed``, in chunks of 10 ms; the other three in packets or
    corrections.
    """

    received_count: int = 0
    late_count: int = 0
    duplicate_count: int = 0
    concealed_count: int = 0
    stretched_count: int = 0
    shrunk_count: int = 0
    resync_count: int = 0
    depth_ms: float = 0.0
    target_ms: float = 0.0
    jitter_ms: float = 0.0


class JitterBuffer:
    """Orders packets by timestamp and keeps just enough of them in hand.

    How deep: every packet's spare time (turn minus arrival) is remembered. If the tightest of the last second
    fall under 2 ms, one pitch period is played twice; if even the tightest of the last eight seconds would
    keep 6 ms without it (24 ms after a stretch), one is left out. That covers jitter, its end, and clock
    drift with one rule. Both wait for a pause of the voice as long as they can (docs/decisions/0014). With an
    empty buffer the play position waits up to 60 ms, so a packet that is only delayed is not thrown away; a
    lost one is stepped over without losing that time twice.

    Shape: `put` int16 of any packet length; `pull` float32; both at ``sample_rate_hz``.
    Units: positions in samples.
    Thread: `put` and `pull` from the audio clock, `statistics` from anywhere; one lock for microseconds.
    Source: design.md §4 rule 5; RFC 3550 §6.4.1 (jitter).
    """

    def __init__(
        self,
        *,
        sample_rate_hz: int,
        depth_min_ms: float = 20.0,
        depth_max_ms: float = 200.0,
        clock: Clock = time.monotonic,
        counted: JitterStatistics | None = None,
    ) -> None:
        self.sample_rate_hz = sample_rate_hz
        self._clock = clock
        self._ms = sample_rate_hz // 1000
        self._rtp_step = sample_rate_hz // RTP_CLOCK_HZ
        self._frame_size = frame_samples(sample_rate_hz)
        self._chunk_size = CHUNK_MS * self._ms
        self._capacity = _CAPACITY_S * sample_rate_hz
        self._jump = _JUMP_S * sample_rate_hz
        self._depth_min = int(depth_min_ms * self._ms)
        self._depth_max = int(depth_max_ms * self._ms)
        self._scale = TimeScale(sample_rate_hz)
        self._lock = threading.Lock()
        self._store = np.zeros(self._capacity, np.int16)
        self._valid = np.zeros(self._capacity, np.bool_)
        self._coded: dict[int, Callable[[], PCM]] = {}  # packets not decoded yet, by their first sample
        self._arrivals: dict[int, float] = {}  # first sample of a packet -> arrival, until its turn
        self._play: int | None = None  # None: waiting for enough to start
        self._newest_start: int | None = None
        self._newest_timestamp = 0
        self._newest_end = 0
        self._newest_arrival_s = 0.0
        self._jump_candidate: int | None = None
        self._transit: deque[float] = deque(maxlen=100)
        self._turns = SpareTimes(_DECAY_PACKETS, self._frame_size)  # before any correction made since
        self._offset = 0  # sum of all corrections, in samples of later playing
        self._produced = 0  # samples made in the current pull
        self._held = 0
        self._cool_down = 0
        self._stretched_at_s = -_TURN_MEMORY_S  # if that was the latest correction
        self._patience = 0
        self._concealer = PitchConcealer(self._scale)
        self.pauses = Pauses(sample_rate_hz)
        self._pending: Samples = silence(0)
        self._losses: deque[int] = deque(maxlen=_LOSSES_MIN)  # where the latest gaps were
        self._invents = False  # the latest part was not received
        self.was_invented = False
        self._statistics = counted or JitterStatistics()

    # -- packets

    def put(self, rtp_timestamp: int, pcm: PCM, arrival_mono_s: float) -> None:
        """Store one packet. Late and repeated ones are counted and dropped."""
        with self._lock:
            start = self._admit(rtp_timestamp, len(pcm), arrival_mono_s)
            if start is not None:
                self._write(start, pcm)

    def put_coded(
        self, rtp_timestamp: int, coded: Callable[[], PCM], sample_count: int, arrival_mono_s: float
    ) -> None:
        """Like `put`, for a codec that remembers: ``coded`` gives the samples and is called in the order of
        speech, not of arrival, on the audio clock's thread.
        """
        with self._lock:
            start = self._admit(rtp_timestamp, sample_count, arrival_mono_s)
            if start is not None:
                self._coded[start] = coded

    def _admit(self, rtp_timestamp: int, count: int, arrival_mono_s: float) -> int | None:
        """Make room for a packet and return its place; None if it is of no use."""
        if count == 0 or count > self._jump // 2:
            return None
        self._statistics.received_count += 1
        start = self._place(rtp_timestamp, arrival_mono_s)
        if start is None:
            return None
        self._measure_jitter(start, arrival_mono_s)
        end = start + count
        if self._play is not None and end <= self._play:
            self._statistics.late_count += 1
            self._turns.note(start - self._play - self._offset, -self._offset)
            return None
        if start in self._arrivals:
            self._statistics.duplicate_count += 1
            return None
        begin = max(start, self._play or start)
        self._mark(begin, end, valid=True)
        self._arrivals[start] = arrival_mono_s
        self._newest_end = max(self._newest_end, end)
        return start

    def _place(self, timestamp: int, arrival_s: float) -> int | None:
        """The packet's position on our endless time line; None while a jump is not confirmed."""
        if self._newest_start is None:
            return self._restart(timestamp, arrival_s)
        difference = ((timestamp - self._newest_timestamp + 2**31) & 0xFFFFFFFF) - 2**31
        difference *= self._rtp_step
        if abs(difference) > self._jump:
            candidate = self._jump_candidate
            confirmed = (
                candidate is not None and 0 < ((timestamp - candidate) & 0xFFFFFFFF) <= _JUMP_S * RTP_CLOCK_HZ
            )
            paused = self._play is None or arrival_s - self._newest_arrival_s > _PAUSE_S
            if not (confirmed or paused):
                self._jump_candidate = timestamp  # a single stray packet must not move the time line
                return None
            self._statistics.resync_count += 1
            return self._restart(timestamp, arrival_s)
        if self._play is None and difference < -self._depth_max:
            # Everything played and now further back than any delay: the sender's clock was set back. By its
            # old time all it says until it has caught up would be late.
            self._statistics.resync_count += 1
            return self._restart(timestamp, arrival_s)
        self._jump_candidate = None
        start = self._newest_start + difference
        if difference > 0:
            self._newest_start, self._newest_timestamp = start, timestamp
        self._newest_arrival_s = arrival_s
        return start

    def _restart(self, timestamp: int, arrival_s: float) -> int:
        self._valid[:] = False
        self._arrivals.clear()
        self._coded.clear()
        self._transit.clear()
        self._turns.clear()
        self._losses.clear()
        self._play = None
        self._jump_candidate = None
        self._newest_start = self._newest_end = 0
        self._newest_timestamp = timestamp
        self._newest_arrival_s = arrival_s
        return 0

    def _measure_jitter(self, start: int, arrival_s: float) -> None:
        transit = arrival_s * self.sample_rate_hz - start
        if self._transit:
            step_ms = abs(transit - self._transit[-1]) / self._ms
            self._statistics.jitter_ms += (step_ms - self._statistics.jitter_ms) / 16.0
        self._transit.append(transit)

    def _pieces(self, begin: int, end: int) -> tuple[slice, ...]:
        """Where these positions lie in the store: in one piece, or in two around its end."""
        at = begin % self._capacity
        over = at + end - begin - self._capacity
        if over <= 0:
            return (slice(at, at + end - begin),)
        return slice(at, self._capacity), slice(0, over)

    def _mark(self, begin: int, end: int, *, valid: bool) -> None:
        for piece in self._pieces(begin, end):
            self._valid[piece] = valid

    def _write(self, start: int, pcm: PCM) -> None:
        """Store the samples whose turn is still to come."""
        skip = max(0, (self._play or start) - start)
        start, pcm = start + skip, pcm[skip:]
        for piece in self._pieces(start, start + len(pcm)):
            size = piece.stop - piece.start
            self._store[piece], pcm = pcm[:size], pcm[size:]

    # -- sound side

    def pull(self) -> Samples:
        """The next 20 ms; always as long, silence if there is nothing.

        ``was_invented`` tells afterwards whether a part of it was not received.
        """
        with self._lock:
            now_s = self._clock()
            self._note_depth()
            parts, self._produced = [self._pending], len(self._pending)
            self.was_invented = self._invents and self._produced > 0
            while self._produced < self._frame_size:
                self._invents = False
                part = self._next(now_s)
                self.was_invented |= self._invents
                parts.append(part)
                self._produced += len(part)
            joined = np.concatenate(parts)
            self._pending = joined[self._frame_size :]
            return joined[: self._frame_size]

    def statistics(self) -> JitterStatistics:
        """A copy that does not change any more."""
        with self._lock:
            now = self._statistics
            return JitterStatistics(
                received_count=now.received_count,
                late_count=now.late_count,
                duplicate_count=now.duplicate_count,
                concealed_count=now.concealed_count,
                stretched_count=now.stretched_count,
                shrunk_count=now.shrunk_count,
                resync_count=now.resync_count,
                depth_ms=now.depth_ms,
                target_ms=self._start_depth() / self._ms,
                jitter_ms=now.jitter_ms,
            )

    def _note_depth(self) -> None:
        if self._play is not None:
            depth_ms = (max(0, self._newest_end - self._play) + len(self._pending)) / self._ms
            self._statistics.depth_ms += (depth_ms - self._statistics.depth_ms) / 16.0

    def _next(self, now_s: float) -> Samples:
        if self._play is None and not self._begin():
            self._invents = True
            if self._concealer.missing_run and not self._concealer.is_silent:
                return self._concealer.conceal()
            return silence(self._chunk_size)
        both = self._play_two_chunks(now_s)
        if both is not None:
            return both
        self._cool_down -= 1
        if self._cool_down <= 0:
            self._cool_down = _CHECK_CHUNKS
            adjusted = self._shrink(now_s)
            if adjusted is None:
                adjusted = self._stretch(now_s)
            if adjusted is not None:
                return adjusted
        return self._play_chunk(now_s)

    def _start_depth(self) -> int:
        """How much must be in hand before playing starts: the spread of recent transit times."""
        if len(self._transit) < 10:
            return self._depth_min
        transit = np.fromiter(self._transit, float)
        spread = float(np.percentile(transit, 95) - transit.min())
        return int(min(max(spread + _START_RESERVE_MS * self._ms, self._depth_min), self._depth_max))

    def _begin(self) -> bool:
        if not self._arrivals or self._newest_end - min(self._arrivals) < self._start_depth():
            return False
        self._play = max(min(self._arrivals), self._newest_end - self._depth_max)
        self._turns.clear()
        self._held = 0
        self._patience = 0
        return True

    def _read(self, count: int, *, ahead: int = 0) -> Samples | None:
        """The next ``count`` samples without moving on, or None if one of them is missing."""
        assert self._play is not None
        start = self._play + ahead
        places = self._pieces(start, start + count)
        for place in places:
            if not self._valid[place].all():
                return None
        if self._coded:
            for coded_at in sorted(first for first in self._coded if first < start + count):
                self._write(coded_at, self._coded.pop(coded_at)())
        if len(places) == 1:
            return to_float(self._store[places[0]])
        return to_float(np.concatenate([self._store[place] for place in places]))

    def _advance(self, count: int, now_s: float) -> None:
        """Move the play position; note the spare time of every packet whose turn has come."""
        assert self._play is not None
        self._mark(self._play, self._play + count, valid=False)
        for start in [start for start in self._arrivals if start < self._play + count]:
            self._coded.pop(start, None)
            place = self._produced + start - self._play
            turn = (now_s - self._arrivals.pop(start)) * self.sample_rate_hz + place
            self._turns.note(turn - self._offset, place - self._offset)
        self._play += count

    def _play_two_chunks(self, now_s: float) -> Samples | None:
        """Both chunks of a frame at once where nothing is missing and no check is due: the same, cheaper."""
        is_wanted = self._produced < self._frame_size - self._chunk_size and self._cool_down > 2
        if not is_wanted or self._concealer.missing_run:
            return None
        samples = self._read(2 * self._chunk_size)
        if samples is None:
            return None
        self._cool_down -= 2
        self._advance(2 * self._chunk_size, now_s)
        self._held = 0
        self.pauses.note(samples[: self._chunk_size])
        self.pauses.note(samples[self._chunk_size :])
        return self._concealer.accept(samples)

    def _play_chunk(self, now_s: float) -> Samples:
        samples = self._read(self._chunk_size)
        if samples is None and self._arrivals:
            bridged = self._bridge_gap(now_s)
            if bridged is not None:
                return bridged
            samples = self._step_over_gap()
        if samples is not None:
            self._advance(self._chunk_size, now_s)
            self._held = 0
            self.pauses.note(samples)
            return self._concealer.accept(samples)
        self._invents = True
        self._statistics.concealed_count += 1
        if self._play is None:
            return self._concealer.conceal()
        if any(start + self._chunk_size > self._play for start in self._arrivals):
            self._advance(self._chunk_size, now_s)
        elif self._held < _HELD_MAX_MS * self._ms:
            self._held += self._chunk_size
            self._offset += self._chunk_size
        else:
            self._play = None  # the sender paused: start afresh with its next packets
        return self._concealer.conceal()

    def _bridge_gap(self, now_s: float) -> Samples | None:
        """Fill the whole gap at once if the sound behind it is already here; None if it is not."""
        assert self._play is not None
        gap = min(self._arrivals) - self._play
        if self._concealer.missing_run or not 0 < gap <= _BRIDGE_MAX_MS * self._ms:
            return None
        following = self._read(BRIDGE_END_MS * self._ms, ahead=gap)
        if following is None:
            return None
        self._losses.append(self._play)
        self._advance(gap, now_s)
        self._held = 0
        self._statistics.concealed_count += -(-gap // self._chunk_size)
        return self._concealer.bridge(gap, following)

    def _step_over_gap(self) -> Samples | None:
        """Packets after a gap are here: the time already waited counts as time of the gap."""
        assert self._play is not None
        gap = min(self._arrivals) - self._play
        if gap > self._depth_max:
            self._statistics.resync_count += 1
            self._play = None
            return None
        if gap > 0 and self._concealer.missing_run:
            self._losses.append(self._play)
        skip = min(self._held, max(gap, 0))
        self._held = 0
        self._offset -= skip
        self._play += skip
        if 0 < gap - skip < self._chunk_size:  # the grid of 10 ms need not fit the packets
            self._offset -= gap - skip
            self._play += gap - skip
        return self._read(self._chunk_size)

    # -- corrections of the delay

    @property
    def _reserve(self) -> int:
        """What is kept in hand beyond what jitter asks for."""
        assert self._play is not None
        is_lossy = (
            len(self._losses) == _LOSSES_MIN
            and self._play - self._losses[0] < _LOSSES_WITHIN_S * self.sample_rate_hz
        )
        return _LOSS_RESERVE_MS * self._ms if is_lossy else 0

    def _spare(self, packet_count: int, correction: int, rank: int) -> float:
        """Spare time of the latest packets as it would be after one more ``correction``."""
        return self._turns.tight(packet_count, self._offset + correction, rank)

    @property
    def _cushion(self) -> float:
        """What is kept in hand because the worst of this jitter was not seen yet. It is added in pauses."""
        return min(self._statistics.jitter_ms / 4, _CUSHION_MAX_MS) * self._ms

    def _shrink(self, now_s: float) -> Samples | None:
        if len(self._turns) < _DECAY_PACKETS_MIN or self._concealer.missing_run:
            return None
        tightest = len(self._turns) // 50
        has_stretched = now_s - self._stretched_at_s < _TURN_MEMORY_S
        least_ms = _SPARE_AFTER_TURN_MS if has_stretched else _SPARE_AFTER_SHRINK_MS
        spare_wanted = least_ms * self._ms + self._reserve + self._cushion
        if self._spare(_DECAY_PACKETS, 0, tightest) < spare_wanted:
            return None
        samples = self._read(self._scale.drop_input)
        if samples is None:
            return None
        shorter, period, likeness = self._scale.drop_period(samples)
        spare = self._spare(_DECAY_PACKETS, -period, tightest)
        if spare < spare_wanted or not self._is_good_joint(
            likeness, samples, urgent=spare > _SPARE_HUGE_MS * self._ms
        ):
            return None
        self._advance(self._scale.drop_input, now_s)
        self._offset -= period
        self._stretched_at_s = -_TURN_MEMORY_S
        self._statistics.shrunk_count += 1
        return self._concealer.accept(shorter)

    def _stretch(self, now_s: float) -> Samples | None:
        if len(self._turns) < 3 or self._concealer.missing_run:
            return None
        spare = self._spare(_ATTACK_PACKETS, 0, 1)
        least = _SPARE_LOW_MS * self._ms + self._reserve
        is_enough = spare >= least + self._cushion
        if is_enough or self._statistics.depth_ms * self._ms >= self._depth_max:
            return None
        samples = self._read(self._chunk_size)
        if samples is None or (spare >= least and not self.pauses.goes_on_in(samples)):
            return None
        longer, period, likeness = self._scale.repeat_period(self._concealer.history, samples)
        if not self._is_good_joint(likeness, samples, urgent=spare < -_SPARE_LOW_MS * self._ms):
            return None
        self._advance(self._chunk_size, now_s)
        self._offset += period
        if not self._reserve:  # what is added for losses is given back as soon as they end
            self._stretched_at_s = now_s
        self._statistics.stretched_count += 1
        return self._concealer.accept(longer)

    def _is_good_joint(self, likeness: float, ahead: Samples, *, urgent: bool) -> bool:
        """Wait for a pause, then for a place where the joint is hardly heard; both have their limit."""
        self._patience += 1
        is_pause = self.pauses.goes_on_in(ahead)
        is_alike = likeness >= _LIKENESS_MIN and self._patience >= _PATIENCE_CHECKS
        if not (is_pause or is_alike or urgent or self._patience >= 2 * _PATIENCE_CHECKS):
            return False
        self._patience = 0
        self._cool_down = _COOL_DOWN_PAUSE_CHUNKS if is_pause else _COOL_DOWN_CHUNKS
        return True
