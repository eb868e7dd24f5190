"""The register of incidents as a file: what the screen shows, and no more."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from huiying.work.incidents.core.models import Incident
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.web.clients import signed_in

pytestmark = pytest.mark.django_db
LIST = reverse("console:incidents")


@pytest.fixture(autouse=True)
def _today(time):
    restart_workers()
    time.forward(minutes=10)


def lines(client, **query):
    answer = client.get(LIST, {"format": "csv", **query})
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_file_holds_what_the_filter_shows_with_its_clocks(yunchuan):
    ordinary = incident_of(yunchuan)
    water = incident_of(yunchuan, WATER)

    heading, *rows = lines(signed_in(yunchuan.shen))
    [_heading, only] = lines(signed_in(yunchuan.shen), q=water.title[:4])

    assert {row[0] for row in rows} == {ordinary.number, water.number}
    assert only[0] == water.number
    assert (heading[10], rows[0][10]) == ("在走的时限", "2")


def test_a_unit_takes_no_register_and_no_link_leads_to_it(yunchuan):
    client = signed_in(yunchuan.window)

    assert client.get(LIST, {"format": "csv"}).status_code == 403
    assert "format=csv" not in client.get(LIST).content.decode()
    assert "format=csv" in signed_in(yunchuan.lu).get(LIST).content.decode()


def test_a_title_that_looks_like_a_formula_is_text(yunchuan):
    incident = incident_of(yunchuan)
    Incident.objects.filter(pk=incident.pk).update(title="=1+1")
    client = signed_in(yunchuan.shen)

    sheet = client.get(LIST, {"format": "xlsx"}).content

    assert lines(client)[1][1] == "'=1+1"
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert rows[1][1] == "=1+1"


def test_two_bureaus_never_mix(yunchuan, linxi):
    incident_of(linxi)

    assert len(lines(signed_in(yunchuan.shen))) == 1
