"""Addresses of signed links (``LINK_PATH`` of the confirmations)."""

from __future__ import annotations

from django.urls import path

from huiying.web.links import confirmations

app_name = "confirmations"
urlpatterns = [path("<str:token>/", confirmations.answer, name="answer")]
