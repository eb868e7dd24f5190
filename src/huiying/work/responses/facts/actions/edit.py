"""加事实、改事实、删事实: add, change and delete facts of a draft, with their evidence."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.refused_text import refuse_classified
from huiying.work.casework.verification.models import Docket
from huiying.work.responses.core.models import Draft, Fact
from huiying.work.responses.core.text import strip_unsafe
from huiying.work.responses.drafts.rewriting import rewrite_draft
from huiying.work.responses.facts.triples import fact_sentence

EVIDENCE_CHARS, LINK_CHARS, MOST_FACTS = 300, 500, 40
PART_CHARS, VALUE_CHARS = 80, 200


@dataclass(frozen=True, slots=True)
class FactWords:
    """What an officer writes of one fact.

    Attributes:
        statement: The sentence that readers see; made of the parts when it is empty.
        subject, attribute, value: Who, what and how much: all three or none.
        as_of: Up to when it holds, as far as is known.
        link: Where a reader can check it, http or https; may be empty.
    """

    statement: str = ""
    evidence: str = ""
    link: str = ""
    subject: str = ""
    attribute: str = ""
    value: str = ""
    as_of: datetime | None = None

    def fitted(self) -> FactWords:
        """Return the words as they may be stored.

        Raises:
            Refused: If nothing is stated, the parts are incomplete, the link is no
                address, or a text is too long.
        """
        parts = [
            " ".join(strip_unsafe(part).split())
            for part in (self.subject, self.attribute, self.value)
        ]
        subject, attribute, value = parts
        evidence, link = " ".join(strip_unsafe(self.evidence).split()), strip_unsafe(self.link)
        if any(parts) and not all(parts):
            raise Refused(_("“主体”“事项”“数值”须同时填写或同时不填。"))
        statement = strip_unsafe(self.statement)
        if not statement and subject:
            statement = fact_sentence(subject, attribute, value, self.as_of)
        if not statement:
            raise Refused(_("请写出事实。"))
        if link and (not is_link(link) or len(link) > LINK_CHARS):
            raise Refused(_("网址须以 http:// 或 https:// 开头，最多 500 字。"))
        if len(evidence) > EVIDENCE_CHARS:
            raise Refused(_("证据最多 300 字。"))
        if max(len(subject), len(attribute)) > PART_CHARS or len(value) > VALUE_CHARS:
            raise Refused(_("“主体”“事项”最多 80 字，“数值”最多 200 字。"))
        refuse_classified(statement, evidence, link, *parts)
        as_of = self.as_of if subject else None
        return FactWords(statement, evidence, link, subject, attribute, value, as_of)


@transaction.atomic
def add_fact(
    *,
    draft: Draft,
    revision: int,
    officer: Officer,
    now: datetime,
    statement: str = "",
    evidence: str = "",
    link: str = "",
    subject: str = "",
    attribute: str = "",
    value: str = "",
    as_of: datetime | None = None,
    docket: Docket | None = None,
) -> Fact:
    """Add a fact at the end. Evidence may follow later, but no draft is submitted without it.

    Args:
        docket: Whose finding the fact rests on: it must be in force when the answer goes out.

    Raises:
        PermissionDenied, Stale: As ``edit_draft``.
        Refused: As ``FactWords.fitted``; also if there are too many.
    """
    require(officer, Capability.DRAFT)
    words = FactWords(statement, evidence, link, subject, attribute, value, as_of).fitted()
    if draft.facts.count() >= MOST_FACTS:
        raise Refused(_("一份回应最多 40 条事实。"))
    voided = rewrite_draft(draft, revision=revision, officer=officer, now=now)
    last = draft.facts.aggregate(last=Max("order"))["last"] or 0
    fact = Fact.objects.create(
        bureau_id=draft.bureau_id, draft=draft, order=last + 1, docket=docket, **asdict(words)
    )
    record(draft, "draft.fact_added", officer, now, voided=voided)
    return fact


@transaction.atomic
def change_fact(
    *,
    draft: Draft,
    revision: int,
    fact_id: int,
    words: FactWords,
    officer: Officer,
    now: datetime,
) -> Fact:
    """Change a fact; its code stays, so the text goes on citing it.

    Raises:
        PermissionDenied, Stale: As ``edit_draft``.
        Refused: As ``FactWords.fitted``; also if the draft has no such fact.
    """
    require(officer, Capability.DRAFT)
    fact = _fact(draft, fact_id)
    fitted = asdict(words.fitted())
    voided = rewrite_draft(draft, revision=revision, officer=officer, now=now)
    for name, text in fitted.items():
        setattr(fact, name, text)
    fact.save(update_fields=list(fitted))
    record(draft, "draft.fact_changed", officer, now, voided=voided)
    return fact


@transaction.atomic
def remove_fact(
    *, draft: Draft, revision: int, fact_id: int, officer: Officer, now: datetime
) -> None:
    """Take a fact out of a draft.

    Raises:
        PermissionDenied, Stale: As ``edit_draft``.
        Refused: If the draft has no such fact.
    """
    require(officer, Capability.DRAFT)
    fact = _fact(draft, fact_id)
    voided = rewrite_draft(draft, revision=revision, officer=officer, now=now)
    fact.delete()
    record(draft, "draft.fact_removed", officer, now, voided=voided)


def _fact(draft: Draft, fact_id: int) -> Fact:
    fact = draft.facts.filter(pk=fact_id).first()
    if fact is None:
        raise Refused(_("该事实已不存在。"))
    return fact


_LINK = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


def is_link(text: str) -> bool:
    """Tell whether a text is an http(s) address and nothing else."""
    return bool(_LINK.fullmatch(text))
