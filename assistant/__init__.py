"""A grounded, citing assistant for leaders of digital innovation in Danish municipalities and regions."""
