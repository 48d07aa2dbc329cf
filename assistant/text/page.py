"""Every word on the page."""

from __future__ import annotations

from assistant.text.phrase import Phrase

NAME = Phrase(da="Ledelsesassistenten", en="Ledelsesassistenten")
OTHER_LANGUAGE = Phrase(da="English", en="Dansk")
NEW_CONVERSATION = Phrase(da="Ny samtale", en="Start over")

ASK_TITLE = Phrase(da="Spørg", en="Ask")
ASK_PLACEHOLDER = Phrase(da="Stil et spørgsmål …", en="Ask a question …")
ASK_HINT = Phrase(
    da="En maskine svarer. Skriv ikke om navngivne borgere eller kolleger.",
    en="A machine answers. Please do not write about named citizens or colleagues.",
)

WELCOME = Phrase(
    da="Spørg om ledelse af digital innovation, og se, hvad hvert svar bygger på.",
    en="Ask about leading digital innovation, and see what every answer rests on.",
)
PUBLICATION = "Ledelse af digital innovation – erfaringer fra fem frontløbere"
PUBLICATION_ADDRESS = "https://www.lederweb.dk/"
RESTS_ON = Phrase(
    da="Svarene bygger på offentlig omtale af publikationen, ikke på dens egen tekst, og på anden offentlig viden.",
    en="The answers rest on public coverage of the publication, not on its own text, and on other public knowledge.",
)
RESTS_ON_PUBLICATION = Phrase(
    da="Svarene bygger på publikationens egen tekst, på offentlig omtale af den og på anden offentlig viden.",
    en="The answers rest on the publication's own text, on public coverage of it and on other public knowledge.",
)
WHERE_TO_GET_IT = Phrase(
    da="Selve publikationen, »{publication}« (2019), får du på {address}.",
    en="The publication itself, “{publication}” (2019, in Danish), is at {address}.",
)
WORDED_BY = Phrase(
    da="Svarene formuleres af {model}. Dit spørgsmål og de tekststykker, vi finder, sendes dertil.",
    en="{model} words the answers. Your question and the passages we find are sent there.",
)
SUGGESTED_QUESTIONS = Phrase(da="Forslag til spørgsmål", en="Suggested questions")
READERS = {
    "leader": Phrase(da="Leder", en="Leader"),
    "new_manager": Phrase(da="Ny leder", en="New manager"),
    "hr": Phrase(da="HR og udvikling", en="HR and development"),
}

GETTING_READY = Phrase(da="Gør klar …", en="Getting ready …")
TRY_AGAIN = Phrase(da="Prøv igen", en="Try again")
NOT_READY = Phrase(da="Assistenten kunne ikke gøres klar.", en="The assistant could not be made ready.")
UNEXPECTED = Phrase(
    da="Noget gik galt hos os. Dit spørgsmål er ikke gået tabt; prøv igen om lidt.",
    en="Something went wrong on our side. Your question is not lost; try again in a moment.",
)
TOO_SLOW = Phrase(
    da="Svaret lod vente for længe på sig. Dit spørgsmål er ikke gået tabt; prøv igen.",
    en="The answer took too long. Your question is not lost; try again.",
)
SEARCHING = Phrase(da="Leder i kilderne …", en="Searching the sources …")
STOP = Phrase(da="Stop svaret", en="Stop the answer")
STOPPED = Phrase(da="Svaret blev stoppet.", en="The answer was stopped.")
ANSWER_READY = Phrase(da="Svar: {text}", en="Answer: {text}")
CONVERSATION = Phrase(da="Samtale", en="Conversation")

SHOW_SOURCE = Phrase(da="Vis kilde {number}", en="Show source {number}")
COPY = Phrase(da="Kopiér svar med kilder", en="Copy answer with sources")
COPIED = Phrase(da="Kopieret", en="Copied")
COPY_FAILED = Phrase(da="Kunne ikke kopiere", en="Could not copy")
SOURCES = Phrase(da="Kilder", en="Sources")
SAME_SOURCES = Phrase(da="samme kilder som [{number}]", en="same sources as [{number}]")
NEAREST_QUESTIONS = Phrase(da="Det kan jeg svare på", en="Questions I can answer")
ASK_NEXT = Phrase(da="Spørg videre", en="Ask next")

SOURCE_OF = Phrase(da="Kilde {number} af {count}", en="Source {number} of {count}")
SOURCE_OPENED = Phrase(da="Kilde {number} er åbnet: {title}", en="Source {number} is open: {title}")
PREVIOUS = Phrase(da="Forrige kilde", en="Previous source")
NEXT = Phrase(da="Næste kilde", en="Next source")
CLOSE = Phrase(da="Luk kilden", en="Close the source")
PAGE_NUMBER = Phrase(da="side {page}", en="page {page}")
RESTS_ON_SOURCES = Phrase(da="Teksten bygger på", en="The text rests on")
OUR_TRANSLATION = Phrase(
    da="Sætningen i svaret er vores oversættelse af de markerede ord.",
    en="The sentence in the answer is our translation of the marked Danish words.",
)
SOURCE_LANGUAGE = {
    "da": Phrase(da="Kilden er på dansk.", en="The source is in Danish."),
    "en": Phrase(da="Kilden er på engelsk.", en="The source is in English."),
}
UNDATED = Phrase(da="uden dato", en="undated")
INTERESTED = Phrase(da="part i sagen", en="interested party")
AGES = Phrase(da="forældes hurtigt", en="dates quickly")
LABEL_MEANINGS = {
    "publication": Phrase(da="publikationens egen tekst", en="the publication's own text"),
    "coverage": Phrase(
        da="det, offentlig omtale siger om publikationen", en="what public coverage says about the publication"
    ),
    "background": Phrase(da="anden offentlig viden om emnet", en="other public knowledge of the subject"),
    "ours": Phrase(da="skrevet af os til eftertanke", en="written by us, to think with"),
}
MONTHS = Phrase(
    da="januar februar marts april maj juni juli august september oktober november december",
    en="January February March April May June July August September October November December",
)
DAY = Phrase(da="{day}. {month} {year}", en="{day} {month} {year}")

# What is left of Streamlit's own English; it has no translations (its issues 1353 and 13500).
FRAMEWORK_WORDS = {
    "Skip to main content": "Gå til indholdet",
    "Send message": "Send spørgsmålet",
    "Clear entry": "Ryd feltet",
    "Connecting": "Opretter forbindelse",
    "Connection error": "Ingen forbindelse",
    "Close": "Luk",
    "Dismiss": "Luk",
    "Page not found": "Siden findes ikke",
    "Running...": "Arbejder …",
    "App pages": "Sider",
    "Sidebar": "Menu",
    "Expand sidebar": "Vis menuen",
    "Collapse sidebar": "Skjul menuen",
}
