"""Other systems that read what this one holds, or are told what happened."""
