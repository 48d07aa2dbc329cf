"""What the checks of our own documents say about a finding, and about their lists."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.text.phrase import Phrase

FINDINGS: Mapping[str, Phrase] = {
    "number_not_in_facts": Phrase(
        da="tallet »{item}« står ikke i afsnittets fakta", en="the number “{item}” is not in the section's facts"
    ),
    "name_not_in_facts": Phrase(
        da="navnet »{item}« står ikke i afsnittets fakta", en="the name “{item}” is not in the section's facts"
    ),
    "fact_without_wording": Phrase(
        da="{item} har ingen ordlyd i faktagrundlaget", en="{item} has no wording in the dossiers of facts"
    ),
    "number_not_told": Phrase(
        da="tallet »{item}« i et af afsnittets fakta er ikke fortalt",
        en="the number “{item}” in one of the section's facts is not told",
    ),
    "name_not_told": Phrase(
        da="navnet »{item}« i et af afsnittets fakta er ikke fortalt",
        en="the name “{item}” in one of the section's facts is not told",
    ),
    "number_not_in_english": Phrase(
        da="tallet »{item}« mangler på engelsk", en="the number “{item}” is missing in English"
    ),
    "number_not_in_danish": Phrase(
        da="tallet »{item}« står kun på engelsk", en="the number “{item}” stands in the English only"
    ),
    "name_not_in_english": Phrase(
        da="navnet »{item}« mangler på engelsk", en="the name “{item}” is missing in English"
    ),
    "name_not_in_danish": Phrase(
        da="navnet »{item}« står kun på engelsk", en="the name “{item}” stands in the English only"
    ),
    "misspelt": Phrase(da="»{item}« står ikke i ordbogen", en="“{item}” is not in the dictionary"),
}
"""The findings of `assistant.editing.findings.FindingKind`, in words."""

UNKNOWN_KIND = Phrase(
    da="»{kind}« er ikke en slags fund. Skriv en af: {allowed}.",
    en="“{kind}” is not a kind of finding. Write one of: {allowed}.",
)
WRONG_COLUMNS = Phrase(
    da="Linjen skal have {columns} kolonner adskilt af tabulator, ingen af dem tom.",
    en="The line must have {columns} columns separated by tabs, none of them empty.",
)
NO_HUNSPELL = Phrase(
    da="Stavekontrollen {dictionary} kan ikke køres. Installér Debians pakke hunspell og dens ordbog.",
    en="The spelling check {dictionary} cannot be run. Install Debian's package hunspell and its dictionary.",
)
