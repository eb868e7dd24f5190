"""加事实、删事实: statements with their evidence.

In:   a draft, the revision that the officer saw.    Out:  a fact more or less.
Cost: one conditional UPDATE, one row, a line of the record.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from huiying.base.accounts.access import require
from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.models import Officer
from huiying.work.casework.models import Docket
from huiying.work.responses.checks import is_link
from huiying.work.responses.content import fit
from huiying.work.responses.drafting import record, rewrite
from huiying.work.responses.exceptions import CannotAnswer
from huiying.work.responses.models import Draft, Fact

EVIDENCE_CHARS, LINK_CHARS, MOST_FACTS = 300, 500, 40


@transaction.atomic
def add_fact(
    *,
    draft: Draft,
    revision: int,
    statement: str,
    evidence: str,
    officer: Officer,
    now: datetime,
    link: str = "",
    docket: Docket | None = None,
) -> Fact:
    """Add a fact at the end. Evidence may follow later, but no draft is submitted without it.

    Args:
        link: Where a reader can check it, http or https; may be empty.
        docket: Whose finding the fact rests on: it must be in force when the answer goes out.

    Raises:
        PermissionDenied, Stale: As ``edit_draft``.
        CannotAnswer: If there is no statement, the link is no address, or a text is too long.
    """
    require(officer, Capability.DRAFT)
    statement, evidence, link = fit(statement), " ".join(fit(evidence).split()), fit(link)
    if not statement:
        raise CannotAnswer(_("请写出事实。"))
    if link and (not is_link(link) or len(link) > LINK_CHARS):
        raise CannotAnswer(_("网址须以 http:// 或 https:// 开头，最多 500 字。"))
    if len(evidence) > EVIDENCE_CHARS:
        raise CannotAnswer(_("证据最多 300 字。"))
    if draft.facts.count() >= MOST_FACTS:
        raise CannotAnswer(_("一份回应最多 40 条事实。"))
    voided = rewrite(draft, revision=revision, officer=officer, now=now)
    last = draft.facts.aggregate(last=Max("order"))["last"] or 0
    fact = Fact.objects.create(
        bureau_id=draft.bureau_id,
        draft=draft,
        order=last + 1,
        statement=statement,
        evidence=evidence,
        link=link,
        docket=docket,
    )
    record(draft, verb="draft.fact_added", officer=officer, now=now, data={"voided": voided})
    return fact


@transaction.atomic
def remove_fact(
    *, draft: Draft, revision: int, fact_id: int, officer: Officer, now: datetime
) -> None:
    """Take a fact out of a draft.

    Raises:
        PermissionDenied, Stale: As ``edit_draft``.
        CannotAnswer: If the draft has no such fact.
    """
    require(officer, Capability.DRAFT)
    fact = draft.facts.filter(pk=fact_id).first()
    if fact is None:
        raise CannotAnswer(_("这条事实已经不在了。"))
    voided = rewrite(draft, revision=revision, officer=officer, now=now)
    fact.delete()
    record(draft, verb="draft.fact_removed", officer=officer, now=now, data={"voided": voided})
