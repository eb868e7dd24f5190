"""A secret in a column: sealed in the database, plain in Python, readable with one key."""

from __future__ import annotations

import copy
import json

import pytest
from django.core import serializers
from django.db import connection

from huiying.base.files.sealed_text import PREFIX, open_text, seal_text
from huiying.base.files.sealing import CannotOpen
from huiying.base.outbox.models import Channel

TARGET = "https://oapi.example/robot/send?access_token=of-the-robot"
SECRET = "the-key-of-the-channel"


def stored() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT target, secret FROM outbox_channel")
        return cursor.fetchone()


@pytest.fixture
def channel(yunchuan):
    return Channel.objects.create(
        bureau=yunchuan.bureau, kind="DINGTALK", name="群", target=TARGET, secret=SECRET
    )


@pytest.mark.parametrize("text", ["a", "口令", "x" * 400, "sealed:2:x", ":"])
def test_a_text_comes_back_and_says_nothing_meanwhile(text):
    sealed = seal_text(text)

    assert sealed.startswith(PREFIX)
    assert text not in sealed.removeprefix(PREFIX) or len(text) == 1
    assert sealed != seal_text(text), "equal secrets look unlike"
    assert open_text(sealed) == text


def test_what_was_stored_before_it_was_sealed_is_read_and_what_is_sealed_stays():
    assert open_text("plain") == "plain"
    assert seal_text("") == open_text("") == ""
    assert seal_text(seal_text("once")).count(PREFIX) == 1


@pytest.mark.parametrize("broken", ["sealed:1:", "sealed:1:a", "sealed:1:AAAA:AAAA"])
def test_what_cannot_be_opened_says_so(broken):
    with pytest.raises(CannotOpen):
        open_text(broken)


def test_target_and_secret_of_a_channel_are_sealed_in_the_database(channel):
    found = Channel.objects.get(pk=channel.pk)

    assert all(value.startswith(PREFIX) for value in stored())
    assert "of-the-robot" not in "".join(stored())
    assert (found.target, found.secret) == (TARGET, SECRET)
    assert Channel.objects.values_list("target", flat=True).get() == TARGET


def test_a_channel_without_a_secret_has_none(channel):
    channel.secret = ""
    channel.save(update_fields=["secret"])

    assert stored()[1] == ""


def test_a_row_of_before_is_read_and_sealed_when_it_is_saved(channel):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE outbox_channel SET secret = %s", [SECRET])
    found = Channel.objects.get(pk=channel.pk)
    assert found.secret == SECRET

    found.save(update_fields=["secret"])

    assert stored()[1].startswith(PREFIX)


def test_who_lacks_the_key_saves_and_copies_what_he_cannot_open_as_it_is(channel, settings):
    before, own = stored(), settings.SECRET_KEY
    settings.SECRET_KEY = "of a process that began before the key was changed"
    found = Channel.objects.get(pk=channel.pk)
    assert (found.target, found.secret) == ("", "")

    found.name, found.secret = "群二", found.target  # moved to another column, as it is
    found.save()
    copied = json.loads(serializers.serialize("json", [copy.deepcopy(found)]))[0]["fields"]
    Channel.objects.filter(pk=channel.pk).update(target=found.target)

    assert stored() == (before[0], before[0])
    assert (copied["target"], copied["secret"]) == (before[0], before[0])
    settings.SECRET_KEY = own
    assert Channel.objects.get(pk=channel.pk).target == TARGET


def test_with_another_key_a_channel_has_no_target_and_nothing_is_sent(channel, settings):
    settings.SECRET_KEY = "another"
    found = Channel.objects.get(pk=channel.pk)

    assert (found.target, found.secret) == ("", "")
