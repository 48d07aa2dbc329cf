"""How fast and how small: each figure beside a reference measured in the same run, so that machines can differ."""
