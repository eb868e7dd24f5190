"""保存期限: what goes by age or rule, and what would go next."""
