"""提出等级异议: a unit that an incident concerns states by facts why another grade is right.

In:   an incident, an officer of the unit, facts by the three cards, a file if there is one.
Out:  an objection that waits for an answer; no clock starts, stops or pauses.
Cost: three queries, two writes; two more with a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused, Stale
from huiying.base.files.actions.keep import keep_file
from huiying.base.files.incoming import WrittenFile
from huiying.base.files.models import Retention
from huiying.base.refused_text import (
    refuse_accusation,
    refuse_classified,
    refuse_removal_request,
)
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import SETTLED
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.models import GradeObjection
from huiying.work.incidents.grading.objections import objection_hash, open_objections_of
from huiying.work.incidents.grading.queries import grade_in_use

MOST = 400  # characters of each of the three


@dataclass(frozen=True, slots=True)
class ObjectionInput:
    """What a unit states: the grade it holds to be right, and facts on one card at least."""

    wanted: Grade
    content: str = ""
    reaction: str = ""
    media: str = ""
    file: WrittenFile | None = None


@transaction.atomic
def object_to_grade(
    *,
    incident: Incident,
    stated: ObjectionInput,
    shown_grade: int,
    officer: Officer,
    now: datetime,
) -> GradeObjection:
    """Lodge an objection; the grade and every clock stand until it is answered.

    Args:
        shown_grade: The grade on the officer's screen, which the facts speak about.

    Raises:
        Refused: If the incident does not concern the officer's unit or is settled, the unit
            has an open objection, no fact is stated, the wanted grade stands already or is not
            in use, or a text is too long or may not be written here.
        Stale: If the grade changed meanwhile.
    """
    incident = lock_row(Incident, incident.pk)
    unit = officer.unit
    if unit is None or not incident.concerned.filter(unit=unit).exists():
        raise Refused(_("仅收到通报或交办的单位可提出等级异议。"))
    if incident.stage in SETTLED:
        raise Refused(_("事件已办结、并入或排除，不再受理等级异议。"))
    if incident.grade != shown_grade:
        raise Stale(_("事件等级已变更，本次异议未提交。请核对现行等级后重新提交。"))
    if open_objections_of(incident).filter(unit=unit).exists():
        raise Refused(_("本单位已有一份等级异议待答复；可撤回后重新提出。"))
    facts = _checked_facts(incident, stated, now)
    row = GradeObjection(
        bureau_id=incident.bureau_id,
        incident=incident,
        unit=unit,
        grade=incident.grade,
        wanted=int(stated.wanted),
        content=facts[0],
        reaction=facts[1],
        media=facts[2],
        lodged_at=now,
        lodged_by=officer,
    )
    if stated.file is not None:
        row.file = keep_file(
            bureau_id=incident.bureau_id,
            written=stated.file,
            retention=Retention.THIRTY_YEARS,
            now=now,
        )
    row.save(force_insert=True)
    record(
        row,
        "objection.lodged",
        officer,
        now,
        grade=row.grade,
        to=row.wanted,
        hash=objection_hash(row),
    )
    return row


def _checked_facts(incident: Incident, stated: ObjectionInput, now: datetime) -> list[str]:
    if stated.wanted == incident.grade:
        raise Refused(_("建议等级与现行等级相同，无须提出异议。"))
    if not grade_in_use(incident.bureau_id, stated.wanted, now):
        raise Refused(_("本局规则未启用“特别重大”。"))
    facts = [_checked(text) for text in (stated.content, stated.reaction, stated.media)]
    if not any(facts):
        raise Refused(_("请就舆情内容、公众反应、媒体介入至少一项写明事实。"))
    return facts


def _checked(text: str) -> str:
    refuse_classified(text)
    words = masked_text(" ".join(text.split()))
    refuse_removal_request(words)
    refuse_accusation(words)
    if len(words) > MOST:
        raise Refused(
            _("每项最多 %(most)s 字，现为 %(here)s 字。") % {"most": MOST, "here": len(words)}
        )
    return words
