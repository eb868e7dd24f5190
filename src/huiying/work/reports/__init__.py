"""归口报送: reports to superior bodies, their recipients, templates and proof of receipt."""
