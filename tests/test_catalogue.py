"""The English catalogue is complete, sure of itself, and fills the same places."""

import ast
import importlib
import io
import re
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.support import Translations
from django.forms import ModelChoiceField
from django.utils import translation

import huiying.policy
import huiying.web.console
from huiying.policy.rulebook.book import default_book
from huiying.web.console.shared.rulebook_words import CHANNELS, STANDING
from tools import messages

PLACE = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|\{\w*\}")
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def catalogue():
    return messages.load()


def strings_of(message):
    """Return pairs of source and translation that are shown in the same place."""
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    return list(zip(message.id, message.string, strict=True))


WRITTEN_AS_THEY_STAND = {
    "petitions/reply_quality.py",  # patterns
    "petitions/reply_templates.py",  # a letter is in Chinese
    "prevention/matters.py",  # patterns
    "release/answer_forms.py",  # headings of a public answer
    "release/disclosure.py",  # the mark in a public text
    "release/removal_requests.py",  # patterns
    "release/secrecy.py",  # patterns
    "rulebook/media_seed.py",  # names of media
    "monitoring/platform_kinds.py",  # names of platforms
    "rulebook/platform_seed.py",  # names of platforms
    "rulebook/platforms.py",  # a pattern
    "rulebook/topic_seed.py",  # words of a list that a bureau sets
    "time/calendar.py",  # an error, which its catcher words anew
}


def chinese_texts(tree):
    """Yield the Chinese literals of a module that are no docstrings."""
    docs = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    literals = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    texts = [str(node.value) for node in literals if node not in docs]
    yield from filter(HAN.search, texts)


def test_no_sentence_of_the_screens_is_missing(catalogue):
    known = {(message.context, message.id) for message in catalogue}

    new = [found for found in messages.sentences() if (found[1], found[2]) not in known]

    assert new == [], "run `make messages` and translate"


def test_a_sentence_is_found_under_whatever_name_its_function_was_imported(tmp_path):
    module = tmp_path / "screen.py"
    module.write_text(
        "from django.utils.translation import gettext as _word, pgettext as _of\n"
        "_word('仅这一条'), _of('moment', '归档')\n",
        "utf-8",
    )

    assert list(messages.in_python(module)) == [(None, "仅这一条"), ("moment", "归档")]


def test_no_sentence_is_left_without_english(catalogue):
    assert [message.id for message in messages.missing(catalogue)] == []


def test_no_translation_is_a_guess(catalogue):
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_no_sentence_is_kept_that_no_screen_says(catalogue):
    said = {(context, message) for _, context, message in messages.sentences()}

    kept = [m.id for m in catalogue if m.id and (m.context, m.id) not in said]

    assert kept == [], "run `make messages`"


def test_both_sides_fill_the_same_places(catalogue):
    differing = [
        (source, english)
        for message in catalogue
        if message.id
        for source, english in strings_of(message)
        if english and set(PLACE.findall(source)) != set(PLACE.findall(english))
    ]

    assert differing == []


def test_every_sentence_with_places_can_be_filled(catalogue):
    """A lone percent sign is no fault to Babel, and an error on the page in that language."""
    wrong = []
    for message in catalogue:
        for pair in strings_of(message) if message.id else ():
            places = re.findall(r"%\((\w+)\)", pair[0])
            for text in pair if places else ():
                try:
                    _filled = (text or "") % dict.fromkeys(places, 1)
                except (ValueError, TypeError, KeyError) as error:
                    wrong.append(f"{text}: {error}")

    assert wrong == []


def test_english_holds_no_chinese_but_names(catalogue):
    """The product and the district of the demonstration keep their names."""
    names = {"回应", "云川区", "简体中文"}
    left = []
    for message in catalogue:
        for _, english in strings_of(message) if message.id else ():
            rest = english or ""
            for name in names:
                rest = rest.replace(name, "")
            if HAN.search(rest):
                left.append(english)

    assert left == []


def test_every_chinese_text_of_policy_is_marked_for_the_catalogue():
    folder = Path(huiying.policy.__file__).parent
    unmarked = []
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder).as_posix()
        if name not in WRITTEN_AS_THEY_STAND:
            marked = {message for _context, message in messages.in_python(path)}
            texts = chinese_texts(ast.parse(path.read_text(encoding="utf-8")))
            unmarked += [f"{name}: {text}" for text in texts if text not in marked]

    assert unmarked == [], "write marked(…) around it, and run `make messages`"


def test_every_channel_and_standing_of_the_rule_book_has_words():
    book = default_book()

    assert set(book.delivery_proofs) <= set(CHANNELS)
    assert {rule.standing for rule in book.deadlines.values()} <= set(STANDING)


def test_the_catalogue_compiles_and_speaks(catalogue):
    file = io.BytesIO()
    write_mo(file, catalogue)
    file.seek(0)

    english = Translations(file)

    assert english.gettext("一般") == "Ordinary"


def test_chinese_needs_no_catalogue():
    with translation.override("zh-hans"):
        assert translation.gettext("一般舆情通报") == "一般舆情通报"
        assert translation.ngettext("%(all)s 条", "%(all)s 条", 3) == "%(all)s 条"


def test_a_sentence_without_english_stays_chinese():
    with translation.override("en"):
        assert translation.gettext("没有人翻译过的一句话") == "没有人翻译过的一句话"


def test_what_can_be_chosen_in_a_form_is_english_in_english():
    folder = Path(huiying.web.console.__file__).parent
    names = [
        ".".join(("huiying.web.console", *path.relative_to(folder).with_suffix("").parts))
        for path in folder.glob("**/forms.py")
    ]
    chinese = []
    with translation.override("en"):
        for name in names:
            for form in vars(importlib.import_module(name)).values():
                for field in getattr(form, "base_fields", {}).values():
                    if isinstance(field, ModelChoiceField):
                        continue
                    words = [str(label) for _value, label in getattr(field, "choices", ())]
                    chinese += [f"{name}: {word}" for word in words if HAN.search(word)]

    assert chinese == []
