"""What readers of feeds, pages and files say is told again in the language of the page."""

import re

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from huiying.work.collection.fetching import FETCH_SENTENCES, ROBOTS_REASONS
from huiying.work.collection.retelling import TABLES, retold

TEMPLATES = [told for table in TABLES for told in table.values()]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Filled(dict):
    """A value for every place of a template."""

    def __missing__(self, name):
        return f"({name})"


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_sentence_is_english_on_an_english_page(template):
    said = template % Filled()
    with override("en"):
        told = retold(said)

    assert not CHINESE.search(told)
    assert set(re.findall(r"\(\w+\)", told)) >= set(re.findall(r"%(\(\w+\))s", template))
    assert "%" not in told.replace("(%)", "")


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_chinese_page_says_it_as_it_was_kept(template):
    assert retold(template % Filled()) == template % Filled()


def test_why_an_article_was_not_read_is_told_with_it():
    why = FETCH_SENTENCES["robots_unavailable"] % {"reason": ROBOTS_REASONS["timeout"]}
    with override("en"):
        told = retold(FETCH_SENTENCES["articles"] % {"count": 2, "why": why})

    assert not CHINESE.search(told)
    assert "2" in told


@given(st.text(max_size=300))
def test_what_is_none_of_ours_stays_as_it_is(said):
    with override("en"):
        assert retold(said) == said
