"""What people do, by noun: one function = one transaction, its history inside it."""
