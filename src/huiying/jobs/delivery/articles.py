"""The worker of 公众号 articles: one request at a time, each result stored at once.

In:   postings that wait.    Out:  drafts, submissions that a person asked for, their results.
Cost: two or three connections an article; no transaction is open while the network waits.

Before a draft is made and before it is submitted the release is looked at again: what was
corrected or sealed meanwhile does not go out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from huiying.base.files.queries import FileState, media_type_of, open_file
from huiying.base.files.sealing import CannotOpen
from huiying.jobs import clock
from huiying.jobs.delivery import wechat
from huiying.jobs.delivery.outgoing import Outcome
from huiying.work.responses.outlets.actions.mark_article import (
    claim_article,
    mark_doubt,
    mark_drafted,
    mark_published,
    mark_refused,
    mark_submitted,
    mark_waiting,
    store_cover_id,
)
from huiying.work.responses.outlets.actions.set_account_key import secret_of
from huiying.work.responses.outlets.articles import article_of
from huiying.work.responses.outlets.models import AccountKey, Posting, PostingState
from huiying.work.responses.outlets.queries import active_key, due_postings
from huiying.work.responses.releases.queries import last_release_of

LEASE = timedelta(minutes=2)  # longer than the requests of one step
A_TURN = 5


def turn(now: datetime) -> int:
    """Carry what waits one step further; return how many postings were worked on."""
    rows = list(due_postings(now, lease=LEASE, limit=A_TURN))
    worked = [row for row in rows if claim_article(row, now)]
    for posting in worked:
        _step(posting)
    return len(worked)


def _step(posting: Posting) -> None:
    key = active_key(posting.line)
    if key is None:
        _unreached(posting, _("接口已停用。"), final=True)
        return
    submitted = posting.state == PostingState.SUBMITTED
    newest = last_release_of(posting.line.answer)
    if not submitted and (newest is None or newest.pk != posting.release_id):
        _refuse(posting, _("该版本已更正，未发送。"))
        return
    if not submitted and "sealed" in newest.content:  # type: ignore[union-attr]  # looked at
        _refuse(posting, _("该版本已封存，未发送。"))
        return
    token = _signed_in(posting, key)
    if token:
        _STEPS[PostingState(posting.state)](posting, key, token)


def _signed_in(posting: Posting, key: AccountKey) -> str:
    """Return the credential, or "" when the posting was marked: nothing of it went out."""
    try:
        answer = wechat.sign_in(key.appid, secret_of(key))
    except CannotOpen:
        why = _("本机密钥已更换，无法读取 AppSecret。请系统管理员重新填写。")
        _unreached(posting, why, final=True)
        return ""
    if not answer.ok:
        _unreached(posting, answer.outcome.error, final=answer.outcome.final)
        return ""
    return answer.text("access_token")


def _draft(posting: Posting, key: AccountKey, token: str) -> None:
    cover = key.cover_media_id or _covered(posting, key, token)
    if not cover:
        return
    article = article_of(posting.release, source_url=posting.source_url, cover=cover)
    answer = wechat.add_draft(token, article)
    if answer.ok:
        mark_drafted(posting, answer.text("media_id"), clock.now())
    else:
        _marked(posting, answer.outcome)


def _covered(posting: Posting, key: AccountKey, token: str) -> str:
    opened = open_file(key.cover) if key.cover is not None else None
    if key.cover is None or opened is None or opened.state != FileState.WHOLE:
        _refuse(posting, _("封面图片无法打开。请系统管理员重新上传。"))
        return ""
    picture = opened.data
    answer = wechat.upload_cover(token, picture, key.cover.kind, media_type_of(key.cover))
    if not answer.ok:  # a picture that may have arrived twice harms nobody
        mark_refused(posting, answer.outcome.error, clock.now(), final=answer.outcome.final)
        return ""
    store_cover_id(key, answer.text("media_id"))
    return answer.text("media_id")


def _submit(posting: Posting, key: AccountKey, token: str) -> None:
    del key
    answer = wechat.submit(token, posting.media_id)
    if answer.ok:
        mark_submitted(posting, answer.text("publish_id"), clock.now())
    else:
        _marked(posting, answer.outcome)


def _look(posting: Posting, key: AccountKey, token: str) -> None:
    """Ask for the status; no answer is no news, and is asked again."""
    del key
    answer = wechat.status_of(token, posting.publish_id)
    status = wechat.stands(answer)
    if status == wechat.PUBLISHED:
        mark_published(posting, wechat.address_in(answer), clock.now())
    elif status in wechat.STATUSES:
        _refuse(posting, _("平台：%(why)s。") % {"why": wechat.STATUSES[status]})
    else:
        mark_waiting(posting, clock.now())


def _marked(posting: Posting, outcome: Outcome) -> None:
    if outcome.maybe:
        mark_doubt(posting, outcome.error, clock.now())
    else:
        mark_refused(posting, outcome.error, clock.now(), final=outcome.final)


def _refuse(posting: Posting, why: str) -> None:
    mark_refused(posting, why, clock.now(), final=True)


def _unreached(posting: Posting, why: str, *, final: bool) -> None:
    """Mark a step of which nothing went out.

    What the platform took before may be published all the same: it is in doubt or asked about
    again, never failed, or a new draft of it could be published a second time.
    """
    if posting.state != PostingState.SUBMITTED:
        mark_refused(posting, why, clock.now(), final=final)
    elif final:
        mark_doubt(posting, why, clock.now())
    else:
        mark_waiting(posting, clock.now())


_STEPS: dict[PostingState, Callable[[Posting, AccountKey, str], None]] = {
    PostingState.DRAFTING: _draft,
    PostingState.SENDING: _submit,
    PostingState.SUBMITTED: _look,
}
