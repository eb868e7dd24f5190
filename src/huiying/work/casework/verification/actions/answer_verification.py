"""核实结论: a unit, or an agency by signed link, records its finding with evidence.

The answer is a proposal until somebody else of the bureau confirms it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.subjects import Actor
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.errors import Refused
from huiying.base.files.actions.keep import keep_file
from huiying.base.files.incoming import WrittenFile
from huiying.base.files.models import Retention, StoredFile
from huiying.base.outbox.actions.links import revoke_links
from huiying.base.refused_text import refuse_classified
from huiying.policy.procedure.findings import Finding
from huiying.policy.time.calendar import end_of_day
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason
from huiying.work.casework.core.text import WEB_SCHEMES
from huiying.work.casework.verification.models import (
    Docket,
    DocketState,
    Evidence,
    FindingRecord,
    FindingState,
    evidence_digest,
)
from huiying.work.casework.verification.requests import claim_request, record_verification

LONGEST_VALIDITY = timedelta(days=366)
DEFAULT_VALIDITY = timedelta(days=30)
MAX_TITLE, MAX_LINK, MAX_SNAPSHOT, MAX_FACTS = 300, 500, 20_000, 4_000


@dataclass(frozen=True, slots=True)
class EvidenceInput:
    """One piece of evidence as it was typed: what it is, where it is, what it said; a file."""

    words: str
    link: str = ""
    snapshot: str = ""
    file: WrittenFile | None = None

    @property
    def says_something(self) -> bool:
        """It is more than an empty line of the form."""
        return bool(self.words.strip() or self.link.strip() or self.file)


@dataclass(frozen=True, slots=True)
class FindingInput:
    """What was found, in words; ``expires`` is the last local day on which it holds."""

    finding: Finding
    facts: str
    evidence: Sequence[EvidenceInput]
    expires: date


@transaction.atomic
def answer_verification(
    *,
    docket: Docket,
    found: FindingInput,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> FindingRecord:
    """Answer on the unit's own page.

    Raises:
        Refused: If the officer is not of the unit, facts or evidence are missing, or the
            last day lies in the past or more than a year ahead.
        Stale: If the docket was answered or withdrawn meanwhile.
    """
    if officer.unit_id != docket.unit_id:
        raise Refused(_("只有%(unit)s的人员可以答复。") % {"unit": docket.unit.name})
    label = officer.name or officer.username
    answer = _answer(
        docket, found, _Answerer(label, officer.audit_actor(), officer), now, revision
    )
    revoke_links(bureau_id=docket.bureau_id, about_ref=docket.number, now=now)
    return answer


@transaction.atomic
def answer_by_link(
    *,
    docket: Docket,
    found: FindingInput,
    post: str,
    now: datetime,
    revision: int | None = None,
    actor: Actor | None = None,
) -> FindingRecord:
    """Answer behind a signed link (a POST), by somebody whose post is named, not who he is.

    Args:
        actor: How the record names who answers; None = the link of the docket.

    Raises:
        Refused, Stale: As ``answer_verification``; also when no post is named.
    """
    if not post.strip():
        raise Refused(_("请写明答复的岗位。"))
    label = f"{docket.unit.name} · {post.strip()}"[:80]
    by_link = Actor(f"link:{docket.number}", docket.unit.name)
    return _answer(docket, found, _Answerer(label, actor or by_link), now, revision)


@dataclass(frozen=True, slots=True)
class _Answerer:
    """Who answers: the label that people read, the record's name, and the officer, if any."""

    label: str
    actor: Actor
    officer: Officer | None = None


def _answer(
    docket: Docket, found: FindingInput, by: _Answerer, now: datetime, revision: int | None
) -> FindingRecord:
    refuse_classified(found.facts, *(proof.words for proof in found.evidence))
    facts = found.facts.strip()[:MAX_FACTS]
    if not facts:
        raise Refused(_("请写明核实到的事实。"))
    today = now.astimezone(LOCAL).date()
    if not today <= found.expires <= today + LONGEST_VALIDITY:
        raise Refused(_("有效期须从今天起，最长一年。"))
    proofs = [proof for proof in found.evidence if proof.says_something]
    if not proofs and found.finding != Finding.UNVERIFIABLE:
        raise Refused(_("无证据的，只能答复“无法核实”。请至少填写一条证据。"))
    claim_request(
        docket, states=(DocketState.ASKED,), revision=revision, state=DocketState.FOUND
    )
    answer = FindingRecord.objects.create(
        bureau_id=docket.bureau_id,
        docket=docket,
        finding=str(found.finding),
        facts=facts,
        at=now,
        by=by.officer,
        by_label=by.label,
        expires_at=end_of_day(found.expires),
    )
    for proof in proofs:
        store_evidence(answer=answer, proof=proof, now=now)
    if docket.clock is not None:
        stop_clock(clock=docket.clock, at=now, reason=Reason("clocks.answered"), now=now)
    record_verification(docket, "docket.answered", by.actor, now, finding=answer.finding)
    return answer


@transaction.atomic
def add_evidence(
    *, docket: Docket, proof: EvidenceInput, officer: Officer, now: datetime
) -> Evidence:
    """Add a piece to an answer that nobody has confirmed yet.

    Raises:
        Refused: If the officer is not of the unit, the answer is confirmed or returned, or
            the piece says nothing.
    """
    if officer.unit_id != docket.unit_id:
        raise Refused(_("只有%(unit)s的人员可以答复。") % {"unit": docket.unit.name})
    claim_request(docket, states=(DocketState.FOUND,), revision=None)
    answer = docket.findings.get(state=FindingState.PROPOSED)
    piece = store_evidence(answer=answer, proof=proof, now=now)
    record_verification(docket, "docket.evidence_added", officer, now, hash=piece.digest)
    return piece


def store_evidence(*, answer: FindingRecord, proof: EvidenceInput, now: datetime) -> Evidence:
    """Keep one piece of evidence with the hash of what it says.

    Raises:
        Refused: If it says nothing, the link is no address, or a link has no snapshot:
            what is behind a link can be gone tomorrow.
    """
    words, link = " ".join(proof.words.split())[:MAX_TITLE], proof.link.strip()
    snapshot = proof.snapshot.replace("\r\n", "\n").strip()[:MAX_SNAPSHOT]
    if not words:
        raise Refused(_("请填写证据说明。"))
    if link and (not link.startswith(WEB_SCHEMES) or " " in link or len(link) > MAX_LINK):
        raise Refused(_("网址须以 http:// 或 https:// 开头，最多 500 字。"))
    if link and not snapshot:
        raise Refused(_("网址的内容可能改变或消失，请把当时的文字抄进快照。"))
    piece = Evidence(
        bureau_id=answer.bureau_id,
        finding=answer,
        words=words,
        link=link,
        snapshot=snapshot,
        file=_store_file(answer, proof.file, now),
        added_at=now,
    )
    piece.digest = evidence_digest(*piece.bound())
    piece.save()
    return piece


def _store_file(
    answer: FindingRecord, written: WrittenFile | None, now: datetime
) -> StoredFile | None:
    if written is None:
        return None
    return keep_file(
        bureau_id=answer.bureau_id, written=written, retention=Retention.THIRTY_YEARS, now=now
    )
