"""A draft is submitted when nothing is missing."""

from __future__ import annotations

import pytest

from huiying.base.accounts.core.models import Unit
from huiying.base.errors import Refused, Stale
from huiying.work.responses.checks.all_checks import all_checks
from huiying.work.responses.contact_details.models import ContactDetails
from huiying.work.responses.core.exceptions import NotReady
from huiying.work.responses.core.models import DraftState
from huiying.work.responses.drafts.actions.start import start_draft
from huiying.work.responses.facts.actions.edit import add_fact
from huiying.work.responses.reviews.actions.submit import ask_and_submit, submit_draft
from tests.work.responses import desk
from tests.work.responses.drafts.editing import edit, missing_in


def test_an_empty_draft_cannot_be_submitted_and_says_all_that_is_missing(yunchuan, now):
    draft = start_draft(incident=desk.incident_of(yunchuan), officer=yunchuan.window, now=now)
    edit(yunchuan, draft, now, title="")
    with pytest.raises(NotReady) as caught:
        submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=now)
    assert len(caught.value.missing) == 5
    draft.refresh_from_db()
    assert draft.state == DraftState.WRITING
    assert draft.signoff is None


@pytest.mark.clause("8d")
def test_a_fact_without_evidence_blocks(yunchuan, now):
    draft = desk.ready(yunchuan, now)
    assert missing_in(draft) == []
    add_fact(
        draft=draft,
        revision=draft.revision,
        statement="此前已有200多人顺利办结。",
        evidence="",
        officer=yunchuan.window,
        now=now,
    )
    assert missing_in(draft) == ["事实 F2 缺证据。"]


@pytest.mark.parametrize(
    "summary",
    [
        "近日，网上反映登记要先撤帖。",
        "登记要先撤帖吗？",
        "关于登记问题说明如下。",
        "经" + "查" * 80 + "。",
    ],
)
def test_the_first_sentence_must_answer(yunchuan, now, summary):
    draft = desk.ready(yunchuan, now, summary=summary)
    assert len(missing_in(draft)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "请拨打13800000000。",
        "证件号11010119900307123X。",
        "联系人：张小云，",
        "微信 zhang_123456",
        "@云川小王 说的",
    ],
)
@pytest.mark.parametrize("field", ["title", "claim", "body"])
def test_personal_data_blocks_wherever_it_stands(yunchuan, now, field, text):
    draft = desk.ready(yunchuan, now, **{field: f"{text}"})
    assert any("个人信息" in sentence for sentence in missing_in(draft))


def test_the_published_number_of_the_bureau_is_not_personal(yunchuan, now, settings):
    settings.CONTACT = "0871-61234567"
    draft = desk.ready(yunchuan, now, body="请拨打大厅监督电话0871-61234567。")
    assert missing_in(draft) == []
    settings.CONTACT = ""
    assert missing_in(draft) != []


def test_the_number_of_a_unit_or_of_the_public_page_is_not_personal(yunchuan, now):
    numbers = ("0871-61234567", "0871-67654321")
    draft = desk.ready(yunchuan, now, body=f"可致电{numbers[0]}或{numbers[1]}。")
    assert any(f"电话“{numbers[0]}”" in sentence for sentence in missing_in(draft))

    Unit.objects.filter(pk=yunchuan.waterworks.pk).update(phone=numbers[0])
    [left] = missing_in(draft)
    assert numbers[0] not in left
    assert f"电话“{numbers[1]}”" in left, "what is found is named"

    ContactDetails.objects.create(bureau=yunchuan.bureau, office_line=f"办公室 {numbers[1]}")
    assert missing_in(draft) == []


@pytest.mark.parametrize("phone", ["13800000000", "138 0000 0000", "+86 13800000000"])
def test_a_mobile_telephone_of_a_unit_is_somebodys(yunchuan, now, phone):
    Unit.objects.filter(pk=yunchuan.waterworks.pk).update(phone=phone)
    draft = desk.ready(yunchuan, now, body=f"可致电{phone}。")
    assert any("含个人信息：电话" in sentence for sentence in missing_in(draft))


def test_a_number_that_only_begins_like_a_public_one_is_personal(yunchuan, now):
    Unit.objects.filter(pk=yunchuan.waterworks.pk).update(phone="1380-0000")
    draft = desk.ready(yunchuan, now, body="可致电1380-0000000。")
    assert any("电话“1380-0000000”" in sentence for sentence in missing_in(draft))


@pytest.mark.clause("8g")
@pytest.mark.parametrize("grade", [2, 3, 4])
def test_the_writer_of_a_grave_text_is_warned_of_the_district_mechanism(yunchuan, now, grade):
    draft = desk.ready(yunchuan, now, grade=grade)

    warned = [check.text for check in all_checks(draft, now) if check.state == "warned"]

    assert any("区委办、政府办机制的审核" in sentence for sentence in warned)
    submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=now)
    assert draft.state == DraftState.SUBMITTED


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "ftp://x.y/z", "data:text/html,x", "//x.y", "http://"]
)
def test_a_link_is_an_address_of_the_web(yunchuan, now, link):
    draft = start_draft(incident=desk.incident_of(yunchuan), officer=yunchuan.window, now=now)
    with pytest.raises(Refused, match="http"):
        add_fact(
            draft=draft,
            revision=draft.revision,
            statement="事实",
            evidence="证据",
            link=link,
            officer=yunchuan.window,
            now=now,
        )


def test_agencies_are_asked_and_the_words_submitted_in_one_step_or_neither(yunchuan, now):
    draft = desk.ready(yunchuan, now, body="区水务局已恢复供水，登记无须撤帖。[F1]")
    with pytest.raises(Stale):
        ask_and_submit(draft=draft, revision=0, officer=yunchuan.window, now=now)
    assert not draft.confirmations.exists()

    [row] = ask_and_submit(
        draft=draft, revision=draft.revision, officer=yunchuan.window, now=now
    )

    draft.refresh_from_db()
    assert row.unit == yunchuan.waterworks
    assert (draft.state, row.content_hash) == (DraftState.SUBMITTED, draft.signoff.content_hash)
