"""The databases themselves: engines, transactions, limits, how values are kept, copies of a whole database."""
