"""From files to passages to an index: reading, splitting, indexing."""
