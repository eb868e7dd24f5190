"""What the page of a code says of one's own data, in plain words."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from huiying.policy.petitions.erasure import RefusalGround
from huiying.web.portal.petition_rights import rights_panel
from tests.scenarios.petitions import accepted
from tests.work.petitions.erasure.steps import approve, by_code, propose, settled_with_all

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def shown(petition) -> str:
    context = {
        "rights": rights_panel(petition),
        "own_url": "/own/",
        "erase_url": "/erase/",
        "supplement_url": "",
    }
    return render_to_string("portal/submit/_rights.html", context)


def test_while_it_is_open_it_says_when_it_can_be_erased(yunchuan):
    text = shown(accepted(yunchuan))
    assert "办完或撤回以后" in text
    assert "/erase/" not in text
    assert "/own/" in text


def test_once_it_is_settled_one_can_ask_and_then_reads_that_it_waits(yunchuan):
    petition, code = settled_with_all(yunchuan)
    assert "/erase/" in shown(petition)
    by_code(yunchuan, code)
    text = shown(petition)
    assert "由两名工作人员决定" in text
    assert "/erase/" not in text


def test_a_refusal_names_reason_basis_and_the_way_to_court(yunchuan):
    petition, code = settled_with_all(yunchuan)
    row = by_code(yunchuan, code)
    propose(yunchuan, row, ground=RefusalGround.LEGAL_PERIOD, reason="保管期限未满。")
    approve(yunchuan, row)
    text = shown(petition)
    assert "保管期限未满。" in text
    assert "保存期限未届满" in text
    assert "人民法院" in text
    assert "/erase/" in text  # later it may be asked again
