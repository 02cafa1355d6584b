"""The auditor's pages: every instance on its diagram, and the check of the record."""
