"""The desk as the screen sees it: every use case in one place, as protocols.

View-models depend on these protocols, tests give them doubles, ``services.desk.DeskServices`` implements
them. Methods named after a wish (``answer``, ``send_task`` …) are coroutines that return when the fact is in
the local journal (or the engine has replied) and raise ``OperatorError(code, **values)`` when a rule forbids
it. Reading methods return at once from memory unless they are coroutines.
"""

from __future__ import annotations

from typing import Protocol

from batola_desk.domain.catalog import Catalog
from batola_desk.services.all_settings import AllSettingsUseCases
from batola_desk.services.call_api import CallbackUseCases, CallUseCases, PartyUseCases, RecordingUseCases
from batola_desk.services.case_file import CaseFileUseCases
from batola_desk.services.centre_lists import ListUseCases
from batola_desk.services.change import Change
from batola_desk.services.dispatch_api import DispatchUseCases
from batola_desk.services.doctor_views import DoctorUseCases
from batola_desk.services.duplicates import DuplicateUseCases
from batola_desk.services.export_folder import ExportUseCases
from batola_desk.services.handing_on import HandingOnUseCases
from batola_desk.services.incident_api import IncidentUseCases, OwnershipUseCases, SearchUseCases
from batola_desk.services.kinship import KinUseCases
from batola_desk.services.link_views import LinkUseCases
from batola_desk.services.map_feature_views import MapFeatureUseCases
from batola_desk.services.map_pack_views import MapDeliveryUseCases, MapPackUseCases
from batola_desk.services.ministry.report import MinistryUseCases
from batola_desk.services.number_measures import MeasureUseCases
from batola_desk.services.observable import Observable
from batola_desk.services.other_sources import OtherSourceUseCases
from batola_desk.services.outreach_api import OutreachUseCases
from batola_desk.services.past_places import PastPlaceUseCases
from batola_desk.services.place_api import NearbyUseCases, PlaceUseCases
from batola_desk.services.position_views import PositionUseCases
from batola_desk.services.recommendation_views import RecommendationUseCases
from batola_desk.services.room_api import (
    AnnouncementUseCases,
    ConflictUseCases,
    PresenceUseCases,
    RoomAcceptanceUseCases,
    RoomBoardUseCases,
)
from batola_desk.services.seat_api import PeopleUseCases, SessionUseCases, SoundUseCases
from batola_desk.services.self_test_api import SelfTestUseCases
from batola_desk.services.silent_calls import SilentCallUseCases
from batola_desk.services.slips import SlipUseCases
from batola_desk.services.triage import TriageUseCases
from batola_desk.services.unit_positions_api import UnitPositionUseCases
from batola_desk.services.update_views import UpdateUseCases
from batola_desk.services.weather_views import WeatherUseCases


class Desk(Protocol):
    """Everything the screen may ask for."""

    @property
    def catalog(self) -> Catalog: ...

    @property
    def changed(self) -> Observable[Change]: ...

    @property
    def calls(self) -> CallUseCases: ...

    @property
    def parties(self) -> PartyUseCases: ...

    @property
    def incidents(self) -> IncidentUseCases: ...

    @property
    def triage(self) -> TriageUseCases: ...

    @property
    def silent_calls(self) -> SilentCallUseCases: ...

    @property
    def dispatch(self) -> DispatchUseCases: ...

    @property
    def other_sources(self) -> OtherSourceUseCases: ...

    @property
    def slips(self) -> SlipUseCases: ...

    @property
    def outreach(self) -> OutreachUseCases: ...

    @property
    def ownership(self) -> OwnershipUseCases: ...

    @property
    def room_board(self) -> RoomBoardUseCases: ...

    @property
    def callbacks(self) -> CallbackUseCases: ...

    @property
    def handing_on(self) -> HandingOnUseCases: ...

    @property
    def measures(self) -> MeasureUseCases: ...

    @property
    def recordings(self) -> RecordingUseCases: ...

    @property
    def search(self) -> SearchUseCases: ...

    @property
    def people(self) -> PeopleUseCases: ...

    @property
    def updates(self) -> UpdateUseCases: ...

    @property
    def session(self) -> SessionUseCases: ...

    @property
    def all_settings(self) -> AllSettingsUseCases: ...

    @property
    def lists(self) -> ListUseCases: ...

    @property
    def sound(self) -> SoundUseCases: ...

    @property
    def doctor(self) -> DoctorUseCases: ...

    @property
    def self_test(self) -> SelfTestUseCases: ...

    @property
    def conflicts(self) -> ConflictUseCases: ...

    @property
    def presence(self) -> PresenceUseCases: ...

    @property
    def announcements(self) -> AnnouncementUseCases: ...

    @property
    def unit_positions(self) -> UnitPositionUseCases: ...

    @property
    def map_features(self) -> MapFeatureUseCases: ...

    @property
    def map_packs(self) -> MapPackUseCases: ...

    @property
    def map_deliveries(self) -> MapDeliveryUseCases: ...

    @property
    def weather(self) -> WeatherUseCases: ...

    @property
    def past_places(self) -> PastPlaceUseCases: ...

    @property
    def acceptance(self) -> RoomAcceptanceUseCases: ...

    @property
    def places(self) -> PlaceUseCases: ...

    @property
    def positions(self) -> PositionUseCases: ...

    @property
    def links(self) -> LinkUseCases: ...

    @property
    def nearby(self) -> NearbyUseCases: ...

    @property
    def recommendation(self) -> RecommendationUseCases: ...

    @property
    def case_files(self) -> CaseFileUseCases: ...

    @property
    def ministry(self) -> MinistryUseCases: ...

    @property
    def exports(self) -> ExportUseCases: ...

    @property
    def kinship(self) -> KinUseCases: ...

    @property
    def duplicates(self) -> DuplicateUseCases: ...

    def now_us(self) -> int:
        """The desk's wall clock, microseconds since 1970 UTC."""
