"""联系方式: how people reach the bureau outside this site, as public pages print it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.roles.capabilities import Capability
from huiying.web.console.shared.acts import Text
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.work.responses.contact_details.access import contact_details_for
from huiying.work.responses.contact_details.actions.set_details import set_contact_details
from huiying.work.responses.contact_details.models import FIELDS, ContactDetails


class ContactDetailsForm(forms.Form):
    """What the public pages say of the bureau; an empty field is left out there."""

    address = forms.CharField(
        label=_("来访地址"),
        max_length=200,
        required=False,
        help_text=_("来访接待场所的地址。"),
    )
    hours = forms.CharField(
        label=_("接待时间"),
        max_length=200,
        required=False,
        help_text=_("如“工作日 8:30 至 12:00，14:00 至 17:30”。"),
    )
    office_line = forms.CharField(
        label=_("联系电话"),
        max_length=100,
        required=False,
        help_text=_("单位电话，不填个人号码。"),
    )
    post = forms.CharField(
        label=_("来信地址"),
        max_length=200,
        required=False,
        help_text=_("含收件单位和邮政编码。"),
    )
    hotline = forms.CharField(label=_("政务服务便民热线"), max_length=40, required=False)
    online = forms.CharField(
        label=_("网上信访网址"),
        max_length=300,
        required=False,
        help_text=_("以 https:// 开头，域名以 .gov.cn 结尾。"),
    )
    icp = forms.CharField(label=_("ICP 备案号"), max_length=60, required=False)
    police = forms.CharField(label=_("公安备案号"), max_length=60, required=False)


DETAILS = Target(row=contact_details_for, back="console:people")


@Act(
    DETAILS,
    Capability.MANAGE_PEOPLE,
    title=_("联系方式和备案号"),
    lead=_("公开页面的“我要反映”和页脚按此显示，保存后立即生效。"),
    safe=_("未填写的项目不显示。修改记入审计记录。"),
    form=ContactDetailsForm,
    options=lambda row, _request: {"initial": {name: getattr(row, name) for name in FIELDS}},
    submit=_("保存"),
)
def edit(row: ContactDetails, form: ContactDetailsForm, by: By) -> Text:
    """Replace the contact details."""
    del row
    set_contact_details(revision=by.known_revision, **form.cleaned_data, **by.stamp)
    return _("联系方式已保存，公开页面已更新。")
