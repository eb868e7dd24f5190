"""Published words are believed only when they are those of the record of their publication."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditHead, AuditRecord
from huiying.base.audit.record import record
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.release.sealing import SealGround
from huiying.work.responses.core.models import Release
from huiying.work.responses.disclosure.actions.seal import ask_seal, decide_seal
from huiying.work.responses.releases.proof import doubts_about, missing_releases
from tests.factories import T0
from tests.module_rows import module_rows
from tests.tampering import tamper, triggers_dropped
from tests.work.responses import desk

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, out = module_rows(lambda cast: desk.published(cast, T0))


def doubts(cast):
    releases = Release.objects.filter(bureau=cast.bureau).select_related("answer")
    return sorted(one.code for one in doubts_about(cast.bureau.pk, releases).values())


def altered(release, **parts):
    """Return the words of a release with some parts changed, and their hash."""
    content = {**release.content, **parts}
    return content, hash_of_content(content)


def write(release, content, digest=None):
    """Put other words into a release, below the application."""
    with triggers_dropped():
        Release._base_manager.filter(pk=release.pk).update(
            content=content, content_hash=digest or release.content_hash
        )


def sealed(cast, release):
    seal = ask_seal(
        release=release,
        ground=SealGround.PERSONAL,
        reason="含当事人电话",
        officer=cast.speaker,
        now=T0,
    )
    decide_seal(seal=seal, approve=True, reason="", officer=cast.cheng, now=T0)
    return Release.objects.get(pk=release.pk)


def test_what_was_published_corrected_and_sealed_is_believed(yunchuan, out):
    desk.corrected(yunchuan, out, T0 + timedelta(hours=1))
    sealed(yunchuan, out)

    assert doubts(yunchuan) == []
    assert missing_releases(yunchuan.bureau.pk) == []


def test_other_words_under_the_old_hash_are_found(yunchuan, out):
    content, _digest = altered(out, summary="没有这回事。")
    write(out, content)

    assert doubts(yunchuan) == ["record.release_words_differ"]


def test_other_words_with_their_own_hash_are_found(yunchuan, out):
    write(out, *altered(out, summary="没有这回事。"))

    assert doubts(yunchuan) == ["record.release_words_differ"]


def test_words_that_are_no_content_at_all_are_found(yunchuan, out):
    for nonsense in ({"sealed": 1}, {}):
        write(out, nonsense)
        assert doubts(yunchuan) != []


def test_a_record_changed_to_fit_the_words_is_found(yunchuan, out):
    content, digest = altered(out, summary="没有这回事。")
    write(out, content, digest)
    published = AuditRecord.objects.get(verb="answer.published")
    with triggers_dropped():
        AuditRecord.objects.filter(pk=published.pk).update(
            data={**published.data, "hash": digest}
        )

    assert doubts(yunchuan) == ["record.release_record_changed"]


def test_a_second_record_of_the_same_publication_proves_nothing(yunchuan, out):
    """Whoever can write a valid record after all others gains nothing by it."""
    content, digest = altered(out, summary="没有这回事。")
    write(out, content, digest)
    record(out, "answer.published", None, T0, version=1, hash=digest)

    assert doubts(yunchuan) == ["record.release_words_differ"]


def test_another_moment_and_another_note_are_found(yunchuan, out):
    tamper("UPDATE responses_release SET published_at = %s", T0 - timedelta(days=1))
    assert doubts(yunchuan) == ["record.release_moment_differs"]
    tamper("UPDATE responses_release SET published_at = %s, note = 'x'", T0)
    assert doubts(yunchuan) == ["record.release_words_differ"]


def test_another_approver_than_the_recorded_one_is_found(yunchuan, out):
    other = "deputy" if out.approved_as != "deputy" else "leader"

    tamper("UPDATE responses_release SET approved_as = %s WHERE id = %s", other, out.pk)

    assert doubts(yunchuan) == ["record.release_approval_differs"]


def test_a_release_without_a_record_is_found(yunchuan, out):
    with triggers_dropped():
        AuditRecord.objects.filter(verb="answer.published").delete()

    assert doubts(yunchuan) == ["record.release_not_recorded"]


def test_a_correction_that_was_deleted_is_missed_at_the_version_before_it(yunchuan, out):
    later = desk.corrected(yunchuan, out, T0 + timedelta(hours=1))
    tamper("DELETE FROM responses_withholding WHERE release_id = %s", later.pk)
    tamper("DELETE FROM responses_releasedfact WHERE release_id = %s", later.pk)
    tamper("DELETE FROM responses_release WHERE id = %s", later.pk)

    assert doubts(yunchuan) == ["record.release_missing"]
    assert [one.params["ref"] for one in missing_releases(yunchuan.bureau.pk)] == [
        later.version_number
    ]


def test_words_under_a_sealing_that_nobody_recorded_are_found(yunchuan, out):
    """The database lets a notice pass that names the hash; the record tells."""
    content, _digest = altered(out, sealed={"hash": out.content_hash})
    write(out, content)

    assert doubts(yunchuan) == ["record.release_not_sealed"]


def test_another_notice_of_a_recorded_sealing_is_found(yunchuan, out):
    content, _digest = altered(sealed(yunchuan, out), summary="没有这回事。")
    write(out, content)

    assert doubts(yunchuan) == ["record.release_notice_differs"]


def test_a_sealing_recorded_before_notices_had_hashes_is_believed_by_its_words(yunchuan, out):
    release = sealed(yunchuan, out)
    _forget_hash_of_notice(yunchuan)

    assert doubts(yunchuan) == []
    write(out, {**release.content, "body": "没有这回事。"})
    assert doubts(yunchuan) == ["record.release_notice_differs"]


def _forget_hash_of_notice(cast):
    """Leave the record of the sealing as release 0.2.0 wrote it, at the end of the chain."""
    sealing = AuditRecord.objects.get(verb="release.sealed")
    before = AuditRecord.objects.get(seq=sealing.seq - 1, bureau_ref=cast.bureau.pk)
    data = {name: value for name, value in sealing.data.items() if name != "notice"}
    with triggers_dropped():
        AuditRecord.objects.filter(pk=sealing.pk).delete()
        AuditHead.objects.filter(bureau_ref=cast.bureau.pk).update(
            seq=before.seq, hash=before.hash
        )
    record(Release.objects.get(), "release.sealed", None, T0, **data)
