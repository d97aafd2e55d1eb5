"""The desk's own store: journal of facts, projections for lists, SQLite, one file per desk.

Use it like this; everything else of the room is private::

    from batola_desk.models.journal import open_journal

    journal = open_journal(paths.journal, app_version=__version__, on_status=..., on_provisional=...)
    journal.report                       # OpenReport: unclean stop, rescue, read-only … tell the operator
    journal.store.append([NewFact(...)], actor="sari", desk="A")     # Future[AppendResult]
    journal.store.status                 # JournalStatus
    journal.reader.open_incidents()      # Future[tuple[IncidentRow, ...]]
    journal.reader.incident(incident_id) # Future[Incident | None]
    journal.close()                      # finish writes, mark a clean stop, release the file

Every answer is a ``concurrent.futures.Future`` (wrap it with ``asyncio.wrap_future``). A future of
``append`` resolves when its facts are on the disk: from then on a power cut cannot take them. While the
disk refuses, the future stays pending, the facts wait in memory in order and are tried again, and
``on_provisional`` is called (on the writer thread) with an ``AppendResult(pending_disk=True)`` so that the
operator goes on; the reader shows the waiting facts too, marked ``pending_disk``. So a use case never makes
the screen wait for the future.
An append is refused only if its facts are wrong (``ValueError``/``TypeError``) or the waiting list is full
(``EnvironmentFault("journal_queue_full")``).

Reader (all answer with futures; rows are in ``models.rows``): ``incident(id)``, ``call(call_key)``,
``unit(id)``, ``callback(id)``, ``operator(id)``, ``desk(id)`` (folded states), ``open_incidents()``,
``live_calls()``, ``recent_calls(limit, before)``, ``calls_of_number(number, limit)``,
``calls_to_classify(limit)``, ``open_callbacks()``, ``units()``, ``operators()``, ``desks()``,
``search_incidents(text, only_closed=, before=, limit=)``, ``search_calls(text, before=, limit=)``,
``recent_incidents(limit, before)``, ``facts_of(aggregate, limit)``,
``next_ticket_counter(desk, local_date)``, ``check_pages()`` (ask once, some minutes after the start).

The room (``docs/decisions/0013``): ``store.apply_room(page)``, ``store.cut_room(after_seq)`` and
``store.keep_facts(envelopes)`` answer with ``room.RoomApplied``; ``room.RoomError`` says why something cannot
be taken. ``reader.pending(limit, after_row_id)``, ``pending_count()``, ``room_head()``, ``room_hash(seq)``,
``judged_facts(limit, before_seq)``.

Also: ``models.verify.verify(path)`` for the command line, ``models.new_origin.renew_origin(path, …)`` for a
copied file, ``models.codec.event_from_fields(kind, fields)`` for facts from the engine's spool.
"""
