"""公众号接口: set, change and disable the keys of an account.

In:   AppID, AppSecret, a cover.    Out:  the account's key, its secret sealed.
Cost: two writes and a record, which holds no key.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.files.actions.keep import keep_file
from huiying.base.files.incoming import WrittenFile
from huiying.base.files.kinds import Kind
from huiying.base.files.models import Retention
from huiying.base.files.sealing import Sealed, open_sealed, seal
from huiying.work.responses.outlets.models import AccountKey, OfficialAccount, Outlet

APPID = re.compile(r"wx[0-9a-zA-Z]{6,62}")
SHORTEST_SECRET = 16


@dataclass(frozen=True, slots=True)
class KeyInput:
    """What an administrator typed; an empty secret and no cover keep what is stored."""

    appid: str
    secret: str
    active: bool
    cover: WrittenFile | None = None


@transaction.atomic
def set_account_key(
    *, account: OfficialAccount, given: KeyInput, officer: Officer, now: datetime
) -> AccountKey:
    """Set the keys of an account; nothing is sent by this.

    Raises:
        PermissionDenied: If the officer may not manage channels.
        Refused: If the account is none of a 公众号 in use, the keys have not their form,
            or it is switched on without a cover.
        CannotOpen: If the installation's secret is another one than when the key was set.
    """
    require(officer, Capability.MANAGE_CHANNELS)
    old = AccountKey.objects.filter(account=account).first()
    _check(account, given, old)
    secret = given.secret.strip() or secret_of(old)  # type: ignore[arg-type]  # checked
    sealed = seal(account.bureau_id, secret.encode())
    changes: dict[str, object] = {
        "bureau_id": account.bureau_id,
        "appid": given.appid.strip(),
        "data_key": sealed.key,
        "secret": sealed.body,
        "active": given.active,
        "set_at": now,
        "set_by": officer,
    }
    if given.cover is not None:
        changes["cover"] = keep_file(
            bureau_id=account.bureau_id,
            written=given.cover,
            retention=Retention.TEN_YEARS,
            now=now,
        )
    if given.cover is not None or (old is not None and old.appid != given.appid.strip()):
        changes["cover_media_id"] = ""  # it is material of the account that took it
    key, _made = AccountKey.objects.update_or_create(account=account, defaults=changes)
    record(account, "account.key_set", officer, now, active=given.active)
    return key


def secret_of(key: AccountKey) -> str:
    """Return the AppSecret; only the worker that signs in with it asks.

    Raises:
        CannotOpen: If the installation's secret is another one.
    """
    sealed = Sealed(bytes(key.data_key), bytes(key.secret))
    return open_sealed(key.bureau_id, sealed).decode()


def _check(account: OfficialAccount, given: KeyInput, old: AccountKey | None) -> None:
    if account.outlet != Outlet.WECHAT or account.retired_at is not None:
        raise Refused(_("只有清单里在用的微信公众号可以设接口。"))
    if not APPID.fullmatch(given.appid.strip()):
        raise Refused(_("AppID 以 wx 开头，请从公众号后台复制。"))
    secret = given.secret.strip()
    if (secret or old is None) and len(secret) < SHORTEST_SECRET:
        raise Refused(_("请填写完整的 AppSecret。"))
    if given.cover is not None and given.cover.kind not in (Kind.JPEG, Kind.PNG):
        raise Refused(_("封面须是 JPG 或 PNG 图片。"))
    has_cover = given.cover is not None or (old is not None and old.cover_id is not None)
    if given.active and not has_cover:
        raise Refused(_("公众号文章须有封面，请先上传一张。"))
