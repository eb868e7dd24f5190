"""Return an answer to an officer who may see it: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.work.incidents.recusals.access import refuse_recused
from huiying.work.responses.core.models import Answer


def answer_for(officer: Officer, number: str, *, to: Capability) -> Answer:
    """Return an answer of the officer's bureau, as ``draft_for``."""
    rows = Answer.objects.select_related("bureau", "speaker", "incident")
    answer = row_for(officer, rows, to=to, number=number)
    require_concerned(officer, answer, to=to)
    return answer


def require_concerned(officer: Officer, answer: Answer, *, to: Capability) -> None:
    """Refuse an officer who sees only the incidents of his unit, if this is none.

    Raises:
        NotAllowed: If neither the speaker nor a concerned unit is his.
    """
    refuse_recused(officer, answer.incident, to=to)
    if may(officer, Capability.SEE_POSTS) or may(officer, Capability.READ_RECORD):
        return
    about = answer.incident.number
    if officer.unit_id is None:
        raise NotAllowed(to, about=about)
    speaks = answer.speaker_id == officer.unit_id
    if not speaks and not answer.incident.concerned.filter(unit_id=officer.unit_id).exists():
        raise NotAllowed(to, about=about)
