"""Every reason for which a use case refuses a wish, and every alert that services raise.

Codes of every ``OperatorError`` that services raise (``ui/labels.py`` has a text for each):

=============================  =======================================================================
code                           values
=============================  =======================================================================
``agency_no_number``           agency
``agency_unknown``             agency
``alarm_unknown``
``announcement_end_unusable``
``announcement_level_unknown`` level
``announcement_not_allowed``
``announcement_person_missing``
``announcement_text_missing``
``announcement_too_long``      length, limit
``announcement_unknown``
``call_gone``                  the call is no longer on the line
``call_not_linked``
``call_not_ringing``
``call_not_talking``
``call_sign_taken``            call_sign
``call_still_live``
``call_unknown``
``callback_dialling``          number
``callback_none``
``callback_text_first``        the caller gets a text before anybody dials
``callback_texted``            minutes
``callback_texting``           its text is on its way
``callback_unknown``
``channel_unknown``            channel
``claim_denied``               the room does not let this person claim
``claim_lost``                 desk, operator: they were quicker
``claim_taken``                desk, operator: they have it
``class_needs_ticket``         call_class
``conference_hang_up``         several would be left behind
``conflict_no_choice``
``conflict_unknown``
``desk_unknown``               desk
``device_undo``                nothing said, or somebody has said something since
``device_unusable``            limit
``digits_unusable``            digits
``engine_lost``                the engine is away, it is being started again
``engine_silent``              the engine did not answer in time
``export_not_written``         reason
``extract_empty``
``field_unknown``              field
``fix_without_area``           the position is an address only
``held_nothing_named``         the call names no server that may be asked for its position
``held_off``                   no server may be asked for positions
``held_running``               the position is being asked for
``incident_confidential``      ticket
``incident_ended``             ticket
``incident_not_referred``
``incident_unknown``
``journal_not_open``
``kin_busy``                   ticket: somebody works on its own account
``kin_call_elsewhere``
``kin_itself``
``kin_not_merged``             ticket
``kin_only_call``              ticket
``kin_training``
``layers_empty``
``layers_not_geojson``
``layers_not_json``
``layers_projection``
``layers_too_big``             limit
``layers_too_many``            count, limit
``layers_unreadable``          reason
``lead_only``                  action
``link_channel_unknown``       channel
``link_no_call``
``link_none``                  the call has no link
``link_off``                   no service of location links is set up
``link_running``               a link is being made
``list_row_ships``             key
``mail_sending_elsewhere``     desk, operator, mail, seconds: another desk sends the same e-mail
``mail_sent_already``          mail
``mail_under_way``             mail
``map_admin_only``
``map_end_unusable``           days
``map_feature_removed``
``map_feature_there``          it was not removed
``map_feature_unknown``
``map_features_full``          limit
``map_kind_unknown``           kind
``map_name_missing``
``map_place_missing``          ticket
``map_points_unusable``        least, limit
``map_radius_unusable``        limit
``map_shape_unusable``         kind, shape
``map_text_too_long``          field, length, limit
``map_tide_unusable``          lowest, highest
``map_variants_too_many``      limit
``mark_text_missing``
``measure_too_long``           days
``measure_unknown``
``medium_unknown``             medium
``name_missing``               action
``neighbour_unknown``
``neighbour_without_number``   name
``no_call_ringing``
``no_party``                   the call has only the caller
``nothing_chosen``
``nothing_dialled``
``number_expected``            field
``number_unusable``            number
``operator_away``              operator
``operator_state_unknown``     state
``operator_unknown``           operator
``owner_already``              ticket
``person_missing``
``point_unusable``
``position_unknown``           it has a call already, or is too old
``reach_no_network``           no map pack with roads or rivers is in use
``reach_no_place``             the unit has no position
``reach_off_network``          no road or river near
``reason_missing``             action
``reason_unknown``             reason
``receiver_may_not_see``       operator: a confidential ticket, and a role that has nothing to do with it
``recording_altered``
``recording_missing``
``recording_unknown``
``recording_unreadable``
``referral_empty``
``referral_unknown``
``referrals_none``
``referrals_not_written``      cause
``reporter_too_long``          limit
``right_missing``              action
``role_unknown``               role
``room_not_offered``           no other room answers (any more)
``search_cursor_bad``
``search_failed``              cause
``search_kind_unknown``        kind
``self_test_in_call``
``self_test_person_missing``
``self_test_running``
``setting_file_not_written``   key, file: a file of IT's, the disk refused
``setting_in_file``            key: its file is written by hand only
``setting_locked``             key, place: the organisation's policy decides it
``setting_no_rights``          key, file: this account may not write it
``setting_not_saved``          key
``setting_not_yours``          key
``setting_of_program``         key
``setting_unknown``            key
``setting_unusable``           key, allowed
``shift_unknown``              shift
``sign_on_alone``              this desk has no room
``sign_on_busy``               somebody is signing on
``sign_on_disabled``           the server has locked this login
``sign_on_expired``            days, cause (why the server was not asked)
``sign_on_incomplete``
``sign_on_no_role``            the login is none of a person at a desk
``sign_on_offline_wrong``      cause
``sign_on_password``           the server refuses name or password
``sign_on_wait``               seconds
``silent_check_not_started``
``silent_item_unknown``        item
``slip_damaged``               misread, or changed
``slip_file_unreadable``       why
``slip_newer``                 a later program printed it
``slip_none``
``slip_training``              of a training desk, or the other way round
``slip_unusable``
``source_unknown``             source
``supervise_not_allowed``
``supervision_mode_unknown``   mode
``task_action_not_now``        action, state
``task_already_sent``          agency
``task_unknown``
``tasks_open``                 agencies
``text_missing``
``text_unusable``
``too_many_chosen``            limit
``track_older``                minutes: what is shown is so much newer than the file
``triage_answer_unusable``
``triage_question_unknown``
``unit_already_here``          call_sign
``unit_busy``                  call_sign, tickets
``unit_emergency``             call_sign
``unit_not_here``              call_sign
``unit_out_of_service``        call_sign, reason
``undo_task_sent``             agency, task_id: it has left the desk; it can be withdrawn with a reason
``undo_unit_sent``             call_sign, unit_id: it was told to go; it can be released with a reason
``unit_place_undo``            nothing placed, or a newer place has come
``unit_state_not_now``         state, now
``unit_unknown``
``update_no_previous``
``update_not_attended``
``update_unwritable``          file, why
``volume_unusable``
``weather_file_unreadable``    path
``wish_gone``                  ticket
=============================  =======================================================================

A CAP document that cannot be used is refused with the code of ``interop.cap.safe_xml`` (``cap_…``).
Besides these, guards of ``domain.guards`` raise their own codes, the engine's refusals pass through with the
engine's code, and the journal's (``journal_queue_full``, ``journal_closed``, ``journal_not_written``).
Alarm codes raised here (rules in ``resources/config/alerts.toml``): ``call_waiting``, ``hold_long``,
``hold_long_lead``, ``silent_repeat``, ``agency_no_ack``, ``agency_silent``, ``agency_rejected``,
``incident_suspended``, ``unit_emergency``, ``unit_double``,
``incident_given``, ``incident_taken``, ``transfer_asked``, ``claim_lost``,
``unit_overdue``, ``headset_lost``, ``recording_failed``, ``positions_not_heard``, ``links_not_heard``,
``caller_wrote``, ``engine_lost``,
``engine_silent``, ``line_failed``,
``line_down``, ``line_not_started``, ``line_config_unusable``, ``protocol_version``, ``journal_trouble``,
``journal_rescued``, ``screen_restarted``, ``disk_low``, ``disk_filling``, ``backup_failed``,
``desk_without_login``, ``conflict``,
``weather``, ``weather_not_heard``,
``self_test_failed``, ``unsent_unsafe``, ``room_refuses``, ``clock_wrong``, and those the engine raises.
"""
