"""A bureau in which everything was done agrees with its record."""

from __future__ import annotations

import pytest

from huiying.jobs.upkeep.record_check import check_bureau
from tests.factories import T0
from tests.scenarios.sample_bureau import make_sample_bureau

pytestmark = pytest.mark.django_db
ROW_WITHOUT_AN_ACT = "record.mechanism_not_recorded"  # the scenario stores this row itself


def test_nothing_of_the_sample_bureau_differs_from_its_record(yunchuan, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    make_sample_bureau(yunchuan, T0, tmp_path)

    problems = check_bureau(yunchuan.bureau.pk, read_files=False).problems

    assert [one.code for one in problems] == [ROW_WITHOUT_AN_ACT]
