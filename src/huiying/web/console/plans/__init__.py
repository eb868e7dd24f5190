"""处置预案: contingency plans."""
