"""修订现况: write the next revision of one line of the situation of an incident."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused, Stale
from huiying.base.refused_text import (
    refuse_classified,
    refuse_removal_request,
)
from huiying.policy.core.hashing import hash_of_text
from huiying.policy.procedure.stages import SETTLED
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.situation.models import (
    MAX_TEXT,
    SituationLine,
    SituationRevision,
)
from huiying.work.incidents.situation.queries import last_revision


@transaction.atomic
def revise_situation(
    *,
    incident: Incident,
    line: SituationLine,
    text: str,
    shown_version: int,
    officer: Officer,
    now: datetime,
) -> SituationRevision:
    """Add a revision; the earlier ones stay as they are.

    Args:
        text: In one paragraph; what identifies a person is masked.
        shown_version: Of the line on the writer's screen, 0 when nothing was written.

    Raises:
        Refused: If nothing is written or nothing changed, the text is too long or may not be
            written here, or the incident is settled.
        Stale: If somebody revised the line meanwhile.
    """
    if incident.stage in SETTLED:
        raise Refused(_("事件已并案、排除或办结，现况不再修订。"))
    words = _checked(text)
    last = last_revision(incident, line)
    version = last.version if last else 0
    if shown_version != version:
        raise _stale()
    if last and words == last.text:
        raise Refused(_("内容与现行文字相同，未作修订。"))
    try:
        with transaction.atomic():
            row = SituationRevision.objects.create(
                bureau_id=incident.bureau_id,
                incident=incident,
                line=line,
                version=version + 1,
                text=words,
                by=officer,
                at=now,
            )
    except IntegrityError as error:  # two at once: the unique key let one through
        raise _stale() from error
    verb = "incident.situation_revised" if last else "incident.situation_filled"
    data = {"line": str(line), "count": version, "text": words, "hash": hash_of_text(words)}
    record(incident, verb, officer, now, **data)
    return row


def _stale() -> Stale:
    return Stale(_("现况已被他人更新，本次操作未执行。请核对最新内容后重新提交。"))


def _checked(text: str) -> str:
    refuse_classified(text)
    words = masked_text(" ".join(text.split()))
    refuse_removal_request(words)
    if not words:
        raise Refused(_("请填写现况内容。"))
    if len(words) > MAX_TEXT:
        raise Refused(
            _("现况每项最多 %(most)s 字，现为 %(here)s 字。")
            % {"most": MAX_TEXT, "here": len(words)}
        )
    return words
