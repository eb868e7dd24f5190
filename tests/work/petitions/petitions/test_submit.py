"""Taking in what the public sends: two texts, a code, a period; an accusation goes apart."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock
from huiying.base.errors import Classified, Refused
from huiying.base.files.sealing import CannotOpen
from huiying.policy.petitions.kinds import PetitionChannel, PetitionKind
from huiying.policy.time.deadlines import QUESTION_REPLY
from huiying.work.petitions.accusations.models import Accusation
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.query_codes import digest_of_code
from huiying.work.petitions.core.submission import Submission
from huiying.work.petitions.petitions.actions.submit import (
    SentBefore,
    store_petition,
    submit_petition,
)
from huiying.work.petitions.petitions.queries import find_by_code
from tests.factories import T0, make_cast
from tests.scenarios.petitions import ACCUSING_TEXT, QUEUE_TEXT, opened, original, submit
from tests.tampering import tamper

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


def test_the_original_is_sealed_and_the_working_text_names_nobody(yunchuan):
    row = submit(yunchuan).row
    stored = Petition.objects.values().get(pk=row.pk)
    assert "李晓雪" not in str(stored)
    assert "13800138000" not in str(stored)
    assert "排队三小时" in row.text
    assert opened(row).text == QUEUE_TEXT


def test_a_claim_starts_the_fifteen_days_of_the_law(yunchuan):
    receipt = submit(yunchuan)
    assert receipt.row.clock.rule_code == "PETITION_REGISTRATION"
    assert receipt.due_at == receipt.row.clock.due_at


def test_a_question_starts_the_period_of_the_bureau(yunchuan):
    row = submit(yunchuan, kind=PetitionKind.QUESTION).row
    assert row.clock.rule_code == QUESTION_REPLY
    assert row.clock.standing == "to_confirm"


def test_the_code_finds_it_again_however_it_is_typed(yunchuan):
    receipt = submit(yunchuan)
    for typed in (receipt.code, receipt.code.lower(), receipt.code.replace("-", " ")):
        assert find_by_code(yunchuan.bureau, typed) == receipt.row


def test_the_code_is_stored_nowhere(yunchuan):
    receipt = submit(yunchuan)
    letters = receipt.code.replace("-", "")
    rows = [*Petition.objects.values(), *AuditRecord.objects.values()]
    assert letters not in str(rows)
    assert receipt.code not in str(rows)


def test_a_code_of_one_bureau_finds_nothing_in_another(yunchuan):
    linxi = make_cast("linxi", "临溪区")
    assert find_by_code(linxi.bureau, submit(yunchuan).code) is None


@pytest.mark.parametrize("kind", [None, PetitionKind.QUESTION, PetitionKind.CLAIM])
def test_an_accusation_becomes_no_petition_whatever_it_is_called(yunchuan, kind):
    receipt = submit(yunchuan, ACCUSING_TEXT, kind=kind)
    assert isinstance(receipt.row, Accusation)
    assert not Petition.objects.exists()
    assert not Clock.objects.exists(), "the board of deadlines is everybody's"


def test_a_receipt_of_an_accusation_looks_like_any_other(yunchuan):
    accused = submit(yunchuan, ACCUSING_TEXT, kind=None)
    other = submit(yunchuan)
    assert accused.due_at == other.due_at
    assert len(accused.code) == len(other.code)


def test_nothing_of_an_accusation_stands_in_the_clear(yunchuan):
    submit(yunchuan, ACCUSING_TEXT, kind=None)
    records = AuditRecord.objects.filter(verb="accusation.received").values()
    rows = [*Accusation.objects.values(), *records]
    assert len(rows) == 2
    for word in ("举报", "接待科", "红包", "李晓雪"):
        assert word not in str(rows)


@pytest.mark.parametrize(
    ("text", "words"),
    [("   ", "请写明"), ("长" * 20_001, "最多 20000 字")],
)
def test_what_says_nothing_or_too_much_is_refused(yunchuan, text, words):
    with pytest.raises(Refused, match=words):
        submit(yunchuan, text)
    assert not Petition.objects.exists()


def test_a_classified_text_leaves_nothing(yunchuan):
    with pytest.raises(Classified):
        submit(yunchuan, "机密★10年 关于某某的通报")
    assert not Petition.objects.exists()


def test_what_is_yet_to_come_cannot_have_been_received(yunchuan):
    tomorrow = T0 + timedelta(days=1)
    letter = Submission(original(), PetitionKind.CLAIM, PetitionChannel.LETTER, tomorrow)
    with pytest.raises(Refused, match="收到时间"):
        submit_petition(bureau=yunchuan.bureau, submission=letter, now=T0)


def test_mongolian_script_is_kept_exactly(yunchuan):
    text = "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ བོད་ཡིག ئۇيغۇرچە 😀𠮷"
    row = submit(yunchuan, text, name="").row
    assert opened(row).text == text
    assert "𠮷" in row.text


def test_what_shapes_the_letters_of_another_script_stays_and_what_deceives_goes(yunchuan):
    row = submit(yunchuan, "ᠰᠠᠷ\u180eᠠ ᠬᠤᠭᠤᠴᠠᠭ\u180eᠠ 138\u200d0013\u200d8000 \u202etxet").row
    assert "ᠰᠠᠷ\u180eᠠ" in row.text
    assert "〔电话〕" in row.text
    assert "\u202e" not in row.text


def test_what_is_handed_back_is_stored_under_the_code_that_was_given_out(yunchuan):
    sent = Submission(original(), PetitionKind.CLAIM, PetitionChannel.WEB, T0)
    digest = digest_of_code(yunchuan.bureau.pk, "7K3M92QFABCD")
    row = store_petition(
        bureau=yunchuan.bureau, submission=sent, code_digest=digest, officer=None, now=T0
    )
    assert find_by_code(yunchuan.bureau, "7K3M-92QF-ABCD") == row
    with pytest.raises(SentBefore):
        store_petition(
            bureau=yunchuan.bureau, submission=sent, code_digest=digest, officer=None, now=T0
        )


# Below the application: who writes the database has not the installation's secret -----------


def test_the_digest_of_ones_own_code_opens_no_other_petition(yunchuan):
    mine, victim = submit(yunchuan), submit(yunchuan)
    own = (mine.row.code_digest, mine.row.code_proof)
    change = "UPDATE petitions_petition SET code_digest = %s, code_proof = %s WHERE id = %s"
    tamper(change, "", "", mine.row.pk)
    tamper(change, *own, victim.row.pk)

    assert find_by_code(yunchuan.bureau, mine.code) is None


def test_what_somebody_else_sent_opens_in_no_other_petition(yunchuan):
    mine, victim = submit(yunchuan).row, submit(yunchuan).row
    change = "UPDATE petitions_petition SET data_key = %s, original = %s WHERE id = %s"
    tamper(change, victim.data_key, victim.original, mine.pk)
    mine.refresh_from_db()

    with pytest.raises(CannotOpen):
        opened(mine)
