"""归类: the topic under which readers find an answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.rulebook.queries import book_of
from huiying.jobs import clock
from huiying.web.console.shared.acts import Text
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.work.responses.core.access import answer_for
from huiying.work.responses.core.models import Answer
from huiying.work.responses.releases.actions.set_topic import set_answer_topic
from huiying.work.responses.releases.public import public_topics


class TopicForm(forms.Form):
    """The topic of an answer; those in use come first."""

    topic = forms.ChoiceField(
        label=gettext_lazy("主题"),
        required=False,
        help_text=gettext_lazy("名单在“规则与时限”里，由两人修改。"),
    )

    def __init__(self, *args: Any, topics: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("不归类")), *((topic, topic) for topic in topics)]
        self.fields["topic"].choices = choices  # type: ignore[attr-defined]


ANSWER = Target(row=answer_for, back="console:responses")


@Act(
    ANSWER,
    Capability.DRAFT,
    title=gettext_lazy("归到哪个主题"),
    lead=gettext_lazy("读者按主题找回应。"),
    safe=gettext_lazy("已发布文字不作任何改动。"),
    form=TopicForm,
    options=lambda answer, _request: {
        "topics": _offered(answer),
        "initial": {"topic": answer.topic},
    },
    submit=gettext_lazy("归类"),
)
def file(answer: Answer, form: TopicForm, by: By) -> Text:
    """File an answer under a topic, or under none."""
    set_answer_topic(answer=answer, topic=form.cleaned_data["topic"], **by.stamp)
    return _("已归类，公开页面已更新。")


def _offered(answer: Answer) -> list[str]:
    now = clock.now()
    used = [topic for topic, _count in public_topics(answer.bureau_id, now)]
    return list(dict.fromkeys([*used, *book_of(answer.bureau_id, now).topics]))
