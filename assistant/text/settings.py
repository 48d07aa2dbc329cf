"""What is said about a setting that cannot be used."""

from __future__ import annotations

from assistant.text.phrase import Phrase

UNKNOWN_NAME = Phrase(
    da="Indstillingen {name} findes ikke. Mente du {nearest}?",
    en="There is no setting {name}. Did you mean {nearest}?",
)
BAD_VALUE = Phrase(
    da="Indstillingen {name} kan ikke bruges: {problem}.",
    en="The setting {name} cannot be used: {problem}.",
)
