"""From a question to ranked passages, and whether they suffice."""
