import django.db.models.deletion
import huiying.policy.closing.breaches
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("clocks", "0001_initial"),
        ("incidents", "0001_initial"),
        ("signoff", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AfterReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[("WRITING", "撰写中"), ("FINISHED", "已完成")],
                        default="WRITING",
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("grade", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("SERVICE", "民生保障"),
                            ("WINDOW", "窗口和作风"),
                            ("POLICY", "政策误读"),
                            ("RUMOUR", "不实信息"),
                            ("EMERGENCY", "突发事件"),
                            ("OTHER", "其他"),
                        ],
                        max_length=10,
                    ),
                ),
                ("happened", models.TextField()),
                ("went_well", models.TextField(blank=True)),
                ("went_badly", models.TextField(blank=True)),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "finished_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="incidents.incident",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "FINISHED")),
                        fields=["bureau", "-finished_at"],
                        name="case_newest",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "number"), name="review_number_once"
                    ),
                    models.UniqueConstraint(
                        fields=("incident",), name="one_review_per_incident"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Breach",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20)),
                ("key", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("LATE", "迟报"),
                            ("OMITTED", "漏报"),
                            ("CONCEALED", "瞒报"),
                            ("FALSE", "谎报"),
                        ],
                        max_length=10,
                    ),
                ),
                ("step", models.CharField(max_length=40)),
                ("unit_label", models.CharField(max_length=80)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("faults", models.JSONField(default=list)),
                ("found_at", models.DateTimeField()),
                ("grounds", models.CharField(blank=True, max_length=400)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "待说明"),
                            ("EXCUSED", "已说明，待认定"),
                            ("DECIDED", "已认定"),
                            ("APPEALED", "申诉中"),
                            ("FINAL", "申诉已复核"),
                        ],
                        default=huiying.policy.closing.breaches.BreachState["OPEN"],
                        max_length=10,
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("UPHELD", "情况成立"),
                            ("EXCUSED", "说明成立，不计"),
                            ("TOLERATED", "出于公心的失误，容错"),
                            ("SYSTEM", "系统故障所致，不计"),
                        ],
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="clocks.clock",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="incidents.incident",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["bureau", "-found_at", "-id"], name="breach_newest"),
                    models.Index(fields=["bureau", "unit", "state"], name="breach_of_unit"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "number"), name="breach_number_once"
                    ),
                    models.UniqueConstraint(fields=("bureau", "key"), name="breach_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["CONCEALED", "FALSE"]), _negated=True),
                            models.Q(
                                ("recorded_by__isnull", False),
                                models.Q(("grounds", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="concealed_and_false_are_said_by_a_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BreachEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("EXCUSE", "EXCUSE"),
                            ("DECIDE", "DECIDE"),
                            ("APPEAL", "APPEAL"),
                            ("REVIEW", "REVIEW"),
                            ("REFER", "REFER"),
                        ],
                        max_length=8,
                    ),
                ),
                ("text", models.TextField()),
                ("verdict", models.CharField(blank=True, max_length=10)),
                ("at", models.DateTimeField()),
                (
                    "breach",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="closing.breach",
                    ),
                ),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Closing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("closed_at", models.DateTimeField()),
                ("gate", models.JSONField(default=list)),
                ("effect", models.JSONField(default=dict)),
                ("reopened_at", models.DateTimeField(blank=True, null=True)),
                ("reopen_reason", models.CharField(blank=True, max_length=400)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closings",
                        to="incidents.incident",
                    ),
                ),
                (
                    "reopened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["closed_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("reopened_at__isnull", True)),
                        fields=["bureau", "closed_at"],
                        name="closing_standing",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("reopened_at__isnull", True)),
                        fields=("incident",),
                        name="closed_once_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Lesson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=400)),
                ("due_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("how", models.CharField(blank=True, max_length=400)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lessons",
                        to="closing.afterreview",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["due_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=["bureau", "due_at"],
                        name="risk_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReopenProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("raised_at", models.DateTimeField()),
                ("posts", models.PositiveIntegerField()),
                ("usual", models.FloatField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PROPOSED", "待决定"),
                            ("REOPENED", "已重新打开"),
                            ("DECLINED", "不重新打开"),
                        ],
                        default="PROPOSED",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=400)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "closing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="closing.closing",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "PROPOSED")),
                        fields=["bureau", "raised_at"],
                        name="reopening_waits",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "PROPOSED")),
                        fields=("closing",),
                        name="one_reopening_proposed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "PROPOSED"),
                            ("decided_by__isnull", False),
                            _connector="OR",
                        ),
                        name="reopening_is_decided_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20)),
                (
                    "condition",
                    models.CharField(
                        choices=[
                            ("SOLVED", "网下已解决，有材料"),
                            ("ANSWERED", "已公开回应"),
                            ("PETITIONERS", "信访人和来件已答复"),
                            ("CALM", "提及回到常态"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(max_length=400)),
                ("requested_at", models.DateTimeField()),
                (
                    "after",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="closing.closing",
                    ),
                ),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waivers",
                        to="incidents.incident",
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
                        on_delete=django.db.models.deletion.PROTECT, to="signoff.signoffrequest"
                    ),
                ),
            ],
            options={
                "ordering": ["requested_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "number"), name="waiver_number_once"
                    )
                ],
            },
        ),
    ]
