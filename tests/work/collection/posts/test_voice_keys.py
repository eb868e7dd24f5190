"""Voices: distinct authors can be counted, nobody can be named."""

from datetime import timedelta

from huiying.base.audit.models import AuditRecord
from huiying.work.collection.posts.models import VoiceKey
from huiying.work.collection.posts.voice_keys import (
    PERIOD,
    _sealer,
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


def test_a_key_is_sealed_by_the_secret_that_is_in_force_each_time(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "second", ["first"]
    stored = _sealer("first").encrypt(b"key")
    assert _sealer("second").decrypt(reseal_voice_key(stored)) == b"key"

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "third", ["second", "first"]

    assert _sealer("third").decrypt(reseal_voice_key(stored)) == b"key"
