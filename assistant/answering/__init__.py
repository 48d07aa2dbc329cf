"""From question and evidence to an answer whose every sentence is cited."""
