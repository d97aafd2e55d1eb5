"""A small catalog for tests: few types and agencies, the shipped limits."""

from __future__ import annotations

from batola_desk.domain import catalog as c
from batola_desk.domain import procedures
from batola_desk.domain.escalation import EscalationStep
from batola_desk.domain.limits import Limits


def small_catalog(*, training_units: tuple[c.UnitPlan, ...] = (), limits: Limits | None = None) -> c.Catalog:
    """Return a catalog that does not change when the shipped data does."""
    classes = (
        c.CallClass(code="N", label="Normal", needs_incident=True),
        c.CallClass(code="I", label="Informasi"),
        c.CallClass(code="G", label="Ghost", needs_silent_check=True),
        c.CallClass(code="P", label="Prank"),
        c.CallClass(code="F", label="Laporan palsu", lead_only=True),
        c.CallClass(code="T", label="Terputus", automatic=True),
        c.CallClass(code="L", label="Laporan lanjutan", needs_incident=True),
    )
    priorities = (
        c.Priority(code="P1", label="Kritis", first_alert_limit_s=60, ack_limit_s=60),
        c.Priority(code="P2", label="Tinggi", first_alert_limit_s=90, ack_limit_s=120),
        c.Priority(code="P3", label="Sedang", first_alert_limit_s=180, ack_limit_s=300),
        c.Priority(code="P4", label="Rendah", first_alert_limit_s=600, ack_limit_s=1800),
        c.Priority(code="P5", label="Non-darurat"),
    )
    groups = (
        c.IncidentGroup(code="KB", label="Kebakaran", lead_agency="damkar"),
        c.IncidentGroup(code="MD", label="Medis", lead_agency="psc119"),
        c.IncidentGroup(code="KR", label="Kriminal", lead_agency="polres"),
        c.IncidentGroup(code="IN", label="Infrastruktur", lead_agency="bpbd"),
    )
    types = (
        c.IncidentType(
            code="KB01",
            group="KB",
            label="Rumah / permukiman",
            label_en="House",
            priority="P1",
            partners=("bpk", "polres"),
            synonyms=("kebakaran rumah", "kamandahan"),
        ),
        c.IncidentType(code="KB05", group="KB", label="Karhutla", priority="P2", lead_agency="bpbd"),
        c.IncidentType(code="MD14", group="MD", label="Sakit tidak mengancam", priority="P3"),
        c.IncidentType(code="KR06", group="KR", label="KDRT", priority="P1", confidential=True),
        c.IncidentType(code="IN06", group="IN", label="Pipa PDAM pecah", priority="P4"),
    )
    agencies = tuple(
        c.Agency(code=code, label=label, label_en=label, national_number=number)
        for code, label, number in (
            ("damkar", "Damkar", "113"),
            ("psc119", "PSC 119", "119"),
            ("polres", "Polres", "110"),
            ("bpbd", "BPBD", "117"),
            ("bpk", "BPK", ""),
        )
    )
    channels = (c.Channel(code="voice", label="Telepon"), c.Channel(code="radio", label="Radio"))
    sources = (
        c.OtherSource(code="110", label="110 Polres", agency="polres", channel="voice"),
        c.OtherSource(code="radio", label="Radio", channel="radio"),
        c.OtherSource(code="walk_in", label="Datang langsung"),
    )
    steps = tuple(
        EscalationStep(code=level, label=f"langkah {level}", after_limits=level, contact=level, alert=alert)
        for level, alert in ((1, ""), (2, ""), (3, "agency_silent"))
    )
    prompts = tuple(
        procedures.SilentPrompt(at_s=8.0 * number, text=sound, sound=sound)
        for number, sound in enumerate(("sapaan", "tanda", "pilihan", "ya_tidak"))
    )
    items = tuple(
        procedures.SilentItem(code=code, key=code[0], label=code) for code in ("breathing", "crying", "water")
    )
    lead = ("answer", "ticket", "dispatch", "dispatch_p1", "lower_priority", "classify_false_report")
    roles = (
        c.Role(
            code="PT", label="Petugas", actions=("answer", "ticket", "dispatch_p1", "play_own_recordings")
        ),
        c.Role(
            code="PTDS",
            label="Petugas pengirim",
            actions=("answer", "ticket", "dispatch", "reassign", "edit_map"),
            room_role="batola_operator",
            without_login=True,
        ),
        c.Role(
            code="KS",
            label="Ketua",
            room_role="batola_lead",
            actions=(
                *lead,
                "reassign",
                "edit_map",
                "force_claim",
                "reclassify",
                "reopen",
                "see_conflicts",
                "acknowledge_lead_alerts",
                "play_recordings",
                "export_evidence",
                "act_as_any_role",
            ),
        ),
    )
    alerts = (
        c.Alert(code="call_waiting", label="Menunggu", priority="high", tone="waiting", repeat_s=10.0),
        c.Alert(code="agency_no_ack", label="Tanpa jawaban", priority="high", tone="p1", repeat_s=60.0),
        c.Alert(code="agency_silent", label="Diam", priority="high", tone="p1", acknowledge="lead"),
        c.Alert(code="agency_rejected", label="Menolak", priority="high", tone="p2"),
        c.Alert(code="desk_gone", label="Meja hilang", priority="high", tone="p2"),
        c.Alert(code="unit_overdue", label="Satuan terlambat", tone="p2"),
        c.Alert(code="unit_double", label="Ganda", tone="p2"),
        c.Alert(code="hold_long", label="Ditahan", tone="p2", repeat_s=30.0),
        c.Alert(code="hold_long_lead", label="Ditahan lama", tone="p1", acknowledge="lead"),
        c.Alert(code="engine_lost", label="Saluran", priority="high", tone="attention", repeat_s=15.0),
        c.Alert(code="incident_given", label="Dilimpahkan", priority="high", tone="attention", repeat_s=20.0),
        c.Alert(code="incident_taken", label="Diambil", tone="p2"),
        c.Alert(code="transfer_asked", label="Diminta", tone="p2"),
        c.Alert(code="claim_lost", label="Kalah cepat", tone="p2"),
    )
    dispositions = (
        c.Disposition(code="handled", label="Tertangani"),
        c.Disposition(code="not_found", label="Tidak ditemukan"),
        c.Disposition(code="false_report", label="Laporan palsu"),
    )
    return c.Catalog(
        centre=c.Centre(name="112 Batola", regency_code="6304"),
        classes={item.code: item for item in classes},
        priorities={item.code: item for item in priorities},
        groups={item.code: item for item in groups},
        types={item.code: item for item in types},
        agencies={item.code: item for item in agencies},
        channels={item.code: item for item in channels},
        dispositions={item.code: item for item in dispositions},
        limits=limits or Limits(),
        silent=procedures.SilentProcedure(prompts=prompts, items=items),
        triage={},
        alerts={item.code: item for item in alerts},
        sources={source.code: source for source in sources},
        escalations={step.code: step for step in steps},
        roles={item.code: item for item in roles},
        training_units=training_units,
    )
