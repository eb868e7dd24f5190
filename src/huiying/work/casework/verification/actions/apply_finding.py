"""适用: apply a finding to another incident or to posts, decided by an officer.

In:   a docket, an incident or posts.    Out:  links that a person confirmed.
Cost: one insert an incident; one statement for all posts of a call.

A suggestion compares the docket's own claim with one incident. It never goes on from there:
what is like a linked incident is not thereby like the claim.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.actions.append import append
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.policy.procedure.stages import SET_ASIDE
from huiying.work.casework.verification.models import (
    Docket,
    DocketState,
    ServedIncident,
    ServedPost,
)
from huiying.work.incidents.core.models import Incident, IncidentEvent
from huiying.work.incidents.placements.models import Placement

BATCH = 1_000


@transaction.atomic
def apply_finding(
    *, docket: Docket, incident: Incident, officer: Officer, now: datetime
) -> ServedIncident:
    """Link an incident: what the docket finds answers it too.

    Raises:
        Refused: If it is another bureau's, set aside, or linked already, or the docket was
            withdrawn.
    """
    if incident.bureau_id != docket.bureau_id:
        raise Refused(_("请选择本局的另一个事件。"))
    if docket.state == DocketState.WITHDRAWN:
        raise Refused(_("这份核实单已撤销。"))
    if incident.stage in SET_ASIDE:
        raise Refused(_("这个事件已并入或排除。"))
    row, made = ServedIncident.objects.get_or_create(
        bureau_id=docket.bureau_id,
        docket=docket,
        incident=incident,
        defaults={"by": officer, "at": now},
    )
    if not made:
        raise Refused(_("这份核实单已经适用于这个事件。"))
    subject = docket.audit_subject()
    for topic in (subject.topic, incident.audit_topic):
        append(
            bureau_id=docket.bureau_id,
            actor=officer.audit_actor(),
            verb="docket.served",
            subject=replace(subject, topic=topic),
            now=now,
            data={"incident": incident.number},
        )
    return row


@transaction.atomic
def unapply_finding(
    *, docket: Docket, incident: Incident, officer: Officer, now: datetime
) -> None:
    """Take a link back; the incident that the claim was asked for stays.

    Raises:
        Refused: If there is no such link.
    """
    rows = ServedIncident.objects.filter(docket=docket, incident=incident, origin=False)
    if rows.delete()[0] != 1:
        raise Refused(_("无此关联，或属最初提出的事件，不能取消。"))
    record(docket, "docket.unserved", officer, now, incident=incident.number)


def apply_finding_to_posts(
    *, docket: Docket, incident: Incident, post_ids: Iterable[int]
) -> int:
    """Link those of the posts that belong to the incident; return how many are new."""
    before = docket.posts.count()
    events = IncidentEvent.objects.filter(incident=incident).values("event_id")
    inside = Placement.objects.filter(
        bureau_id=docket.bureau_id, event_id__in=events, post_id__in=list(post_ids)
    )
    ServedPost.objects.bulk_create(
        (
            ServedPost(bureau_id=docket.bureau_id, docket=docket, post_id=key)
            for key in inside.values_list("post_id", flat=True)
        ),
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    return docket.posts.count() - before
