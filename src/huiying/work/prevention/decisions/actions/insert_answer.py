"""写入回应稿: put a prepared question with its answer at the end of the draft of an incident.

In:   an incident, the key of a prepared answer.    Out:  the draft.
Cost: those of an edit; those of the beginning of a draft when there is none.

It is a proposal of words like any other: each sentence still needs its fact, and the draft goes
through every review.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.work.incidents.core.models import Incident
from huiying.work.prevention.decisions.prepared_answers import prepared_answer
from huiying.work.responses.core.models import OPEN_STATES, Draft
from huiying.work.responses.drafts.actions.edit import DraftWords, edit_draft, may_autosave
from huiying.work.responses.drafts.actions.start import start_draft
from huiying.work.responses.drafts.lease import held_by_other


@transaction.atomic
def insert_answer(*, incident: Incident, key: str, officer: Officer, now: datetime) -> Draft:
    """Append a prepared answer to the draft that is being written, or begin one.

    Raises:
        PermissionDenied: If the officer may not draft.
        Refused: If no such answer was prepared, the draft is submitted or an agency was asked
            about it, another officer edits it, it holds the answer already, or no draft can be
            begun.
    """
    require(officer, Capability.DRAFT)
    prepared = prepared_answer(incident, key)
    if prepared is None:
        raise Refused(_("未找到该备答内容，可能已有新版本。请刷新后查看。"))
    draft = _open_draft(incident) or start_draft(incident=incident, officer=officer, now=now)
    if not may_autosave(draft):  # it would void what others agreed to
        raise Refused(
            _("回应稿已送审或已送其他机关确认，备答未写入。如需修改，请在回应稿中编辑。")
        )
    if (lease := held_by_other(draft, officer, now)) is not None:
        raise Refused(
            _("%(name)s正在编辑回应稿，备答未写入。请稍后再试。") % {"name": lease.officer.name}
        )
    if prepared.answer in draft.body:
        raise Refused(_("该备答内容已在回应稿中。"))
    parts = [draft.body.rstrip(), prepared.question, prepared.answer]
    edit_draft(
        draft=draft,
        revision=draft.revision,
        words=DraftWords(
            title=draft.title,
            claim=draft.claim,
            finding=draft.finding,
            summary=draft.summary,
            body="\n\n".join(part for part in parts if part),
            correction_note=draft.correction_note,
        ),
        officer=officer,
        now=now,
    )
    record(draft, "draft.answer_inserted", officer, now, prepared=key)
    return draft


def _open_draft(incident: Incident) -> Draft | None:
    rows = Draft.objects.filter(answer__incident=incident, state__in=OPEN_STATES)
    return rows.select_related("answer").order_by("-pk").first()
