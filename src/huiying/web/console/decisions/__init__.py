"""决策风险评估: files of planned decisions."""
