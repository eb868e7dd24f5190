"""Move an incident to its next stage; higher apps change the stage only through this act.

In:   an incident and a move.    Out:  its new stage.
Cost: one conditional UPDATE; a few queries more for one that is set aside, and counts no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from huiying.base.audit.subjects import Actor
from huiying.base.counters.actions.count import counted
from huiying.base.errors import Refused, Stale
from huiying.policy.core.moves import IllegalMove
from huiying.policy.procedure.stages import SET_ASIDE, SETTLED, Move, Stage, next_stage
from huiying.reasons.reason import Reason
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.requests import void_requests
from huiying.work.incidents.placements.counting import counted_posts


@contextmanager
def _counted(incident: Incident) -> Iterator[None]:
    events = list(incident.events.values_list("event_id", flat=True))
    with (
        counted_posts(incident.bureau_id, events),
        counted(incident.bureau_id, Incident, [incident.pk]),
    ):
        yield


def advance_stage(*, incident: Incident, move: Move, actor: Actor, now: datetime) -> Stage:  # noqa: ARG001 - the caller records it
    """Apply one move of the stage table.

    Raises:
        Refused: If the move is not open in the incident's stage.
        Stale: If somebody moved it on in this very moment.
    """
    incident.refresh_from_db(fields=["stage"])
    try:
        stage = next_stage(Stage(incident.stage), move)
    except IllegalMove as error:
        words = _("事件当前状态为“%(stage)s”，不能办理此操作。请刷新后查看。")
        label = Stage(incident.stage).label
        raise Refused(words % {"stage": _(label)}) from error
    if stage != incident.stage:
        leaves_or_joins = {stage, Stage(incident.stage)} & set(SET_ASIDE)
        with _counted(incident) if leaves_or_joins else nullcontext():
            standing = Incident.objects.filter(pk=incident.pk, stage=incident.stage)
            if standing.update(stage=str(stage), revision=F("revision") + 1) != 1:
                raise Stale(_("事件已被他人办理，本次操作未执行。请刷新后查看。"))
        incident.refresh_from_db(fields=["stage", "revision"])
        if stage in SETTLED:
            void_requests(incident, reason=Reason("clocks.settled"), now=now)
    return stage
