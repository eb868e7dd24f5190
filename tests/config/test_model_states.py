"""A migration renders what it changes, and every model where others refer to that."""

from __future__ import annotations

import pytest
from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from huiying.config.model_states import rendering_what_changed


@pytest.fixture
def state():
    """A bureau, and its units, as migrations made them so far."""
    made = ProjectState()
    made.add_model(
        ModelState("accounts", "Bureau", [("id", models.AutoField(primary_key=True))])
    )
    made.add_model(
        ModelState(
            "accounts",
            "Unit",
            [
                ("id", models.AutoField(primary_key=True)),
                ("bureau", models.ForeignKey("accounts.Bureau", models.CASCADE)),
            ],
        )
    )
    assert made.apps.get_model("accounts", "unit")
    return made


def names(state, model):
    return [field.name for field in state.apps.get_model("accounts", model)._meta.fields]


def test_a_further_column_renders_its_table_alone(state):
    unit = state.apps.get_model("accounts", "unit")

    with rendering_what_changed():
        state.add_field("accounts", "bureau", "name", models.TextField(), preserve_default=True)

    assert names(state, "bureau") == ["id", "name"]
    assert state.apps.get_model("accounts", "unit") is unit


def test_a_further_table_that_refers_to_others_renders_none_of_them(state):
    others = [state.apps.get_model("accounts", name) for name in ("bureau", "unit")]
    key = models.ForeignKey("accounts.Unit", models.CASCADE)

    with rendering_what_changed():
        state.add_model(
            ModelState(
                "accounts", "Desk", [("id", models.AutoField(primary_key=True)), ("unit", key)]
            )
        )

    assert [state.apps.get_model("accounts", name) for name in ("bureau", "unit")] == others
    assert (
        state.apps.get_model("accounts", "desk")._meta.get_field("unit").related_model
        is others[1]
    )


def test_a_column_to_which_others_refer_renders_them_too(state):
    key = models.BigAutoField(primary_key=True)

    with rendering_what_changed():
        state.add_field("accounts", "bureau", "name", models.TextField(), preserve_default=True)
        state.alter_field("accounts", "bureau", "id", key, preserve_default=True)

    bureau, unit = (state.apps.get_model("accounts", name) for name in ("bureau", "unit"))
    assert unit._meta.get_field("bureau").related_model is bureau
    assert [one.related_model for one in bureau._meta.related_objects] == [unit]


def test_code_of_a_migration_finds_all_models_fresh(state):
    with rendering_what_changed():
        state.add_field("accounts", "bureau", "name", models.TextField(), preserve_default=True)
        state.clear_delayed_apps_cache()  # as Django does before it

    bureau, unit = (state.apps.get_model("accounts", name) for name in ("bureau", "unit"))
    assert unit._meta.get_field("bureau").related_model is bureau


def test_outside_of_the_block_django_renders_as_ever(state):
    unit = state.apps.get_model("accounts", "unit")
    with rendering_what_changed():
        pass

    state.add_field("accounts", "bureau", "name", models.TextField(), preserve_default=True)

    assert state.apps.get_model("accounts", "unit") is not unit
