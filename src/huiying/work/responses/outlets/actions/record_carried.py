"""已发: record that a channel carried the newest version, or that it is unconfirmed.

In:   a line of the plan, when, proof, the words as the channel has them.
Out:  what it carried, with whether that is what was released; or a doubt to be looked into.
Cost: three writes and a comparison.

A channel that times out after it accepted may have published: the line is then *unknown*, and
nothing is sent again before somebody looked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.base.files.actions.keep import keep_file
from huiying.base.files.incoming import WrittenFile
from huiying.base.files.models import Retention, StoredFile
from huiying.work.responses.core.text import strip_unsafe
from huiying.work.responses.outlets.actions.mark_article import settle_article
from huiying.work.responses.outlets.agreement import digest_of_text, verdict_on
from huiying.work.responses.outlets.claim import claim_line
from huiying.work.responses.outlets.models import Carried, PlanLine, PlanState
from huiying.work.responses.outlets.record import record_line
from huiying.work.responses.releases.queries import last_release_of

LINK, PROOF, TEXT, WHY = 500, 300, 20_000, 300
SCHEMES = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class CarriedInput:
    """What an officer saw on the channel."""

    at: datetime
    link: str = ""
    proof: str = ""
    text: str = ""
    file: WrittenFile | None = None  # a screenshot, a scanned page


@transaction.atomic
def record_carried(
    *,
    line: PlanLine,
    carried: CarriedInput,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> Carried:
    """Record that a channel carries the newest version; it stays as it was recorded.

    Raises:
        PermissionDenied: If the officer has no OUTREACH.
        Refused: If nothing is released, there is no proof, the moment has not come or is
            before the release, the address is none, or the line was dropped.
        Stale: If somebody acted on the line meanwhile.
    """
    require(officer, Capability.OUTREACH)
    release = last_release_of(line.answer)
    if release is None:
        raise Refused(_("尚未发布，无可登记版本。"))
    link, proof = carried.link.strip(), " ".join(strip_unsafe(carried.proof).split())[:PROOF]
    text = strip_unsafe(carried.text)
    if not link and not proof and carried.file is None:
        raise Refused(_("请写网址，或附截图，或写明凭证（版面、时段）。"))
    if link and (not link.startswith(SCHEMES) or " " in link or len(link) > LINK):
        raise Refused(_("网址须以 https:// 或 http:// 开头，最多 500 字。"))
    if len(text) > TEXT:
        raise Refused(_("文字最多 20000 字。"))
    if carried.at > now:
        raise Refused(_("发出时间不得晚于当前时间。"))
    if carried.at < release.published_at:
        raise Refused(_("早于第 %(number)s 版发布的时间。请核对。")
                           % {"number": release.version})  # fmt: skip
    states = (PlanState.PLANNED, PlanState.CARRIED, PlanState.UNKNOWN)
    settle_article(line, published=True)
    claim_line(line, states, revision, state=PlanState.CARRIED, doubt_at=None, reason="")
    row = Carried.objects.create(
        bureau_id=line.bureau_id,
        line=line,
        release=release,
        at=carried.at,
        link=link,
        proof=proof,
        file=_store_file(line, carried.file, now),
        text=text,
        digest=digest_of_text(text),
        agreement=verdict_on(release, text).agreement,
        recorded_at=now,
        recorded_by=officer,
    )
    data = {
        "version": release.version,
        "agreement": row.agreement,
        "hash": row.digest,
        "file": row.file.sha256 if row.file else "",
    }
    record_line(line, "outlet.carried", officer, now, **data)
    return row


def _store_file(
    line: PlanLine, written: WrittenFile | None, now: datetime
) -> StoredFile | None:
    if written is None:
        return None
    return keep_file(
        bureau_id=line.bureau_id, written=written, retention=Retention.THIRTY_YEARS, now=now
    )


@transaction.atomic
def record_doubt(
    *,
    line: PlanLine,
    why: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """结果不明: it half-succeeded, or timed out after it was accepted.

    Raises:
        PermissionDenied: If the officer has no OUTREACH.
        Refused: If it does not say what happened, or the line is not to be sent.
        Stale: If somebody acted on the line meanwhile.
    """
    require(officer, Capability.OUTREACH)
    reason = " ".join(strip_unsafe(why).split())[:WHY]
    if not reason:
        raise Refused(_("请填写异常情况，如“提交后超时”。"))
    states = (PlanState.PLANNED, PlanState.CARRIED)
    claim_line(line, states, revision, state=PlanState.UNKNOWN, doubt_at=now, reason=reason)
    record_line(line, "outlet.doubted", officer, now, reason=reason)


@transaction.atomic
def record_absent(
    *, line: PlanLine, how: str, officer: Officer, now: datetime, revision: int | None = None
) -> None:
    """看过，没有发出: only then may it be sent again.

    Raises:
        PermissionDenied: If the officer has no OUTREACH.
        Refused: If it does not say how one looked, or there is no doubt.
        Stale: If somebody acted on the line meanwhile.
    """
    require(officer, Capability.OUTREACH)
    cleaned = " ".join(strip_unsafe(how).split())[:WHY]
    if not cleaned:
        raise Refused(_("请填写核实方式，如“账号后台和手机端均无”。"))
    settle_article(line, published=False)
    state = PlanState.CARRIED if line.carried.exists() else PlanState.PLANNED
    claim_line(line, (PlanState.UNKNOWN,), revision, state=state, doubt_at=None, reason="")
    record_line(line, "outlet.absent", officer, now, reason=cleaned)
