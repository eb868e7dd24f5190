"""The hash of a dossier, and who asked for a shorter period, stay in the database."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from huiying.work.closing.archive.models import PeriodRequest
from huiying.work.closing.dossiers.models import Dossier
from tests.scenarios.incidents import incident_of
from tests.work.closing.archive.steps import a_closed_matter, filed
from tests.work.closing.dossiers.steps import filed_by_hand, made

pytestmark = pytest.mark.django_db


def test_the_hash_of_a_dossier_is_never_another_one(yunchuan, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    made(yunchuan, filed_by_hand(yunchuan, incident_of(yunchuan)))

    for change in ({"sha256": "0" * 64}, {"sha256": ""}, {"number": "J9"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Dossier.objects.update(**change)


def test_a_request_for_a_shorter_period_is_never_changed(yunchuan):
    filed(yunchuan, a_closed_matter(yunchuan), "TEN_YEARS", "一般咨询")

    for change in ({"period": "PERMANENT"}, {"requested_by": yunchuan.lu}, {"reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PeriodRequest.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        PeriodRequest.objects.all().delete()
