"""The staff pages speak one language: one word for one thing, in the official register."""

import re

import pytest
from tools.terms import GLOSSARY, forbidden_register, load_terms, renewed

from huiying.work.reports.compliance.clauses import ARTICLES
from tools import messages

PUBLIC = ("web/portal/", "web/templates/portal/", "web/links/", "web/templates/links/")

ALLOWED = {
    "机器": ("机器人", "本机器"),  # a robot of a chat group
    "手里": (),
    "重新打开": ("重新打开表单", "中重新打开，"),  # a form, a link: not a matter
}
"""Word → what may hold it, since it means another thing there."""


OTHER_LABELS = {
    "舆情",  # the menu's entry of the posts, renamed with the menu
}


@pytest.fixture(scope="module")
def staff_sentences():
    """Return the sentences of the staff pages, each with its file."""
    found = []
    for file, _context, message in messages.sentences():
        if not file.startswith(PUBLIC):
            texts = (message,) if isinstance(message, str) else message
            found += [(file, text) for text in texts]
    return found


def says(text, word):
    """Whether ``text`` says ``word`` itself, not another word that holds it."""
    for other in ALLOWED.get(word, ()):
        text = text.replace(other, "")
    return word in text


def forbidden_words():
    return sorted({word for term in load_terms() for word in term.forbid})


def test_no_staff_page_says_a_word_that_the_terms_forbid(staff_sentences):
    quoted = {
        text
        for article in ARTICLES
        for text in (article.title, *(clause.words for clause in article.clauses))
    }  # the regulation's own words
    wrong = [
        f"{file}: {word}: {text}"
        for word in forbidden_words()
        for file, text in staff_sentences
        if says(text, word) and text not in quoted
    ]

    assert wrong == [], "use the word of docs/terms.toml"


def test_no_staff_page_chats(staff_sentences):
    wrong = [
        f"{file}: {word}: {text}"
        for word in forbidden_register()
        for file, text in staff_sentences
        if says(text, word)
    ]

    assert wrong == [], "write it as an official document would"


def test_a_clash_says_what_happened_what_was_kept_and_what_to_do(staff_sentences):
    clashes = [text for _file, text in staff_sentences if "已被他人" in text]
    lacking = [text for text in clashes if "未" not in text or "请" not in text]

    assert len(clashes) > 5
    assert lacking == []


def test_the_words_for_one_concept_are_no_words_that_another_forbids():
    forbidden = forbidden_words()
    wrong = [
        f"{term.zh}: {word}"
        for term in load_terms()
        for word in forbidden
        if says(term.console, word)
    ]

    assert wrong == []


def test_every_term_has_a_chinese_and_an_english_word():
    terms = load_terms()

    assert len(terms) > 90
    assert len({term.zh for term in terms}) == len(terms)
    assert [term.zh for term in terms if not (term.zh and term.en and term.console)] == []


def stems(words):
    """Return the beginnings of the longer words, so that forms of one word agree."""
    return {word[:4] for word in re.findall("[a-z]{4,}", words.lower())}


def test_an_english_label_uses_a_word_of_the_table():
    catalogue = messages.load()
    wrong = []
    for term in load_terms():
        label = catalogue.get(term.zh)
        if term.zh in OTHER_LABELS or not label or not isinstance(label.string, str):
            continue
        if not stems(label.string) & stems(term.en):
            wrong.append(f"{term.zh}: {label.string} is not {term.en}")

    assert wrong == []


def test_the_glossary_prints_the_terms_of_today():
    text = GLOSSARY.read_text("utf-8")

    assert renewed(text) == text, "run python tools/terms.py"
