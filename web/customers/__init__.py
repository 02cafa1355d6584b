"""The customers: their pages, and the field that finds one."""
