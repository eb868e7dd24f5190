"""公众号接口: the keys of the bureau's 公众号, which an administrator sets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.roles.capabilities import Capability
from huiying.web.console.shared.acts import Text
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.shared.files import FileFacts, PictureField, file_facts, store_upload
from huiying.web.shared.requests import OfficerRequest
from huiying.work.responses.outlets.access import account_for
from huiying.work.responses.outlets.actions.set_account_key import KeyInput, set_account_key
from huiying.work.responses.outlets.models import OfficialAccount
from huiying.work.responses.outlets.queries import keys_of

TO = Capability.MANAGE_CHANNELS


class KeyForm(forms.Form):
    """AppID, AppSecret, cover, whether it is in use."""

    appid = forms.CharField(
        label="AppID",
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "以 wx 开头，在公众号后台的开发设置里。后台的 IP 白名单要有本系统对外的地址。"
        ),
    )
    secret = forms.CharField(
        label="AppSecret",
        max_length=128,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("加密保存，不再显示。不修改则不填。"),
    )
    cover = PictureField(label=gettext_lazy("文章封面"), required=False)
    active = forms.BooleanField(label=gettext_lazy("启用接口"), required=False)

    def __init__(self, *args: Any, first: bool, **kwargs: Any) -> None:
        """Ask for the secret when there is none yet."""
        super().__init__(*args, **kwargs)
        if first:
            self.fields["secret"].required = True
            self.fields["secret"].help_text = _("加密保存，不再显示。")


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A 公众号 with how its interface stands."""

    name: str
    appid: str
    active: bool
    set_at: datetime | None
    cover: FileFacts | None
    url: str


def account_rows(bureau_id: int) -> list[AccountRow]:
    """Return every 公众号 of the bureau's list with how its interface stands."""
    return [
        AccountRow(
            name=account.name,
            appid=key.appid if key else "",
            active=bool(key and key.active),
            set_at=key.set_at if key else None,
            cover=file_facts(key.cover, paged=False) if key and key.cover else None,
            url=reverse("console:channel-account", args=[account.pk]),
        )
        for account, key in keys_of(bureau_id)
    ]


def _key_options(row: OfficialAccount, _request: OfficerRequest) -> dict[str, object]:
    key = next((key for found, key in keys_of(row.bureau_id) if found.pk == row.pk), None)
    initial = {"appid": key.appid, "active": key.active} if key else None
    return {"initial": initial, "first": key is None}


ACCOUNT = Target(row=account_for, back="console:channels")


@Act(
    ACCOUNT,
    TO,
    title=lambda row: gettext_lazy("公众号“%(name)s”的接口") % {"name": row.name},
    lead=gettext_lazy(
        "启用后可从发布计划建立草稿；发布仍由有发布权限的人员操作。尚未在真实公众号上验证。"
    ),
    safe=gettext_lazy("停用后不再发送任何内容。"),
    form=KeyForm,
    options=_key_options,
    submit=gettext_lazy("保存接口"),
)
def account(row: OfficialAccount, form: KeyForm, by: By) -> Text:
    """Set the keys of one account."""
    values = form.cleaned_data
    given = KeyInput(
        appid=values["appid"],
        secret=values["secret"],
        active=values["active"],
        cover=store_upload(row.bureau_id, values["cover"]),
    )
    set_account_key(account=row, given=given, **by.stamp)
    return _("已保存“%(name)s”。") % {"name": row.name}
