"""The record is read by people: every act has its sentence."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from django.utils import translation

import huiying
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.base.integration.events import TEST, EventType
from huiying.web.console.shared.records.sentences import SENTENCES, record_sentence
from huiying.web.console.shared.records.subjects import SUBJECTS, subject_word

SOURCE = Path(huiying.__file__).parent
FLOORS = ("base", "work", "jobs")


def written() -> set[str]:
    """Return every text of the lower floors that looks like a verb of the record."""
    subjects = {verb.partition(".")[0] for verb in SENTENCES}
    return {
        node.value
        for floor in FLOORS
        for file in (SOURCE / floor).rglob("*.py")
        if "migrations" not in file.parts
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"[a-z_]+\.[a-z_]+", node.value)
        and node.value.partition(".")[0] in subjects
    }


def test_no_act_is_shown_to_people_as_a_word_of_the_code():
    verbs = written()

    assert "answer.corrected" in verbs, "they are found at all"
    assert verbs - set(SENTENCES) - set(EventType.values) - {TEST} == set()


def test_every_act_says_in_words_what_it_is_about():
    assert {verb.partition(".")[0] for verb in SENTENCES} - set(SUBJECTS) == set()
    assert subject_word("notice.sent") == "通报"


def test_the_machine_has_a_name_in_english_and_a_person_keeps_his():
    machine = AuditRecord(
        actor=MACHINE.ref, actor_label=MACHINE.label, verb="petition.received", ref="XF1"
    )
    person = AuditRecord(
        actor="officer:lu", actor_label="陆知远", verb="petition.received", ref="XF1"
    )
    with translation.override("en"):
        assert record_sentence(machine).startswith("System ")
        assert record_sentence(person).startswith("陆知远 ")
