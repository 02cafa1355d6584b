"""Forgetting a person, so that the record stays whole.

`customer` is what an administrator does; `items` what goes of a case, `person` of the customer, `beside` of what lies
about; `register` is who was forgotten, kept outside the database, and `returned` who is back since.
"""
