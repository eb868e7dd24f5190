"""A field that is sometimes demanded is never called optional."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils.translation import override

from huiying import web
from huiying.web.console.consultation.forms import InviteForm
from huiying.web.console.shared.forms import DecisionForm, ReasonForm

DEMANDS = re.compile("须填|(?<!查看)须写|须选|(?<!写了就)必须|必填|必选|须抄录|的，写明具体")
CONDITION = re.compile("须|必填|必选|时填写|至少|可不填")
OPTIONAL = "可不填"


def forms_of_the_console():
    for module in pkgutil.walk_packages(web.__path__, "huiying.web."):
        importlib.import_module(module.name)
    waiting, found = [forms.Form], set()
    while waiting:
        for one in waiting.pop().__subclasses__():
            if one not in found and one.__module__.startswith("huiying."):
                found.add(one)
                waiting.append(one)
    return sorted(found, key=lambda one: (one.__module__, one.__qualname__))


def test_a_field_whose_help_demands_it_is_marked_as_conditional():
    with override("zh-hans"):
        wrong = [
            f"{form.__module__}.{form.__qualname__}.{name}"
            for form in forms_of_the_console()
            for name, field in form.base_fields.items()
            if not field.required
            and DEMANDS.search(str(field.help_text))
            and name not in getattr(form, "conditional", ())
        ]

    assert not wrong


def test_a_conditional_field_says_when_it_is_needed():
    with override("zh-hans"):
        silent = [
            f"{form.__module__}.{form.__qualname__}.{name}"
            for form in forms_of_the_console()
            if not issubclass(form, DecisionForm)  # says it in what it is made with
            for name in getattr(form, "conditional", ())
            if not CONDITION.search(str(form.base_fields[name].help_text))
        ]

    assert not silent


def test_what_is_marked_as_conditional_is_a_field_of_the_form():
    for form in forms_of_the_console():
        marked = form.__dict__.get("conditional", ())
        assert set(marked) <= set(form.base_fields), form
        assert not any(form.base_fields[name].required for name in marked), form


@pytest.mark.parametrize("is_optional", [True, False])
def test_only_a_field_that_is_never_demanded_is_called_optional(is_optional):
    form = DecisionForm(yes=("y", "同意"), no=("n", "退回"), why="退回须写明理由。")
    if is_optional:
        form = ReasonForm()
        form.fields["reason"].required = False
    with override("zh-hans"):
        page = render_to_string("components/_form.html", {"form": form})

    assert (OPTIONAL in page) is is_optional


class BoxesForm(forms.Form):
    """Boxes of which none need be ticked, and buttons of which one always is."""

    boxes = forms.MultipleChoiceField(
        choices=[("a", "甲")], required=False, widget=forms.CheckboxSelectMultiple
    )
    buttons = forms.ChoiceField(
        choices=[("", "无"), ("a", "甲")], required=False, widget=forms.RadioSelect
    )


def test_boxes_that_may_all_stay_empty_are_called_optional_like_other_fields():
    with override("zh-hans"):
        page = render_to_string("components/_form.html", {"form": BoxesForm()})

    assert page.count(OPTIONAL) == 1
    assert OPTIONAL in page.partition('name="buttons"')[0]


def test_boxes_of_which_some_are_demanded_are_not_called_optional():
    with override("zh-hans"):
        page = render_to_string(
            "components/_form.html",
            {"form": InviteForm(officers=[(1, "甲")], units=[(2, "乙")])},
        )

    assert OPTIONAL not in page
    assert "人员、单位至少选一项" in page
