import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("casework", "0001_initial"),
        ("clocks", "0001_initial"),
        ("files", "0001_initial"),
        ("incidents", "0001_initial"),
        ("signoff", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20)),
                ("speaker_reason", models.CharField(blank=True, max_length=400)),
                ("topic", models.CharField(blank=True, max_length=20)),
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
                        related_name="answers",
                        to="incidents.incident",
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["bureau", "topic"], name="answer_topic")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "number"), name="answer_number_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("group_id", models.BigIntegerField()),
                ("repeats", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claim_groups",
                        to="responses.answer",
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("answer", "group_id"), name="claim_group_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("WRITING", "起草中"),
                            ("SUBMITTED", "待审定"),
                            ("APPROVED", "已审定，待发布"),
                            ("PUBLISHED", "已发布"),
                            ("DROPPED", "已放弃"),
                        ],
                        default="WRITING",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("schema", models.PositiveSmallIntegerField(default=2)),
                (
                    "form",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("HOLDING", "先行回应"),
                            ("CLARIFICATION", "澄清"),
                            ("PROGRESS", "进展通报"),
                            ("BRIEF", "答问"),
                            ("APOLOGY", "致歉与更正"),
                        ],
                        max_length=16,
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120)),
                ("claim", models.TextField(blank=True)),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("TRUE", "属实"),
                            ("PARTLY_TRUE", "部分属实"),
                            ("FALSE", "不属实"),
                            ("UNVERIFIABLE", "无法核实"),
                        ],
                        max_length=16,
                    ),
                ),
                ("summary", models.TextField(blank=True)),
                ("body", models.TextField(blank=True)),
                ("correction_note", models.CharField(blank=True, max_length=400)),
                ("procedure_ref", models.CharField(blank=True, max_length=80)),
                ("procedure_absent", models.CharField(blank=True, max_length=400)),
                ("writers", models.JSONField(default=list)),
                ("started_at", models.DateTimeField()),
                ("edited_at", models.DateTimeField()),
                (
                    "approved_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("administrator", "系统管理员"),
                            ("duty_officer", "值班员"),
                            ("office", "领导小组办公室"),
                            ("leader", "组长"),
                            ("deputy", "副组长"),
                            ("member", "领导小组成员"),
                            ("section_officer", "承办人员"),
                            ("spokesperson", "新闻发言人"),
                            ("auditor", "审计员"),
                        ],
                        max_length=24,
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="responses.answer",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
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
                (
                    "signoff",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="signoff.signoffrequest",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["bureau", "state", "-edited_at"], name="draft_list")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["WRITING", "SUBMITTED", "APPROVED"])),
                        fields=("answer",),
                        name="one_open_draft_per_answer",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Confirmation",
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
                        choices=[
                            ("ASKED", "等对方确认"),
                            ("RECORDED", "已登记，等第二人核签"),
                            ("CONFIRMED", "已确认"),
                            ("OBJECTED", "对方有异议"),
                            ("WAIVED", "领导决定不等确认"),
                            ("VOID", "已作废"),
                        ],
                        default="ASKED",
                        max_length=10,
                    ),
                ),
                ("content", models.JSONField()),
                ("content_hash", models.CharField(max_length=64)),
                ("requested_at", models.DateTimeField()),
                ("answered_by", models.CharField(blank=True, max_length=200)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("words", models.TextField(blank=True)),
                (
                    "manner",
                    models.CharField(
                        choices=[("LINK", "在线"), ("PHONE", "电话"), ("PAPER", "书面")],
                        default="LINK",
                        max_length=5,
                    ),
                ),
                ("countersigned_at", models.DateTimeField(blank=True, null=True)),
                ("voided_at", models.DateTimeField(blank=True, null=True)),
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
                    "countersigned_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
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
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="responses.draft",
                    ),
                ),
            ],
            options={
                "ordering": ["requested_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "number"), name="confirmation_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "VOID"), _negated=True),
                        fields=("draft", "unit"),
                        name="one_standing_confirmation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "CONFIRMED"), _negated=True),
                            ("manner", "LINK"),
                            ("file__isnull", False),
                            models.Q(
                                ("countersigned_by__isnull", False),
                                models.Q(
                                    ("countersigned_by", models.F("recorded_by")), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="by_hand_two_persons_or_a_scan",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("quote", models.CharField(blank=True, max_length=300)),
                ("text", models.CharField(max_length=1000)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="responses.draft",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
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
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="DraftVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("SAVED", "存稿"),
                            ("AUTOMATIC", "自动保存"),
                            ("RESTORED", "恢复旧稿"),
                        ],
                        max_length=10,
                    ),
                ),
                ("begun_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
                ("words", models.JSONField()),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept",
                        to="responses.draft",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draft", "number"), name="draft_version_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField(default=0)),
                (
                    "bureau",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.bureau",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EvidenceRelease",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=400)),
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
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Exemption",
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
                            ("STATEMENT", "不是事实陈述"),
                            ("QUESTION", "这个问题这样处理"),
                            ("WORDING", "保留这个说法"),
                        ],
                        max_length=10,
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("words", models.TextField()),
                ("reason", models.CharField(max_length=400)),
                ("at", models.DateTimeField()),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exemptions",
                        to="responses.draft",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draft", "kind", "digest"), name="one_reason_for_the_same_words"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Expert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("field", models.CharField(max_length=80)),
                ("institution", models.CharField(max_length=120)),
                ("consented_on", models.DateField()),
                ("consent", models.CharField(max_length=200)),
                ("listed_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
            ],
            options={
                "ordering": ["field", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_at__isnull", True)),
                        fields=("bureau", "name", "institution"),
                        name="expert_listed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("consent", ""), _negated=True),
                        name="expert_by_own_consent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("statement", models.TextField()),
                ("subject", models.CharField(blank=True, max_length=80)),
                ("attribute", models.CharField(blank=True, max_length=80)),
                ("value", models.CharField(blank=True, max_length=200)),
                ("as_of", models.DateTimeField(blank=True, null=True)),
                ("evidence", models.CharField(blank=True, max_length=300)),
                ("link", models.CharField(blank=True, max_length=500)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "docket",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.docket",
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="facts",
                        to="responses.draft",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "id"],
            },
        ),
        migrations.CreateModel(
            name="FileErasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            (
                                "PERSONAL",
                                "《个人信息保护法》第四十七条：个人要求删除，或保存的目的已经达到",
                            ),
                            ("MINIMUM", "《个人信息保护法》第六条：误收，与处理的事情无关"),
                            (
                                "EMERGENCY",
                                "《突发事件应对法》第八十五条：应急处置结束，个人信息应当销毁",
                            ),
                            (
                                "STATE_SECRET",
                                "《保守国家秘密法》：含有国家秘密，不得在本系统留存",
                            ),
                        ],
                        max_length=16,
                    ),
                ),
                ("reason", models.CharField(max_length=400)),
                ("requested_at", models.DateTimeField()),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
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
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="signoff.signoffrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["-requested_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Interpretation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("topic", models.CharField(max_length=120)),
                ("outlet", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("link", models.CharField(blank=True, max_length=500)),
                ("summary", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="said",
                        to="responses.expert",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="incidents.incident",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Lease",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "draft",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lease",
                        to="responses.draft",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MediaRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20)),
                (
                    "kind",
                    models.CharField(
                        choices=[("ENQUIRY", "媒体问询"), ("INTERVIEW", "媒体专访")],
                        max_length=10,
                    ),
                ),
                ("medium", models.CharField(max_length=80)),
                ("question", models.TextField()),
                ("received_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "待答复"),
                            ("ANSWERED", "已答复"),
                            ("REFUSED", "未接受"),
                        ],
                        default="OPEN",
                        max_length=10,
                    ),
                ),
                ("speaker", models.CharField(blank=True, max_length=80)),
                ("reply", models.TextField(blank=True)),
                ("link", models.CharField(blank=True, max_length=500)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="clocks.clock"
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
                        related_name="+",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["bureau", "state", "-received_at"], name="media_list")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "number"), name="media_number_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficialAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outlet",
                    models.CharField(
                        choices=[
                            ("WEBSITE", "网站"),
                            ("WECHAT", "微信公众号"),
                            ("WEIBO", "微博"),
                            ("NEWSPAPER", "报纸"),
                            ("TELEVISION", "电视"),
                            ("PRESS", "新闻发布会"),
                            ("OTHER", "其他账号"),
                        ],
                        max_length=10,
                    ),
                ),
                ("platform", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=80)),
                ("address", models.CharField(blank=True, max_length=300)),
                ("added_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "platform", "name"), name="official_account_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address", ""), _negated=True),
                            ("outlet__in", ["NEWSPAPER", "TELEVISION", "PRESS"]),
                            _connector="OR",
                        ),
                        name="own_account_has_an_address",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("appid", models.CharField(max_length=64)),
                ("data_key", models.BinaryField()),
                ("secret", models.BinaryField()),
                ("cover_media_id", models.CharField(blank=True, max_length=128)),
                ("active", models.BooleanField(default=False)),
                ("set_at", models.DateTimeField()),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "cover",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="key",
                        to="responses.officialaccount",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlanLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("planned_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PLANNED", "待发"),
                            ("CARRIED", "已发"),
                            ("UNKNOWN", "结果不明，先看再发"),
                            ("DROPPED", "不发了"),
                        ],
                        default="PLANNED",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("doubt_at", models.DateTimeField(blank=True, null=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="planned",
                        to="responses.officialaccount",
                    ),
                ),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan",
                        to="responses.answer",
                    ),
                ),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["planned_at", "id"],
                "indexes": [
                    models.Index(fields=["bureau", "state", "planned_at"], name="plan_due")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "DROPPED"), _negated=True),
                        fields=("answer", "account"),
                        name="plan_account_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PressConference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20)),
                (
                    "form",
                    models.CharField(
                        choices=[("CONFERENCE", "新闻发布会"), ("BRIEFING", "吹风会")],
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("planned_at", models.DateTimeField()),
                ("place", models.CharField(max_length=120)),
                ("host", models.CharField(max_length=80)),
                ("speakers", models.JSONField(default=list)),
                ("media", models.CharField(max_length=300)),
                ("content", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("WRITING", "待报批"),
                            ("APPLIED", "待批准"),
                            ("APPROVED", "已批准，待召开"),
                            ("HELD", "已召开"),
                            ("CANCELLED", "已取消"),
                        ],
                        default="WRITING",
                        max_length=10,
                    ),
                ),
                ("writers", models.JSONField(default=list)),
                ("held_at", models.DateTimeField(blank=True, null=True)),
                ("said", models.TextField(blank=True)),
                ("recording", models.CharField(blank=True, max_length=300)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "applied_by",
                    models.ForeignKey(
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
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="incidents.incident",
                    ),
                ),
                (
                    "signoff",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="signoff.signoffrequest",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["bureau", "state", "-planned_at"], name="press_list")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "number"), name="press_number_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PressQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("medium", models.CharField(max_length=80)),
                ("question", models.CharField(max_length=1000)),
                ("answer", models.TextField(blank=True)),
                ("answered_by", models.CharField(blank=True, max_length=80)),
                ("due", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                ("later_at", models.DateTimeField(blank=True, null=True)),
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
                        related_name="+",
                        to="clocks.clock",
                    ),
                ),
                (
                    "commitment",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.commitment",
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="responses.pressconference",
                    ),
                ),
                (
                    "later_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), _negated=True),
                            models.Q(
                                ("clock__isnull", False),
                                ("due__isnull", False),
                                ("owner__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="unanswered_is_owed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("published_at", models.DateTimeField()),
                (
                    "approved_as",
                    models.CharField(
                        choices=[
                            ("administrator", "系统管理员"),
                            ("duty_officer", "值班员"),
                            ("office", "领导小组办公室"),
                            ("leader", "组长"),
                            ("deputy", "副组长"),
                            ("member", "领导小组成员"),
                            ("section_officer", "承办人员"),
                            ("spokesperson", "新闻发言人"),
                            ("auditor", "审计员"),
                        ],
                        max_length=24,
                    ),
                ),
                ("content", models.JSONField()),
                ("content_hash", models.CharField(max_length=64)),
                ("note", models.CharField(blank=True, max_length=400)),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="responses.answer",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
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
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["bureau", "-published_at"], name="release_newest")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("answer", "version"), name="release_version_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFTING", "正在建草稿"),
                            ("DRAFTED", "草稿已在公众号后台，还没有发布"),
                            ("SENDING", "正在提交发布"),
                            ("SUBMITTED", "平台在处理，还没有发布"),
                            ("PUBLISHED", "已发布"),
                            ("UNKNOWN", "结果不明，先到账号里看"),
                            ("FAILED", "没有发出"),
                            ("DROPPED", "不用了"),
                        ],
                        default="DRAFTING",
                        max_length=10,
                    ),
                ),
                ("source_url", models.CharField(blank=True, max_length=500)),
                ("media_id", models.CharField(blank=True, max_length=128)),
                ("publish_id", models.CharField(blank=True, max_length=64)),
                ("error", models.CharField(blank=True, max_length=200)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("requested_at", models.DateTimeField()),
                ("publish_requested_at", models.DateTimeField(blank=True, null=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="responses.planline",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="responses.release",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["DRAFTING", "SENDING", "SUBMITTED"])),
                        fields=["next_try_at"],
                        name="posting_queue",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["FAILED", "DROPPED"]), _negated=True),
                        fields=("line", "release"),
                        name="article_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["SENDING", "SUBMITTED", "PUBLISHED"]),
                                _negated=True,
                            ),
                            ("published_by__isnull", False),
                            _connector="OR",
                        ),
                        name="published_by_a_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Carried",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("link", models.CharField(blank=True, max_length=500)),
                ("proof", models.CharField(blank=True, max_length=300)),
                ("text", models.TextField(blank=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                (
                    "agreement",
                    models.CharField(
                        choices=[
                            ("SAME", "一致"),
                            ("EXCERPT", "节选，句句相同"),
                            ("DIFFERS", "不一致"),
                            ("NOT_SEEN", "没有核对文字"),
                        ],
                        max_length=8,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried",
                        to="responses.planline",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="responses.release",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "carried",
                "ordering": ["-recorded_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ReleasedFact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("code", models.CharField(max_length=4)),
                ("subject", models.CharField(max_length=80)),
                ("attribute", models.CharField(max_length=80)),
                ("value", models.CharField(max_length=200)),
                ("as_of", models.DateTimeField(blank=True, null=True)),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="responses.answer",
                    ),
                ),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stated",
                        to="responses.release",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["bureau", "key"], name="released_fact_by_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="Responder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20)),
                ("work_name", models.CharField(max_length=40)),
                ("role", models.CharField(max_length=40)),
                ("covers", models.CharField(max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ASKED", "等本人同意"),
                            ("LISTED", "已公开"),
                            ("LEFT", "已退出"),
                            ("DECLINED", "本人未同意"),
                        ],
                        default="ASKED",
                        max_length=10,
                    ),
                ),
                ("requested_at", models.DateTimeField()),
                ("consented_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["bureau", "state"], name="responder_roster")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "number"), name="responder_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["ASKED", "LISTED"])),
                        fields=("officer",),
                        name="officer_on_the_roster_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "LISTED"), _negated=True),
                            ("consented_at__isnull", False),
                            _connector="OR",
                        ),
                        name="listed_by_own_consent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("posted_at", models.DateTimeField()),
                ("address", models.CharField(max_length=500)),
                ("recorded_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="responses.officialaccount",
                    ),
                ),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="responses.release",
                    ),
                ),
                (
                    "responder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="responses.responder",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "replies",
                "indexes": [models.Index(fields=["bureau", "-posted_at"], name="reply_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("release", "account"), name="reply_once_on_an_account"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("lists", models.JSONField()),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "signature",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, to="signoff.signature"
                    ),
                ),
                (
                    "signoff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="signoff.signoffrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["place"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("signoff", "place"), name="review_place_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("STATE_SECRET", "含有依法不得公开的国家秘密"),
                            ("PERSONAL", "含有应当删除的个人信息"),
                            ("MINOR", "能认出未成年人"),
                            ("COURT", "法院判决或裁定不得公开"),
                        ],
                        max_length=16,
                    ),
                ),
                ("reason", models.CharField(max_length=400)),
                ("requested_at", models.DateTimeField()),
                ("sealed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seals",
                        to="responses.release",
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
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, to="signoff.signoffrequest"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("sealed_at__isnull", False)),
                        fields=("release",),
                        name="sealed_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("content", models.JSONField()),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="responses.draft",
                    ),
                ),
                (
                    "signoff",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, to="signoff.signoffrequest"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Supersession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=400)),
                ("at", models.DateTimeField()),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="supersessions",
                        to="responses.draft",
                    ),
                ),
                (
                    "fact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="responses.releasedfact",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draft", "fact"), name="superseded_once_by_a_draft"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Withholding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("passage", models.TextField()),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("STATE_SECRET", "国家秘密"),
                            ("LAW_FORBIDS", "法律、行政法规禁止公开"),
                            ("NATIONAL_SECURITY", "可能危及国家安全"),
                            ("PUBLIC_SECURITY", "可能危及公共安全"),
                            ("ECONOMIC_SECURITY", "可能危及经济安全"),
                            ("SOCIAL_STABILITY", "可能危及社会稳定"),
                            ("TRADE_SECRET", "商业秘密，公开会损害第三方"),
                            ("PRIVACY", "个人隐私，公开会损害第三方"),
                            ("INTERNAL", "内部事务信息"),
                            ("PROCESS", "过程性信息"),
                            ("ENFORCEMENT_FILE", "行政执法案卷信息"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(max_length=400)),
                ("harm", models.CharField(blank=True, max_length=400)),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withheld",
                        to="responses.draft",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withheld",
                        to="responses.release",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="WithholdingReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kept", models.BooleanField()),
                ("reason", models.CharField(max_length=400)),
                ("at", models.DateTimeField()),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="accounts.bureau"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withholding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="responses.withholding",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
    ]
