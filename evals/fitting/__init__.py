"""Chooses weights on the dev questions: how the views of a passage are fused, and when the evidence suffices."""
