"""What whoever keeps the corpus is shown: how much there is, and where it breaks its own rules."""
