"""夜间审签自检: which releases those on duty tonight can sign together.

In:   a bureau, the moment.    Out:  rows of checks, one a grade, and who is there.
Cost: one query and two an officer on duty.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huiying.policy.grading.grades import Grade
from huiying.work.responses.reviews.on_duty import reviewers_on_duty


def tonight_signers(bureau_id: int, now: datetime) -> dict[str, Any]:
    """Return what the readiness page shows of tonight: the officers, a check a grade."""
    found = reviewers_on_duty(bureau_id, now)
    names = _("、").join(reader.name for reader in found.readers)
    return {
        "tonight_who": _("今晚在岗：%(names)s。") % {"names": names}
        if names
        else _("今晚没有人在岗，什么都签不了。"),
        "tonight": [_row(*row) for row in found.rows],
        "tonight_bad": sum(have < needed for _grade, have, needed in found.rows),
    }


def _row(grade: Grade, have: int, needed: int) -> dict[str, str]:
    values = {"have": have, "needed": needed}
    can = {
        Grade.ORDINARY: _("一般舆情的回应签得了：起草人以外，要 %(needed)s 人。"),
        Grade.SIGNIFICANT: _("较大舆情的回应签得了：起草人以外，要 %(needed)s 人。"),
        Grade.MAJOR: _("重大舆情的回应签得了：起草人以外，要 %(needed)s 人。"),
    }
    cannot = {
        Grade.ORDINARY: _("一般舆情的回应签不了：要 %(needed)s 人，只有 %(have)s 人。"),
        Grade.SIGNIFICANT: _("较大舆情的回应签不了：要 %(needed)s 人，只有 %(have)s 人。"),
        Grade.MAJOR: _(
            "重大舆情和有不公开部分的回应签不了：要 %(needed)s 人，只有 %(have)s 人。"
        ),
    }
    fine = have >= needed
    return {
        "state": "passed" if fine else "warned",
        "text": (can if fine else cannot)[grade] % values,
        "hint": "" if fine else _("请再排一位能复核或审定的人，或约好能叫到谁。"),
        "url": "",
        "url_label": "",
    }
