"""是话题、不是话题: an officer marks a candidate as a policy question or an incident.

In:   a candidate, the officer's word.    Out:  the flag, which the machine never changes again.
Cost: three writes, and one look at the event.

Saying that it is none brings back the alarm that its volume may deserve, at once.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.db.claims import claim_row
from huiying.base.errors import Stale
from huiying.reasons.rendering import render_data
from huiying.work.incidents.assessment.event_facts import FactsReader
from huiying.work.incidents.candidates.actions.propose import propose_candidates
from huiying.work.incidents.candidates.models import Candidate, CandidateState

OPEN_STATES = (CandidateState.NEW, CandidateState.WATCHED)


@transaction.atomic
def mark_topic(
    *,
    candidate: Candidate,
    is_topic: bool,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Say that a waiting candidate is a policy question, or that it is none.

    Raises:
        Stale: If somebody changed or decided it in the meantime.
    """
    changes = {"is_topic": is_topic, "topic_by": officer}
    if not claim_row(candidate, revision, changes, state__in=OPEN_STATES):
        candidate.refresh_from_db()
        raise Stale(_("待研判舆情已被更新或处理，本次操作未执行，未作任何更改。"))
    record(
        candidate,
        "candidate.called_topic" if is_topic else "candidate.called_incident",
        officer,
        now,
        machine=render_data(candidate.topic_why),
    )
    propose_candidates(
        FactsReader(candidate.bureau_id), event_ids=[candidate.event_id], now=now, reasons={}
    )
