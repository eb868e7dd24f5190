"""Check a draft for contradictions with other answers and inside itself.

In:   a draft with its facts.    Out:  a check for each contradiction.
Cost: that of ``contradictions_of``.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from django.utils.translation import gettext as _

from huiying.engine.text.amounts import same_amount
from huiying.work.responses.checks.check import Check
from huiying.work.responses.core.models import Draft
from huiying.work.responses.facts.contradictions import contradictions_of, facts_by_key


def contradiction_checks(draft: Draft) -> list[Check]:
    """Return a check for each contradiction, with others and inside the draft itself."""
    checks = [*_inside(draft)]
    for row in contradictions_of(draft):
        words = {
            "code": row.code,
            "number": row.other.answer.number,
            "theirs": row.other.value,
            "ours": row.fact.value,
        }
        if row.mark is None:
            sentence = _(
                "%(code)s 与已发布的第 %(number)s 号回应不一致：已发布为“%(theirs)s"
                "”，本稿为“%(ours)s”。"
            )
            hint = _("请改正数值，或标明以本稿为准并写明理由。")
            checks.append(Check("blocked", sentence % words, hint, "contradictions"))
        else:
            sentence = _("%(code)s 已标明以本稿为准，取代第 %(number)s 号回应的“%(theirs)s”")
            checks.append(Check("passed", sentence % words, row.mark.reason, "contradictions"))
    return checks


def unmarked_contradictions(draft: Draft) -> list[str]:
    """Return the sentences of the contradictions that block a publication."""
    return [check.text for check in contradiction_checks(draft) if check.state == "blocked"]


def _inside(draft: Draft) -> Iterable[Check]:
    for facts in facts_by_key(draft).values():
        if any(not same_amount(one.value, two.value) for one, two in combinations(facts, 2)):
            codes = _("、").join(f"F{fact.order}" for fact in facts)
            sentence = _("本稿的事实互相矛盾：%(codes)s。") % {"codes": codes}
            hint = _("同一件事只能有一个数值，请改正或删除其余事实。")
            yield Check("blocked", sentence, hint, f"fact-{codes[:2]}")
