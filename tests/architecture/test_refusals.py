"""What the product refuses is not built: no door, no column, no input for it (design, §2)."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from dataclasses import fields, is_dataclass

import pytest
from django.apps import apps
from django.urls import get_resolver

from tests.architecture.source_files import (
    ROOT,
    SOURCE,
    name_of,
    our_models,
    python_files,
    room_of,
    templates,
)
from tests.web.addresses import address_book

PERSON = re.compile(
    r"author|poster|netizen|handle|nickname|screen_?name|follower|user_?id|(?<!g)uid|openid|avatar",
    re.IGNORECASE,
)
TAKEDOWN = re.compile(
    r"删帖|封禁|封号|屏蔽账号|禁言|下架帖|take_?down|deplatform", re.IGNORECASE
)
REMOVAL_REFUSAL = SOURCE / "policy" / "release" / "removal_requests.py"
HOSTILITY = re.compile(r"sentiment|attitude|hostil|negativ.*score|criticism|mood|stance", re.I)


# No person ------------------------------------------------------------------------------------


def test_a_post_has_no_author_column():
    post = apps.get_model("collection", "Post")

    assert not [f.name for f in post._meta.get_fields() if PERSON.search(f.name)]


def test_no_table_of_what_people_say_names_a_person():
    for app in ("collection", "incidents", "search", "learning"):
        for model in apps.get_app_config(app).get_models():
            named = {f.name for f in model._meta.fields if PERSON.search(f.name)}
            assert named == set(), model


def test_the_voice_has_no_index_and_no_key_to_search_by():
    holders = [
        (model, field)
        for model in our_models()
        for field in model._meta.fields
        if field.name == "voice"
    ]

    assert holders, "the count of distinct voices has moved: look again"
    for model, field in holders:
        assert not field.unique, model
        assert not field.db_index, model
        for index in model._meta.indexes:
            assert "voice" not in index.fields, model


def test_no_page_prints_a_voice_or_an_author_of_a_post():
    person = re.compile(
        r"\.voice\b|\bvoice_?(?:key|hash|hmac)|\bhmac\b|\bpost\.(?:author|user|handle|name)\b"
    )
    for path in templates():
        values = re.findall(r"{{(.*?)}}|{%(.*?)%}", path.read_text(encoding="utf-8"))
        shown = " ".join(value for pair in values for value in pair)
        assert not person.search(shown), name_of(path)


def test_no_address_lists_or_searches_by_a_person():
    for name, pattern in address_book().items():
        assert not PERSON.search(f"{name} {pattern}"), name
        assert "voice" not in f"{name} {pattern}", name


def test_no_screen_or_interface_reads_a_parameter_that_names_a_person():
    for path in python_files():
        if room_of(path) != "web":
            continue
        text = path.read_text(encoding="utf-8")
        asked = re.findall(r"(?:GET|POST)(?:\.get\(|\[)\s*[\"']([^\"']+)", text)
        # The push interface and the import take a name *in*, to turn it into a voice at once.
        assert not [name for name in asked if PERSON.search(name)], name_of(path)


def test_queries_never_filter_or_group_by_voice_outside_the_count_of_voices():
    grouped = re.compile(r"(?:filter|exclude|values|values_list|order_by)\([^)]*\bvoice\b")
    for path in python_files():
        if room_of(path) not in {"web", "work", "base"}:
            continue
        for call in grouped.findall(path.read_text(encoding="utf-8")):
            assert "distinct" in call or "values_list(" in call, (name_of(path), call)


# No takedown ----------------------------------------------------------------------------------


def words_of(path) -> str:
    """Return the source without comments and docstrings: what runs and what is shown."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if (
            isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and body
            and isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
        ):
            body[0] = ast.Pass()
    return ast.unparse(tree)


@pytest.mark.clause("2(1)b")
def test_the_code_offers_no_takedown():
    # The demonstration's posts may *complain* of such words; they are content, not a feature.
    offers = [
        name_of(path)
        for path in python_files()
        if "demo" not in path.parts
        and path != REMOVAL_REFUSAL
        and TAKEDOWN.search(words_of(path))
    ]

    assert offers == []


def test_the_words_of_a_takedown_serve_to_refuse_it_alone():
    users = [
        name_of(path)
        for path in python_files()
        if path != REMOVAL_REFUSAL
        and "import removal_request" in path.read_text(encoding="utf-8")
    ]

    assert users == ["src/huiying/base/refused_text.py"]


@pytest.mark.clause("2(1)b")
def test_no_page_offers_a_takedown():
    comment = re.compile(r"{% comment %}.*?{% endcomment %}", re.DOTALL)
    offers = [
        name_of(path)
        for path in templates()
        if TAKEDOWN.search(comment.sub("", path.read_text(encoding="utf-8")))
    ]

    assert offers == []


# No grade by hostility ------------------------------------------------------------------------


def policy_values():
    for path in sorted((SOURCE / "policy").rglob("*.py")):
        module = importlib.import_module(
            ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts)
        )
        for _name, value in inspect.getmembers(module, inspect.isclass):
            if is_dataclass(value) and value.__module__ == module.__name__:
                yield value


@pytest.mark.clause("2(1)b")
def test_no_rule_takes_the_attitude_of_a_text():
    values = list(policy_values())

    assert len(values) > 8, "the walk found no values: it looks in the wrong place"
    for value in values:
        assert not [f.name for f in fields(value) if HOSTILITY.search(f.name)], value


@pytest.mark.clause("2(1)b")
def test_no_rule_is_a_function_of_the_attitude_of_a_text():
    for path in sorted((SOURCE / "policy").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                arguments = [arg.arg for arg in node.args.args + node.args.kwonlyargs]
                assert not [arg for arg in arguments if HOSTILITY.search(arg)], node.name


# No machine that decides ----------------------------------------------------------------------


def test_nothing_in_the_machine_room_publishes_approves_or_closes():
    banned = re.compile(r"actions\.(?:publish|approve|decide|close)\w*|\bpublish_release\b")
    for path in sorted((SOURCE / "jobs").rglob("*.py")):
        if "demo" in path.parts:  # there, fictional officers act through the same actions
            continue
        assert not banned.search(path.read_text(encoding="utf-8")), path.relative_to(ROOT)


def test_addresses_of_the_house_are_known():
    assert get_resolver().url_patterns
