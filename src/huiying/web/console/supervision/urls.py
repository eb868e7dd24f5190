"""Addresses of supervision items."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.supervision import acts, opening, views

urlpatterns = [
    path("", views.supervision_list, name="supervisions"),
    path("files/<int:pk>/", views.file, name="supervision-file"),
    path("open/instruction/<str:number>/", opening.of_instruction, name="supervise"),
    path("open/notice/<str:number>/", opening.of_notice, name="supervise-notice"),
    path("open/task/<str:number>/", opening.of_task, name="supervise-task"),
    path("open/petition/<str:number>/", opening.of_petition, name="supervise-petition"),
    path("open/superior/<str:number>/", opening.of_superior, name="supervise-superior"),
    path("<str:number>/", views.detail, name="supervision"),
    path("<str:number>/feedback/", acts.feedback, name="supervision-feedback"),
    path("<str:number>/return/", acts.send_for_more, name="supervision-return"),
    path("<str:number>/reassign/", acts.reassign, name="supervision-reassign"),
    path("<str:number>/remind/", acts.remind, name="supervision-remind"),
    path("<str:number>/close/ask/", acts.ask, name="supervision-ask"),
    path("<str:number>/close/sign/", acts.sign, name="supervision-sign"),
    path("<str:number>/close/refuse/", acts.refuse, name="supervision-refuse"),
]
