"""Every row says whose it is, and no constraint lets one bureau see another's numbers."""

from __future__ import annotations

from django.db.models import ForeignKey, UniqueConstraint

from tests.architecture.source_files import BUREAU, our_models

WITHOUT_BUREAU = {
    "accounts.Bureau": "it is the bureau",
    "accounts.CacheEntry": "counters of addresses and of names that may be nobody's",
    "jobs.Installation": "key and files are those of all bureaus",
    "jobs.JobState": "a job does the work of all bureaus",
    "jobs.BackupRehearsal": "a backup holds all bureaus",
    "files.InstallationSecret": "digests of all bureaus are made with it",
    "audit.HeadTimestamp": "a link holds the heads of all bureaus before it",
    "collection.FetchAddress": "an address is fetched once for all bureaus that follow it",
}
SOMETIMES_OF_NONE = {
    "jobs.BackupRun": "it holds all bureaus; the bureau is who asked, and by night nobody does",
}
UNIQUE_ACROSS_BUREAUS = {
    ("accounts.Bureau", "slug"): "the short name of the bureau in public addresses",
    ("accounts.Officer", "username"): "sign-in asks for a name before it knows the bureau",
    ("collection.FetchAddress", "url"): "fetching is shared",
    ("integration.IntegrationToken", "digest"): "256 random bits, looked up by the token alone",
    ("files.InstallationSecret", "kind"): "the installation has one of each",
    ("jobs.BackupRun", "night"): "one backup holds all bureaus",
    ("outbox.SignedLink", "digest"): "256 random bits, looked up by the token alone",
}


def carries_bureau(model) -> bool:
    return any(field.name in BUREAU for field in model._meta.fields)


def test_every_row_carries_its_bureau():
    wrong = []
    for model in our_models():
        label = model._meta.label
        exempt = label in WITHOUT_BUREAU or model._meta.auto_created
        field = next((field for field in model._meta.fields if field.name in BUREAU), None)
        if (field is None) != bool(exempt):
            wrong.append(label)
        elif field is not None and field.null != (label in SOMETIMES_OF_NONE):
            wrong.append(f"{label}: may it be of none?")

    assert len(our_models()) > 150
    assert wrong == []


def uniques(model):
    """Yield the field names of everything that is unique in a table, its own key aside."""
    for field in model._meta.local_fields:
        if field.unique and not field.primary_key:
            yield (field.name,)
        if field.primary_key and isinstance(field, ForeignKey):
            yield (field.name,)
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield tuple(constraint.fields)
    yield from model._meta.unique_together


def test_what_is_unique_is_unique_within_a_bureau():
    loose = []
    for model in our_models():
        for names in uniques(model):
            fields = [model._meta.get_field(name) for name in names]
            within = any(
                field.name in BUREAU
                or (isinstance(field, ForeignKey) and carries_bureau(field.related_model))
                for field in fields
            )
            if not within and (model._meta.label, *names) not in UNIQUE_ACROSS_BUREAUS:
                loose.append((model._meta.label, *names))

    assert loose == []


def test_the_exemptions_are_still_needed():
    labels = {model._meta.label for model in our_models()}

    assert set(WITHOUT_BUREAU) <= labels
    assert {label for label, _field in UNIQUE_ACROSS_BUREAUS} <= labels
