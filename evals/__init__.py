"""Measures the assistant on question files that anyone can add; `README.md` says how."""
