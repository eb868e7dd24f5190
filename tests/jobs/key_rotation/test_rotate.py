"""A new key of the installation: everything is sealed anew, and the old one goes last."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.base.errors import Refused
from huiying.base.files.actions.keep import keep_file
from huiying.base.files.incoming import check_incoming, write_file
from huiying.base.files.models import InstallationSecret, Retention, StoredFile
from huiying.base.files.queries import FileState, open_file
from huiying.base.files.sealed_text import SealedTextField
from huiying.base.integration.models import Webhook
from huiying.base.outbox.models import Channel
from huiying.base.outbox.targets import webhook_key
from huiying.jobs import clock
from huiying.jobs.installation_record import ran_by
from huiying.jobs.key_rotation.rotate import refuse_to_drop, rotate, state_of_keys
from huiying.jobs.key_rotation.sealed_columns import sealed_columns
from huiying.jobs.shared_data import has_key, lacking, register_installation
from huiying.web.console.shared.records.sentences import record_sentence
from huiying.work.collection.posts.voice_keys import voice_hasher_of
from huiying.work.petitions.petitions.queries import find_by_code
from tests.factories import T0, make_cast
from tests.scenarios.petitions import opened, submit
from tests.scenarios.sample_bureau import make_sample_bureau
from tests.scenarios.tasks import PICTURE
from tests.web.clients import add_second_factor, current_code, signed_in, stop_authenticators

pytestmark = pytest.mark.django_db(transaction=True)
OLD, NEW = (f"{word}-key-of-the-house-{'x' * 30}" for word in ("old", "new"))
TARGET = "https://hook.example/in?key=of-the-robot"
NOT_SEALED = {
    "audit_commitmentkey.key",  # random, beside the records that it salts
    "audit_dayroot.leaves",
    "audit_headtimestamp.token",
    "learning_enginesnapshot.blob",
    "learning_routingversion.blob",
    "collection_misseditem.digest",
    "collection_post.voice",
    "collection_postkey.digest",
    "collection_delivery.digest",
    "collection_deletedkey.digest",
}
BODIES = {  # of which the column beside them is the sealed key
    "outbox_channel.sealed_body",
    "collection_delivery.body",
    "petitions_petition.original",
    "petitions_supplement.original",
    "petitions_accusation.original",
    "petitions_accusationsupplement.original",
    "casework_reference.identity",
    "responses_accountkey.secret",
}


@pytest.fixture(autouse=True, params=["AES", "SM4"])
def _old_key(request, tmp_path, settings, monkeypatch):
    settings.CIPHER = request.param
    settings.DATA_DIR = tmp_path / "data"
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    stop_authenticators(monkeypatch)


@pytest.fixture
def house(db, tmp_path):
    """A bureau with something of every kind that is sealed."""
    cast = make_cast("yunchuan", "云川区")
    make_sample_bureau(cast, clock.real_now(), tmp_path)
    written = write_file(cast.bureau.pk, check_incoming(PICTURE))
    keep_file(
        bureau_id=cast.bureau.pk, written=written, retention=Retention.THIRTY_YEARS, now=T0
    )
    Channel.objects.create(bureau=cast.bureau, kind="WEBHOOK", name="群", target=TARGET)
    Webhook.objects.create(
        bureau=cast.bureau,
        name="平台",
        url=TARGET,
        events=[],
        secret="whsec_new",
        previous_secret="whsec_old",
        next_secret="whsec_next",
    )
    voice_hasher_of(cast.bureau.pk, T0)
    register_installation()
    return cast


def put_first(settings) -> None:
    """Start with the new key, the old one behind it."""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]


def alone(settings) -> None:
    """Start with the new key alone."""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, []


def quiet(_label, _seen) -> None:
    """Hear of progress, and say nothing."""


def number_under_old() -> int:
    return sum(one.older for one in state_of_keys())


def test_everything_opens_with_the_new_key_alone(house, settings):
    receipt = submit(house)
    row, text = receipt.row, opened(receipt.row)
    voice = voice_hasher_of(house.bureau.pk, T0).key
    webhook = webhook_key()
    seed = add_second_factor(house.admin)
    bodies = {one.pk: bytes(one.original) for one in type(row).objects.exclude(original=None)}
    put_first(settings)
    assert number_under_old() > 5

    found = rotate(quiet, MACHINE)
    alone(settings)

    assert sum(one.older for one in found) == 0
    assert sum(one.unreadable for one in state_of_keys()) == 0
    assert {open_file(one).state for one in StoredFile.objects.exclude(data_key=None)} == {
        FileState.WHOLE
    }
    row.refresh_from_db()
    assert opened(row) == text
    assert bodies == {
        one.pk: bytes(one.original) for one in type(row).objects.exclude(original=None)
    }
    assert Channel.objects.get(name="群").target == TARGET
    told = Webhook.objects.get(name="平台")
    assert (told.url, told.secret) == (TARGET, "whsec_new")
    assert told.previous_secret == "whsec_old"
    assert told.next_secret == "whsec_next"
    assert voice_hasher_of(house.bureau.pk, T0).key == voice
    assert webhook_key() == webhook
    assert find_by_code(house.bureau, receipt.code) == row
    assert lacking() == ""
    factor = house.admin.authenticator_set.get(type="totp").wrap()
    assert factor.validate_code(current_code(seed))


def test_a_rotation_that_is_killed_goes_on_and_nothing_is_closed_meanwhile(house, settings):
    put_first(settings)
    before = number_under_old()

    def killed(label, _seen):
        if label == "outbox_channel.target":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate(killed, MACHINE)
    half = number_under_old()
    states = {open_file(one).state for one in StoredFile.objects.exclude(data_key=None)}
    rotate(quiet, MACHINE)

    assert 0 < half < before
    assert states == {FileState.WHOLE}
    assert number_under_old() == 0


def test_what_an_old_process_seals_meanwhile_keeps_the_old_key_in_force(house, settings):
    put_first(settings)
    rotate(quiet, MACHINE)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    behind = has_key()
    written = write_file(house.bureau.pk, check_incoming(PICTURE))
    put_first(settings)
    keep_file(bureau_id=house.bureau.pk, written=written, retention=Retention.TEN_YEARS, now=T0)

    with pytest.raises(Refused, match=r"files_storedfile\.data_key 1 处"):
        refuse_to_drop()
    rotate(quiet, MACHINE)
    refuse_to_drop()

    assert behind is False, "it sees that the key is another one now"


def test_an_old_key_stays_until_a_rotation_ran_though_nothing_is_sealed_under_it(db, settings):
    make_cast("yunchuan", "云川区")
    register_installation()
    put_first(settings)
    assert number_under_old() == 0

    with pytest.raises(Refused, match="还没有用新密钥重新封存过"):
        refuse_to_drop()
    rotate(quiet, MACHINE)
    refuse_to_drop()
    alone(settings)

    assert lacking() == ""


def test_without_an_older_key_nothing_is_rotated_or_dropped(house):
    for act in (lambda: rotate(quiet, MACHINE), refuse_to_drop):
        with pytest.raises(Refused, match="只有一个密钥"):
            act()


def test_a_session_goes_on_and_the_record_says_what_was_done(house, settings):
    client = signed_in(house.admin)
    put_first(settings)

    rotate(quiet, ran_by("rotate-key", house.admin.username))

    assert client.get(reverse("console:backups")).status_code == 200
    verbs = AuditRecord.objects.filter(
        bureau_ref=house.bureau.pk, verb__startswith="installation."
    ).order_by("seq")
    assert list(verbs.values_list("verb", flat=True)) == [
        "installation.key_rotation_began",
        "installation.key_rotated",
    ]
    assert verbs.last().data["older"] == 0
    named = f"{house.admin.name}（{house.admin.username}，服务器账号 "
    for row in verbs:
        assert row.actor == "command:rotate-key"
        assert row.actor_label.startswith(named)
        assert record_sentence(row).startswith(named)


@pytest.mark.parametrize("who", ["", "nobody", "lu", "left"])
def test_nobody_runs_it_without_the_account_of_an_administrator_in_use(house, who):
    login = {"lu": house.lu.username, "left": house.admin.username}.get(who, who)
    if who == "left":
        Officer.objects.filter(pk=house.admin.pk).update(is_active=False)

    with pytest.raises(Refused, match="账号"):
        ran_by("rotate-key", login)


def test_a_second_rotation_keeps_the_secret_of_digests(house, settings):
    receipt = submit(house)
    put_first(settings)
    rotate(quiet, MACHINE)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = f"third-{NEW}", [NEW]
    rotate(quiet, MACHINE)
    settings.SECRET_KEY_FALLBACKS = []

    assert InstallationSecret.objects.get().value == OLD
    assert find_by_code(house.bureau, receipt.code) == receipt.row


def test_the_database_refuses_another_key_of_a_file_that_is_no_sealed_key(house):
    with pytest.raises(Exception, match="final"):
        StoredFile.objects.exclude(data_key=None).update(data_key=b"short")


def test_every_column_that_can_be_sealed_is_rotated_or_named_as_not_sealed():
    rotated = {column.label for column in sealed_columns()}
    found = {
        f"{model._meta.db_table}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, (models.BinaryField, SealedTextField))
    }

    assert found - NOT_SEALED - BODIES == rotated - {"mfa_authenticator.data"}
    assert {one for one in rotated if one.startswith("mfa_")} == {"mfa_authenticator.data"}
