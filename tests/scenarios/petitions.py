"""What people send in, in the tests: Li Xiaoxue asks about the queue, names and all."""

from __future__ import annotations

from huiying.base.files.incoming import check_incoming, write_file
from huiying.policy.petitions.accusations import EndingAct, EndingGround
from huiying.policy.petitions.kinds import PetitionChannel, PetitionKind
from huiying.work.petitions.accusations.actions.ask_ending import Ending, ask_ending
from huiying.work.petitions.accusations.actions.name_accused import name_accused
from huiying.work.petitions.accusations.models import Accusation
from huiying.work.petitions.core.sealed_texts import OriginalText
from huiying.work.petitions.core.submission import Submission
from huiying.work.petitions.petitions.actions.submit import SubmissionReceipt, submit_petition
from tests.factories import T0, Cast
from tests.scenarios.tasks import PICTURE

QUEUE_TEXT = "我叫李晓雪，电话13800138000。上周五来访登记排队三小时，窗口说要先撤网上的帖子。"
ACCUSING_TEXT = "实名举报来访接待科科长收红包，谁给钱先办谁的。"


def original(text: str = QUEUE_TEXT, **fields: str) -> OriginalText:
    """Return what Li Xiaoxue wrote, with her name and number."""
    return OriginalText(**{"text": text, "name": "李晓雪", "phone": "13800138000", **fields})


def submit(
    cast: Cast,
    text: str = QUEUE_TEXT,
    *,
    kind: PetitionKind | None = PetitionKind.CLAIM,
    channel: PetitionChannel = PetitionChannel.WEB,
    now=T0,
    officer=None,
    **fields: str,
) -> SubmissionReceipt:
    """Send something to 云川's bureau."""
    return submit_petition(
        bureau=cast.bureau,
        submission=Submission(
            original=original(text, **fields), kind=kind, channel=channel, received_at=now
        ),
        now=now,
        officer=officer,
    )


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
