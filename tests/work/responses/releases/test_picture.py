"""一图读懂: the released facts as one picture, with all of its words as the alternative."""

from __future__ import annotations

import pytest
from defusedxml.ElementTree import fromstring
from django.urls import reverse

from tests.web.clients import signed_in
from tests.work.responses import desk

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


def picture(cast, release):
    address = reverse("console:picture", args=[release.answer.number])
    response = signed_in(cast.shen).get(address)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    return fromstring(response.content)


@pytest.mark.clause("8d")
def test_the_picture_says_the_claim_the_finding_and_every_fact(yunchuan, now):
    release = desk.published(yunchuan, now)

    drawn = picture(yunchuan, release)

    seen = "".join(node.text for node in drawn.iter(f"{SVG}text"))
    for words in (desk.WORDS.claim, "部分属实", "3号窗口要求7位群众先撤网帖，未予登记。"):
        assert words in seen
    assert "[F1]" not in seen
    assert "给7位群众带来不便，我们道歉。" in drawn.find(f"{SVG}desc").text
    assert "第 1 版" in seen
    edges = [float(node.get("y")) for node in drawn.iter(f"{SVG}text")]
    assert edges == sorted(edges)
    assert edges[-1] < float(drawn.get("height"))


def test_hostile_words_stay_words_and_long_ones_are_broken(yunchuan, now):
    hostile = "<script>alert(1)</script>" + "很长" * 40
    release = desk.published(yunchuan, now, title=hostile)

    drawn = picture(yunchuan, release)

    assert {node.tag for node in drawn.iter()} <= {
        f"{SVG}{name}" for name in ("svg", "title", "desc", "rect", "text")
    }
    assert drawn.find(f"{SVG}title").text == hostile
    assert max(len(node.text) for node in drawn.iter(f"{SVG}text")) < 60
