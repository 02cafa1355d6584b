"""Who there is, and who is signed in: one function = one transaction, its history inside it."""
