"""What can happen to each subject: one frozen class a type."""
