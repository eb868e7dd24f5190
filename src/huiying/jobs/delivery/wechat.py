"""The official interface of 微信公众号, without the database.

In:   AppID and AppSecret, what to send.
Out:  a ``WechatAnswer``: outcome and fields answered.
Cost: one connection of at most ten seconds each.

Paths, fields and codes are those of its documentation (docs/channels.md says which). It answers
HTTP 200 also when it refuses; ``errcode`` decides, and is absent from some successes. What is
no JSON object came from something between, and may have been taken.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.jobs.delivery.chat_bots import CodeMeaning
from huiying.jobs.delivery.http_post import Answer, post_json
from huiying.jobs.delivery.outgoing import ACCEPTED, Outcome

_KEYS = gettext_lazy("公众号的 AppID 或 AppSecret 有误。请系统管理员核对。")
CODES: dict[int, CodeMeaning] = {
    -1: CodeMeaning(gettext_lazy("平台系统繁忙。"), final=False),
    40001: CodeMeaning(gettext_lazy("平台不接受本次凭证。"), final=False),
    42001: CodeMeaning(gettext_lazy("平台说凭证已过期。"), final=False),
    40013: CodeMeaning(_KEYS, final=True),
    40125: CodeMeaning(_KEYS, final=True),
    40164: CodeMeaning(gettext_lazy("本机的出口地址不在公众号的 IP 白名单里。"), final=True),
    48001: CodeMeaning(gettext_lazy("公众号无该接口权限，须先完成认证。"), final=True),
    45009: CodeMeaning(gettext_lazy("今日接口调用次数已用完。"), final=True),
    40007: CodeMeaning(gettext_lazy("平台无此草稿或封面。"), final=True),
    53503: CodeMeaning(gettext_lazy("草稿未通过平台的发布检查。"), final=True),
    53504: CodeMeaning(gettext_lazy("平台要求到公众号后台使用这份草稿。"), final=True),
    53505: CodeMeaning(gettext_lazy("平台要求到公众号后台手动保存后再发表。"), final=True),
}
"""Codes that its documentation or recorded answers name; an unknown one is tried again."""
LONGEST = 500  # of what a field may say
NEEDED = {
    "access_token": LONGEST,
    "media_id": 128,
    "publish_id": 64,
    "publish_status": 4,
}
"""What an answer must hold to be one, with the most characters that it may have."""
PUBLISHED, WORKING = 0, 1
STATUSES = {
    2: gettext_lazy("原创声明失败"),
    3: gettext_lazy("常规失败"),
    4: gettext_lazy("平台审核未通过"),
    5: gettext_lazy("发布成功后文章被删除"),
    6: gettext_lazy("发布成功后文章被平台停用"),
}
"""``publish_status`` of ``freepublish/get`` that is neither published nor under way."""


@dataclass(frozen=True, slots=True)
class WechatAnswer:
    """What became of one request; ``data`` is what was answered, {} unless it was taken."""

    outcome: Outcome
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Tell whether it was taken."""
        return not self.outcome.error

    def text(self, name: str) -> str:
        """Return one field as text; numbers come as either, and what is neither is ""."""
        return _plain(self.data.get(name))


def sign_in(appid: str, secret: str) -> WechatAnswer:
    """Ask for the credential (``stable_token``): asked again, it answers the same one."""
    body = {"grant_type": "client_credential", "appid": appid, "secret": secret}
    return _ask("/cgi-bin/stable_token", {}, _json(body), needs="access_token")


def upload_cover(token: str, picture: bytes, ending: str, media_type: str) -> WechatAnswer:
    """Upload a picture as permanent material; ``media_id`` names it."""
    mark = secrets.token_hex(16)
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="media"; '
        f'filename="cover.{ending}"\r\nContent-Type: {media_type}\r\n\r\n'
    )
    body = head.encode() + picture + f"\r\n--{mark}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={mark}"}
    query = {"access_token": token, "type": "image"}
    path = "/cgi-bin/material/add_material"
    return _ask(path, query, body, needs="media_id", headers=headers)


def add_draft(token: str, article: Mapping[str, Any]) -> WechatAnswer:
    """Put one article into the drafts of the back office; ``media_id`` names it."""
    query = {"access_token": token}
    return _ask("/cgi-bin/draft/add", query, _json({"articles": [article]}), needs="media_id")


def submit(token: str, media_id: str) -> WechatAnswer:
    """Hand a draft in to be published; ``publish_id`` names the task, which may still fail."""
    body = _json({"media_id": media_id})
    return _ask("/cgi-bin/freepublish/submit", {"access_token": token}, body, "publish_id")


def status_of(token: str, publish_id: str) -> WechatAnswer:
    """Ask what became of a task: ``publish_status``, and the address when it is published."""
    body = _json({"publish_id": publish_id})
    return _ask("/cgi-bin/freepublish/get", {"access_token": token}, body, "publish_status")


def stands(answer: WechatAnswer) -> int | None:
    """Return the ``publish_status`` of a task, None if nothing known was answered."""
    found = answer.text("publish_status")
    return int(found) if found.isascii() and found.isdecimal() else None


def address_in(answer: WechatAnswer) -> str:
    """Return the permanent address of a published article, "" if it names none."""
    detail = answer.data.get("article_detail")
    items = detail.get("item") if isinstance(detail, Mapping) else None
    first = items[0] if isinstance(items, list) and items else None
    url = _plain(first.get("article_url")) if isinstance(first, Mapping) else ""
    return url if url.startswith(("https://", "http://")) else ""


def _plain(found: object) -> str:
    """Return a value as text; "" for what no field of the platform looks like."""
    if isinstance(found, bool) or not isinstance(found, str | int):
        return ""
    text = str(found)
    return text if len(text) <= LONGEST and text.isprintable() else ""


def _ask(
    path: str,
    query: Mapping[str, str],
    body: bytes,
    needs: str,
    headers: Mapping[str, str] = {},
) -> WechatAnswer:
    answers: list[Mapping[str, Any]] = []
    url = settings.WECHAT_API.rstrip("/") + path + (f"?{urlencode(query)}" if query else "")
    outcome = post_json(url, body, _reader(needs, answers), headers)
    return WechatAnswer(outcome, answers[0] if answers and not outcome.error else {})


def _reader(needs: str, answers: list[Mapping[str, Any]]) -> Callable[[Answer], Outcome]:
    def read(answer: Answer) -> Outcome:
        answers.append(answer.data)
        code = answer.data.get("errcode", 0)
        if isinstance(code, bool) or not isinstance(code, int):
            return _strange()
        if code == 0:
            taken = answer.ok and 0 < len(_plain(answer.data.get(needs))) <= NEEDED[needs]
            return ACCEPTED if taken else _strange()
        known = CODES.get(code)
        words = str(known.words).rstrip("。") if known else _("平台未接收")
        final = known.final if known else False
        return Outcome(_("%(why)s（代码 %(code)d）。") % {"why": words, "code": code}, final)

    return read


def _strange() -> Outcome:
    return Outcome(_("应答方不是公众号平台，平台可能已收到。"), maybe=True)


def _json(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()
