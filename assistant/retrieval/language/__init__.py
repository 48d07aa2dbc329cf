"""What can be read from the words alone, without a model: base forms, which language, what is asked for."""
