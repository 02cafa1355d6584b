"""Values in words: the language of the page, times, names, statuses."""
