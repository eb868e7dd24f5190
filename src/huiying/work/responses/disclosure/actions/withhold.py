"""不予公开: withhold a passage on a legal ground.

In:   an open draft, a passage of its words, a ground with its reason.
Out:  a withholding; the release then needs three reviewers.
Cost: four writes.

Publishing is the rule (条例 art. 13): only a ground of ``policy.disclosure`` keeps anything
back, and what can be separated is published (art. 37).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.refused_text import refuse_classified
from huiying.policy.release.disclosure import Ground
from huiying.work.responses.core.content import whole_content
from huiying.work.responses.core.models import Draft, Withholding
from huiying.work.responses.core.text import strip_unsafe
from huiying.work.responses.core.withholding import contains_passage
from huiying.work.responses.drafts.rewriting import rewrite_draft

LEAST_CHARS, MOST_REASON = 2, 400


@dataclass(frozen=True, slots=True)
class WithholdingInput:
    """What is kept back and why."""

    passage: str
    ground: str  # a value of ``policy.disclosure.Ground``
    reason: str
    harm: str = ""


@transaction.atomic
def withhold(
    *,
    draft: Draft,
    revision: int,
    withholding: WithholdingInput,
    officer: Officer,
    now: datetime,
) -> Withholding:
    """Keep a passage back.

    Raises:
        PermissionDenied, Stale: As ``edit_draft``.
        Refused: If the ground is none of the law's, it may not be stored, the reason or
            the harm is missing, or the passage does not stand in the words.
    """
    require(officer, Capability.DRAFT)
    ground, passage = _ground(withholding.ground), strip_unsafe(withholding.passage)
    refuse_classified(passage, withholding.reason, withholding.harm)
    reason, harm = (
        " ".join(strip_unsafe(withholding.reason).split()),
        " ".join(strip_unsafe(withholding.harm).split()),
    )
    if not reason or len(reason) > MOST_REASON or len(harm) > MOST_REASON:
        raise Refused(_("请填写适用该条的理由，最多 400 字；读者可见。"))
    if ground.rule.harm and not harm:
        raise Refused(_("依据该条的，须写明公开将造成的损害。"))
    if passage and passage in reason:
        raise Refused(_("理由将公开，不得包含不予公开的内容。"))
    if len(passage) < LEAST_CHARS or not contains_passage(whole_content(draft), passage):
        raise Refused(_("稿件中无该段文字。请按原文复制，至少两个字。"))
    voided = rewrite_draft(draft, revision=revision, officer=officer, now=now)
    row = Withholding.objects.create(
        bureau_id=draft.bureau_id,
        draft=draft,
        passage=passage,
        ground=ground,
        reason=reason,
        harm=harm,
        officer=officer,
        at=now,
    )
    data = {"ground": str(ground), "article": ground.rule.article, "reason": reason}
    record(draft, "draft.withheld", officer, now, **data, voided=voided)
    return row


def _ground(value: str) -> Ground:
    if value not in set(Ground):
        raise Refused(_("只有《政府信息公开条例》第十四、十五、十六条列举的理由可以不公开。"))
    ground = Ground(value)
    if not ground.rule.storable:
        raise Refused(
            _("国家秘密不得写入本系统。请从稿件中删除，经涉密渠道办理，并告知保密工作人员。")
        )
    return ground
