"""Addresses of the demonstration's roles; they answer 404 everywhere else."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.roles, name="roles"),
    path("messages/", views.messages, name="messages"),
    path("pace/", views.pace, name="pace"),
    path("reset/", views.reset, name="reset"),
    path("end/", views.end, name="end"),
    path("enter/<str:username>/", views.enter, name="enter"),
]
