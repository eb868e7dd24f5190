"""下级单位: which bureaus report to this one, and the tokens of their systems."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.organisation.access import own_bureau
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.web.console.reports.installations import (
    TO,
    InstallationPages,
    ListText,
    name_field,
)
from huiying.web.console.shared.acts import Text
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.shared.requests import OfficerRequest
from huiying.work.reports.exchange.access import subordinate_for
from huiying.work.reports.exchange.actions.edit_subordinate import (
    MAX_NAME,
    add_subordinate,
    set_subordinate_active,
)
from huiying.work.reports.exchange.models import Subordinate
from huiying.work.reports.exchange.queries import newest_tokens, subordinates_of

BACK = "console:report-subordinates"
BUREAU = Target(row=own_bureau, back=BACK)
PAGES = InstallationPages[Subordinate](
    find=subordinate_for,
    list_page=BACK,
    address="console:report-subordinate",
    push_address="api:v1:push-report",
)

make = PAGES.make_token_page()
shown = PAGES.show_token_page(
    how=gettext_lazy("下级单位在“消息渠道”中添加“上下级回应系统”，填写此地址和令牌。")
)
end = PAGES.end_token_act(
    lead=gettext_lazy("对方系统立即不能推送报告。"),
    safe=gettext_lazy("已接收的报告不受影响；仍可接收文件。"),
)


@require_GET
def subordinate_list(request: OfficerRequest) -> HttpResponse:
    """Every subordinate, whether its system is let in, when it last came."""
    require(request.user, Capability.SEE_RULES)
    bureau = request.user.bureau_id
    text = ListText(
        tab="subordinates",
        heading=_("下级单位"),
        lead=_("登记的下级单位可报来文件，或凭令牌由系统推送；只收本单位署名的报告。"),
        empty=_("尚未登记下级单位。"),
        add_label=_("登记下级单位…"),
    )
    return PAGES.render_list(request, subordinates_of(bureau), newest_tokens(bureau), text)


class SubordinateForm(forms.Form):
    """A bureau that reports to this one."""

    name = name_field(gettext_lazy("下级单位名称"), MAX_NAME)


@Act(
    BUREAU,
    TO,
    title=gettext_lazy("登记下级单位"),
    lead=gettext_lazy("登记后可接收该单位的上报文件；系统推送另须令牌。"),
    form=SubordinateForm,
    submit=gettext_lazy("登记这个单位"),
)
def add(bureau: Bureau, form: SubordinateForm, by: By) -> Text:
    """登记 a subordinate."""
    row = add_subordinate(bureau=bureau, name=form.cleaned_data["name"], **by.stamp)
    return _("已登记%(name)s。") % {"name": row.name}


@ButtonAct(PAGES.target, TO)
def switch(row: Subordinate, by: By, _posted: QueryDict) -> Text:
    """停用 or 启用."""
    active = not row.active
    set_subordinate_active(row=row, active=active, revision=by.known_revision, **by.stamp)
    return _("已启用。") if active else _("已停用，不再接收其报告；已接收的留存。")
