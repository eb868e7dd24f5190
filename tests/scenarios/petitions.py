"""What people send in, in the tests: Li Xiaoxue asks about the queue, names and all."""

from __future__ import annotations

from collections.abc import Sequence

from huiying.base.files.incoming import WrittenFile
from huiying.policy.petitions.kinds import PetitionChannel, PetitionKind
from huiying.work.petitions.core.sealed_texts import OriginalText
from huiying.work.petitions.core.submission import Submission
from huiying.work.petitions.petitions.actions.submit import SubmissionReceipt, submit_petition
from tests.factories import T0, Cast

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
