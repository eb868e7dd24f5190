"""Turn why a clock was stopped, and in whose hands it was, from Chinese sentences into codes.

In:   rows of release 0.2.0.    Out:  the same rows with the codes of their sentences.
Cost: one statement a table, and on SQLite a copy of each table for a new column.

What the table does not know was typed by an officer, and becomes ``clocks.as_written``.
"""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Case, Expression, F, Q, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Concat, JSONObject, Left, Length, Substr

CODES = {
    "定级后按新的等级计时": "clocks.graded",
    "降级后按新的等级计时": "clocks.downgraded",
    "并入后按更早的起点计时": "clocks.merged_earlier",
    "不再列为重大突发事件": "clocks.no_major_emergency",
    "研判为不公开回应": "clocks.no_public_answer",
    "本单位人员已在系统内打开": "clocks.shown_in_app",
    "签名链接经人确认": "clocks.link_confirmed",
    "渠道回执": "clocks.channel_receipt",
    "电话送达": "clocks.delivered_by_phone",
    "书面送达": "clocks.delivered_on_paper",
    "已签收": "clocks.signed_for",
    "已退回": "clocks.returned",
    "已另行通报": "clocks.other_unit_notified",
    "已有新版口径": "clocks.guidance_replaced",
    "已反馈": "clocks.reported",
    "核实单已撤销": "clocks.verification_withdrawn",
    "副组长批示另定期限": "clocks.other_date_set",
    "交办已收回": "clocks.task_recalled",
    "已答复": "clocks.answered",
    "已联系上，还没有答复": "clocks.reached",
    "没有联系上": "clocks.not_reached",
    "当事人明确表示不需要答复": "clocks.wants_no_answer",
    "已受理并告知": "clocks.petition_accepted",
    "绑定已取消": "clocks.unlinked",
    "已兑现": "clocks.fulfilled",
    "已联络": "clocks.contacted",
    "不再联络": "clocks.contact_ended",
    "已办成": "clocks.done",
    "已公开回应": "clocks.published",
    "已先行回应": "clocks.holding_statement",
    "已复审": "clocks.withholding_reviewed",
    "领导决定不等确认": "clocks.proceed_unconfirmed",
    "文字有改动，确认作废": "clocks.confirmation_void",
    "已召开新闻发布会": "clocks.press_conference_held",
    "已补答": "clocks.answered_later",
    "已告知不接受": "clocks.media_refused",
    "已办结": "clocks.incident_closed",
    "事件已重新打开": "clocks.incident_reopened",
    "同意": "clocks.approved",
    "退回修改": "clocks.returned_for_changes",
    "已取消": "clocks.cancelled",
    "已重新送审": "clocks.sent_again",
    "送审定后文字有改动": "clocks.answer_changed",
    "起草人放弃了这份回应": "clocks.answer_discarded",
    "已重新报审": "clocks.proposal_sent_again",
    "报审后文字有改动": "clocks.proposal_changed",
    "送签后会商内容有改动": "clocks.consultation_changed",
    "会商已取消": "clocks.consultation_cancelled",
    "申请有改动": "clocks.application_changed",
    # An English session stored three sentences in English.
    "Returned": "clocks.returned",
    "Another unit was notified": "clocks.other_unit_notified",
    "overtaken by a new version": "clocks.guidance_replaced",
}
EXTENDED, MERGED, MERGED_END, AWAITING = "经批准延期：", "并入“", "”", "待送达"
ROLES = {
    "系统": "system",
    "系统管理员": "administrator",
    "值班员": "duty_officer",
    "领导小组办公室": "office",
    "组长": "leader",
    "副组长": "deputy",
    "领导小组成员": "member",
    "承办人员": "section_officer",
    "新闻发言人": "spokesperson",
    "审计员": "auditor",
}


def to_codes(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Give every stored sentence its code."""
    of_role = Q(holder_unit=None, holder_officer=None)
    _update(apps, editor, "Clock", stop_reason_data=_reason("stop_reason"), **_holder(of_role))
    _update(apps, editor, "ClockHold", **_holder(Q()))
    _update(apps, editor, "ClockPause", ended_why_data=_reason("ended_why"))


def to_sentences(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Give every code its sentence again."""
    stopped = Left(_sentence("stop_reason_data"), 200)
    _update(apps, editor, "Clock", stop_reason=stopped, holder_name=_label())
    _update(apps, editor, "ClockHold", holder_name=_label())
    _update(apps, editor, "ClockPause", ended_why=Left(_sentence("ended_why_data"), 400))


def _update(
    apps: Apps, editor: BaseDatabaseSchemaEditor, model: str, **values: Expression
) -> None:
    """Change a table by one statement.

    PostgreSQL checks the foreign keys of a row that a transaction changes twice at its end, and
    alters no table before that.
    """
    apps.get_model("clocks", model).objects.using(editor.connection.alias).update(**values)


def _holder(of_role: Q) -> dict[str, Case]:
    """Return code and name of the holder that a label states."""
    waiting = Q(holder_name__startswith=AWAITING)
    unit = Substr("holder_name", len(AWAITING) + 1)
    return {
        "holder_code": Case(
            *(When(of_role, holder_name=key, then=Value(code)) for key, code in ROLES.items()),
            When(waiting, then=Value("awaiting_delivery")),
            default=Value(""),
        ),
        "holder_name": Case(
            When(of_role, holder_name__in=ROLES, then=Value("")),
            When(waiting, then=unit),
            default=F("holder_name"),
        ),
    }


def _label() -> Case:
    """Return the Chinese label of a holder."""
    labels = ((code, Value(label)) for label, code in ROLES.items())
    waiting = Left(Concat(Value(AWAITING), F("holder_name")), 80)
    return Case(
        *(When(holder_code=code, then=label) for code, label in labels),
        When(holder_code="awaiting_delivery", then=waiting),
        default=F("holder_name"),
    )


def _reason(column: str) -> Case:
    """Return the JSON of the reason that a column states in Chinese."""
    known = (
        When(**{column: sentence}, then=JSONObject(code=Value(code)))
        for sentence, code in CODES.items()
    )
    extended = _with("clocks.extended", why=Substr(column, len(EXTENDED) + 1))
    title = Substr(column, len(MERGED) + 1, Length(column) - len(MERGED) - len(MERGED_END))
    whole = {f"{column}__startswith": MERGED, f"{column}__endswith": MERGED_END}
    return Case(
        When(**{column: ""}, then=Value({}, output_field=models.JSONField())),
        *known,
        When(**{f"{column}__startswith": EXTENDED}, then=extended),
        When(**whole, then=_with("clocks.merged", title=title)),
        default=_with("clocks.as_written", words=F(column)),
        output_field=models.JSONField(),
    )


def _with(code: str, **params: Expression | F) -> JSONObject:
    return JSONObject(code=Value(code), params=JSONObject(**params))


def _sentence(column: str) -> Case:
    """Return the Chinese of the reason that a column holds as JSON."""
    sentences = {code: sentence for sentence, code in reversed(CODES.items())}
    code = f"{column}__code"
    text = models.TextField()
    title, why = KT(f"{column}__params__title"), KT(f"{column}__params__why")
    merged = Concat(Value(MERGED), title, Value(MERGED_END), output_field=text)
    return Case(
        *(When(**{code: key}, then=Value(value)) for key, value in sentences.items()),
        When(**{code: "clocks.merged"}, then=merged),
        When(**{code: "clocks.extended"}, then=Concat(Value(EXTENDED), why, output_field=text)),
        default=Coalesce(KT(f"{column}__params__words"), Value(""), output_field=text),
        output_field=text,
    )


def _reason_field() -> models.JSONField:
    return models.JSONField(blank=True, default=dict)


class Migration(migrations.Migration):
    dependencies = [("clocks", "0001_initial")]

    operations = [
        migrations.AddField("clock", "stop_reason_data", _reason_field()),
        migrations.AddField("clockpause", "ended_why_data", _reason_field()),
        *(
            operation
            for model in ("clock", "clockhold")
            for operation in (
                migrations.RenameField(model, "holder_label", "holder_name"),
                migrations.AlterField(
                    model, "holder_name", models.CharField(blank=True, max_length=80)
                ),
                migrations.AddField(
                    model, "holder_code", models.CharField(blank=True, max_length=20)
                ),
            )
        ),
        migrations.RunPython(to_codes, to_sentences),
        migrations.RemoveField("clock", "stop_reason"),
        migrations.RenameField("clock", "stop_reason_data", "stop_reason"),
        migrations.RemoveField("clockpause", "ended_why"),
        migrations.RenameField("clockpause", "ended_why_data", "ended_why"),
    ]
