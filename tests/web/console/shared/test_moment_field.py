"""A moment that an officer types is local; one with a zone becomes local too."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django import forms

from huiying.policy.time.zone import LOCAL
from huiying.web.console.shared.forms import moment_field


class AppointmentForm(forms.Form):
    at = moment_field("联系时间")


def test_a_moment_without_zone_is_local():
    form = AppointmentForm({"at": "2026-12-01T08:30"})
    assert form.is_valid()
    assert form.cleaned_data["at"] == datetime(2026, 12, 1, 8, 30, tzinfo=LOCAL)


def test_a_moment_of_another_zone_is_the_same_moment_in_local_time():
    form = AppointmentForm({"at": "2026-12-01T08:30:00+23:59"})
    assert form.is_valid()
    assert form.cleaned_data["at"].isoformat() == "2026-11-30T16:31:00+08:00"
    assert form.cleaned_data["at"].utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize("year", ["0001", "1899", "2100", "9999"])
def test_a_year_that_nobody_means_is_refused(year):
    form = AppointmentForm({"at": f"{year}-01-01T00:00:00+00:00"})
    assert not form.is_valid()
    assert "1900 年到 2099 年" in str(form.errors)
