"""What administrators and team leads keep: people, teams, categories, and what has stopped."""
