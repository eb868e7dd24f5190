"""Addresses of press and media: conferences, enquiries, experts."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.press import conference_questions, conferences, enquiries, experts

urlpatterns = [
    path("", conferences.press_list, name="press"),
    path("apply/<str:number>/", conferences.apply, name="press-apply"),
    path("conference/<str:number>/", conferences.detail, name="press-conference"),
    path("conference/<str:number>/edit/", conferences.edit, name="press-edit"),
    path("conference/<str:number>/approve/", conferences.approve, name="press-approve"),
    path("conference/<str:number>/return/", conferences.send_back, name="press-return"),
    path("conference/<str:number>/cancel/", conferences.cancel, name="press-cancel"),
    path("conference/<str:number>/hold/", conference_questions.hold, name="press-hold"),
    path(
        "conference/<str:number>/question/",
        conference_questions.question,
        name="press-question",
    ),
    path(
        "conference/<str:number>/later/<int:pk>/",
        conference_questions.later,
        name="press-later",
    ),
    path("media/", enquiries.request_list, name="enquiries"),
    path("media/add/", enquiries.add, name="enquiry-add"),
    path("media/<str:number>/", enquiries.detail, name="enquiry"),
    path("media/<str:number>/reply/", enquiries.reply, name="enquiry-reply"),
    path("media/<str:number>/refuse/", enquiries.refuse, name="enquiry-refuse"),
    path("experts/", experts.expert_list, name="experts"),
    path("experts/add/", experts.add, name="expert-add"),
    path("experts/<int:pk>/leave/", experts.leave, name="expert-leave"),
    path("experts/<int:pk>/explained/", experts.explained, name="expert-explained"),
]
