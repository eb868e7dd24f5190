"""A foreign key never points up: what is low can be read without what is high."""

from __future__ import annotations

import pytest

from tests.architecture.source_files import our_models, points_down


def arrows():
    for model in our_models():
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and field.related_model in our_models():
                yield model, field


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("huiying.base.search.series", "huiying.base.audit.models"),
        ("huiying.base.learning.models", "huiying.work.collection.posts.models"),
        ("huiying.work.collection.posts.models", "huiying.work.incidents.core.models"),
        ("huiying.work.collection.sources.models", "huiying.work.collection.posts.models"),
        ("huiying.work.casework.notices.models", "huiying.work.casework.tasks.models"),
        ("huiying.engine.types", "huiying.base.search.series"),
    ],
)
def test_down_is_where_the_contracts_say(lower, upper):
    assert points_down(upper, lower)
    assert not points_down(lower, upper)


def test_rooms_of_one_layer_know_nothing_of_each_other_and_a_room_knows_itself():
    notices, procedure = (
        f"huiying.work.casework.{noun}.models" for noun in ("notices", "procedure")
    )

    assert not points_down(notices, procedure)
    assert not points_down(procedure, notices)
    assert points_down(notices, notices)
    assert points_down(notices, "huiying.work.casework.notices.queries")


def test_foreign_keys_point_down():
    up = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model, field in arrows()
        if not points_down(model.__module__, field.related_model.__module__)
    ]

    assert up == []
    assert sum(1 for _ in arrows()) > 50, "the walk found no keys: it looks in the wrong place"


def test_no_model_below_points_at_the_content_type_of_another():
    for model in our_models():
        names = {type(field).__name__ for field in model._meta.get_fields()}
        assert "GenericForeignKey" not in names, model


def test_the_record_and_the_search_have_no_foreign_key_at_all():
    for model in our_models():
        if model._meta.app_label in {"audit", "search"}:
            assert not [f for f in model._meta.fields if f.is_relation], model
