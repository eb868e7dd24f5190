"""Addresses of the situation of an incident."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.situation import views

urlpatterns = [
    path("<str:number>/situation/", views.revisions, name="situation"),
    path("<str:number>/situation/<str:line>/", views.revise, name="situation-revise"),
]
