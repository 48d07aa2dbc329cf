"""What the assistant must survive, tried with the real models: too slow for the tests, run by hand."""
