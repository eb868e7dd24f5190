"""What was signed is compared with the record every day."""

import pytest

from huiying.work.prevention.decisions.models import DecisionFile, SignedAssessment
from huiying.work.prevention.decisions.proof import decision_differences
from tests.tampering import triggers_dropped
from tests.work.prevention.decision_steps import fresh, signed

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6c")]


def codes(cast):
    return [one.code for one in decision_differences(cast.bureau.pk)]


def test_what_stands_as_it_was_signed_differs_in_nothing(yunchuan):
    signed(yunchuan)
    assert codes(yunchuan) == []


def test_a_signed_content_that_was_changed_is_named(yunchuan):
    row = signed(yunchuan).signed.get()
    content = {**row.content, "level": "HIGH"}
    with triggers_dropped():
        SignedAssessment.objects.filter(pk=row.pk).update(content=content)
    assert "record.decision_differs" in codes(yunchuan)


def test_a_signed_version_that_is_gone_is_named(yunchuan):
    row = signed(yunchuan)
    with triggers_dropped():
        SignedAssessment.objects.all().delete()
    assert "record.decision_missing" in codes(yunchuan)
    assert fresh(row).signed.count() == 0


def test_a_point_lowered_behind_the_signature_is_named(yunchuan):
    row = signed(yunchuan)
    row.points.filter(place=1).update(after_probability=1)
    assert codes(yunchuan) == ["record.decision_differs"]


def test_a_file_said_to_be_signed_without_a_signature_is_named(yunchuan):
    row = signed(yunchuan)
    DecisionFile.objects.filter(pk=row.pk).update(version=2)
    assert codes(yunchuan) == ["record.decision_differs"]
