"""上级系统: which superior bodies send 督办 here, and the tokens of their systems."""

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
from huiying.work.reports.exchange.access import superior_system_for
from huiying.work.reports.exchange.actions.edit_superior_system import (
    MAX_NAME,
    add_superior_system,
    set_superior_system_active,
)
from huiying.work.reports.exchange.models import SuperiorSystem
from huiying.work.reports.exchange.queries import newest_superior_tokens, superior_systems_of

BACK = "console:superior-systems"
BUREAU = Target(row=own_bureau, back=BACK)
PAGES = InstallationPages[SuperiorSystem](
    find=superior_system_for,
    list_page=BACK,
    address="console:superior-system",
    push_address="api:v1:push-supervision",
)

make = PAGES.make_token_page()
shown = PAGES.show_token_page(
    how=gettext_lazy("上级机关在“消息渠道”中为同名单位添加“上下级回应系统”，填写此地址和令牌。")
)
end = PAGES.end_token_act(
    lead=gettext_lazy("对方系统立即不能推送督办。"),
    safe=gettext_lazy("已接收的督办不受影响；仍可接收文件。"),
)


@require_GET
def system_list(request: OfficerRequest) -> HttpResponse:
    """Every superior's system, whether it is let in, when it last came."""
    require(request.user, Capability.SEE_RULES)
    bureau = request.user.bureau_id
    rows, tokens = superior_systems_of(bureau), newest_superior_tokens(bureau)
    text = ListText(
        tab="superiors",
        heading=_("上级系统"),
        lead=_("登记的上级机关可下发督办文件，或凭令牌由系统推送；只收本机关署名的督办。"),
        empty=_("尚未登记上级系统。"),
        add_label=_("登记上级系统…"),
    )
    return PAGES.render_list(request, rows, tokens, text)


class SystemForm(forms.Form):
    """A superior body that sends 督办."""

    name = name_field(gettext_lazy("上级机关名称"), MAX_NAME)


@Act(
    BUREAU,
    TO,
    title=gettext_lazy("登记上级系统"),
    lead=gettext_lazy("登记后可接收该机关的督办文件；系统推送另须令牌。"),
    form=SystemForm,
    submit=gettext_lazy("登记这个机关"),
)
def add(bureau: Bureau, form: SystemForm, by: By) -> Text:
    """登记 a superior's system."""
    row = add_superior_system(bureau=bureau, name=form.cleaned_data["name"], **by.stamp)
    return _("已登记%(name)s。") % {"name": row.name}


@ButtonAct(PAGES.target, TO)
def switch(row: SuperiorSystem, by: By, _posted: QueryDict) -> Text:
    """停用 or 启用."""
    active = not row.active
    set_superior_system_active(row=row, active=active, revision=by.known_revision, **by.stamp)
    return _("已启用。") if active else _("已停用，不再接收其督办；已接收的留存。")
