"""Every word on the page Kilder that other pages do not have."""

from __future__ import annotations

from assistant.text.phrase import Phrase

TITLE = Phrase(da="Kilder", en="Sources")
INTRODUCTION = Phrase(
    da="Alt, hvad assistenten svarer ud fra. Åbn en tekst, og se, hvad hvert afsnit bygger på.",
    en="All that the assistant answers from. Open a text to see what each section rests on.",
)
IN_DANISH = Phrase(da="", en="The texts are in Danish, with our English translation.")
SEARCH = Phrase(da="Søg i teksterne", en="Search the texts")
FOR_EXAMPLE = Phrase(da="fx kerneopgaven", en="e.g. core task")

GROUPS = {
    "publication": Phrase(da="Om publikationen", en="About the publication"),
    "hallmark": Phrase(da="Kendetegn", en="Hallmarks"),
    "case": Phrase(da="Cases", en="Cases"),
    "reflection": Phrase(da="Refleksion", en="Reflection"),
    "background": Phrase(da="Baggrund", en="Background"),
    "added": Phrase(da="Føjet til her", en="Added here"),
}
NO_DOCUMENTS = Phrase(da="Her er endnu ingen tekster.", en="There are no texts here yet.")

ONE_SECTION = Phrase(da="1 afsnit", en="1 section")
SECTIONS = Phrase(da="{count} afsnit", en="{count} sections")
ONE_SOURCE = Phrase(da="1 kilde", en="1 source")
SOURCES = Phrase(da="{count} kilder", en="{count} sources")
ONE_DOCUMENT = Phrase(da="1 tekst", en="1 text")
DOCUMENTS = Phrase(da="{count} tekster", en="{count} texts")

FOUND = Phrase(da="{sections} i {documents}", en="{sections} in {documents}")
FIRST_SHOWN = Phrase(
    da="De første {shown} vises. Et ord mere gør listen kortere.",
    en="The first {shown} are shown. One more word makes the list shorter.",
)
NOTHING_FOUND = Phrase(
    da="Ingen afsnit har alle de ord. Prøv et andet ord, eller stil dit spørgsmål; "
    "assistenten finder også svar, der er skrevet med andre ord.",
    en="No section has all of these words. Try another word, or ask your question; "
    "the assistant also finds answers that are put in other words.",
)
NO_LETTERS = Phrase(da="Skriv mindst ét bogstav eller tal.", en="Write at least one letter or digit.")
ASK_INSTEAD = Phrase(da="Gå til Spørg", en="Go to Ask")

DOCUMENT_OPENED = Phrase(da="Teksten er åbnet: {title}", en="The text is open: {title}")
BACK = Phrase(da="Luk teksten", en="Close the text")
WHOLE_DOCUMENT = Phrase(da="Se hele teksten i Kilder", en="See the whole text in Sources")
DANISH_WORDS = Phrase(da="Dansk", en="Danish")
OUR_TRANSLATION = Phrase(da="Vores oversættelse", en="Our translation")
DANISH_ONLY = Phrase(da="Kun på dansk", en="In Danish only")
DOCUMENT_LANGUAGE = {
    "da": Phrase(da="Teksten er på dansk.", en="The text is in Danish."),
    "en": Phrase(da="Teksten er på engelsk.", en="The text is in English."),
}
SECTION_SOURCES = Phrase(da="Afsnittet bygger på", en="The section rests on")
MAY_BE_OUTDATED = Phrase(
    da="tal og regler kan være forældet: fra {date}",
    en="figures and rules may be outdated: from {date}",
)
MAY_BE_OUTDATED_UNDATED = Phrase(
    da="tal og regler kan være forældet: uden\u00a0dato",
    en="figures and rules may be outdated: undated",
)
