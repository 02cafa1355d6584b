"""Who there is, and who is signed in, as rows."""
