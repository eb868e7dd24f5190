"""What writers leave on a draft beside its words: a reason, a comment, a mark."""

from __future__ import annotations

from datetime import datetime

from huiying.base.accounts.core.models import Officer
from huiying.work.responses.core.models import Draft
from huiying.work.responses.drafts.actions.comment import comment_on
from huiying.work.responses.drafts.actions.give_reason import give_reason
from huiying.work.responses.drafts.models import ExemptionKind
from huiying.work.responses.facts.actions.supersede import supersede
from huiying.work.responses.facts.contradictions import contradictions_of


def annotate_draft(draft: Draft, writer: Officer, now: datetime) -> None:
    """Give a reason, comment, and mark what other answers say otherwise."""
    give_reason(
        draft=draft,
        revision=draft.revision,
        kind=ExemptionKind.STATEMENT,
        words="情况部分属实，已经处理。",
        reason="只说结论。",
        officer=writer,
        now=now,
    )
    comment_on(draft=draft, text="请核对日期。", officer=writer, now=now)
    for row in contradictions_of(draft):
        supersede(
            draft=draft,
            revision=draft.revision,
            fact_id=row.other.pk,
            reason="另一件事，以本稿为准。",
            officer=writer,
            now=now,
        )
