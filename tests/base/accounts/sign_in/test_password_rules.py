"""What a password must be follows the settings: length, classes, the last ones, its age."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import override

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.sign_in.actions.set_password import (
    keep_own_password,
    new_password,
    set_password,
)
from huiying.base.accounts.sign_in.models import PastPassword
from huiying.base.accounts.sign_in.password_rules import classes_in, is_too_old
from huiying.base.errors import Refused
from huiying.config.settings.environment import Environment
from tests.factories import PASSWORD, T0

pytestmark = pytest.mark.django_db
CHOSEN = [f"a-river-of-its-own-{number}" for number in range(8)]


def choose(cast, password, at=T0):
    """Lu chooses a password for himself."""
    lu = Officer.objects.get(pk=cast.lu.pk)
    set_password(officer=lu, password=password, actor=lu.audit_actor(), now=at)
    return lu


@pytest.mark.parametrize(("length", "taken"), [(16, True), (17, False)])
def test_a_password_is_as_long_as_the_setting_says(yunchuan, settings, length, taken):
    settings.PASSWORD_LENGTH = length
    wanted = "sixteen-letters-"

    if taken:
        choose(yunchuan, wanted)
        return
    with pytest.raises(Refused, match="口令至少 17 个字符，现为 16 个。"):
        choose(yunchuan, wanted)


@pytest.mark.parametrize(
    ("classes", "wanted", "taken"),
    [
        (2, "onlysmallletters", False),
        (2, "small-and-others", True),
        (3, "small-and-others", False),
        (3, "small-and-0thers", True),
        (4, "small-and-0thers", False),
        (4, "Small-and-0thers", True),
    ],
)
def test_a_password_has_as_many_classes_as_the_setting_says(
    yunchuan, settings, classes, wanted, taken
):
    settings.PASSWORD_CLASSES = classes

    if taken:
        choose(yunchuan, wanted)
        return
    with pytest.raises(Refused, match=f"四类中的至少 {classes} 类"):
        choose(yunchuan, wanted)


def test_the_refusal_is_said_in_english_to_who_reads_english(yunchuan, settings):
    settings.PASSWORD_CLASSES = 3

    with override("en"), pytest.raises(Refused, match="at least 3 of"):
        choose(yunchuan, "small-and-others")


@pytest.mark.parametrize("classes", [1, 2, 3, 4])
@pytest.mark.parametrize("length", [8, 12, 19, 20, 40])
def test_a_password_that_we_make_fits_the_rules(yunchuan, settings, classes, length):
    settings.PASSWORD_CLASSES, settings.PASSWORD_LENGTH = classes, length

    made = new_password()

    assert len(made) >= max(length, 19)
    assert classes_in(made) >= classes
    choose(yunchuan, made)


def test_none_of_the_last_five_passwords_is_taken_again(yunchuan):
    for password in CHOSEN[:5]:
        choose(yunchuan, password)

    for used in CHOSEN[:5]:
        with pytest.raises(Refused, match="最近 5 个"):
            choose(yunchuan, used)
    choose(yunchuan, PASSWORD)  # the sixth before


def test_no_more_hashes_are_kept_than_are_compared(yunchuan):
    for password in CHOSEN:
        choose(yunchuan, password)

    kept = PastPassword.objects.filter(officer=yunchuan.lu)
    assert kept.count() == 4
    assert not any(password in row.password for row in kept for password in CHOSEN)


def test_without_a_history_the_same_password_is_taken_and_nothing_is_kept(yunchuan, settings):
    settings.PASSWORD_HISTORY = 0

    choose(yunchuan, PASSWORD)

    assert not PastPassword.objects.exists()


def test_who_sets_the_password_of_another_learns_nothing_of_what_he_had(yunchuan):
    set_password(
        officer=yunchuan.lu, password=PASSWORD, actor=yunchuan.admin.audit_actor(), now=T0
    )

    assert Officer.objects.get(pk=yunchuan.lu.pk).must_change_password


def test_a_password_changed_on_the_own_page_is_remembered_too(yunchuan):
    lu = Officer.objects.get(pk=yunchuan.lu.pk)
    lu.set_password(CHOSEN[0])
    keep_own_password(officer=lu, now=T0)

    with pytest.raises(Refused, match="最近 5 个"):
        choose(yunchuan, PASSWORD)


@pytest.mark.parametrize(
    ("days", "age", "old"), [(0, 4000, False), (90, 89, False), (90, 91, True)]
)
def test_a_password_is_too_old_after_the_days_of_the_setting(
    yunchuan, settings, days, age, old
):
    settings.PASSWORD_DAYS = days
    lu = choose(yunchuan, CHOSEN[0], at=T0 - timedelta(days=age))

    assert is_too_old(lu, T0) is old


def test_a_password_of_unknown_age_counts_as_too_old(yunchuan, settings):
    settings.PASSWORD_DAYS = 90
    Officer.objects.filter(pk=yunchuan.lu.pk).update(password_set_at=None)

    assert is_too_old(Officer.objects.get(pk=yunchuan.lu.pk), T0)


def test_a_setting_out_of_its_bounds_is_refused_with_its_name(monkeypatch):
    monkeypatch.setenv("HUIYING_PASSWORD_LENGTH", "4")

    with pytest.raises(ImproperlyConfigured, match="HUIYING_PASSWORD_LENGTH 只能是 8 至 64"):
        Environment().whole("HUIYING_PASSWORD_LENGTH", default=12, least=8, most=64)
