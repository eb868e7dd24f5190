"""更正: begin the next version from the last one; nothing published is changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused
from huiying.base.refused_text import refuse_classified
from huiying.policy.release.answer_forms import AnswerForm
from huiying.work.responses.core.content import whole_content
from huiying.work.responses.core.models import (
    Answer,
    Draft,
    DraftState,
    Fact,
    Release,
    Withholding,
)
from huiying.work.responses.core.text import strip_unsafe
from huiying.work.responses.drafts.actions.edit import NOTE_CHARS
from huiying.work.responses.drafts.models import Exemption
from huiying.work.responses.drafts.queries import open_draft_of
from huiying.work.responses.drafts.versions import save_version
from huiying.work.responses.releases.queries import last_release_of


@transaction.atomic
def correct_release(*, answer: Answer, note: str, officer: Officer, now: datetime) -> Draft:
    """Start a correction; it goes through the same approval as the first version.

    Args:
        note: What is corrected and why, 1 to 400 characters; readers see it.

    Raises:
        PermissionDenied: If the officer may neither draft nor publish.
        Refused: If nothing was published, a draft is open, or the note is missing.
    """
    require(officer, Capability.DRAFT, Capability.PUBLISH)
    note = " ".join(strip_unsafe(note).split())
    if not note:
        raise Refused(_("请填写更正内容和理由，读者可见。"))
    if len(note) > NOTE_CHARS:
        raise Refused(_("更正说明最多 400 字。"))
    refuse_classified(note)
    answer = lock_row(Answer, answer.pk)
    last = last_release_of(answer)
    if last is None:
        raise Refused(_("尚未发布，可直接修改。"))
    if open_draft_of(answer) is not None:
        raise Refused(_("这份回应已有一份更正在起草，请在那一份上写。"))
    draft = _copy(answer, last, note, officer, now)
    save_version(draft, officer=officer, now=now)
    record(draft, "draft.correction_started", officer, now, corrects=last.version)
    return draft


def _copy(answer: Answer, last: Release, note: str, officer: Officer, now: datetime) -> Draft:
    former = answer.drafts.filter(state=DraftState.PUBLISHED).order_by("-version").first()
    withheld = list(former.withheld.all()) if former is not None else []
    content = whole_content(former) if former is not None and withheld else last.content
    draft = Draft.objects.create(
        bureau_id=answer.bureau_id,
        answer=answer,
        version=last.version + 1,
        form=_form_of(content),
        title=content["title"],
        claim=content["claim"],
        finding=content["finding"],
        summary=content["summary"],
        body=content["body"],
        correction_note=note,
        author=officer,
        writers=[officer.pk],
        started_at=now,
        edited_at=now,
    )
    Fact.objects.bulk_create(_fact(draft, fact) for fact in content["facts"])
    if former is not None:
        _copy_reasons(former, draft)
    _copy_withholdings(withheld, draft)
    return draft


def _copy_withholdings(rows: Iterable[Withholding], draft: Draft) -> None:
    """Go on keeping back what was kept back, until somebody gives it free."""
    Withholding.objects.bulk_create(
        Withholding(
            bureau_id=row.bureau_id,
            draft=draft,
            passage=row.passage,
            ground=row.ground,
            reason=row.reason,
            harm=row.harm,
            officer_id=row.officer_id,
            at=row.at,
        )
        for row in rows
    )


def _form_of(content: dict[str, Any]) -> str:
    """Return the form to begin with: what follows a holding statement is an answer."""
    form = str(content.get("form", ""))
    return "" if form == AnswerForm.HOLDING else form


def _fact(draft: Draft, fact: dict[str, str]) -> Fact:
    """Return a fact as it was published; one of the first schema has no parts."""
    moment = fact.get("as_of", "")
    return Fact(
        bureau_id=draft.bureau_id,
        draft=draft,
        order=int(fact["code"].removeprefix("F")),
        statement=fact["statement"],
        evidence=fact["evidence"],
        link=fact["link"],
        subject=fact.get("subject", ""),
        attribute=fact.get("attribute", ""),
        value=fact.get("value", ""),
        as_of=datetime.fromisoformat(moment) if moment else None,
    )


def _copy_reasons(former: Draft, draft: Draft) -> None:
    """Keep the reasons that were given: they are for the same words, by the same officer."""
    Exemption.objects.bulk_create(
        Exemption(
            bureau_id=row.bureau_id,
            draft=draft,
            kind=row.kind,
            digest=row.digest,
            words=row.words,
            reason=row.reason,
            officer_id=row.officer_id,
            at=row.at,
        )
        for row in former.exemptions.all()
    )
