"""Voices: distinct authors can be counted, nobody can be named."""

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.files.sealed_stream import open_key, seal_key
from huiying.base.files.sealing import CannotOpen
from huiying.work.collection.posts.models import VoiceKey
from huiying.work.collection.posts.voice_keys import (
    PERIOD,
    _fernet,
    destroy_expired_keys,
    reseal_voice_key,
    voice_hasher_of,
)


def test_equal_authors_are_one_voice_and_others_are_not(yunchuan, now):
    voices = voice_hasher_of(yunchuan.bureau.pk, now)
    again = voice_hasher_of(yunchuan.bureau.pk, now + timedelta(hours=1))

    assert voices.of("论坛", "甲") == again.of("论坛", "甲")
    assert len({voices.of("论坛", "甲"), voices.of("论坛", "乙"), voices.of("微博", "甲")}) == 3
    assert voices.of("论坛", "") is None


def test_two_bureaus_cannot_compare_their_voices(yunchuan, linxi, now):
    here, there = (voice_hasher_of(cast.bureau.pk, now) for cast in (yunchuan, linxi))

    assert here.of("论坛", "甲") != there.of("论坛", "甲")


def test_a_new_period_has_a_new_key(yunchuan, now):
    before = voice_hasher_of(yunchuan.bureau.pk, now)
    after = voice_hasher_of(yunchuan.bureau.pk, now + PERIOD)

    assert before.of("论坛", "甲") != after.of("论坛", "甲")


def test_the_key_is_encrypted_at_rest(yunchuan, now):
    voices = voice_hasher_of(yunchuan.bureau.pk, now)

    assert voices.key not in bytes(VoiceKey.objects.get().key)


def test_an_expired_key_is_destroyed_once_with_a_record(yunchuan, now):
    voice_hasher_of(yunchuan.bureau.pk, now)

    assert destroy_expired_keys(now) == 0
    later = now + PERIOD
    assert (destroy_expired_keys(later), destroy_expired_keys(later)) == (1, 0)

    row = VoiceKey.objects.get()
    assert (row.key, row.destroyed_at) == (None, later)
    assert AuditRecord.objects.filter(verb="voice_key.destroyed").count() == 1
    assert voice_hasher_of(yunchuan.bureau.pk, now).of("论坛", "甲") is None


def test_a_changed_secret_makes_voices_unknown_and_stops_nothing(yunchuan, now, settings):
    voice_hasher_of(yunchuan.bureau.pk, now)
    settings.SECRET_KEY = "another"

    assert voice_hasher_of(yunchuan.bureau.pk, now).of("论坛", "甲") is None


@pytest.mark.parametrize("cipher", ["AES", "SM4"])
def test_a_key_is_sealed_by_the_secret_that_is_in_force_each_time(yunchuan, settings, cipher):
    bureau, settings.CIPHER = yunchuan.bureau.pk, cipher
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "first", []
    stored = seal_key(bureau, b"key")

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "second", ["first"]
    moved = reseal_voice_key(bureau, stored)
    settings.SECRET_KEY_FALLBACKS = []

    assert open_key(bureau, moved) == b"key"
    assert reseal_voice_key(bureau, moved) is None
    with pytest.raises(CannotOpen):
        open_key(bureau, stored)


def test_a_key_of_an_earlier_version_counts_and_is_sealed_anew(yunchuan, now, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "first", []
    voice_hasher_of(yunchuan.bureau.pk, now)
    row = VoiceKey.objects.get()
    row.key = _fernet("first").encrypt(b"k" * 32)
    row.save()

    assert reseal_voice_key(row.bureau_id, row.key) is None, "it stays while its secret does"
    assert voice_hasher_of(yunchuan.bureau.pk, now).key == b"k" * 32
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "second", ["first"]
    moved = reseal_voice_key(row.bureau_id, row.key)
    settings.SECRET_KEY_FALLBACKS = []
    assert open_key(row.bureau_id, moved) == b"k" * 32
    with pytest.raises(CannotOpen):
        reseal_voice_key(row.bureau_id, row.key)
