"""Who comes under a name that is not ours is told so, and how it is mended."""

from __future__ import annotations

import html

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_name_that_is_not_ours_is_answered_in_a_sentence(settings, language):
    settings.ALLOWED_HOSTS = ["huiying.example"]

    answer = Client(headers={"accept-language": language}).get("/", headers={"host": "other"})

    assert answer.status_code == 400
    assert "HUIYING_ALLOWED_HOSTS" in html.unescape(answer.content.decode())
    assert Client().get("/", headers={"host": "huiying.example"}).status_code == 200
