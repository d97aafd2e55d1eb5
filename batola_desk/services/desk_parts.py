"""Every part of a desk, bound to the others: what is built from what, and who is told of what arrives.

The codes of every refusal stand in ``services.refusals``.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.domain.facts import AggregateKind, aggregate
from batola_desk.domain.incident import Incident
from batola_desk.domain.ownership import is_owner_provisional
from batola_desk.domain.reducers import State
from batola_desk.ipc import messages
from batola_desk.ipc.recording_messages import FetchChanged
from batola_desk.models.people_book import PeopleBook
from batola_desk.models.room import RoomApplied
from batola_desk.models.rows import AppendResult
from batola_desk.services.absent_desks import AbsentDesks
from batola_desk.services.ack_watch import AckWatch
from batola_desk.services.agency_mail import AgencyMail
from batola_desk.services.alarms import AlarmService
from batola_desk.services.all_settings import AllSettings
from batola_desk.services.announcements import AnnouncementService
from batola_desk.services.arrivals import Arrivals
from batola_desk.services.board import Board
from batola_desk.services.call_views import CallViews
from batola_desk.services.callback_auto_texts import AutoTexts
from batola_desk.services.callback_claims import CallbackClaims
from batola_desk.services.callback_twins import CallbackTwins
from batola_desk.services.callbacks import CallbackService
from batola_desk.services.calls import CallService
from batola_desk.services.centre_lists import CentreLists
from batola_desk.services.change import Change
from batola_desk.services.claims import Claims
from batola_desk.services.conflicts import ConflictService
from batola_desk.services.context import Context
from batola_desk.services.core import Clock, LoopTimers, Recorder, SystemClock, Timers
from batola_desk.services.desk_setup import DeskSetup
from batola_desk.services.dispatch import DispatchService
from batola_desk.services.doctor import DoctorService
from batola_desk.services.drafts import DraftKeeper
from batola_desk.services.finding import build_finding
from batola_desk.services.follow_up import FollowUps
from batola_desk.services.handing_on import HandingOn
from batola_desk.services.handover_notices import HandoverNotices
from batola_desk.services.identity import Identity
from batola_desk.services.incident_views import IncidentViews
from batola_desk.services.incidents import IncidentService
from batola_desk.services.journal_watch import JournalWatch
from batola_desk.services.kinship import build_kinship
from batola_desk.services.line_desk import LineDesk
from batola_desk.services.line_link import LineLink
from batola_desk.services.line_state import LineState
from batola_desk.services.location_links import LocationLinkService
from batola_desk.services.map_deliveries import MapDeliveryService
from batola_desk.services.map_features import MapFeatureService
from batola_desk.services.map_packs import MapPackService
from batola_desk.services.number_history import NumberHistories
from batola_desk.services.number_measures import NumberMeasures
from batola_desk.services.observable import Observable
from batola_desk.services.other_sources import OtherSourceService
from batola_desk.services.outreach import OutreachService
from batola_desk.services.ownership import OwnershipService
from batola_desk.services.papers import build_papers
from batola_desk.services.parties import PartyService
from batola_desk.services.past_places import PastPlaceService
from batola_desk.services.people import PeopleService
from batola_desk.services.position_sources import PositionSources
from batola_desk.services.presence import PresenceService
from batola_desk.services.recommendation import RecommendationService
from batola_desk.services.recording_judge import RecordingJudge
from batola_desk.services.recordings import RecordingService
from batola_desk.services.referral_results import ReferralResults
from batola_desk.services.room import RoomService
from batola_desk.services.room_acceptance import RoomAcceptance
from batola_desk.services.room_board import RoomBoard
from batola_desk.services.rules import Rules
from batola_desk.services.search import SearchService
from batola_desk.services.seat import nobody
from batola_desk.services.self_test import SelfTestService
from batola_desk.services.session import SessionService
from batola_desk.services.silent_calls import SilentCalls
from batola_desk.services.slips import SlipService
from batola_desk.services.sound import AUTO_PROMPTS, SoundService
from batola_desk.services.suspended_watch import SuspendedWatch
from batola_desk.services.text_sender import TextSender
from batola_desk.services.ticker import Ticker
from batola_desk.services.triage import TriageService
from batola_desk.services.unit_positions import UnitPositionService
from batola_desk.services.updates import UpdateService
from batola_desk.services.upkeep import Upkeep
from batola_desk.services.weather import WeatherService
from batola_desk.services.world import World
from batola_desk.sync.presence import Presence

log = logging.getLogger("batola.services")

DRAFTS_LIMIT_S = 1.0  # LIMIT: nobody waits longer for a desk whose disk is in trouble


class DeskParts:
    """A desk that was put together and does not live yet. Thread: the loop it will live on."""

    def __init__(self, setup: DeskSetup, *, clock: Clock | None = None, timers: Timers | None = None) -> None:
        self.catalog = setup.catalog
        self.changed: Observable[Change] = Observable()
        self._setup = setup
        self._clock = clock or SystemClock()
        rules = Rules(setup.catalog)
        person = setup.person if setup.is_alone else nobody(setup.desk, rules.role_without_login)
        self._world = World(desk=setup.desk, operator=person.operator_id)
        self._line = LineState()
        self._follow_ups = FollowUps(self._world)
        self._histories = NumberHistories(self._world, rules.is_confidential)
        recorder = Recorder(desk=setup.desk, actor=self._actor, on_applied=self._on_applied)
        alarms = AlarmService(
            setup.catalog.alerts,
            setup.catalog.limits.alarms,
            recorder,
            self._clock,
            desk=setup.desk,
            play=lambda sound: self._link.post(messages.PlayAlert(name=sound)),
            on_change=lambda: self.changed.publish(Change(what=frozenset({"alarms", "status"}))),
        )
        alarms.system_log = setup.system_log
        self._context = context = Context(
            desk=setup.desk,
            person=person,
            catalog=setup.catalog,
            rules=rules,
            gazetteer=setup.gazetteer,
            clock=self._clock,
            timers=timers or LoopTimers(),
            world=self._world,
            line=self._line,
            link=LineLink(setup.connector, self, operator=person.operator_id),
            recorder=recorder,
            alarms=alarms,
            publish=self.changed.publish,
            language=self._language,
            training=lambda: setup.training,
            exports=setup.paths.exports,
        )
        self._link = context.link
        self.changed.subscribe(self._on_change)
        self._build(context)
        self.duplicates.compare_for(self.incidents.shown)
        self._sources = PositionSources(context, self.incidents, setup.positions)
        self.positions = self._sources.service
        results = ReferralResults(context, self.handing_on.answer_referral)
        self.weather = WeatherService(context, setup.weather, is_busy=lambda: bool(self.calls.live()))
        self.links = LocationLinkService(
            context, self.positions, setup.links, self.callbacks.texts.sender, take_referral=results.take
        )
        self.callbacks.texts.links = self.links
        self._build_people(context)
        self._arrivals = self._build_arrivals(context)

    def _build_people(self, context: Context) -> None:
        book = PeopleBook(self._setup.paths.people)
        days = context.rules.limits.people.offline_days
        self.past_places = PastPlaceService(context)
        self.people = PeopleService(
            context,
            self._setup.person,
            None if self._setup.is_alone else Identity(self._room, book, self._clock, offline_days=days),
            self._room,
            settle=self._settle_drafts,
        )
        self._room.attach_people(self.people)
        self.acceptance = RoomAcceptance(context, self._room.view, self._room.accept_room)
        self.silent_calls = SilentCalls(context)
        self._auto_texts = AutoTexts(context, self.callbacks.texts)
        self._ticker.add(self.people.tick, self.silent_calls.tick, self._auto_texts.tick, self._twins.tick)
        self._ticker.add(self.announcements.tick, AckWatch(context, self._absent.alerts_here).tick)
        self._ticker.add(SuspendedWatch(context, self.incidents.complete, self._absent.alerts_here).tick)
        self._room.attach_unit_positions(self.unit_positions.on_positions)
        self._ticker.add(self.unit_positions.tick, self.map_features.tick, self.places.tick)
        self._upkeep = Upkeep(context, self._setup, self._judge)
        self.updates = UpdateService(context, self._setup.paths, load_settings=self._setup.load_updates)
        self._ticker.add(self._upkeep.tick, self.updates.tick, self.weather.tick)

    def _build_arrivals(self, context: Context) -> Arrivals:
        return Arrivals(
            context,
            self._follow_ups,
            self._views,
            self._board,
            takers=(
                self.unit_positions.on_states,
                self.incidents.numbers.on_states,
                self.people.on_states,
                self.conflicts.take,
                self.announcements.take,
                self.measures.take,
                self.positions.take_states,
                self.map_features.take,
                self.room_board.on_states,
                self.self_test.take,
                self.silent_calls.take,
            ),
            followers=(
                lambda change: self.callbacks.on_changed(change.callback_ids),
                lambda change: self._twins.on_changed(change.callback_ids),
                lambda change: self.outreach.on_calls(change.call_keys),
                self._judge.on_change,
                lambda change: self._notices.on_changed(change.incident_ids),
            ),
        )

    def _build(self, context: Context) -> None:
        call_views = CallViews(
            self._world, self._line, now_us=self._clock.now_us, ring_step=context.rules.ring_step
        )
        self._build_shown(context, call_views)
        finding = build_finding(context, self._board, self.map_features, self._setup.paths.map_packs)
        self.places, self.nearby, self.duplicates, suggestions = finding
        self.parties = PartyService(context, call_views)
        line_claims = CallbackClaims(context, self._claims)
        self.calls = CallService(
            context,
            call_views,
            self._histories,
            self._follow_ups,
            line_claims,
            on_dialled=self.parties.note_dialled,
        )
        self.incidents = IncidentService(context, self._drafts, self._board, self._views, suggestions)
        self.incidents.follow_links_of(self.calls)
        self.triage = TriageService(context, self.incidents, self.calls)
        self.kinship = build_kinship(context, self.incidents)
        self.dispatch = DispatchService(context, self._views, self._board, self.incidents)
        self.slips = SlipService(context, self.dispatch)
        self.other_sources = OtherSourceService(context, self.incidents)
        mail = AgencyMail(context, self._claims, self._setup.mail)
        self.outreach = OutreachService(
            context, self.dispatch, self.parties.consult, self._views, self.incidents.shown, mail
        )
        self.recommendation = RecommendationService(
            context, self.dispatch.units, self._views.view, self.map_features, self.changed, self._setup.paths
        )
        self.unit_positions = UnitPositionService(context, self.dispatch, self._setup.paths)
        self.handing_on = HandingOn(context, self.incidents, self.calls, self.parties)
        self._build_between_desks(context, call_views)
        sender = TextSender(self._setup.senders_here)
        self.callbacks = CallbackService(context, self.calls, self._histories, line_claims, sender)
        self.recordings = RecordingService(context, self._setup.paths.recordings)
        self._judge = RecordingJudge(context)
        self._build_for_others(context)
        self.session = SessionService(context, self._setup.settings, self._room.view)
        self.lists = CentreLists(context, self._setup.open_lists)
        self.all_settings = AllSettings(context, self._setup.open_settings_book, self.session)
        self._journal_watch = JournalWatch(context, self.session, self._views)
        self.sound = SoundService(context, is_automatic=lambda: self.session.setting(AUTO_PROMPTS) is True)
        self._line_desk = LineDesk(
            self._world,
            self._line,
            context.recorder,
            self._follow_ups,
            context.alarms,
            clock=self._clock,
            timers=context.timers,
            actor=self._actor,
            limits=lambda: context.catalog.limits.quality,
            publish=self._show_line,
            confirm=self._link.confirm,
            on_call=self._on_line_call,
        )
        self._ticker = Ticker(
            context,
            self.calls,
            self.dispatch,
            self.session,
            self.sound,
            self._board,
            self._views,
            absent=self._absent,
            judge_room=self._room.judge_absence,
            data_folder=self._setup.paths.data,
        )

    def _build_for_others(self, context: Context) -> None:
        """What leaves the desk on paper or as a file."""
        papers = build_papers(context, self.incidents, self._room.view)
        self.exports, self.case_files, self.ministry = papers
        self.search = SearchService(context)

    def _build_between_desks(self, context: Context, call_views: CallViews) -> None:
        """Whose things are, where desks disagree, and what a shift lead sees of all of them."""
        self._twins = CallbackTwins(context)
        self.conflicts = ConflictService(context, self.incidents, self.dispatch, self.map_features)
        self._room.attach_conflicts(self.conflicts)
        self.ownership = OwnershipService(
            context, self._claims, complete=self.incidents.complete, settle=self.incidents.flush
        )
        self._notices = HandoverNotices(
            context, self.ownership, self._claims, is_current=lambda: self._room.is_current
        )
        self.self_test = SelfTestService(
            context, room_view=self._room.view, pack_path=self.map_packs.pack_path
        )
        self.room_board = RoomBoard(
            context,
            self._board,
            call_views,
            self._absent,
            room_view=self._room.view,
            self_test_of=self.self_test.last_of,
        )

    def _build_shown(self, context: Context, call_views: CallViews) -> None:
        """The room, and what the screen reads of tickets."""
        self._drafts = DraftKeeper(
            context.recorder,
            self._clock,
            context.timers,
            flush_s=context.rules.limits.desk.draft_flush_ms / 1000,
            on_change=self._on_draft_change,
        )
        self._absent = AbsentDesks(self._world, self._clock, is_shared=lambda: self._room.is_shared)
        self._room = RoomService(
            context,
            self._setup.room,
            self._setup.room_fault,
            apply=self._show,
            on_presence=self._on_presence,
            on_page=self._on_room_page,
            on_desks=self._absent.on_heard,
        )
        self.presence = PresenceService(context, self._room.work_at)
        self.announcements = AnnouncementService(context, is_alone=self._setup.is_alone)
        self.measures = NumberMeasures(context)
        self._histories.measures_of = self.measures.of
        self.map_features = MapFeatureService(context)
        settings, map_folder = self._setup.settings, self._setup.paths.map_packs
        self.map_packs = MapPackService(context, map_folder, share=str(settings.get("map.pack_folder")))
        self.doctor = DoctorService(context, self._setup.paths)
        self.map_deliveries = MapDeliveryService(
            context, self.map_packs, map_folder, self._setup.room, settings
        )
        self._claims = Claims(
            self._world,
            self._room.verdict_of,
            is_shared=lambda: self._room.decides,
            on_phase=self._show_claim,
        )
        self._board = Board(
            self._world,
            context.rules,
            now_us=self._clock.now_us,
            overlay=self._overlay,
            language=self._language,
            claim_of=self._claim_of,
        )
        self._views = IncidentViews(
            self._world,
            context.rules,
            self._drafts,
            call_views,
            context.gazetteer,
            now_us=self._clock.now_us,
            actor=self._actor,
            language=self._language,
            claim_of=self._claim_of,
        )

    def now_us(self) -> int:
        """The desk's wall clock, microseconds since 1970 UTC."""
        return self._clock.now_us()

    # ---------------------------------------------------------------- what arrives

    def on_line_message(self, message: messages.Message) -> None:
        """The engine said something."""
        self._line_desk.on_line_message(message)
        if isinstance(message, messages.Snapshot):
            self._judge.on_attached()
        elif isinstance(message, FetchChanged):
            self.recordings.fetches.on_news(message)

    def on_line_lost(self) -> None:
        """The engine is away."""
        self._line_desk.on_line_lost()
        self.recordings.fetches.on_line_lost()

    def on_line_unreachable(self, fault: EnvironmentFault) -> None:
        """The engine does not start."""
        self._line_desk.on_line_unreachable(fault)

    def on_line_silent(self, *, silent: bool) -> None:
        """The engine hangs, or answers again."""
        self._line_desk.on_line_silent(silent=silent)

    def _on_applied(self, result: AppendResult) -> None:
        """Own facts are in the journal."""
        self._room.on_own(result.states)
        self._arrivals.show(result.states, pending_disk=result.pending_disk)

    def _show(self, states: Mapping[str, State]) -> None:
        self._arrivals.show(states)

    def _show_line(self, change: Change) -> None:
        self._arrivals.show_line(change)

    def _show_claim(self, subject: str) -> None:
        self._arrivals.show_claim(subject)

    def _on_change(self, change: Change) -> None:
        """Labels and rights are kept in rows and views: another language or person needs new ones."""
        self.duplicates.on_change(change)
        self.self_test.on_change(change)
        if "person" in change.what:
            self.conflicts.judge()
        if change.what & {"language", "person"}:
            self._views.forget_all()
            self._board.rebuild()
        if change.what & {"status", "person"}:  # the desk may have caught up with the room
            self._notices.judge()

    def _on_line_call(self, call: messages.LineCall) -> None:
        self.self_test.on_line_call(call)
        self.people.on_line_call(call)
        self.calls.on_line_call(call)
        self.callbacks.on_line_call(call)

    def _on_room_page(self, applied: RoomApplied) -> None:
        """What the room said, besides the states."""
        self.room_board.on_heard(applied.facts)
        for judged in applied.judged:
            self._notices.on_judged(judged)

    def _claim_of(self, incident: Incident) -> str:
        subject = aggregate(AggregateKind.INCIDENT, incident.incident_id)
        return self._claims.phase_of(subject, is_provisional=is_owner_provisional(incident))

    # ---------------------------------------------------------------- small parts

    def _actor(self) -> str:
        return self._context.person.operator_id

    def _language(self) -> str:
        return str(self._setup.settings.get("screen.language"))

    async def _settle_drafts(self) -> None:
        """What is half typed goes to the journal under the name of who typed it."""
        try:
            await asyncio.wait_for(self._drafts.flush(), DRAFTS_LIMIT_S)
        except TimeoutError:
            log.warning("keystrokes still wait for the disk while people change")
        self.incidents.change_hands()
        self.map_features.forget_steps()

    def _on_draft_change(self, incident_id: str) -> None:
        self.incidents.on_draft_change(incident_id)

    def _on_presence(self, others: tuple[Presence, ...]) -> None:
        self.presence.take(others)

    def _overlay(self, incident: Incident) -> Incident:
        return self._drafts.overlay(incident, self._actor())
