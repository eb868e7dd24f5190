"""Addresses of signed links (``LINK_PATH`` of casework's dockets)."""

from __future__ import annotations

from django.urls import path

from huiying.web.links import dockets

app_name = "questions"
urlpatterns = [path("<str:token>/", dockets.answer, name="answer")]
