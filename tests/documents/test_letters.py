"""Letters to petitioners state what the law wants in them, or are refused."""

import datetime as dt
from dataclasses import replace

import pytest

from huiying.documents import Form, to_docx, to_pdf
from huiying.documents.letters import (
    Decision,
    Letterhead,
    Opinion,
    acceptance_notice,
    disposition_opinion,
    extension_notice,
    refusal_notice,
    transfer_notice,
)
from tests.documents.pages import text_of

HEAD = Letterhead(
    issuer="云川区信访局",
    recipient="申请人",
    number="云信访〔2026〕12号",
    matter="清水路自来水发黄",
    received=dt.date(2026, 11, 2),
    date=dt.date(2026, 11, 9),
)
RULE = "《信访工作条例》有关规定"
OPINION = Opinion(
    claim="恢复供水水质。",
    facts="经检测，管网冲洗不彻底。",
    decision=Decision.SUPPORTED,
    measures="12月1日前更换老旧管段。",
    legal_basis=(RULE, "《城市供水条例》有关规定"),
)
LETTERS = {
    "受理告知书": lambda head: acceptance_notice(
        head, handled_by="区水务局", until=dt.date(2027, 1, 8)
    ),
    "不予受理告知书": lambda head: refusal_notice(
        head, reason="该事项已由法院受理", legal_basis=RULE, way="向受理法院反映。"
    ),
    "转送告知书": lambda head: transfer_notice(head, to="区水务局", legal_basis=RULE),
    "延期告知书": lambda head: extension_notice(
        head, reason="需要复测。", legal_basis=RULE, until=dt.date(2027, 2, 7)
    ),
    "信访事项处理意见书": lambda head: disposition_opinion(
        head, OPINION, review="自收到之日起30日内，可向区人民政府请求复查。"
    ),
}


@pytest.mark.parametrize("kind", LETTERS)
def test_every_letter_names_matter_number_and_addressee(kind):
    letter = LETTERS[kind](HEAD)

    text = text_of(to_pdf(letter))

    assert letter.form is Form.LETTER
    assert f"关于清水路自来水发黄的{kind}" in text
    assert "云信访〔2026〕12号" in text
    assert "申请人：" in text
    assert "2026年11月2日收到" in text
    assert to_docx(letter).data.startswith(b"PK")


@pytest.mark.parametrize("kind", LETTERS)
def test_a_letter_without_an_addressee_is_refused(kind):
    with pytest.raises(ValueError, match="recipient"):
        LETTERS[kind](replace(HEAD, recipient=" "))


def test_an_opinion_states_claim_facts_decision_and_legal_basis_in_this_order():
    text = text_of(to_pdf(LETTERS["信访事项处理意见书"](HEAD)))

    parts = ("恢复供水水质。", "管网冲洗不彻底。", "予以支持。12月1日前", RULE, "请求复查。")
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


@pytest.mark.parametrize("missing", ["claim", "facts", "measures"])
def test_an_opinion_that_lacks_a_part_is_refused(missing):
    with pytest.raises(ValueError, match=missing):
        disposition_opinion(HEAD, replace(OPINION, **{missing: ""}), review="可请求复查。")


def test_an_opinion_without_a_legal_basis_or_a_remedy_is_refused():
    with pytest.raises(ValueError, match="legal_basis"):
        disposition_opinion(HEAD, replace(OPINION, legal_basis=()), review="可请求复查。")
    with pytest.raises(ValueError, match="review"):
        disposition_opinion(HEAD, OPINION, review="")


def test_a_refusal_says_why_and_where_to_turn():
    text = text_of(to_pdf(LETTERS["不予受理告知书"](HEAD)))

    assert "该事项已由法院受理。依据" in text
    assert "向受理法院反映。" in text
    with pytest.raises(ValueError, match="way"):
        refusal_notice(HEAD, reason="已受理", legal_basis=RULE, way="")


def test_a_day_before_the_letter_is_refused():
    with pytest.raises(ValueError, match="after the letter"):
        acceptance_notice(HEAD, handled_by="区水务局", until=dt.date(2026, 11, 8))
