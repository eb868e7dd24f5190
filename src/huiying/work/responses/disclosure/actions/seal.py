"""封存: two persons remove published words that the law forbids to keep readable.

In:   a release, a ground of ``policy.sealing``, a reason; then another person's yes.
Out:  a public notice with date, ground and hash in the place of the words; of a state secret
      also the clock of the report within 24 hours.
Cost: about fifteen writes; the copies of public pages are out of date at once.

The words are gone from the release, its draft and facts, what was submitted, confirmed and kept
of them, and the search. The row of the release, its hash and the record stay: who holds a copy
can still show that it is what was published (docs/adr/0022).
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.house_text import house_text
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.errors import Refused, Stale
from huiying.base.files.actions.erase import erase_file
from huiying.base.files.models import StoredFile
from huiying.base.refused_text import refuse_classified
from huiying.base.search.documents import put
from huiying.base.signoff.actions.decide import decide
from huiying.base.signoff.actions.relabel import relabel_request
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import Decision
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.release.sealing import SealGround, public_notice
from huiying.reasons.reason import Reason
from huiying.work.responses.confirmations.models import Confirmation
from huiying.work.responses.core.edition import bump_public_edition
from huiying.work.responses.core.models import Draft, Release
from huiying.work.responses.disclosure.models import Seal
from huiying.work.responses.disclosure.report_clock import start_report_clock
from huiying.work.responses.mechanism.models import MechanismReview
from huiying.work.responses.outlets.models import Carried
from huiying.work.responses.releases.queries import last_release_of
from huiying.work.responses.releases.search import SEARCH_KIND
from huiying.work.responses.reviews.models import Submission

KIND = "seal"
GONE = "（已封存）"


@transaction.atomic
def ask_seal(
    *, release: Release, ground: str, reason: str, officer: Officer, now: datetime
) -> Seal:
    """Ask for a sealing; nothing changes until another person agrees.

    Raises:
        PermissionDenied: If the officer neither publishes nor approves.
        Refused: If the ground is none of the law's, the reason is missing, or the version
            is sealed already.
    """
    require(officer, Capability.PUBLISH, Capability.APPROVE)
    refuse_classified(reason)
    reason = masked_text(" ".join(reason.split()))[:400]
    if ground not in set(SealGround):
        raise Refused(_("仅法律禁止继续公开的内容可封存。文字有误的，请更正。"))
    if not reason:
        raise Refused(_("请填写理由。理由不公开，且不得写封存内容。"))
    if release.seals.filter(sealed_at__isnull=False).exists():
        raise Refused(_("这一版已经封存。"))
    request = request_approval(
        bureau_id=release.bureau_id,
        kind=KIND,
        about_ref=f"{release.answer.number}/{release.version}",
        label=house_text("封存第 %(number)s 号回应第 %(version)s 版")
        % {"number": release.answer.number, "version": release.version},
        content_hash=release.content_hash,
        officer=officer,
        clock=None,
        now=now,
    )
    row = Seal.objects.create(
        bureau_id=release.bureau_id,
        release=release,
        ground=ground,
        reason=reason,
        requested_by=officer,
        requested_at=now,
        signoff=request,
    )
    if row.ground == SealGround.STATE_SECRET:
        row.report_clock = start_report_clock(row, now)
        row.save(update_fields=["report_clock"])
    _record(row, "release.seal_asked", officer, now)
    return row


@transaction.atomic
def decide_seal(
    seal: Seal, *, approve: bool, reason: str, officer: Officer, now: datetime
) -> None:
    """Seal, or refuse with a reason. Sealing cannot be undone: the words are nowhere left.

    Raises:
        PermissionDenied: If the officer is neither 组长 nor 副组长.
        Refused: If he asked for it, or stands for who did.
        Stale: If it was decided already.
    """
    require(officer, Capability.APPROVE)
    request = seal.signoff
    done = decide(
        request=request,
        officer=officer,
        approve=approve,
        reason=reason,
        content_hash=request.content_hash,
        now=now,
    )
    if done.decision != Decision.APPROVED:
        if seal.report_clock is not None:
            cancel_clock(clock=seal.report_clock, reason=Reason("clocks.seal_refused"), now=now)
        _record(seal, "release.seal_refused", officer, now)
        return
    if seal.release.seals.filter(sealed_at__isnull=False).exists():
        raise Stale(_("这一版已经封存。"))
    Seal.objects.filter(pk=seal.pk).update(sealed_at=now)
    seal.refresh_from_db()
    notice = seal_notice(seal, now)
    _remove_words(seal, notice, officer, now)
    bump_public_edition(seal.bureau_id)
    _record(seal, "release.sealed", officer, now, notice=hash_of_content(notice))


SEAL_KIND = SignoffKind[Seal](
    name=KIND,
    content_hash=lambda seal: seal.release.content_hash,
    approve=partial(decide_seal, approve=True, reason=""),
    send_back=partial(decide_seal, approve=False),
)


def seal_notice(seal: Seal, now: datetime) -> dict[str, Any]:
    """Return what stands in the place of the words, in the shape of a content.

    Whoever shows a release shows this: no page, feed or file needs to know of sealings.
    """
    release, ground = seal.release, SealGround(seal.ground)
    return {
        "schema": release.content["schema"],
        "bureau": release.content["bureau"],
        "answer": release.content["answer"],
        "version": release.version,
        "speaker": release.content["speaker"],
        "title": GONE,
        "claim": "",
        "finding": "",
        "summary": f"这一版的文字已依法封存。依据：{public_notice(ground)}。",
        "body": "",
        "facts": [],
        "note": "",
        "sealed": {
            "date": now.isoformat(),
            "ground": public_notice(ground),
            "hash": release.content_hash,
        },
    }


def _remove_words(seal: Seal, words: dict[str, Any], officer: Officer, now: datetime) -> None:
    release = seal.release
    Release.objects.seal(release.pk, words)
    _remove_copies(seal, officer, now)
    release.stated.update(subject="", attribute="", value="", key="")
    drafts = Draft.objects.filter(answer_id=release.answer_id, version=release.version)
    for draft in drafts:
        _empty(draft, words)
    newest = last_release_of(release.answer)
    if newest is not None and newest.pk == release.pk:
        put(
            bureau_id=release.bureau_id,
            kind=SEARCH_KIND,
            ref=release.answer.number,
            text=words["summary"],
            public=True,
            at=release.published_at,
        )


def _remove_copies(seal: Seal, officer: Officer, now: datetime) -> None:
    """Empty what was recorded of the channels; pictures of the words are destroyed."""
    rows = Carried.objects.filter(release=seal.release)
    confirmations = Confirmation.objects.filter(
        draft__answer_id=seal.release.answer_id, draft__version=seal.release.version
    )
    opinions = MechanismReview.objects.filter(
        draft__answer_id=seal.release.answer_id, draft__version=seal.release.version
    )
    copies = (
        Q(pk__in=rows.values("file"))
        | Q(pk__in=confirmations.values("file"))
        | Q(pk__in=opinions.values("file"))
    )
    incident = seal.release.answer.incident.current
    pictures = StoredFile.objects.filter(copies, data_key__isnull=False)
    for picture in pictures:
        erase_file(
            file=picture,
            reason=public_notice(SealGround(seal.ground)),
            topic=incident.audit_topic,
            actor=officer.audit_actor(),
            now=now,
        )
    rows.update(text="", proof="")


def _empty(draft: Draft, words: dict[str, Any]) -> None:
    """Take the words out of everything that led to the release."""
    Draft.objects.filter(pk=draft.pk).update(
        title=GONE, claim="", summary="", body="", correction_note=""
    )
    draft.facts.update(
        statement=GONE, evidence="", link="", subject="", attribute="", value="", as_of=None
    )
    Submission.objects.filter(draft=draft).update(content=words)
    Confirmation.objects.filter(draft=draft).update(content=words, words="")
    draft.mechanism_reviews.update(words="")
    _empty_third_parties(draft)
    draft.withheld.update(passage="")
    draft.kept.all().delete()
    draft.comments.all().delete()
    draft.exemptions.all().delete()
    for submission in draft.submissions.select_related("signoff"):
        relabel_request(request=submission.signoff, label=GONE)


def _empty_third_parties(draft: Draft) -> None:
    """Take out the passages of which third parties were asked, and what they said of them."""
    lifted = draft.answer.lifted.filter(version=draft.version)
    passages = [
        *draft.withheld.values_list("passage", flat=True),
        *lifted.values_list("passage", flat=True),
    ]
    enquiries = draft.answer.third_party_enquiries.filter(passage__in=passages)
    enquiries.update(passage="", words="")
    lifted.update(passage="")


def _record(seal: Seal, verb: str, officer: Officer, now: datetime, **data: str) -> None:
    record(
        seal.release,
        verb,
        officer,
        now,
        version=seal.release.version,
        hash=seal.release.content_hash,
        ground=seal.ground,
        reason=seal.reason,
        **data,
    )
