"""The choice of light or dark is kept in a cookie and leads nowhere else."""

import pytest
from django.test import RequestFactory

from huiying.web.shared.theme import set_theme


def post(**data):
    return set_theme(RequestFactory().post("/theme", data))


def test_the_choice_is_kept_and_the_reader_stays_on_the_page():
    answer = post(theme="dark", next="/desk/?scope=mine")

    assert answer.cookies["theme"].value == "dark"
    assert answer.url == "/desk/?scope=mine"


def test_an_unknown_theme_forgets_the_choice():
    assert post(theme="pink", next="/").cookies["theme"].value == ""


@pytest.mark.parametrize("next_page", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_nobody_is_led_to_another_site(next_page):
    assert post(theme="light", next=next_page).url == "/"


def test_opening_the_address_changes_nothing():
    assert set_theme(RequestFactory().get("/theme")).status_code == 405
