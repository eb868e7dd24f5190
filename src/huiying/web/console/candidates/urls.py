"""Addresses of triage."""

from __future__ import annotations

from django.urls import path, re_path

from huiying.web.console.candidates import (
    bulk,
    confirm,
    from_post,
    merge_questions,
    signatures,
    topics,
    views,
)

urlpatterns = [
    path("decided/", views.decided, name="candidates-decided"),
    path("dismiss/", bulk.dismiss_many, name="candidates-dismiss"),
    path("merge/", bulk.merge_many, name="candidates-merge"),
    path("questions/", merge_questions.merge_questions, name="merge-questions"),
    re_path(
        r"^questions/(?P<pk>\d+)/(?P<reply>yes|no|later)/$",
        merge_questions.answer,
        name="merge-question",
    ),
    path("questions/<int:pk>/back/", merge_questions.back, name="merge-question-back"),
    path("posts/<int:post_id>/register/", from_post.register, name="post-register"),
    path("<int:event_id>/", views.detail, name="candidate"),
    path("<int:event_id>/confirm/", confirm.confirm, name="candidate-confirm"),
    path("<int:event_id>/heard/", views.heard, name="candidate-heard"),
    path("<int:event_id>/watch/", views.watch, name="candidate-watch"),
    path("<int:event_id>/unwatch/", views.unwatch, name="candidate-unwatch"),
    path("<int:event_id>/dismiss/", views.dismiss, name="candidate-dismiss"),
    path("<int:event_id>/set-aside/sign/", signatures.sign, name="candidate-sign"),
    path("<int:event_id>/set-aside/return/", signatures.send_back, name="candidate-return"),
    path("<int:event_id>/transfer/", views.transfer, name="candidate-transfer"),
    path("<int:event_id>/merge/", views.merge, name="candidate-merge"),
    path("<int:event_id>/topic/", topics.topic, name="candidate-topic"),
    path("<int:event_id>/answer/", topics.answer, name="candidate-answer"),
    path("<int:event_id>/restore/", views.restore, name="candidate-restore"),
]
