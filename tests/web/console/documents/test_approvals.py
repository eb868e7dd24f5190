"""审批单: of a proposal, and of an answer exactly as it was submitted."""

import pytest
from django.urls import reverse

from huiying.policy.core.hashing import hash_of_content
from huiying.policy.grading.grades import Grade
from huiying.work.casework.procedure.models import Proposal
from huiying.work.incidents.core.models import Incident
from tests.factories import T0
from tests.scenarios.consultation import make_approved_proposal, make_signed_minutes
from tests.scenarios.incidents import WATER, incident_of
from tests.web.clients import signed_in
from tests.web.console.documents.files import READERS, text_of_pdf
from tests.web.page import page_of
from tests.work.responses import desk

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def approved_proposal(cast):
    incident = incident_of(cast, WATER, grade=Grade.MAJOR)
    make_signed_minutes(cast, incident)
    return make_approved_proposal(cast, incident)


def sheet_of(cast, proposal):
    url = reverse("console:document-proposal", args=[proposal.number], query={"format": "pdf"})
    return text_of_pdf(signed_in(cast.shen).get(url))


@pytest.mark.clause("6f")
def test_the_sheet_of_a_proposal_names_who_approved_it_and_its_hash(yunchuan):
    proposal = approved_proposal(yunchuan)
    proposal.refresh_from_db()

    text = sheet_of(yunchuan, proposal)

    assert "预控处置意见审批单" in text
    assert "两小时内送水到小区门口。" in text
    assert f"同意。{yunchuan.leader.name}" in text
    assert proposal.signoff.content_hash in text
    assert "不再有效" not in text


def test_a_proposal_whose_incident_was_regraded_says_that_its_approval_is_void(yunchuan):
    proposal = approved_proposal(yunchuan)
    Incident.objects.update(grade=Grade.SIGNIFICANT)
    proposal = Proposal.objects.get()

    assert "批准不再有效" in sheet_of(yunchuan, proposal)


def test_the_page_of_a_proposal_leads_to_its_sheet(yunchuan):
    proposal = approved_proposal(yunchuan)
    shen = signed_in(yunchuan.shen)

    page = page_of(shen.get(reverse("console:proposal", args=[proposal.number])))

    assert reverse("console:document-proposal", args=[proposal.number]) in page


@pytest.mark.parametrize("kind", READERS)
def test_the_sheet_of_an_answer_has_its_words_and_every_reviewer(yunchuan, kind):
    draft = desk.approved(yunchuan, T0, grade=2)
    draft.refresh_from_db()
    submission = draft.submissions.get()
    url = reverse("console:document-approval", args=[draft.signoff_id])

    text = READERS[kind](signed_in(yunchuan.leader).get(url, {"format": kind}))

    assert "公开回应审批单" in text
    assert "".join(draft.title.split()) in text
    for reviewer in ("第1位审核人", "第2位审核人"):
        assert reviewer in text
    assert "已核对：事实" in text
    assert hash_of_content(submission.content) in text
    assert "[F1]" not in text


def test_the_page_of_an_approval_leads_to_its_sheet(yunchuan):
    draft = desk.submitted(yunchuan, T0)
    leader = signed_in(yunchuan.leader)

    page = page_of(leader.get(reverse("console:approval", args=[draft.signoff_id])))

    assert reverse("console:document-approval", args=[draft.signoff_id]) in page
