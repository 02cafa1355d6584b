"""What can be wrong with a drawing: one file a group of rules, each a function from a drawing to its problems."""
