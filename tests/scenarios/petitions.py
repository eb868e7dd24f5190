"""What people send in, in the tests: Li Xiaoxue asks about the queue, names and all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huiying.base.files.actions.erase import erase_file
from huiying.base.files.actions.keep import keep_file
from huiying.base.files.incoming import WrittenFile, check_incoming, write_file
from huiying.base.files.models import Retention
from huiying.base.outbox.actions.links import make_link
from huiying.base.outbox.linked_papers import LINK_LIFETIME
from huiying.policy.petitions.accusations import EndingAct, EndingGround
from huiying.policy.petitions.codes import Recognition
from huiying.policy.petitions.erasure import ErasureGround
from huiying.policy.petitions.kinds import (
    OpinionOutcome,
    PetitionChannel,
    PetitionKind,
    ReplyKind,
    Satisfaction,
)
from huiying.policy.time.petitions import ForwardManner
from huiying.policy.time.zone import LOCAL
from huiying.work.petitions.accusations.actions.ask_ending import Ending, ask_ending
from huiying.work.petitions.accusations.actions.name_accused import name_accused
from huiying.work.petitions.accusations.models import Accusation, Diversion
from huiying.work.petitions.acknowledgement.unit_messages import PURPOSE
from huiying.work.petitions.code_replacements.actions.request import CodeRequest, request_code
from huiying.work.petitions.code_replacements.models import CodeReplacement
from huiying.work.petitions.core.models import Petition, PetitionFile, Supplement
from huiying.work.petitions.core.sealed_texts import OriginalText, open_original
from huiying.work.petitions.core.submission import Submission
from huiying.work.petitions.erasure.actions.ask import record_erasure_request
from huiying.work.petitions.erasure.actions.decide import ErasureProposal, propose_erasure
from huiying.work.petitions.erasure.models import PetitionErasure
from huiying.work.petitions.periods.actions.forward import Forwarding, forward_petition
from huiying.work.petitions.petitions.actions.decide_diversion import accept_diversion
from huiying.work.petitions.petitions.actions.divert_to_accusations import (
    LEAST_PASSAGE,
    divert_to_accusations,
)
from huiying.work.petitions.petitions.actions.register import (
    CheckedPetition,
    register_petition,
)
from huiying.work.petitions.petitions.actions.submit import SubmissionReceipt, submit_petition
from huiying.work.petitions.ratings.actions.rate import RatingWords, rate_answer
from huiying.work.petitions.recusals.actions.recuse import recuse_from_petition
from huiying.work.petitions.recusals.models import PetitionRecusal
from huiying.work.petitions.replies.actions.draft import ReplyDraft, draft_reply, reply_hash
from huiying.work.petitions.replies.actions.sign import REPLY_KIND, sign_reply
from huiying.work.petitions.replies.models import PetitionReply
from tests.base.files.samples import jpeg
from tests.factories import T0, Cast
from tests.scenarios.tasks import PICTURE

QUEUE_TEXT = "我叫李晓雪，电话13800138000。上周五来访登记排队三小时，窗口说要先撤网上的帖子。"
ACCUSING_TEXT = "实名举报来访接待科科长收红包，谁给钱先办谁的。"


def original(text: str = QUEUE_TEXT, **fields: str) -> OriginalText:
    """Return what Li Xiaoxue wrote, with her name and number."""
    return OriginalText(**{"text": text, "name": "李晓雪", "phone": "13800138000", **fields})


@dataclass(frozen=True)
class PetitionRows:
    """Petitions of the sample bureau: one to register, one accepted, one that ended."""

    new: Petition
    claim: Petition
    draft: PetitionReply
    file: PetitionFile
    supplement: Supplement
    link: str  # by which its unit acknowledges the accepted one
    code: CodeReplacement  # asked for, nobody signed it yet
    recusal: PetitionRecusal  # of 方知行, from the one to register
    erasure: PetitionErasure  # of one that was decided; proposed, not decided yet


def make_petition_rows(cast: Cast, now) -> PetitionRows:
    """Take in two, register and accept one, and draft its opinion."""
    new = submit(cast, kind=PetitionKind.QUESTION, now=now).row
    claim = accepted(cast, now=now)
    key = {"bureau": cast.bureau, "petition": claim}
    file = keep_file(
        bureau_id=cast.bureau.pk,
        written=write_file(cast.bureau.pk, check_incoming(jpeg())),
        retention=Retention.TEN_YEARS,
        now=now,
    )
    ended = settled(cast, now=now)
    words = RatingWords(Satisfaction.NOT, Satisfaction.BASICALLY, "等得太久。")
    rate_answer(petition=ended, words=words, now=now)
    erasure = record_erasure_request(
        petition=ended, identity="已核对证件原件", officer=cast.shen, now=now
    )
    propose_erasure(
        erasure=erasure,
        proposal=ErasureProposal(ErasureGround.ACHIEVED, "办理完毕，申请人要求删除。"),
        officer=cast.shen,
        now=now,
    )
    gone = keep_file(
        bureau_id=cast.bureau.pk,
        written=write_file(cast.bureau.pk, check_incoming(jpeg())),
        retention=Retention.TEN_YEARS,
        now=now,
    )
    erase_file(file=gone, reason="误收", topic="", actor=cast.shen.audit_actor(), now=now)
    return PetitionRows(
        new,
        claim,
        draft_reply(petition=claim, draft=OPINION, officer=cast.window, now=now),
        PetitionFile.objects.create(**key, file=file, at=now),
        Supplement.objects.create(**key, text="又排了两小时。", at=now),
        make_link(
            bureau_id=cast.bureau.pk,
            purpose=PURPOSE,
            about_ref=claim.number,
            unit=cast.reception,
            now=now,
            lifetime=LINK_LIFETIME,
        ),
        request_code(
            petition=claim,
            code_request=CodeRequest(Recognition.IN_PERSON, "已核对证件原件和提交内容"),
            officer=cast.shen,
            now=now,
        ),
        recuse_from_petition(
            petition=new, who=cast.admin, reason="亲属", officer=cast.leader, now=now
        ),
        erasure,
    )


def opened(row: Petition | Accusation) -> OriginalText:
    """Return what was sent, as it was written."""
    assert row.data_key is not None
    assert row.original is not None
    return open_original(row.bureau_id, row.data_key, row.original, row.number)


def submit(
    cast: Cast,
    text: str = QUEUE_TEXT,
    *,
    kind: PetitionKind | None = PetitionKind.CLAIM,
    channel: PetitionChannel = PetitionChannel.WEB,
    now=T0,
    officer=None,
    files: Sequence[WrittenFile] = (),
    **fields: str,
) -> SubmissionReceipt:
    """Send something to 云川's bureau."""
    return submit_petition(
        bureau=cast.bureau,
        submission=Submission(
            original=original(text, **fields),
            kind=kind,
            channel=channel,
            received_at=now,
            files=files,
        ),
        now=now,
        officer=officer,
    )


def register(cast: Cast, petition: Petition, *, now=T0, officer=None, **fields) -> Petition:
    """Let 沈青禾 register a petition as it came in."""
    checked = {
        "title": petition.title,
        "text": petition.text,
        "kind": PetitionKind(petition.kind),
        **fields,
    }
    register_petition(
        petition=petition,
        checked=CheckedPetition(**checked),
        officer=officer or cast.shen,
        now=now,
    )
    return petition


def forward(cast: Cast, petition: Petition, *, unit=None, officer=None, now=T0) -> Petition:
    """Let 沈青禾 transfer a registered petition to the reception."""
    forward_petition(
        petition=petition,
        forwarding=Forwarding(
            unit or cast.reception,
            ForwardManner.TRANSFERRED,
            now.astimezone(LOCAL).date(),
        ),
        officer=officer or cast.shen,
        now=now,
    )
    return petition


def registered(cast: Cast, text: str = QUEUE_TEXT, *, now=T0, **more) -> Petition:
    """Return a petition that was registered."""
    return register(cast, submit(cast, text, now=now, **more).row, now=now)


def accepted(cast: Cast, *, now=T0, **more) -> Petition:
    """Return a claim that the reception accepted, with its letter."""
    petition = forward(cast, registered(cast, now=now, **more), now=now)
    signed(cast, petition, ReplyDraft(ReplyKind.ACCEPTANCE), now=now)
    petition.refresh_from_db()
    return petition


OPINION = ReplyDraft(
    ReplyKind.OPINION,
    outcome=OpinionOutcome.SUPPORTED,
    claim="要求缩短来访登记等候时间。",
    facts="经核实，11月20日上午窗口只开一个，等候三小时属实。",
    text="自11月30日起增开两个窗口，不要求撤帖。联系电话 0471-1234567。",
    basis="《信访工作条例》第三十二条",
    ways="自收到本意见书之日起30日内，可向市信访局申请复查。",
)


def signed(cast: Cast, petition: Petition, draft: ReplyDraft, *, now=T0) -> PetitionReply:
    """Let 陆 draft a letter and 沈青禾 sign it, or the leader where it takes him."""
    reply = draft_reply(petition=petition, draft=draft, officer=cast.lu, now=now)
    shown = reply_hash(reply)
    if sign_reply(reply=reply, shown_hash=shown, officer=cast.shen, now=now):
        REPLY_KIND.approve(reply, shown_hash=shown, officer=cast.leader, now=now)
    return reply


def accuse(
    cast: Cast, text: str = ACCUSING_TEXT, *, now=T0, with_file: bool = False, officer=None
) -> Accusation:
    """Send an accusation to 云川's bureau."""
    files = (write_file(cast.bureau.pk, check_incoming(PICTURE)),) if with_file else ()
    submission = Submission(original(text), None, PetitionChannel.LETTER, now, files=files)
    receipt = submit_petition(
        bureau=cast.bureau, submission=submission, now=now, officer=officer
    )
    assert isinstance(receipt.row, Accusation)
    return receipt.row


def name_reception(cast: Cast, row: Accusation, *, now=T0) -> Accusation:
    """Record that 来访接待科 and its officer are accused."""
    name_accused(
        accusation=row,
        units=[cast.reception],
        officers=[cast.window],
        outside=False,
        officer=cast.ji,
        now=now,
    )
    return row


def ask_to_hand_back(cast: Cast, row: Accusation, *, now=T0, by=None) -> Accusation:
    """Ask that it becomes a claim: a complaint about service alone."""
    ask_ending(
        accusation=row,
        ending=Ending(EndingAct.HAND_BACK, EndingGround.SERVICE, PetitionKind.CLAIM),
        officer=by or cast.ji,
        now=now,
    )
    return row


def settled(cast: Cast, *, now=T0, **more) -> Petition:
    """Return a claim that was decided by an opinion letter."""
    petition = accepted(cast, now=now, **more)
    signed(cast, petition, OPINION, now=now)
    petition.refresh_from_db()
    return petition


def diverted(cast: Cast, petition: Petition, *, now=T0, officer=None) -> Diversion:
    """Let 陆一鸣 say that a petition accuses somebody, quoting how it begins."""
    return divert_to_accusations(
        petition=petition,
        passage=petition.text[:LEAST_PASSAGE],
        officer=officer or cast.lu,
        now=now,
    )


def moved_to_accusations(cast: Cast, petition: Petition, *, now=T0) -> Accusation:
    """Divert a petition, and let who handles accusations accept it."""
    row = diverted(cast, petition, now=now)
    return accept_diversion(diversion=row, officer=cast.ji, now=now)
