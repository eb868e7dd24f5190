"""Erasing a petition: what goes, what stays, what the record says; also by SQL."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.base.files import store
from huiying.base.files.models import DestroyedKey, StoredFile
from huiying.base.search.models import SearchDocument
from huiying.jobs.upkeep.record_check import check_bureau
from huiying.policy.petitions.kinds import PetitionStage, StepKind
from huiying.work.petitions.core.models import Petition, Supplement
from huiying.work.petitions.erasure.actions.erase import erase_petition
from huiying.work.petitions.petitions.actions.reveal_original import reveal_original
from huiying.work.petitions.petitions.actions.show_to_sender import show_to_sender
from huiying.work.petitions.petitions.queries import find_by_code, petitions_in_sight
from huiying.work.petitions.replies.models import PetitionReply
from tests.factories import T0
from tests.tampering import tamper
from tests.work.petitions.erasure.steps import erased, settled_with_all

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def test_keys_originals_texts_and_files_are_gone(yunchuan, django_capture_on_commit_callbacks):
    petition, code = settled_with_all(yunchuan)
    blob = petition.files.get().file.blob

    with django_capture_on_commit_callbacks(execute=True):
        erased(yunchuan, petition)

    kept = Petition.objects.values().get(pk=petition.pk)
    assert kept["data_key"] is kept["original"] is None
    assert kept["title"] == kept["text"] == kept["code_digest"] == kept["outside_number"] == ""
    more = Supplement.objects.values().get()
    assert (more["text"], more["data_key"], more["original"]) == ("", None, None)
    assert StoredFile.objects.get(blob=blob).data_key is None
    assert store.get(blob) is None
    assert not SearchDocument.objects.filter(kind="petition").exists()
    assert find_by_code(yunchuan.bureau, code) is None
    assert not petitions_in_sight(yunchuan.shen, T0).exists()


def test_number_days_steps_and_periods_stay(yunchuan):
    petition, _code = settled_with_all(yunchuan)
    before = Petition.objects.values(
        "number", "kind", "channel", "received_at", "registered_at", "accepted_on",
        "settled_at", "competent", "clock", "clock__state", "clock__due_at",
    ).get(pk=petition.pk)  # fmt: skip
    steps = [one.pk for one in petition.steps.all()]

    erased(yunchuan, petition)

    assert petition.stage == PetitionStage.ERASED
    assert Petition.objects.values(*before).get(pk=petition.pk) == before
    assert [one.pk for one in petition.steps.all()][: len(steps)] == steps
    assert petition.steps.last().kind == StepKind.ERASED


def test_signed_letters_stay_and_drafts_are_emptied(yunchuan):
    petition, _code = settled_with_all(yunchuan)
    erased(yunchuan, petition)

    signed = petition.replies.filter(signed_at__isnull=False, kind="OPINION").get()
    assert "增开两个窗口" in signed.text
    drafts = petition.replies.filter(signed_at__isnull=True)
    assert drafts.count() == 1
    assert drafts.get().text == drafts.get().claim == drafts.get().facts == ""


def test_the_record_names_it_and_the_whole_record_still_holds(yunchuan):
    petition, _code = settled_with_all(yunchuan)

    erased(yunchuan, petition)

    assert AuditRecord.objects.filter(verb="petition.erased", ref=petition.number).exists()
    assert check_bureau(yunchuan.bureau.pk).holds


def test_nobody_opens_the_original_any_more(yunchuan):
    petition, _code = settled_with_all(yunchuan)
    erased(yunchuan, petition)
    with pytest.raises(Refused, match="已依法销毁"):
        reveal_original(petition=petition, reason="核对", officer=yunchuan.shen, now=T0)
    with pytest.raises(Refused, match="已经依法删除"):
        show_to_sender(petition=petition, now=T0)


def test_it_is_erased_once(yunchuan):
    petition, _code = settled_with_all(yunchuan)
    erased(yunchuan, petition)
    with pytest.raises(Refused, match="已依法删除"):
        erase_petition(petition=petition, officer=yunchuan.leader, now=T0)
    assert DestroyedKey.objects.filter(kind="petition").count() == 1


# Below the application ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"text": "放回去"},
        {"erased_at": None},
        {"stage": "ANSWERED"},
        {"data_key": b"x"},
        {"original": b"x"},
    ],
)
def test_the_database_refuses_to_bring_it_back(yunchuan, change):
    petition, _code = settled_with_all(yunchuan)
    erased(yunchuan, petition)
    with pytest.raises(DatabaseError), transaction.atomic():
        Petition.objects.filter(pk=petition.pk).update(**change)


def test_the_database_refuses_to_destroy_a_key_without_an_erasure(yunchuan):
    petition, _code = settled_with_all(yunchuan)
    with pytest.raises(DatabaseError), transaction.atomic():
        Petition.objects.filter(pk=petition.pk).update(data_key=None, original=None)


@pytest.mark.parametrize("change", [{"text": "改"}, {"text": "", "claim": ""}])
def test_words_of_a_draft_are_emptied_as_a_whole_or_not_at_all(yunchuan, change):
    petition, _code = settled_with_all(yunchuan)
    drafts = PetitionReply.objects.filter(petition=petition, signed_at__isnull=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        drafts.update(**change)


def test_an_erasure_without_a_record_is_named(yunchuan):
    petition, _code = settled_with_all(yunchuan)

    tamper(
        "UPDATE petitions_petition SET data_key = NULL, original = NULL,"
        " erased_at = received_at, title = '', text = '', stage = 'ERASED'"
    )

    [found] = check_bureau(yunchuan.bureau.pk).differences
    assert found.code == "record.petition_erasure_not_recorded"
    assert found.params["ref"] == petition.number


def test_a_petition_whose_text_came_back_is_named(yunchuan):
    petition, _code = settled_with_all(yunchuan)
    erased(yunchuan, petition)

    tamper("UPDATE petitions_petition SET text = %s", "放回去")

    [found] = check_bureau(yunchuan.bureau.pk).differences
    assert (found.code, found.params["ref"]) == (
        "record.petition_not_erased",
        petition.number,
    )


# Everything that hangs on a petition ----------------------------------------------------------

HANDLED = {
    "petitions.petition.repeat_of": "a number; its text is erased with itself",
    "petitions.petitionstep.petition": "days and units; no personal data",
    "petitions.supplement.petition": "emptied",
    "petitions.petitionfile.petition": "the key of each file is destroyed",
    "petitions.petitionreply.petition": "drafts emptied, signed letters stay",
    "petitions.petitionerasure.petition": "the decision itself",
    "petitions.codereplacement.petition": "how the sender was recognised; names nobody",
    "petitions.diversion.petition": "the passage and the reason are emptied",
    "petitions.petitionrecusal.petition": "why an officer keeps out, masked; nobody's words",
    "petitions.rating.petition": "its reason is emptied",
    "casework.instruction.petition": "number and kind; the leader's own words, masked",
    "casework.supervision.petition": "number and kind; the office's own words, masked",
    "casework.superiorsupervision.petition": "of no demand: superiors know no petition",
    "casework.reference.petition": "casework/references/actions/empty_erased.py",
}


def test_whatever_hangs_on_a_petition_is_erased_with_it_or_holds_nothing():
    """A new table about a petition is handled by ``erase_petition`` and named here."""
    found = {
        f"{field.model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.many_to_one and field.concrete and field.related_model is Petition
    }
    assert found == set(HANDLED)
