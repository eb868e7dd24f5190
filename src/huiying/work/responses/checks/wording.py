"""Empty phrases, which commit nobody to anything.

In:   a draft.    Out:  a check: the phrases, or the reason why they stay.
Cost: one query, only when there is such a phrase.

Article 8: 以事实说话，避免空洞说教. Warned of, never forbidden: a reason keeps exactly these.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from huiying.work.responses.checks.check import Check
from huiying.work.responses.core.models import Draft
from huiying.work.responses.core.text import without_codes
from huiying.work.responses.drafts.models import ExemptionKind
from huiying.work.responses.drafts.reasons import digest_of_words, reasons_of

EMPTY_PHRASES = (
    "高度重视",
    "举一反三",
    "切实提升",
    "狠抓落实",
    "全力以赴",
    "压实责任",
    "进一步加强",
    "深刻反思",
    "引以为戒",
    "以此为契机",
    "不断提升",
    "持续加强",
    "扎实推进",
    "迅速行动",
    "认真落实",
    "压紧压实",
    "有力有序",
    "切实维护",
    "坚决杜绝",
    "真抓实干",
    "久久为功",
)


def empty_phrases(draft: Draft) -> str:
    """Return the hollow phrases of a draft, joined; "" when there is none."""
    text = without_codes(draft.summary + draft.body)
    return "、".join(phrase for phrase in EMPTY_PHRASES if phrase in text)


def wording_checks(draft: Draft) -> Iterator[Check]:
    """Return a check of the hollow phrases, if there are any."""
    phrases = empty_phrases(draft)
    if not phrases:
        return
    digest = digest_of_words(phrases)
    reason = reasons_of(draft, ExemptionKind.WORDING).get(digest)
    if reason is not None:
        sentence = _("空话保留：“%(words)s”") % {"words": phrases}
        yield Check("passed", sentence, reason.reason, "id_body")
        return
    yield Check(
        "warned",
        _("空话：“%(words)s”。") % {"words": phrases},
        _("制度第八条：以事实说话，避免空洞说教。可保留，须写理由。"),
        "id_body",
        (ExemptionKind.WORDING, digest),
    )
