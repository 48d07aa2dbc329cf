"""Whose words a quoted passage is, in a word or two."""

from __future__ import annotations

from assistant.text.phrase import Phrase

LABELS = {
    "publication": Phrase(da="publikationen", en="publication"),
    "coverage": Phrase(da="omtale", en="coverage"),
    "background": Phrase(da="baggrund", en="background"),
    "ours": Phrase(da="vores egne ord", en="our own words"),
}
