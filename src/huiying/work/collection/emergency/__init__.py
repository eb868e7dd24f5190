"""应急监测 (Article 5): sources are asked more often for some hours, then as before."""
