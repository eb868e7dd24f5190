"""公众号文章: request the article draft of a release; publish it by an officer's act.

In:   a line of the plan whose account has its keys, the newest release.
Out:  a posting that the worker carries: first a draft in the back office, then, asked again
      by who may publish, the submission.
Cost: one write and a record each. The network is the worker's (``jobs.articles``).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.db.claims import RowClaim
from huiying.base.errors import Refused
from huiying.work.responses.core.text import strip_unsafe
from huiying.work.responses.outlets.articles import too_long
from huiying.work.responses.outlets.claim import lock_line
from huiying.work.responses.outlets.models import PlanLine, PlanState, Posting, PostingState
from huiying.work.responses.outlets.queries import active_key
from huiying.work.responses.outlets.record import record_line
from huiying.work.responses.releases.proof import refuse_altered
from huiying.work.responses.releases.queries import last_release_of

HOW = 300


@transaction.atomic
def ask_article(
    *,
    line: PlanLine,
    source_url: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> Posting:
    """Ask for a draft of the newest release in the back office; readers see nothing of it.

    Args:
        source_url: The public address of the answer; "" = none is set up.

    Raises:
        PermissionDenied: If the officer has no OUTREACH.
        Refused: If the account has no keys in use, nothing is released, the text does not
            fit, its words are not those of the record, the line is in doubt or given up,
            or this version is under way already.
        Stale: If somebody acted on the line meanwhile: it may be another account now.
    """
    require(officer, Capability.OUTREACH)
    release = last_release_of(line.answer)
    if active_key(line) is None or release is None:
        raise Refused(_("该账号未启用接口，或尚未发布。请使用发布素材人工发布。"))
    refuse_altered(release)
    states = (PlanState.PLANNED, PlanState.CARRIED)
    if line.state not in states:
        raise Refused(_("该渠道结果待核或已登记不发布。请先核实，再建草稿。"))
    lock_line(line, revision)
    if line.carried.filter(release=release).exists():
        raise Refused(_("该版本已在此账号发布，请勿重发。"))
    problem = too_long(release)
    if problem:
        raise Refused(problem)
    try:
        with transaction.atomic():
            posting = Posting.objects.create(
                bureau_id=line.bureau_id,
                line=line,
                release=release,
                source_url=source_url,
                next_try_at=now,
                requested_by=officer,
                requested_at=now,
            )
    except IntegrityError:
        raise Refused(_("该版本已在办理，不重复建草稿。")) from None
    record_line(line, "outlet.draft_asked", officer, now, version=release.version)
    return posting


@transaction.atomic
def publish_article(
    *, posting: Posting, officer: Officer, now: datetime, revision: int | None = None
) -> None:
    """Publish the draft: the worker submits it once and asks the platform what became of it.

    Raises:
        PermissionDenied: If the officer may not publish.
        Refused: If there is no draft, its version was corrected meanwhile, or its words are
            not those of the record.
        Stale: If somebody acted on it since.
    """
    require(officer, Capability.PUBLISH)
    newest = last_release_of(posting.line.answer)
    if newest is None or newest.pk != posting.release_id:
        raise Refused(_("这一版已被更正。请用最新一版重新建草稿。"))
    refuse_altered(newest)
    claim_posting(
        posting,
        (PostingState.DRAFTED,),
        revision,
        state=PostingState.SENDING,
        attempts=0,
        next_try_at=now,
        published_by=officer,
        publish_requested_at=now,
        error="",
    )
    record_line(posting.line, "outlet.publish_asked", officer, now, **_version(posting))


@transaction.atomic
def drop_article(
    *,
    posting: Posting,
    how: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Give up a draft that is not published, in doubt or not; a new one may be asked for.

    Raises:
        PermissionDenied: If the officer has no OUTREACH.
        Refused: If it does not say why, or it may have been published.
        Stale: If somebody acted on it since.
    """
    require(officer, Capability.OUTREACH)
    cleaned = " ".join(strip_unsafe(how).split())[:HOW]
    if not cleaned:
        raise Refused(_("请填写理由，如“后台无此草稿”“标题须修改”。"))
    if posting.publish_requested_at is not None and posting.state == PostingState.UNKNOWN:
        raise Refused(_("可能已发布。请先到账号核实，再登记“已查见”或“未发出”。"))
    states = (PostingState.DRAFTED, PostingState.UNKNOWN)
    claim_posting(posting, states, revision, state=PostingState.DROPPED, error=cleaned[:200])
    record_line(posting.line, "outlet.draft_dropped", officer, now, reason=cleaned)


claim_posting = RowClaim(
    PostingState,
    gettext_noop("该文章当前状态为“%(state)s”，不能办理此操作。"),
    gettext_noop("文章已被他人办理，本次操作未执行。请核对最新内容后重新提交。"),
)


def _version(posting: Posting) -> dict[str, Any]:
    return {"version": posting.release.version}
