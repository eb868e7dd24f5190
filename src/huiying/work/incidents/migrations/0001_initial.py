import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("clocks", "0001_initial"),
        ("collection", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Incident",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20)),
                ("title", models.CharField(max_length=200)),
                ("stage", models.CharField(max_length=20)),
                ("grade", models.PositiveSmallIntegerField()),
                ("severity", models.CharField(blank=True, max_length=3)),
                ("response_value", models.CharField(blank=True, max_length=8)),
                ("is_topic", models.BooleanField(default=False)),
                ("negative", models.BooleanField(default=True)),
                ("not_negative_reason", models.CharField(blank=True, max_length=400)),
                ("discovered_at", models.DateTimeField()),
                ("major_since", models.DateTimeField(blank=True, null=True)),
                ("opened_at", models.DateTimeField()),
                ("last_post_at", models.DateTimeField()),
                ("size", models.PositiveIntegerField(default=0)),
                ("groups", models.PositiveIntegerField(default=0)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "emergency_clock",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clocks.clock",
                    ),
                ),
                (
                    "lead_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="accounts.unit",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="incidents.incident",
                    ),
                ),
                (
                    "notice_clock",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clocks.clock",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "response_clock",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clocks.clock",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["bureau", "stage", "-opened_at"], name="incident_list"
                    ),
                    models.Index(
                        fields=["bureau", "-opened_at", "-id"], name="incident_newest"
                    ),
                    models.Index(
                        condition=models.Q(("merged_into__isnull", False)),
                        fields=["merged_into"],
                        name="incident_merged",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "number"), name="incident_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("grade__gte", 1), ("grade__lte", 4)),
                        name="incident_grade_1_to_4",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GradeDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("grade", models.PositiveSmallIntegerField()),
                ("proposed_grade", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("cards", models.JSONField(default=list)),
                ("reason", models.CharField(blank=True, max_length=400)),
                ("rule_version", models.CharField(max_length=40)),
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
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ConcernedUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.unit"
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="concerned",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("incident", "unit"), name="unit_concerned_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event_id", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("NEW", "待处理"),
                            ("WATCHED", "先关注"),
                            ("CONFIRMED", "已立为事件"),
                            ("MERGED", "已并入事件"),
                            ("DISMISSED", "已排除"),
                            ("TRANSFERRED", "已转送"),
                            ("ABSORBED", "已并入另一候选"),
                        ],
                        default="NEW",
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("why", models.JSONField(default=list)),
                ("facts", models.JSONField(default=dict)),
                ("size", models.PositiveIntegerField()),
                ("groups", models.PositiveIntegerField()),
                ("voices", models.PositiveIntegerField()),
                ("channels", models.JSONField(default=list)),
                ("discovered_at", models.DateTimeField()),
                ("first_published_at", models.DateTimeField(blank=True, null=True)),
                ("last_post_at", models.DateTimeField()),
                ("raised_at", models.DateTimeField()),
                ("proposal", models.JSONField(default=dict)),
                ("proposed_grade", models.PositiveSmallIntegerField()),
                ("routing", models.JSONField(default=list)),
                ("is_topic", models.BooleanField(default=False)),
                ("topic_why", models.JSONField(default=dict)),
                ("rule_version", models.CharField(max_length=40)),
                ("major_since", models.DateTimeField(blank=True, null=True)),
                ("opened_until", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=400)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
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
                    "notice_clock",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clocks.clock",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="accounts.unit",
                    ),
                ),
                (
                    "topic_by",
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
                        related_name="candidates",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["bureau", "state", "-proposed_grade"], name="candidate_list"
                    ),
                    models.Index(
                        fields=["bureau", "-decided_at", "-id"], name="candidate_decided"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "event_id"), name="candidate_per_event"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event_id", models.BigIntegerField()),
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
                        related_name="events",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "event_id"), name="event_in_one_incident"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MergeQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("left_event", models.BigIntegerField()),
                ("right_event", models.BigIntegerField()),
                ("score", models.FloatField()),
                ("reasons", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "待回答"),
                            ("JOINED", "是一件"),
                            ("APART", "不是一件"),
                            ("LATER", "以后再说"),
                        ],
                        default="OPEN",
                        max_length=8,
                    ),
                ),
                ("requested_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("moved", models.JSONField(default=list)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["bureau", "state", "-score"], name="merge_question_open"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "left_event", "right_event"),
                        name="merge_question_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficerDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.BigIntegerField()),
                ("kind", models.CharField(max_length=12)),
                ("data", models.JSONField()),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=400)),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "seq"), name="officer_decision_seq"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OutsideLevel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ladder", models.CharField(max_length=8)),
                ("step", models.CharField(blank=True, max_length=8)),
                ("document", models.CharField(max_length=80)),
                ("issuer", models.CharField(max_length=80)),
                ("issued_on", models.DateField()),
                ("at", models.DateTimeField()),
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
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outside_levels",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="collection.post",
                    ),
                ),
                ("group_id", models.BigIntegerField()),
                ("event_id", models.BigIntegerField()),
                ("seq", models.BigIntegerField()),
                ("score", models.FloatField(default=0)),
                ("reasons", models.JSONField(default=list)),
                ("pinned", models.BooleanField(default=False)),
                ("grave", models.BooleanField(default=False)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["bureau", "event_id", "seq"], name="placement_event"),
                    models.Index(fields=["bureau", "seq"], name="placement_seq"),
                    models.Index(
                        condition=models.Q(("post", models.F("group_id")), _negated=True),
                        fields=["group_id"],
                        name="placement_copy",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=400)),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                (
                    "ended_by",
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
                        related_name="recusals",
                        to="incidents.incident",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recusals",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("incident", "officer"),
                        name="recused_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SeverityDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("level", models.CharField(blank=True, max_length=3)),
                ("proposed_level", models.CharField(blank=True, max_length=3)),
                ("phrase", models.CharField(blank=True, max_length=80)),
                ("reason", models.CharField(blank=True, max_length=400)),
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
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="severity_decisions",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ValueDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("value", models.CharField(max_length=8)),
                ("grounds", models.JSONField(default=list)),
                ("reason", models.CharField(blank=True, max_length=400)),
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
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="value_decisions",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
    ]
