"""What pages, lists and searches read: each in as few statements as it can be."""
