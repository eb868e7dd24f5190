"""The daily check finds an archive number or period that was changed past the product."""

from __future__ import annotations

import pytest

from huiying.jobs.upkeep.record_check import check_bureau
from huiying.work.closing.archive.actions.file_matter import change_period
from huiying.work.closing.archive.actions.take_out import take_out
from huiying.work.closing.archive.proof import filing_differences
from tests.module_rows import module_rows
from tests.tampering import tamper
from tests.work.closing.archive.steps import LATER, a_closed_matter, filed, signed


def filed_matter(cast):
    return filed(cast, a_closed_matter(cast))


standing_rows, rows, yunchuan, filing = module_rows(filed_matter)


def differences(cast):
    found = filing_differences(cast.bureau.pk)
    return [(one.code.removeprefix("record."), one.params["ref"]) for one in found]


def shorter(cast, filing):
    request = change_period(
        filing=filing, period="TEN_YEARS", reason="一般咨询。", officer=cast.shen, now=LATER
    )
    return signed(request, cast.leader)


def test_what_was_filed_renumbered_and_taken_out_agrees(yunchuan, filing):
    assert differences(yunchuan) == []
    successor = shorter(yunchuan, filing)
    assert differences(yunchuan) == []
    take_out(incident=successor.incident, reason="重办。", officer=yunchuan.shen, now=LATER)
    assert differences(yunchuan) == []


@pytest.mark.parametrize(
    "change", ["period = 'TEN_YEARS'", "item = 7", "grade = grade + 1", "title = '另一件'"]
)
def test_another_period_number_or_title_is_found(yunchuan, filing, change):
    tamper(f"UPDATE closing_filing SET {change}")  # noqa: S608 - our own words

    assert differences(yunchuan) == [("filing_differs", filing.number)]
    found = [one.code for one in check_bureau(yunchuan.bureau.pk, read_files=False).differences]
    assert "record.filing_differs" in found


def test_a_shorter_period_without_its_second_person_is_found(yunchuan, filing):
    successor = shorter(yunchuan, filing)
    tamper("UPDATE closing_filing SET signed_by_id = NULL")
    assert differences(yunchuan) == [("filing_differs", successor.number)]


def test_an_end_that_is_gone_or_that_nobody_made_is_found(yunchuan, filing):
    shorter(yunchuan, filing)
    tamper("DELETE FROM closing_filingend")
    assert differences(yunchuan) == [("filing_differs", filing.number)]


def test_another_number_and_another_fonds_are_found(yunchuan, filing):
    tamper("UPDATE closing_filing SET number = 'X018-2026-Y-0009'")
    tamper("UPDATE closing_archivesetting SET fonds = 'X999'")
    assert differences(yunchuan) == [
        ("filing_not_recorded", "X018-2026-Y-0009"),
        ("filing_missing", filing.number),
        ("fonds_differs", "X999"),
    ]
