"""A report is called and counted in the language of who reads the screen."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from huiying.policy.procedure.reports import ReportKind
from huiying.web.console.shared.report_words import report_label


@pytest.mark.parametrize(
    ("language", "label"), [("zh-hans", "续报 二"), ("en", "Follow-up report 2")]
)
def test_a_follow_up_report_is_counted_in_the_readers_language(language, label):
    with override(language):
        assert report_label(ReportKind.FOLLOW_UP, 2) == label
