"""The model cannot express covert or multi-account commentary: there is no place for it."""

from __future__ import annotations

import inspect
import re

from django.db.models import ForeignKey, ManyToManyField

from huiying.base.accounts.core.models import Officer
from huiying.work.responses.core.models import Release
from huiying.work.responses.outlets.actions import manage_accounts
from huiying.work.responses.outlets.models import OfficialAccount
from huiying.work.responses.responders.actions import join_roster, record_reply
from huiying.work.responses.responders.models import Reply, Responder
from tests.architecture.source_files import our_models

BULK = re.compile(
    r"quota|campaign|bulk|batch|persona|sock|puppet|target_post|assignee|hashtag", re.IGNORECASE
)


def fields(model):
    return {field.name for field in model._meta.get_fields() if not field.auto_created}


def test_a_reply_has_a_release_and_no_words_of_its_own():
    assert fields(Reply) == {
        "bureau", "release", "responder", "account", "posted_at", "address", "recorded_at",
    }  # fmt: skip
    for name in ("release", "responder", "account"):
        assert not Reply._meta.get_field(name).null
    assert Reply._meta.get_field("release").related_model is Release


ENTERED_BY = "added_by"  # another person than him confirms the account; nobody owns it


def test_an_account_belongs_to_the_bureau_and_to_no_person():
    owners = {
        field.related_model.__name__
        for field in OfficialAccount._meta.get_fields()
        if isinstance(field, ForeignKey | ManyToManyField) and field.name != ENTERED_BY
    }

    assert owners == {"Bureau"}
    assert Officer not in {
        field.related_model
        for field in Reply._meta.get_fields()
        if isinstance(field, ForeignKey)
    }


def test_the_same_words_cannot_stand_twice_on_one_account():
    [once] = Reply._meta.constraints

    assert tuple(once.fields) == ("release", "account")


def test_nothing_orders_replies():
    """Only a reply points at a responder; a place is named by replies, plans and its keys."""
    pointing = {
        (model.__name__, field.name)
        for model in our_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey | ManyToManyField)
        and field.related_model in {Reply, Responder, OfficialAccount}
    }

    assert pointing == {
        ("Reply", "responder"),
        ("Reply", "account"),
        ("PlanLine", "account"),
        ("AccountKey", "account"),
    }


def test_no_act_takes_several_and_nothing_is_named_for_it():
    for module in (join_roster, manage_accounts, record_reply):
        for _name, act in inspect.getmembers(module, inspect.isfunction):
            if act.__module__ != module.__name__:
                continue
            for name, parameter in inspect.signature(act).parameters.items():
                if name == "states" or name.startswith("changes"):
                    continue
                assert not re.search(r"list|Iterable|Sequence|tuple", str(parameter.annotation))
    names = {
        f"{model.__name__}.{field.name}"
        for model in our_models()
        if model.__module__.startswith("huiying.work.responses")
        for field in model._meta.get_fields()
    }
    assert [name for name in names if BULK.search(name)] == []
