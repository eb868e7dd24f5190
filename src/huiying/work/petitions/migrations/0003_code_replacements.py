"""Requests for a new query code: what was asked and signed is never changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from huiying.base.db.final_rows import ProtectRows

ISSUED = (
    "(OLD.issued_at IS NOT NULL AND (NEW.issued_at {distinct} OLD.issued_at"
    " OR NEW.issued_by_id {distinct} OLD.issued_by_id))"
    " OR (OLD.closed_at IS NOT NULL AND NEW.closed_at {distinct} OLD.closed_at)"
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_discipline_role"),
        ("petitions", "0002_final_rows"),
        ("signoff", "0002_final_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="petitionstep",
            name="kind",
            field=models.CharField(
                choices=[
                    ("RECEIVED", "已收到"),
                    ("REGISTERED", "已登记"),
                    ("FORWARDED", "已转给有权处理的单位"),
                    ("RETURNED", "该单位认为不属其职权，重新确定办理单位"),
                    ("ACCEPTED", "已受理"),
                    ("EXTENDED", "办理时间延长"),
                    ("JOINED", "与同类问题一并办理"),
                    ("ANSWERED", "已答复"),
                    ("SUPPLEMENTED", "您补充了材料"),
                    ("RATED", "您作了评价"),
                    ("REVIEW_ASKED", "您申请了复查、复核"),
                    ("REFUSED", "不予受理"),
                    ("WITHDRAWN", "您撤回了"),
                    ("CORRECTED", "更正了办理时使用的文字"),
                    ("CODE_REPLACED", "补发了新的查询码，旧的作废"),
                    ("ERASURE_ASKED", "您申请删除个人信息"),
                    ("ERASURE_REFUSED", "决定不予删除"),
                    ("ERASED", "已依法删除"),
                ],
                max_length=16,
            ),
        ),
        migrations.CreateModel(
            name="CodeReplacement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("IN_PERSON", "本人当面，已核对身份证件和提交内容"),
                            ("BY_CONTACT", "按提交时留下的电话或住址回拨、回信"),
                        ],
                        max_length=10,
                    ),
                ),
                ("identity", models.CharField(max_length=200)),
                ("requested_at", models.DateTimeField()),
                ("issued_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="code_replacements",
                        to="petitions.petition",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signoff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="signoff.signoffrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["-requested_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "number"), name="code_replacement_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("petition",),
                        name="one_open_code_replacement_of_a_petition",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("issued_at__isnull", True),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("issued_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="an_issued_code_is_closed_and_has_an_issuer",
                    ),
                ],
            },
        ),
        ProtectRows(
            "petitions_codereplacement",
            unchanged=(
                "id",
                "bureau_id",
                "petition_id",
                "number",
                "way",
                "identity",
                "requested_at",
                "requested_by_id",
                "signoff_id",
            ),
            refused=ISSUED,
            keys=(("id",), ("bureau_id", "number")),
        ),
    ]
