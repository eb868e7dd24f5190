"""系统接口: tokens by which other systems read."""
