"""All that is looked at before a draft goes on: one list for the screens and for the acts.

In:   a draft, the moment.    Out:  checks in order; the sentences of those that block.
Cost: about ten queries.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from huiying.work.responses.agencies import agencies_named
from huiying.work.responses.checks import Check, checks_of
from huiying.work.responses.contradictions import contradiction_checks
from huiying.work.responses.form_checks import form_checks
from huiying.work.responses.models import Draft
from huiying.work.responses.statements import statement_checks, statements_of
from huiying.work.responses.verified import finding_checks

ORDER = {"blocked": 0, "warned": 1, "passed": 2}


def all_checks(draft: Draft, now: datetime) -> list[Check]:
    """Return every check of a draft: what blocks, then warnings, then what is in order."""
    found = [
        *checks_of(draft),
        *statement_checks(statements_of(draft)),
        *contradiction_checks(draft),
        *form_checks(draft),
        *finding_checks(draft, now),
        *_agencies(draft),
        *_parts(draft),
        *_comments(draft),
    ]
    return sorted(found, key=lambda check: ORDER[check.state])


def blocking(draft: Draft, now: datetime) -> list[str]:
    """Return the sentences of the checks that block a submission."""
    return [check.text for check in all_checks(draft, now) if check.state == "blocked"]


def _agencies(draft: Draft) -> Iterator[Check]:
    named = agencies_named(draft)
    if named:
        sentence = _("写到了其他单位：%(units)s。") % {
            "units": _("、").join(unit.name for unit in named)
        }
        hint = _("制度第八条：涉及其他行政机关的，先沟通确认。")
        yield Check("warned", sentence, hint, "id_body")


def _parts(draft: Draft) -> Iterator[Check]:
    whole = [f"F{fact.order}" for fact in draft.facts.all() if not fact.subject]
    if whole:
        sentence = _("%(codes)s 没有拆成“谁、什么、多少”。") % {"codes": _("、").join(whole)}
        yield Check("warned", sentence, _("拆开才能与别的回应核对。"), "facts")


def _comments(draft: Draft) -> Iterator[Check]:
    left = draft.comments.filter(settled_at=None).count()
    if left:
        sentence = _("还有 %(count)s 条批注没有处理。") % {"count": left}
        yield Check("warned", sentence, place="comments")
