"""The seeds of second factors lie sealed, and work as before."""

from __future__ import annotations

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from huiying.base.files.sealed_text import PREFIX
from tests.web.clients import add_second_factor, current_code, stop_authenticators

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_code_changes(monkeypatch):
    stop_authenticators(monkeypatch)


def totp_of(officer) -> TOTP:
    return TOTP(Authenticator.objects.get(user=officer, type="totp"))


def test_a_seed_is_sealed_and_its_codes_are_right(yunchuan):
    secret = add_second_factor(yunchuan.lu)
    row = Authenticator.objects.get(user=yunchuan.lu)

    assert row.data["secret"].startswith(PREFIX)
    assert secret not in json.dumps(row.data)
    assert totp_of(yunchuan.lu).validate_code(current_code(secret))


def test_the_seed_of_recovery_codes_is_sealed_and_each_code_works_once(yunchuan):
    codes = RecoveryCodes.activate(yunchuan.lu)
    row = Authenticator.objects.get(user=yunchuan.lu)
    one = codes.get_unused_codes()[0]

    assert row.data["seed"].startswith(PREFIX)
    assert RecoveryCodes(row).validate_code(one)
    assert not RecoveryCodes(row).validate_code(one)


def test_a_seed_that_was_stored_before_it_was_sealed_works(yunchuan):
    secret = add_second_factor(yunchuan.lu)
    Authenticator.objects.update(data={"secret": secret})

    assert totp_of(yunchuan.lu).validate_code(current_code(secret))


def test_with_another_key_no_code_is_right_and_none_can_be_worked_out(yunchuan, settings):
    secret = add_second_factor(yunchuan.lu)
    codes = RecoveryCodes.activate(yunchuan.lu).get_unused_codes()
    settings.SECRET_KEY = "another"
    recovery = RecoveryCodes(Authenticator.objects.get(user=yunchuan.lu, type="recovery_codes"))
    empty = current_code("")

    assert not totp_of(yunchuan.lu).validate_code(current_code(secret))
    assert not totp_of(yunchuan.lu).validate_code(empty)
    assert not recovery.validate_code(codes[0])
    assert recovery.get_unused_codes() != recovery.get_unused_codes(), "not of an empty seed"
