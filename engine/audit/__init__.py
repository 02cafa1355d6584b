"""What auditors do: look at every instance on its diagram, check the record, keep the heads of its chains."""
