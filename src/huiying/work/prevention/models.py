"""The models of prevention, gathered for Django; import them from their own modules."""

__all__: list[str] = []
