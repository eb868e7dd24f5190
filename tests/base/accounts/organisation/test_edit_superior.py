"""Whom the bureau reports to is entered, changed and put out of use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huiying.base.accounts.organisation.actions.edit_superior import (
    SuperiorFacts,
    add_superior,
    edit_superior,
)
from huiying.base.accounts.organisation.models import Superior
from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from tests.factories import T0

pytestmark = pytest.mark.django_db
CITY = SuperiorFacts(
    name="市信访局", kind="PETITIONS", matters="重大舆情", way="电话报告，随后书面"
)


def add(cast, **changed):
    facts = replace(CITY, **changed)
    return add_superior(bureau=cast.bureau, facts=facts, actor=cast.admin.audit_actor(), now=T0)


def edit(cast, superior, revision, *, active=True, **changed):
    edit_superior(
        superior=superior,
        facts=replace(CITY, **changed),
        active=active,
        shown_revision=revision,
        actor=cast.admin.audit_actor(),
        now=T0,
    )


def test_a_superior_body_is_entered_with_what_goes_to_it_and_how(yunchuan):
    row = add(yunchuan, phone=" 0000-8260001 ")

    assert (row.name, row.matters, row.way) == ("市信访局", "重大舆情", "电话报告，随后书面")
    assert (row.phone, row.active) == ("0000-8260001", True)
    assert AuditRecord.objects.get(verb="superior.added").ref == str(row.pk)


@pytest.mark.parametrize("missing", ["name", "matters", "way"])
def test_a_superior_body_without_name_matter_or_way_is_refused(yunchuan, missing):
    with pytest.raises(Refused, match="请填写上级机关名称、报送内容和报送渠道"):
        add(yunchuan, **{missing: " "})

    assert not Superior.objects.exists()


def test_the_same_body_is_entered_once_and_again_for_another_kind_of_matter(yunchuan, linxi):
    add(yunchuan)
    add(linxi)

    with pytest.raises(Refused, match="本局已有“市信访局”"):
        add(yunchuan)
    add(yunchuan, kind="OTHER")

    assert Superior.objects.filter(bureau=yunchuan.bureau).count() == 2


def test_of_two_who_change_it_the_second_is_refused(yunchuan):
    row = add(yunchuan)
    first, second = Superior.objects.get(pk=row.pk), Superior.objects.get(pk=row.pk)

    edit(yunchuan, first, 0, active=False)
    with pytest.raises(Refused, match="上级机关已被他人更新"):
        edit(yunchuan, second, 0, way="传真")

    row.refresh_from_db()
    assert (row.active, row.way, row.revision) == (False, CITY.way, 1)
    assert AuditRecord.objects.filter(verb="superior.changed").count() == 1


def test_it_does_not_take_the_name_of_another(yunchuan):
    add(yunchuan)
    other = add(yunchuan, name="市委网信办")

    with pytest.raises(Refused, match="本局已有“市信访局”"):
        edit(yunchuan, other, 0, name="市信访局")

    other.refresh_from_db()
    assert (other.name, other.revision) == ("市委网信办", 0)
