"""试发演练通报: the first notice of a new bureau goes to its own desk, and counts nowhere."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.organisation.access import own_bureau
from huiying.base.accounts.roles.capabilities import Capability
from huiying.web.console.shared.acts import Text
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.work.casework.notices.actions.practice import send_practice


@Act(
    Target(row=own_bureau, back="console:desk"),
    Capability.MANAGE_CHANNELS,
    title=_("发送演练通报"),
    lead=_("通过值班台的消息渠道向本局发送一份演练通报，收到后打开链接签收。"),
    safe=_("标明“演练”，不产生通报，不计时、不计入统计。"),
    form=forms.Form,
    submit=_("发送演练通报"),
)
def practice(bureau: Bureau, _form: forms.Form, by: By) -> Text:
    """Send a practice notice to the desk."""
    count = send_practice(bureau=bureau, **by.stamp)
    return _("演练通报已排入 %(count)s 个渠道，请在手机上打开链接签收。") % {"count": count}
