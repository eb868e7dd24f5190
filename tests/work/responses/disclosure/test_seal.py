"""封存: two persons remove published words; a notice, the hash and the record stay."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused, Stale
from huiying.base.files.incoming import check_incoming, write_file
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.policy.release.sealing import SealGround
from huiying.policy.release.third_party import LiftBasis, View
from huiying.work.responses.checks.all_checks import blocking
from huiying.work.responses.core.models import Draft, Release
from huiying.work.responses.disclosure.actions.ask_third_party import (
    ask_third_party,
    record_third_party_view,
)
from huiying.work.responses.disclosure.actions.lift_withholding import (
    LiftInput,
    lift_withholding,
)
from huiying.work.responses.disclosure.actions.seal import ask_seal, decide_seal, seal_notice
from huiying.work.responses.disclosure.models import (
    LiftedWithholding,
    Seal,
    ThirdPartyEnquiry,
)
from huiying.work.responses.mechanism.proof import review_differences
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.tasks import PICTURE
from tests.work.responses import desk
from tests.work.responses.disclosure.steps import BODY, HIDDEN, keep
from tests.work.responses.mechanism.steps import hear

pytestmark = pytest.mark.django_db
WORDS = "青石家园三栋的小满同学"

standing_rows, rows, yunchuan, release = module_rows(
    lambda cast: desk.published(cast, T0, body=f"不需要撤帖。\n{WORDS}已补登记。[F1]")
)


def ask(release, officer, now, ground=SealGround.MINOR, reason="认得出一名小学生。"):
    return ask_seal(release=release, ground=ground, reason=reason, officer=officer, now=now)


def decide(seal, officer, now, *, approve=True, reason=""):
    decide_seal(seal, approve=approve, reason=reason, officer=officer, now=now)


def test_asking_changes_nothing_yet(yunchuan, release, now):
    row = ask(release, yunchuan.speaker, now)

    assert (row.sealed_at, row.signoff.decision) == (None, Decision.PENDING)
    assert WORDS in str(Release.objects.get().content)
    record = records_of(bureau_id=row.bureau_id).first()
    assert (record.verb, record.data["hash"]) == ("release.seal_asked", release.content_hash)


@pytest.mark.clause("2(1)a")
@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"ground": "NEGATIVE"}, "仅法律禁止继续公开的内容可封存"),
        ({"reason": " "}, "请填写理由"),
    ],
)
def test_only_a_ground_of_the_law_with_a_reason_seals(yunchuan, release, now, changes, why):
    with pytest.raises(Refused, match=why):
        ask(release, yunchuan.speaker, now, **changes)

    assert not Seal.objects.exists()


def test_who_neither_publishes_nor_approves_asks_for_no_sealing(yunchuan, release, now):
    with pytest.raises(PermissionDenied):
        ask(release, yunchuan.window, now)


def test_a_leader_seals_and_the_words_are_gone_with_their_hash_left(yunchuan, release, now):
    row = ask(release, yunchuan.speaker, now)
    digest = release.content_hash

    decide(row, yunchuan.leader, now)

    release.refresh_from_db()
    draft = Draft.objects.get()
    assert release.content == seal_notice(row, now)
    assert release.content_hash == digest
    assert (draft.title, draft.body) == ("（已封存）", "")
    assert WORDS not in str(list(Draft.objects.values()) + list(draft.facts.values()))
    assert Seal.objects.get().sealed_at == now
    record = records_of(bureau_id=row.bureau_id).first()
    assert (record.verb, record.data["ground"]) == ("release.sealed", "MINOR")
    with pytest.raises(Refused, match="已经封存"):
        ask(release, yunchuan.speaker, now)


def test_the_passages_of_third_parties_go_with_the_words(yunchuan, now):
    incident = desk.incident_of(yunchuan, number="2026-0002")
    draft = desk.ready(yunchuan, now, incident=incident, body=BODY)
    kept = keep(draft, yunchuan.window, now)
    asked = ask_third_party(
        withholding=kept,
        received_at=now,
        delivery="云信意〔2026〕3号",
        officer=yunchuan.window,
        now=now,
    )
    said = {"at": now, "words": f"同意公开{HIDDEN}。", "officer": yunchuan.window, "now": now}
    record_third_party_view(enquiry=asked, view=View.AGREES, **said)
    consent = LiftInput(LiftBasis.CONSENT)
    lift_withholding(
        draft=draft,
        revision=draft.revision,
        withholding_id=kept.pk,
        lift=consent,
        officer=yunchuan.shen,
        now=now,
    )
    desk.submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=now)
    desk.approve(yunchuan, draft, now)
    out = desk.publish(draft=draft, officer=yunchuan.speaker, now=now)

    decide(ask(out, yunchuan.speaker, now), yunchuan.leader, now)

    left = [*ThirdPartyEnquiry.objects.values(), *LiftedWithholding.objects.values()]
    assert HIDDEN not in str(left)
    assert [row["view"] for row in left if "view" in row] == [View.AGREES]
    again = desk.correct_release(
        answer=out.answer, note="更正。", officer=yunchuan.shen, now=now
    )
    assert not any("第三方" in one for one in blocking(again, now))


def test_what_the_mechanism_quoted_goes_with_the_words_and_its_paper(
    yunchuan, now, settings, tmp_path
):
    settings.DATA_DIR = tmp_path
    incident = desk.incident_of(yunchuan, grade=2, number="2026-0002")
    draft = desk.submitted(yunchuan, now, incident=incident)
    paper = write_file(yunchuan.bureau.pk, check_incoming(PICTURE))
    quoted = hear(yunchuan, draft, now, words=f"{WORDS}一句可以留。", file=paper)
    desk.approve(yunchuan, draft, now)
    release = desk.publish(draft=draft, officer=yunchuan.speaker, now=now)

    decide(ask(release, yunchuan.speaker, now), yunchuan.leader, now)

    quoted.refresh_from_db()
    assert (quoted.words, quoted.file.data_key) == ("", None)
    assert list(review_differences(yunchuan.bureau.pk)) == []
    assert WORDS not in str(list(SignoffRequest.objects.values_list("label")))


def test_who_asked_does_not_decide_nor_who_does_not_lead(yunchuan, release, now):
    row = ask(release, yunchuan.cheng, now)

    with pytest.raises(Refused):
        decide(row, yunchuan.cheng, now)
    with pytest.raises(PermissionDenied):
        decide(row, yunchuan.speaker, now)

    assert WORDS in str(Release.objects.get().content)


def test_a_refusal_has_a_reason_and_leaves_the_words(yunchuan, release, now):
    row = ask(release, yunchuan.speaker, now)
    with pytest.raises(Refused):
        decide(row, yunchuan.leader, now, approve=False)

    decide(row, yunchuan.leader, now, approve=False, reason="认不出来。")

    assert WORDS in str(Release.objects.get().content)
    assert records_of(bureau_id=row.bureau_id).first().verb == "release.seal_refused"


def test_of_two_requests_about_one_version_only_the_newer_is_decided(yunchuan, release, now):
    first = ask(release, yunchuan.speaker, now)
    second = ask(release, yunchuan.cheng, now, SealGround.PERSONAL)
    first.refresh_from_db()

    with pytest.raises(Stale):
        decide(first, yunchuan.leader, now)
    decide(second, yunchuan.leader, now)

    assert Seal.objects.get(sealed_at__isnull=False) == second


def test_the_notice_has_the_shape_of_a_content_and_none_of_its_words(yunchuan, release, now):
    row = ask(release, yunchuan.speaker, now)

    notice = seal_notice(row, now)

    assert WORDS not in str(notice)
    assert {"answer", "version", "title", "summary", "body", "facts"} <= notice.keys()
    assert notice["sealed"]["hash"] == release.content_hash
    assert "《未成年人保护法》" in notice["summary"]


@pytest.mark.parametrize("ground", [SealGround.STATE_SECRET, SealGround.COURT])
def test_no_notice_confirms_that_there_was_a_state_secret(yunchuan, release, now, ground):
    row = ask(release, yunchuan.speaker, now, ground, "按要求下架。")

    notice = seal_notice(row, now)

    assert "秘密" not in str(notice)
    assert "保密" not in str(notice)
    assert notice["sealed"]["ground"] == "法律或者生效裁判禁止继续公开", (
        "a secret and a court's order have the same words, or the words would tell which"
    )
