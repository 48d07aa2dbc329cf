"""What whoever keeps the corpus is told about it, and what to write instead where a rule is broken."""

from __future__ import annotations

from assistant.text.phrase import Phrase

USAGE = Phrase(
    da="Vis, hvad korpusset rummer: ord, afsnit, fakta, spørgsmål, oversættelser, kilder efter alder, brudte regler.",
    en="Show what the corpus holds: words, sections, facts, questions, renderings, sources by age, broken rules.",
)
CORPUS_HELP = Phrase(
    da="mappen med dokumenter (ellers ASSISTANT_CORPUS_DIR)", en="folder of documents (else ASSISTANT_CORPUS_DIR)"
)
LANGUAGE_HELP = Phrase(
    da="sproget i oversigten (ellers terminalens)", en="language of the overview (else the terminal's)"
)
COLUMNS = (
    Phrase(da="mappe", en="folder"),
    Phrase(da="dok.", en="docs"),
    Phrase(da="ord", en="words"),
    Phrase(da="afsnit", en="sections"),
    Phrase(da="fakta", en="facts"),
    Phrase(da="spm. da", en="asked da"),
    Phrase(da="spm. en", en="asked en"),
    Phrase(da="sætninger", en="sentences"),
    Phrase(da="på eng.", en="in Engl."),
)
TOTAL = Phrase(da="i alt", en="total")
FACTS = Phrase(da="Fakta brugt: {used} af {known}", en="Facts used: {used} of {known}")
FACTS_OF_LABEL = Phrase(da="{label} {used} af {known}", en="{label} {used} of {known}")
SOURCES = Phrase(
    da="Kilder i brug: {count}, heraf {undated} uden dato, {ageing} med oplysninger, der let forældes, "
    "og {interested} fra en part med egen interesse",
    en="Sources in use: {count}, of which {undated} undated, {ageing} with figures or rules that date quickly, "
    "and {interested} by a party with an interest",
)
BY_YEAR = Phrase(da="Efter år: {years}", en="By year: {years}")
YEAR = Phrase(da="{year}: {count}", en="{year}: {count}")
CLEAN = Phrase(da="Ingen regler er brudt.", en="No rule is broken.")
FOUND = Phrase(da="At rette: {count}", en="To mend: {count}")

UNUSED_SOURCE = Phrase(
    da="Ingen afsnit bygger på kilden {source}. Brug den, eller slet den her.",
    en="No section rests on the source {source}. Use it, or delete it here.",
)
FACT_TWICE = Phrase(
    da="{fact} står under to afsnit. Fortæl den ét sted i dokumentet.",
    en="{fact} stands under two sections. Tell it in one place of the document.",
)
NOTHING_UNDER = Phrase(
    da="»{field}« er tomt. Skriv, hvad afsnittet bygger på, eller giv det »label: ours«.",
    en="“{field}” is empty. Write what the section rests on, or give it “label: ours”.",
)
FACT_WITHOUT_SOURCE = Phrase(
    da="{fact} bygger på {sources}, men ingen af dem står under sources. Tilføj kilden.",
    en="{fact} rests on {sources}, and none of them stands under sources. Add the source.",
)
FACT_OF_OTHER_LABEL = Phrase(
    da="{fact} er ikke omtale af publikationen. Flyt det til et afsnit med »label: background«.",
    en="{fact} is not coverage of the publication. Move it to a section with “label: background”.",
)
SOURCE_WITHOUT_FACT = Phrase(
    da="Ingen af afsnittets fakta bygger på {source}. Slet kilden, eller tilføj det fakta, den bærer.",
    en="None of the section's facts rests on {source}. Delete the source, or add the fact it carries.",
)
QUESTIONS = Phrase(
    da="Afsnittet har {count} spørgsmål ({asked_in}). Skriv {low}-{high}, som en travl leder ville stille dem.",
    en="The section has {count} questions ({asked_in}). Write {low}-{high}, as a busy manager would ask them.",
)
NOT_RENDERED = Phrase(
    da="Sætningen skal stå netop én gang under english: »{start} …«",
    en="The sentence must stand exactly once under english: “{start} …”",
)
LONG_SENTENCE = Phrase(
    da="Sætningen er på {words} ord, højst {most} kan læses i ét åndedrag. Del den: »{start} …«",
    en="The sentence has {words} words, at most {most} can be read in one breath. Divide it: “{start} …”",
)
LOOKS_BACK = Phrase(
    da="Sætningen peger tilbage og kan ikke stå alene. Nævn det, den handler om: »{start} …«",
    en="The sentence points back and cannot stand alone. Name what it is about: “{start} …”",
)
SAID_BY_PUBLICATION = Phrase(
    da="Skriv, hvem der omtaler publikationen, for dens egen tekst er ikke her: »{start} …«",
    en="Say who speaks of the publication, for its own text is not here: “{start} …”",
)
LONG_QUOTATION = Phrase(
    da="Citatet er på over {most} ord. Gengiv det med egne ord: »{start} …«",
    en="The quotation has more than {most} words. Put it in words of your own: “{start} …”",
)
