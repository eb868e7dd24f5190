"""Problems of the system itself: workers behind, messages not sent, a record that differs.

In:   the officer, the alarms that stand.    Out:  notes for the top of the desk.
Cost: one query for who may notify.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.outbox.models import BoardAlarm
from huiying.base.outbox.queries import dead_letters
from huiying.jobs.upkeep.watchdog import ALARM_KEY_PREFIX
from huiying.web.console.shared.record_alarms import record_alarms_of


def system_problems_of(
    officer: Officer, standing: Iterable[BoardAlarm]
) -> list[dict[str, str]]:
    """Return the notes: what is wrong, what is safe, where to see to it; none = all is well."""
    standing = list(standing)
    alarms = [alarm for alarm in standing if alarm.key.startswith(ALARM_KEY_PREFIX)]
    notes: list[dict[str, Any]] = [
        {"what": alarm.text, "safe": "", "url": ""} for alarm in alarms[:1]
    ]
    notes += record_alarms_of(officer, standing)
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
