-- Revision 0002: the figures of domain.md §13. Days and hours are those of the centre (report.progress).
-- Training is in no summary, test calls (class U) only where the composition names them.

create function report.local_time(p_at timestamptz) returns timestamp
language sql stable parallel safe as $$
  select p_at at time zone 'UTC' + make_interval(mins => utc_offset_min) from report.progress
$$;

create view report.status as
  select p.applied_seq, h.seq as room_seq, h.seq - p.applied_seq as waiting_count, p.applied_at,
         report.seconds(p.applied_at, now()) as age_s
    from report.progress p join batola.stream h on h.stream_id = 1;

-- t0 … t7 of domain.md §13. t0 and t1 are those of the report that was answered first.
create view report.incident_times as
  select i.incident_id, i.applied_seq, i.ticket_number,
         report.local_time(i.opened_at)::date as day,
         i.type_code, i.priority, i.place_code, i.desk, i.operator, i.state, i.is_training,
         coalesce(c.is_test, false) as is_test,
         not i.is_training and not coalesce(c.is_test, false)
           and i.state not in ('false_report', 'referred') as is_real,
         coalesce(c.report_count, 0) as report_count,
         f.offered_at        as t0_ringing_at,
         f.answered_at       as t1_answered_at,
         i.opened_at         as t2_opened_at,
         i.first_sent_at     as t3_alerted_at,
         i.first_ack_at      as t4_acknowledged_at,
         i.first_en_route_at as t5_en_route_at,
         i.first_on_scene_at as t6_on_scene_at,
         i.closed_at         as t7_closed_at,
         report.seconds(f.offered_at, f.answered_at)            as answer_s,
         report.seconds(f.answered_at, i.opened_at)             as ticket_s,
         report.seconds(f.answered_at, i.first_sent_at)         as processing_s,
         report.seconds(i.first_sent_at, i.first_ack_at)        as acceptance_s,
         report.seconds(i.first_sent_at, i.first_en_route_at)   as turnout_s,
         report.seconds(f.answered_at, i.first_on_scene_at)     as response_s,
         report.seconds(f.offered_at, i.first_on_scene_at)      as response_from_ringing_s,
         report.seconds(i.first_sent_at, i.first_on_scene_at)   as response_from_alert_s,
         report.seconds(f.answered_at, i.closed_at)             as closing_s
    from report.incident i
    left join lateral (
      select count(*)::integer as report_count, bool_and(c.is_test) as is_test
        from report.incident_call l join report.call c using (call_key)
       where l.incident_id = i.incident_id and c.is_from_caller) c on true
    left join lateral (
      select c.offered_at, c.answered_at from report.incident_call l join report.call c using (call_key)
       where l.incident_id = i.incident_id and c.is_from_caller
       order by c.answered_at nulls last, c.offered_at limit 1) f on true;

create view report.call_daily as
  select report.local_time(offered_at)::date as day,
         count(*)                                                                   as incoming_count,
         count(answered_at)                                                         as answered_count,
         count(*) filter (where is_abandoned and abandoned_s < 5)                   as abandoned_short_count,
         count(*) filter (where is_abandoned and abandoned_s >= 5)                  as abandoned_long_count,
         round(100.0 * count(*) filter (where is_abandoned and abandoned_s >= 5) / count(*), 1)
                                                                                    as abandoned_percent,
         round(100.0 * count(*) filter (where answer_s <= 10) / nullif(count(answer_s), 0), 1) as within_10_s_percent,
         round(100.0 * count(*) filter (where answer_s <= 15) / nullif(count(answer_s), 0), 1) as within_15_s_percent,
         round(100.0 * count(*) filter (where answer_s <= 20) / nullif(count(answer_s), 0), 1) as within_20_s_percent,
         percentile_cont(0.5)  within group (order by answer_s)                     as answer_median_s,
         percentile_cont(0.9)  within group (order by answer_s)                     as answer_p90_s,
         percentile_cont(0.95) within group (order by answer_s)                     as answer_p95_s,
         max(answer_s)                                                              as answer_max_s,
         percentile_cont(0.5)  within group (order by talk_s)                       as talk_median_s,
         sum(talk_s)                                                                as talk_total_s,
         percentile_cont(0.5)  within group (order by wrap_up_s)                    as wrap_up_median_s,
         count(*) filter (where is_silent)                                          as silent_count,
         round(100.0 * count(*) filter (where is_silent and is_silent_checked)
               / nullif(count(*) filter (where is_silent), 0), 1)                   as silent_checked_percent
    from report.call where is_counted group by 1;

create view report.call_composition as
  select report.local_time(offered_at)::date as day, call_class, count(*) as call_count,
         round(100.0 * count(*) / sum(count(*)) over (partition by report.local_time(offered_at)::date), 1)
           as share_percent
    from report.call where is_from_caller and not is_training group by 1, 2;

create view report.ministry_composition as
  select report.local_time(offered_at)::date as day, ministry_class, count(*) as call_count,
         round(100.0 * count(*) / sum(count(*)) over (partition by report.local_time(offered_at)::date), 1)
           as share_percent
    from report.call where is_counted group by 1, 2;

create view report.incident_daily as
  select day,
         count(*)                                                          as ticket_count,
         count(*) filter (where is_real)                                   as real_count,
         percentile_cont(0.5) within group (order by processing_s)         as processing_median_s,
         percentile_cont(0.9) within group (order by processing_s)         as processing_p90_s,
         percentile_cont(0.5) within group (order by response_s)           as response_median_s,
         percentile_cont(0.9) within group (order by response_s)           as response_p90_s,
         percentile_cont(0.5) within group (order by response_from_ringing_s) as response_from_ringing_median_s,
         percentile_cont(0.5) within group (order by response_from_alert_s)   as response_from_alert_median_s,
         round(sum(report_count)::numeric / count(*), 2)                   as reports_per_ticket
    from report.incident_times where not is_training and not is_test group by 1;

create view report.agency_daily as
  select t.day, a.agency_code, t.priority,
         count(a.sent_at)                                           as sent_count,
         count(a.acknowledged_at)                                   as acknowledged_count,
         percentile_cont(0.5) within group (order by a.ack_s)       as ack_median_s,
         percentile_cont(0.9) within group (order by a.ack_s)       as ack_p90_s,
         count(a.ack_s) filter (where a.ack_limit_s is not null)    as measured_count,
         case when count(a.ack_s) filter (where a.ack_limit_s is not null) >= 5 then
           round(100.0 * count(*) filter (where a.ack_s <= a.ack_limit_s)
                 / count(a.ack_s) filter (where a.ack_limit_s is not null), 1) end as within_limit_percent
    from report.agency_task a join report.incident_times t using (incident_id)
   where not t.is_training and not t.is_test group by 1, 2, 3;

create view report.callback_daily as
  select report.local_time(b.first_lost_at)::date as day,
         count(*)                                                as opened_count,
         count(b.reached_at)                                     as reached_count,
         round(100.0 * count(b.reached_at) / count(*), 1)        as reached_percent,
         percentile_cont(0.5) within group (order by b.reach_s)  as reach_median_s
    from report.callback b left join report.call c using (call_key)
   where not coalesce(c.is_training or c.is_test, false) group by 1;

create view report.operator_hour as
  select c.operator, date_trunc('hour', report.local_time(c.answered_at)) as hour,
         count(*)                               as call_count,
         round(sum(c.talk_s) / 60, 1)           as talk_min,
         count(*) filter (where exists (
           select from report.incident_call l join report.incident i using (incident_id)
            where l.call_key = c.call_key and i.priority = 'P1')) as p1_count
    from report.call c where c.is_counted and c.answered_at is not null group by 1, 2;

create view report.busy_hour as
  select extract(isodow from report.local_time(offered_at))::integer as weekday,
         extract(hour from report.local_time(offered_at))::integer   as hour,
         count(*) as call_count
    from report.call where is_counted group by 1, 2;

-- Fewer than three in a place could name a family (domain.md §13).
create view report.incident_place as
  select place_code, count(*) as incident_count from report.incident_times
   where is_real and place_code <> '' group by 1 having count(*) >= 3;
