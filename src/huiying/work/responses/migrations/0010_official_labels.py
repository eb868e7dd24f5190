from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("responses", "0009_contact_details_and_help_counts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="carried",
            name="agreement",
            field=models.CharField(
                choices=[
                    ("SAME", "一致"),
                    ("EXCERPT", "节选，句句相同"),
                    ("DIFFERS", "不一致"),
                    ("NOT_SEEN", "文字未核对"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="confirmation",
            name="state",
            field=models.CharField(
                choices=[
                    ("ASKED", "等对方确认"),
                    ("RECORDED", "已登记，等第二人核签"),
                    ("CONFIRMED", "已确认"),
                    ("OBJECTED", "对方有异议"),
                    ("WAIVED", "领导决定不经确认"),
                    ("VOID", "已作废"),
                ],
                default="ASKED",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="draft",
            name="state",
            field=models.CharField(
                choices=[
                    ("WRITING", "起草中"),
                    ("SUBMITTED", "待审定"),
                    ("APPROVED", "已审定，待发布"),
                    ("PUBLISHED", "已发布"),
                    ("DROPPED", "已终止"),
                ],
                default="WRITING",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="draftversion",
            name="kind",
            field=models.CharField(
                choices=[
                    ("SAVED", "保存草稿"),
                    ("AUTOMATIC", "自动保存"),
                    ("RESTORED", "恢复旧稿"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="exemption",
            name="kind",
            field=models.CharField(
                choices=[
                    ("STATEMENT", "不属事实陈述"),
                    ("QUESTION", "这个问题这样处理"),
                    ("WORDING", "保留这个说法"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="liftedwithholding",
            name="basis",
            field=models.CharField(
                choices=[
                    ("CONSENT", "第三方同意公开"),
                    ("NO_VIEW", "第三方逾期未提出意见，本机关决定公开"),
                    ("PUBLIC_INTEREST", "不公开会对公共利益造成重大影响，已书面告知第三方"),
                    ("NO_THIRD_PARTY", "核对后，不涉及任何第三方的合法权益"),
                    ("REMOVED", "该段文字已从稿件中删除"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="planline",
            name="state",
            field=models.CharField(
                choices=[
                    ("PLANNED", "待发"),
                    ("CARRIED", "已发"),
                    ("UNKNOWN", "结果待核，先核实再发"),
                    ("DROPPED", "不再发布"),
                ],
                default="PLANNED",
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="posting",
            name="state",
            field=models.CharField(
                choices=[
                    ("DRAFTING", "正在建草稿"),
                    ("DRAFTED", "草稿已在公众号后台，尚未发布"),
                    ("SENDING", "正在提交发布"),
                    ("SUBMITTED", "平台处理中，尚未发布"),
                    ("PUBLISHED", "已发布"),
                    ("UNKNOWN", "结果待核，须先到账号核实"),
                    ("FAILED", "未发出"),
                    ("DROPPED", "已弃用"),
                ],
                default="DRAFTING",
                max_length=10,
            ),
        ),
    ]
