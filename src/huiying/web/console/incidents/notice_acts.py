"""What the desk does about a notice that waits for its unit: one list for every page.

In:   a notice with its clocks, an officer.
Out:  acts for the units of an incident, the list of notices, and the page of one notice.
Cost: no query.
"""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.drawing import ActButton
from huiying.work.casework.notices.actions.urge import awaits_unit
from huiying.work.casework.notices.delivery import UNDELIVERED
from huiying.work.casework.notices.models import Notice, NoticeState
from huiying.work.casework.notices.queries import AWAITING_SIGNATURE


def desk_acts(notice: Notice, officer: Officer, *, reachable: bool = True) -> list[ActButton]:
    """Return what an officer of the desk may do now; none of them is the main one.

    Args:
        reachable: The unit has a channel, so that it can be reminded.
    """
    number, acts = notice.number, list[ActButton]()
    if may(officer, Capability.RECORD_DELIVERY):
        if notice.state in AWAITING_SIGNATURE:
            acts.append(act_button(_("电话代签…"), "console:notice-phone", number))
        if notice.state in UNDELIVERED:
            acts.append(
                act_button(_("登记电话或书面送达…"), "console:notice-delivered", number)
            )
    if may(officer, Capability.NOTIFY):
        if reachable and awaits_unit(notice):
            acts.append(remind_button(notice, _("催办")))
        if waits_for_a_unit(notice):
            acts.append(act_button(_("转办…"), "console:notice-reroute", number))
            if not notice.lead:
                acts.append(act_button(_("不另行通报…"), "console:notice-settle", number))
    return acts


def remind_button(notice: Notice, label: str) -> ActButton:
    """Return the act of reminding a unit, on its channels."""
    url = reverse("console:notice-remind", args=[notice.number])
    return ActButton(label, url, "post", version=notice.revision)


def waits_for_a_unit(notice: Notice) -> bool:
    """Tell whether a notice was sent back and the desk has not found another unit yet."""
    clock = notice.notice_clock
    open_ = clock is None or clock.stopped_at is None
    return notice.state == NoticeState.RETURNED and open_ and not hasattr(notice, "rerouted_to")
