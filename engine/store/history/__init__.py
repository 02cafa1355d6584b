"""The history's rows, and what the check of the record reads beside them."""
