"""What the command lines say."""

from __future__ import annotations

from assistant.text.phrase import Phrase

ASK_USAGE = Phrase(
    da="Besvar ét spørgsmål om ledelse af digital innovation, med kilder.",
    en="Answer one question about leading digital innovation, with citations.",
)
QUESTION_HELP = Phrase(da="spørgsmålet, i anførselstegn", en="the question, in quotation marks")
LANGUAGE_HELP = Phrase(da="sproget, der svares på", en="the language to answer in")
JSON_HELP = Phrase(da="skriv svaret som JSON", en="print the answer as JSON")
SOURCES_HEADING = Phrase(da="Kilder", en="Sources")
UNDATED = Phrase(da="uden dato", en="undated")
TRANSLATED = Phrase(da="vores oversættelse", en="our translation")
TRY_INSTEAD = Phrase(da="Prøv i stedet", en="Try instead")
STOPPED = Phrase(da="Stoppet.", en="Stopped.")
