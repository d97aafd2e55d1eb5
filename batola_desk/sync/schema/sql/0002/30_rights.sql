-- Revision 0002: the projector writes, the report role reads, nobody else comes in.
revoke all on all functions in schema report from public;
revoke all on all tables in schema report from public;

grant usage on schema report to batola_projector, batola_report;
grant execute on function report.seconds(timestamptz, timestamptz), report.local_time(timestamptz)
  to batola_projector, batola_report;
grant select, insert, update, delete, truncate on
  report.state, report.call, report.incident, report.incident_call, report.agency_task, report.incident_unit,
  report.unit, report.unit_period, report.operator, report.operator_period, report.callback
  to batola_projector;
grant select, update on report.progress, report.lease to batola_projector;
grant select on
  report.progress, report.call, report.incident, report.incident_call, report.agency_task, report.incident_unit,
  report.unit, report.unit_period, report.operator, report.operator_period, report.callback,
  report.status, report.incident_times, report.call_daily, report.call_composition, report.ministry_composition, report.incident_daily,
  report.agency_daily, report.callback_daily, report.operator_hour, report.busy_hour, report.incident_place
  to batola_report;
