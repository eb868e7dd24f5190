"""A foreign key never points up: what is low can be read without what is high."""

from __future__ import annotations

from tests.architecture.source_files import floor_of, floors, our_models


def arrows():
    levels = floors()
    for model in our_models():
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and field.related_model in our_models():
                yield model, field, levels


def test_the_floors_are_those_of_the_contracts():
    levels = floors()

    assert levels["huiying.base.search"] < levels["huiying.base.audit"]
    assert levels["huiying.base.learning"] < levels["huiying.work.collection"]
    assert levels["huiying.work.collection"] < levels["huiying.work.incidents"]
    assert levels["huiying.work.responses"] < levels["huiying.jobs"] < levels["huiying.web"]
    assert levels["huiying.engine"] == levels["huiying.policy"] < levels["huiying.base.search"]


def test_foreign_keys_point_down():
    up = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model, field, levels in arrows()
        if floor_of(field.related_model.__module__, levels) > floor_of(model.__module__, levels)
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
