"""What tests of erasure share: a settled petition with everything, and the way to its end."""

from __future__ import annotations

from huiying.base.files.incoming import check_incoming, write_file
from huiying.policy.petitions.erasure import ErasureGround, RefusalGround
from huiying.policy.petitions.kinds import ReplyKind
from huiying.work.petitions.core.models import Petition, Supplement
from huiying.work.petitions.core.sealed_texts import OriginalText, seal_original
from huiying.work.petitions.erasure.actions.ask import (
    ask_erasure,
    record_erasure_request,
)
from huiying.work.petitions.erasure.actions.decide import (
    ErasureProposal,
    decide_erasure,
    erasure_hash,
    propose_erasure,
)
from huiying.work.petitions.erasure.models import PetitionErasure
from huiying.work.petitions.petitions.queries import find_by_code
from huiying.work.petitions.replies.actions.draft import ReplyDraft, draft_reply
from tests.base.files.samples import jpeg
from tests.factories import T0, Cast
from tests.scenarios.petitions import OPINION, forward, register, signed, submit

MORE = "我的身份证在附件里，请替我保密。"


def settled_with_all(cast: Cast, *, now=T0) -> tuple[Petition, str]:
    """Return a settled claim with a file, a supplement and an older draft; and its code."""
    photo = write_file(cast.bureau.pk, check_incoming(jpeg()))
    receipt = submit(cast, files=[photo], now=now)
    petition = forward(cast, register(cast, receipt.row, now=now), now=now)
    sealed = seal_original(cast.bureau.pk, OriginalText(MORE), petition.number)
    Supplement.objects.create(
        bureau=cast.bureau,
        petition=petition,
        data_key=sealed.key,
        original=sealed.body,
        text="附件另交。",
        at=now,
    )
    signed(cast, petition, ReplyDraft(ReplyKind.ACCEPTANCE), now=now)
    petition.refresh_from_db()
    draft_reply(petition=petition, draft=OPINION, officer=cast.window, now=now)
    signed(cast, petition, OPINION, now=now)
    petition.refresh_from_db()
    return petition, receipt.code


def asked(cast: Cast, petition: Petition, *, now=T0) -> PetitionErasure:
    """Let Li Xiaoxue come in person; 沈青禾 records it."""
    return record_erasure_request(
        petition=petition, identity="已核对有效证件原件", officer=cast.shen, now=now
    )


def by_code(cast: Cast, code: str, *, now=T0) -> PetitionErasure:
    """Let Li Xiaoxue ask with her query code."""
    return ask_erasure(petition=find_by_code(cast.bureau, code), now=now)


def propose(
    cast: Cast,
    row: PetitionErasure,
    *,
    ground: ErasureGround | RefusalGround = ErasureGround.ACHIEVED,
    reason: str = "办理完毕，申请人要求删除。",
    officer=None,
    now=T0,
):
    """Let 沈青禾 propose."""
    return propose_erasure(
        erasure=row,
        proposal=ErasureProposal(ground, reason),
        officer=officer or cast.shen,
        now=now,
    )


def approve(cast: Cast, row: PetitionErasure, *, officer=None, now=T0) -> bool:
    """Let the leader decide exactly what is proposed."""
    return decide_erasure(
        row,
        approve=True,
        reason="",
        shown_hash=erasure_hash(row),
        officer=officer or cast.leader,
        now=now,
    )


def erased(cast: Cast, petition: Petition, *, now=T0) -> Petition:
    """Ask, propose and decide: the petition is erased."""
    row = asked(cast, petition, now=now)
    propose(cast, row, now=now)
    assert approve(cast, row, now=now)
    petition.refresh_from_db()
    return petition
