"""Evidence packets (证据包): what happened, proven to somebody outside."""
