"""写入单位反馈: begin an answer with what the units found and did, each sentence on its fact.

In:   a draft with an empty text, the newest report of each notice of its incident.
Out:  facts with the evidence that the units named, a finding, a first text that cites them.
Cost: one edit for each fact and one for the text.

It is a beginning: whoever writes makes it fit for readers. Where a unit named no evidence its
fact has none, and the draft cannot be submitted before somebody adds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from huiying.base.accounts.core.models import Officer
from huiying.work.casework.notices.models import UnitReport
from huiying.work.casework.notices.queries import reports_of
from huiying.work.responses.core.models import Draft
from huiying.work.responses.core.text import sentences, strip_unsafe
from huiying.work.responses.drafts.actions.edit import DraftWords, edit_draft
from huiying.work.responses.facts.actions.edit import EVIDENCE_CHARS, add_fact

MOST_REPORTS = 10  # that an answer begins with


def newest_reports(draft: Draft) -> list[UnitReport]:
    """Return the last report of each notice, oldest first."""
    newest = {row.notice_id: row for row in reports_of(draft.answer.incident.current)}
    return sorted(newest.values(), key=lambda row: (row.at, row.pk))[:MOST_REPORTS]


@transaction.atomic
def take_reports(*, draft: Draft, revision: int, officer: Officer, now: datetime) -> int:
    """Write the reports into a draft as facts and a first text; return how many facts.

    Nothing is written when no unit reported, or when there is a text or a fact already.

    Raises:
        PermissionDenied, Stale, Refused: As ``add_fact`` and ``edit_draft``.
    """
    reports = newest_reports(draft)
    if not reports or draft.body.strip() or draft.facts.exists():
        return 0
    paragraphs, count = [], 0
    for statement, evidence in _facts_in(reports):
        fact = add_fact(
            draft=draft,
            revision=revision + count,
            officer=officer,
            now=now,
            statement=statement,
            evidence=evidence,
        )
        count += 1
        paragraphs.append("".join(f"{one}[F{fact.order}]" for one in sentences(statement)))
    findings = {row.finding for row in reports}
    edit_draft(
        draft=draft,
        revision=revision + count,
        words=DraftWords(
            title=draft.title,
            claim=draft.claim,
            finding=findings.pop() if len(findings) == 1 else draft.finding,
            summary=draft.summary,
            body="\n".join(paragraphs),
            correction_note=draft.correction_note,
        ),
        officer=officer,
        now=now,
    )
    return count


def _facts_in(reports: Sequence[UnitReport]) -> Iterator[tuple[str, str]]:
    """Yield statement and evidence: what was found, then what was done."""
    for row in reports:
        evidence = " ".join(strip_unsafe(row.evidence).split())[:EVIDENCE_CHARS]
        for words in (row.facts, row.handled):
            statement = " ".join(strip_unsafe(words).split())
            if statement:
                yield statement, evidence
