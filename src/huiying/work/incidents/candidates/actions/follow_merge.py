"""After the stream merged two events: candidates and incidents follow their posts.

In:   the event that ended and the event that lives on.    Out:  candidates re-pointed.
Cost: a few queries per merge; merges are rare.

An officer's incident never loses its posts: when its event ends, the incident holds the event
that lives on. The engine is told never to join events of two incidents (``hold_apart``).
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import datetime

from django.db.models import F

from huiying.base.audit.actions.append import append
from huiying.base.audit.subjects import MACHINE
from huiying.base.clocks.actions.relabel import relabel_clocks
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.clocks.models import ClockState
from huiying.base.outbox.actions.alarm import end_alarms, readdress_alarms
from huiying.reasons.reason import Reason
from huiying.work.incidents.candidates.clocks import candidate_clock_subject
from huiying.work.incidents.candidates.models import Candidate, CandidateState
from huiying.work.incidents.candidates.rises import bring_rise
from huiying.work.incidents.core.models import IncidentEvent
from huiying.work.incidents.grading.rises import label_clocks

WAITING = (CandidateState.NEW, CandidateState.WATCHED)


def follow_merge(*, bureau_id: int, source: int, target: int, now: datetime) -> None:
    """Let the candidates of two joined events become one."""
    rows = {
        row.event_id: row
        for row in Candidate.objects.filter(
            bureau_id=bureau_id, event_id__in=[source, target]
        ).select_related("notice_clock", "incident")
    }
    old, new = rows.get(source), rows.get(target)
    if old is None:
        return
    if new is None:
        _repoint(old, target)
        return
    if old.incident_id and not new.incident_id:
        # The incident's candidate takes the surviving event; the waiting one steps back.
        Candidate.objects.filter(pk=new.pk).update(event_id=-source)
        _repoint(old, target)
        _absorb(new, into=old, now=now)  # still known by the event it had
    elif not old.incident_id:
        _absorb(old, into=new, now=now)
    elif old.incident_id == new.incident_id:
        IncidentEvent.objects.filter(bureau_id=bureau_id, event_id=source).delete()


def _repoint(row: Candidate, target: int) -> None:
    readdress_alarms(bureau_id=row.bureau_id, old_ref=str(row.event_id), new_ref=str(target))
    IncidentEvent.objects.filter(bureau_id=row.bureau_id, event_id=row.event_id).update(
        event_id=target
    )
    if not row.incident_id:
        old = str(row.event_id)
        row.event_id = target
        relabel_clocks(
            bureau_id=row.bureau_id, old_ref=old, subject=candidate_clock_subject(row)
        )
    row.event_id = target
    row.save(update_fields=["event_id"])


def _absorb(row: Candidate, *, into: Candidate, now: datetime) -> None:
    """A waiting candidate ends in another one, which inherits its earlier start."""
    if row.state not in WAITING:
        return
    Candidate.objects.filter(pk=row.pk).update(
        state=CandidateState.ABSORBED, revision=F("revision") + 1, decided_at=now
    )
    if row.notice_clock is not None:
        _pass_on_clock(row, into, now)
    append(
        bureau_id=row.bureau_id,
        actor=MACHINE,
        verb="candidate.absorbed",
        subject=replace(row.audit_subject(), topic=f"candidate:{into.event_id}"),
        now=now,
        data={"into": str(into.event_id)},
    )


def _pass_on_clock(row: Candidate, into: Candidate, now: datetime) -> None:
    """One matter has one notice clock: the one that started first goes on."""
    first = into.notice_clock is None or (
        row.notice_clock is not None
        and into.notice_clock.state == ClockState.RUNNING
        and row.notice_clock.starts_at < into.notice_clock.starts_at
    )
    if row.notice_clock is None:
        return
    if not first:
        cancel_clock(
            clock=row.notice_clock,
            reason=Reason("clocks.merged", {"title": into.title}),
            now=now,
        )
    else:
        if into.notice_clock is not None:
            cancel_clock(
                clock=into.notice_clock, reason=Reason("clocks.merged_earlier"), now=now
            )
        into.notice_clock, into.major_since = row.notice_clock, row.major_since
        into.save(update_fields=["notice_clock", "major_since"])
    if into.incident is not None:
        label_clocks(into.incident, old_ref=str(row.event_id))
        # What was before the bureau waits there on: nobody has looked at it yet.
        if bring_rise(_brought(row, into), into.incident, now) is not None:
            readdress_alarms(
                bureau_id=row.bureau_id, old_ref=str(row.event_id), new_ref=str(into.event_id)
            )
            return
    else:
        relabel_clocks(
            bureau_id=into.bureau_id,
            old_ref=str(row.event_id),
            subject=candidate_clock_subject(into),
        )
    end_alarms(bureau_id=row.bureau_id, key_prefix=f"major:{row.event_id}", now=now)


def _brought(row: Candidate, into: Candidate) -> Candidate:
    """Return the proposal that ends in an incident's, as one of the event that lives on."""
    found = copy(row)
    found.event_id, found.notice_clock = into.event_id, into.notice_clock
    return found
