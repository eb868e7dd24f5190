"""What readers of feeds, pages and files say is told again in the language of the page."""

import re

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from huiying.work.collection.fetch.client import FETCH_MESSAGES, ROBOTS_REASONS
from huiying.work.collection.sources.stored_messages import MESSAGE_TABLES, translate_message

TEMPLATES = [told for table in MESSAGE_TABLES for told in table.values()]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Filled(dict):
    """A value for every place of a template."""

    def __missing__(self, name):
        return f"({name})"


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_sentence_is_english_on_an_english_page(template):
    said = template % Filled()
    with override("en"):
        told = translate_message(said)

    assert not CHINESE.search(told)
    assert set(re.findall(r"\(\w+\)", told)) >= set(re.findall(r"%(\(\w+\))s", template))
    assert "%" not in told.replace("(%)", "")


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_chinese_page_says_it_as_it_was_kept(template):
    assert translate_message(template % Filled()) == template % Filled()


def test_why_an_article_was_not_read_is_told_with_it():
    why = FETCH_MESSAGES["robots_unavailable"] % {"reason": ROBOTS_REASONS["timeout"]}
    with override("en"):
        told = translate_message(FETCH_MESSAGES["articles"] % {"count": 2, "why": why})

    assert not CHINESE.search(told)
    assert "2" in told


@given(st.text(max_size=300))
def test_what_is_none_of_ours_stays_as_it_is(said):
    with override("en"):
        assert translate_message(said) == said
