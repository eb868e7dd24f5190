"""Whether published words are those of the record: their hash against the hash in the chain.

In:   releases as they stand in the database.    Out:  those that differ, each with how.
Cost: one query for any number of releases, and the hash of each.

A release is believed when its words have the hash that the record of its publication names, and
that record is whole and linked to the one after it. Sealed words are believed when the record
of the sealing names the hash of the notice that stands in their place.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import is_unchanged, records_about
from huiying.base.errors import Refused
from huiying.policy.core.hashing import hash_of_content
from huiying.reasons.reason import Reason, reason
from huiying.work.responses.core.models import Release

KIND = "answer"
PUBLISHED = ("answer.published", "answer.corrected")
SEALED = "release.sealed"
# Notices of sealings whose record does not name their hash yet: as release 0.2.0 wrote them.
FIRST_GROUNDS = frozenset(
    {
        "《保守国家秘密法》：含有依法不得公开的国家秘密",
        "《个人信息保护法》第四十七条：含有应当删除的个人信息",
        "《未成年人保护法》第四条：能认出未成年人",
        "生效的裁判文书：法院判决或裁定不得公开",
    }
)
EMPTY_PARTS = ("claim", "finding", "body", "facts", "note")


def doubts_about(bureau_id: int, releases: Iterable[Release]) -> dict[int, Reason]:
    """Return the releases that are not as recorded, by their keys.

    Args:
        releases: Of one bureau, with their answers; of an answer its newest, or all.
    """
    rows = {release.version_number: release for release in releases}
    later = {_later(release): release for release in rows.values()}
    records = records_about(
        bureau_id=bureau_id,
        kind=KIND,
        refs=rows.keys() | later.keys(),
        verbs=(*PUBLISHED, SEALED),
    )
    next_record = AuditRecord.objects.filter(bureau_ref=bureau_id, seq=OuterRef("seq") + 1)
    published: dict[str, AuditRecord] = {}
    sealings: dict[str, AuditRecord] = {}
    for record in records.annotate(linked=Subquery(next_record.values("previous")[:1])):
        # What is done once has one record: one that follows it is a forged one.
        (sealings if record.verb == SEALED else published).setdefault(record.ref, record)
    found = {}
    for ref, release in rows.items():
        doubt = _doubt(release, published.get(ref), sealings.get(ref))
        if doubt is not None:
            found[release.pk] = doubt
    newest = {release.answer_id: release.version for release in rows.values()}
    for ref in published.keys() - rows.keys():
        release = later[ref]
        if newest[release.answer_id] <= release.version:  # shown as the newest, and is not
            found[release.pk] = reason("record.release_missing", ref=ref)
    return found


def _later(release: Release) -> str:
    return f"{release.answer.number}/{release.version + 1}"


def _doubt(
    release: Release,
    published: AuditRecord | None,
    sealing: AuditRecord | None,
) -> Reason | None:
    """Return what differs; None when nothing does."""
    ref = release.version_number
    if published is None:
        return reason("record.release_not_recorded", ref=ref)
    if not _is_whole(published):
        return reason("record.release_record_changed", ref=ref)
    if published.data.get("hash") != release.content_hash:
        return reason("record.release_words_differ", ref=ref)
    if doubt := _doubt_of_frame(release, published):
        return doubt
    if isinstance(release.content, dict) and "sealed" in release.content:
        return _doubt_of_notice(release, sealing)
    whole = hash_of_content(release.content) == release.content_hash
    whole = whole and release.note == release.content["note"]
    return None if whole else reason("record.release_words_differ", ref=ref)


def _doubt_of_frame(release: Release, published: AuditRecord) -> Reason | None:
    """Return what differs in moment and approver, which readers see beside the words."""
    ref = release.version_number
    if published.at != release.published_at:
        return reason("record.release_moment_differs", ref=ref)
    # Records of release 0.2.0 and before do not name who approved it.
    if published.data.get("approved_as", release.approved_as) != release.approved_as:
        return reason("record.release_approval_differs", ref=ref)
    return None


def _doubt_of_notice(release: Release, sealing: AuditRecord | None) -> Reason | None:
    ref = release.version_number
    if sealing is None:
        return reason("record.release_not_sealed", ref=ref)
    if not _is_whole(sealing):  # first: its data may be anything
        return reason("record.release_record_changed", ref=ref)
    if sealing.data.get("hash") != release.content_hash:
        return reason("record.release_not_sealed", ref=ref)
    if _is_notice(release, sealing):
        return None
    return reason("record.release_notice_differs", ref=ref)


def _is_whole(record: AuditRecord) -> bool:
    linked = record.linked  # type: ignore[attr-defined]  # annotated: by the record after it
    return is_unchanged(record) and linked in (None, record.hash)


def _is_notice(release: Release, sealing: AuditRecord) -> bool:
    """Tell whether what stands in the place of sealed words is the notice of the sealing."""
    content = release.content
    if release.note:
        return False
    if "notice" in sealing.data:
        return bool(hash_of_content(content) == sealing.data["notice"])
    sealed = content["sealed"]
    ground = sealed.get("ground") if isinstance(sealed, dict) else None
    return (
        ground in FIRST_GROUNDS
        and sealed.get("hash") == release.content_hash
        and content.get("title") == "（已封存）"
        and content.get("summary") == f"这一版的文字已依法封存。依据：{ground}。"
        and not any(content.get(part) for part in EMPTY_PARTS)
    )


def refuse_altered(release: Release) -> None:
    """Let no words leave the house that are not those of the record.

    Raises:
        Refused: If they differ.
    """
    if doubts_about(release.bureau_id, [release]):
        raise Refused(_("该版文字与发布记录不一致，未发送。请审计员核对审计记录。"))


def missing_releases(bureau_id: int) -> list[Reason]:
    """Return the releases whose publication is recorded and that are not there any more."""
    rows = Release.objects.filter(bureau_id=bureau_id).select_related("answer")
    there = {row.version_number for row in rows.only("version", "answer__number").iterator()}
    recorded = AuditRecord.objects.filter(bureau_ref=bureau_id, kind=KIND, verb__in=PUBLISHED)
    gone = set(recorded.values_list("ref", flat=True)).difference(there)
    return [reason("record.release_missing", ref=ref) for ref in sorted(gone)]
