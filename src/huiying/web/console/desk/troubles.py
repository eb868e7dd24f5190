"""What is wrong with the machine itself: workers that are behind, messages that did not go out.

In:   the officer.    Out:  notes for the top of the desk; none when all is well.
Cost: one query for each capability that the officer has.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.queries import Officer, may
from huiying.base.outbox.queries import dead_letters, standing_alarms
from huiying.jobs.watchdog import KEY


def troubles_of(officer: Officer) -> list[dict[str, str]]:
    """Return the notes: what is wrong, what is safe, where to see to it."""
    notes: list[dict[str, Any]] = []
    if may(officer, Capability.TRIAGE):
        alarms = standing_alarms(officer.bureau_id).filter(key__startswith=KEY)
        notes += [{"what": alarm.text, "safe": "", "url": ""} for alarm in alarms[:1]]
    if may(officer, Capability.NOTIFY) and (dead := dead_letters(officer.bureau_id).count()):
        notes.append(
            {
                "what": ngettext(
                    "有 %(total)s 条消息没有发出。", "有 %(total)s 条消息没有发出。", dead
                )
                % {"total": dead},
                "safe": _("通报和时限不受影响，但单位可能还不知道。请打电话，或查好渠道再试。"),
                "url": reverse("console:messages"),
                "url_label": _("去处理"),
            }
        )
    return notes
