"""Tables are made as Django makes them, without building every other class again."""

from __future__ import annotations

from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from huiying.config.new_tables import new_tables_alone


def house() -> ModelState:
    return ModelState("town", "House", [("id", models.AutoField(primary_key=True))])


def door() -> ModelState:
    key = models.ForeignKey("town.House", models.CASCADE, related_name="doors")
    return ModelState("town", "Door", [("id", models.AutoField(primary_key=True)), ("of", key)])


def town() -> ProjectState:
    """A state whose classes are built already, as between two operations of a migration."""
    state = ProjectState()
    state.add_model(house())
    assert state.relations == {}
    assert state.apps.get_model("town", "house")
    return state


def test_a_new_table_knows_its_neighbour_and_the_neighbour_knows_it():
    state = town()

    with new_tables_alone():
        state.add_model(door())

    built, new = (state.apps.get_model("town", name) for name in ("house", "door"))
    assert new._meta.get_field("of").remote_field.model is built
    assert [one.related_model for one in built._meta.related_objects] == [new]
    assert ("town", "door") in state.relations["town", "house"]


def test_the_class_of_the_neighbour_is_not_built_again():
    state = town()
    before = state.apps.get_model("town", "house")

    with new_tables_alone():
        state.add_model(door())

    assert state.apps.get_model("town", "house") is before
