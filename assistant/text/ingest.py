"""What the command line of the ingest says."""

from __future__ import annotations

from typing import Literal

from assistant.text.phrase import Phrase

DESCRIPTION = Phrase(
    da="Bring indekset i overensstemmelse med dokumenterne. Kørt to gange ændrer det intet.",
    en="Make the index agree with the documents. Run twice, it changes nothing.",
)
HELP_PATHS = Phrase(
    da="filer og mapper med Markdown, der også skal med; huskes til --remove",
    en="Markdown files and folders to ingest beside the corpus; remembered until --remove",
)
HELP_REMOVE = Phrase(da="glem en ekstra sti", en="forget an extra path")
HELP_CORPUS = Phrase(
    da="mappen med dokumenter (ellers ASSISTANT_CORPUS_DIR)", en="folder of documents (else ASSISTANT_CORPUS_DIR)"
)
HELP_INDEX = Phrase(da="mappen med indekset (ellers ASSISTANT_INDEX_DIR)", en="index folder (else ASSISTANT_INDEX_DIR)")
STAGES: dict[Literal["reading", "encoding", "building", "checking"], Phrase] = {
    "reading": Phrase(da="Læser filer", en="Reading files"),
    "encoding": Phrase(da="Beregner vektorer", en="Encoding texts"),
    "building": Phrase(da="Bygger indekset", en="Building the index"),
    "checking": Phrase(da="Prøver indekset", en="Checking the index"),
}
FAILED = Phrase(da="Fejl: {problem}", en="Failed: {problem}")
FAILED_SUMMARY = Phrase(
    da="{failed} fil(er) kunne ikke læses; det, de gav før, står stadig i indekset.",
    en="{failed} file(s) could not be read; what they gave before still stands in the index.",
)
SUMMARY = Phrase(
    da="{documents} dokumenter. Tekststykker: {added} nye, {unchanged} uændrede, {removed} fjernet, "
    "{failed} fil(er) fejlede. {seconds:.1f} s",
    en="{documents} documents. Passages: {added} added, {unchanged} unchanged, {removed} removed, "
    "{failed} file(s) failed. {seconds:.1f} s",
)
INTERRUPTED = Phrase(
    da="Afbrudt. Intet er ændret; kør igen: python ingest.py",
    en="Interrupted. Nothing has been changed; run again: python ingest.py",
)
