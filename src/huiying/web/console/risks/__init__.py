"""The risk register on screen: the list, a risk, its changes, what may be a risk."""
