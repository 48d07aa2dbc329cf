"""What an owner is told about a document that cannot be read, and what to write instead."""

from __future__ import annotations

from assistant.text.phrase import Phrase


def placed(phrase: Phrase) -> Phrase:
    """The phrase with the file and line it is about in front."""
    return Phrase(da="{place}: " + phrase.da, en="{place}: " + phrase.en)


DID_YOU_MEAN = Phrase(da="Mente du »{meant}«?", en="Did you mean “{meant}”?")
NO_FOLDER = Phrase(
    da="Mappen {path} findes ikke. Ret ASSISTANT_CORPUS_DIR eller --corpus, eller læg dokumenterne der.",
    en="The folder {path} does not exist. Mend ASSISTANT_CORPUS_DIR or --corpus, or put the documents there.",
)
NO_DOCUMENTS = Phrase(
    da="Der er ingen dokumenter i {path}. Læg mindst én Markdown-fil (.md) der.",
    en="There are no documents in {path}. Put at least one Markdown file (.md) there.",
)
NO_PATH = Phrase(
    da="{path} findes ikke. Ret stien, eller tag den ud af indekset med --remove.",
    en="{path} does not exist. Mend the path, or take it out of the index with --remove.",
)
NOT_MARKDOWN = Phrase(
    da="{path} er ikke en Markdown-fil. Gem den som .md.",
    en="{path} is not a Markdown file. Save it as .md.",
)
UNREADABLE = Phrase(
    da="Filen kan ikke læses ({reason}). Giv læseadgang, eller flyt den.",
    en="The file cannot be read ({reason}). Give read access to it, or move it away.",
)
NOT_UTF8 = Phrase(
    da="Filen er ikke gemt som UTF-8. Gem den igen med tegnsættet UTF-8.",
    en="The file is not saved as UTF-8. Save it again with the encoding UTF-8.",
)
NO_FRONT_MATTER = Phrase(
    da="Der mangler en titel. Begynd filen med de tre linjer »---«, »title: Dokumentets titel«, »---«.",
    en="There is no title. Begin the file with the three lines “---”, “title: The document's title”, “---”.",
)
OPEN_FRONT_MATTER = Phrase(
    da="Linjerne med titlen slutter aldrig. Skriv »---« alene på linjen efter dem.",
    en="The lines with the title never end. Write “---” alone on the line after them.",
)
BROKEN_YAML = Phrase(
    da='Linjen kan ikke læses som YAML ({reason}). Sæt tekst med kolon, # eller citationstegn i "…".',
    en='The line cannot be read as YAML ({reason}). Put text with a colon, # or quotation marks in "…".',
)
TAB_IN_YAML = Phrase(
    da="Linjen er rykket ind med tabulator. Ryk ind med to mellemrum i stedet.",
    en="The line is indented with a tab. Indent it with two spaces instead.",
)
DUPLICATE_KEY = Phrase(
    da="»{key}« står to gange. Slet den ene.",
    en="“{key}” stands twice. Delete one of them.",
)
NOT_A_MAPPING = Phrase(
    da="Her skal stå »navn: værdi«, ét pr. linje, med mellemrum efter kolon.",
    en="Write “name: value” here, one on each line, with a space after the colon.",
)
MISSING_FIELD = Phrase(
    da="»{field}« mangler. Skriv »{field}: …«.",
    en="“{field}” is missing. Write “{field}: …”.",
)
UNKNOWN_FIELD = Phrase(
    da="»{field}« er ikke et kendt felt. Skriv et af: {allowed}.",
    en="“{field}” is not a known field. Write one of: {allowed}.",
)
WRONG_VALUE = Phrase(
    da="»{field}« kan ikke være »{value}«. Skriv en af: {allowed}.",
    en="“{field}” cannot be “{value}”. Write one of: {allowed}.",
)
NOT_TEXT = Phrase(
    da="»{field}« skal være tekst på én linje.",
    en="“{field}” must be text on one line.",
)
NOT_A_LIST = Phrase(
    da="»{field}« skal være en liste: [første, anden].",
    en="“{field}” must be a list: [first, second].",
)
NOT_TRUE_OR_FALSE = Phrase(
    da="»{field}« skal være true eller false.",
    en="“{field}” must be true or false.",
)
EMPTY_BODY = Phrase(
    da="Dokumentet har ingen tekst. Skriv den under linjerne med titlen.",
    en="The document has no text. Write it below the lines with the title.",
)
DUPLICATE_ID = Phrase(
    da="Dokumentet har samme id ({id}) som {other}. Giv filen et andet navn.",
    en="The document has the same id ({id}) as {other}. Give the file another name.",
)
UNKNOWN_SOURCE = Phrase(
    da="Kilden »{source}« står ikke i sources.yaml. Tilføj den dér, eller ret dens id.",
    en="The source “{source}” is not in sources.yaml. Add it there, or mend its id.",
)
UNKNOWN_FACT = Phrase(
    da="»{fact}« står ikke i facts.yaml. Tilføj den dér, eller ret nummeret.",
    en="“{fact}” is not in facts.yaml. Add it there, or mend the number.",
)
UNKNOWN_HEADING = Phrase(
    da='Overskriften »{heading}« findes ikke i {document}. Skriv den, som den står dér ("" er indledningen).',
    en='The heading “{heading}” is not in {document}. Write it as it stands there ("" is the opening).',
)
REPEATED_HEADING = Phrase(
    da="Overskriften »{heading}« står to gange i {document}. Giv den ene et andet navn.",
    en="The heading “{heading}” stands twice in {document}. Give one of them another name.",
)
NOT_VERBATIM = Phrase(
    da="Den danske sætning står ikke ordret i afsnittet: »{sentence}«. Kopiér den fra dokumentet.",
    en="The Danish sentence does not stand word for word in its section: “{sentence}”. Copy it from the document.",
)
REPEATED_QUESTION = Phrase(
    da="Spørgsmålet »{question}« står også under {other}. Behold det ved det afsnit, der besvarer det bedst.",
    en="The question “{question}” stands under {other} too. Keep it with the section that answers it best.",
)
FOREIGN_SUGGESTION = Phrase(
    da="Det foreslåede spørgsmål »{question}« er ikke blandt afsnittets spørgsmål. Skriv det også under questions.",
    en="The suggested question “{question}” is not among the section's questions. Write it under questions too.",
)
NOT_REMEMBERED = Phrase(
    da="{path} er ikke blandt de ekstra stier. De er: {remembered}",
    en="{path} is not among the extra paths. They are: {remembered}",
)
