"""选形式: choose the form of an answer; its headings fill an empty text only."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.policy.release.answer_forms import AnswerForm
from huiying.work.responses.core.models import Draft
from huiying.work.responses.drafts.rewriting import rewrite_draft
from huiying.work.responses.drafts.versions import save_version


@transaction.atomic
def choose_form(
    *,
    draft: Draft,
    revision: int,
    form: str,
    replace: bool,
    officer: Officer,
    now: datetime,
) -> bool:
    """Store the form of an answer; returns True if its outline was written into the text.

    Args:
        form: A value of ``AnswerForm``, or "" for none.
        replace: Put the outline in place of a text that is there; the old one stays readable
            among the versions of the draft.

    Raises:
        PermissionDenied, Stale: As ``edit_draft``.
        Refused: If there is no such form.
    """
    require(officer, Capability.DRAFT)
    if form and form not in set(AnswerForm):
        raise Refused(_("无此回应形式。"))
    outline = AnswerForm(form).outline if form else ""
    fills = bool(outline) and (replace or not draft.body.strip())
    changes = {"form": form, **({"body": outline} if fills else {})}
    if fills and draft.body.strip():
        save_version(draft, officer=officer, now=now)
    voided = rewrite_draft(draft, revision=revision, officer=officer, now=now, **changes)
    if fills:
        save_version(draft, officer=officer, now=now)
    record(draft, "draft.form_chosen", officer, now, form=form, filled=fills, voided=voided)
    return fills
