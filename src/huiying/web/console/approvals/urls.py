"""Addresses of approvals."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.approvals import procedure, views

urlpatterns = [
    path("", views.approval_list, name="approvals"),
    path("<int:pk>/", views.approval, name="approval"),
    path("<int:pk>/approve/", views.approve, name="approval-approve"),
    path("<int:pk>/return/", views.send_back, name="approval-return"),
    path("absent/<int:pk>/", procedure.absent, name="procedure-absent"),
    path("ratify/<int:pk>/", procedure.ratification, name="procedure-ratify"),
]
