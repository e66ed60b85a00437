"""What was decided: the policy and how it is read."""
