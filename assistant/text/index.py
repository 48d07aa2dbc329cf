"""What is said about an index that cannot be used or made."""

from __future__ import annotations

from assistant.text.phrase import Phrase

MISSING = Phrase(
    da="Der er intet indeks i {path}. Kør: python ingest.py",
    en="There is no index in {path}. Run: python ingest.py",
)
FOREIGN = Phrase(
    da="{path} indeholder noget, som dette program ikke har lavet. Vælg en anden mappe med ASSISTANT_INDEX_DIR, "
    "og kør: python ingest.py",
    en="{path} holds something that this program did not make. Choose another folder with ASSISTANT_INDEX_DIR "
    "and run: python ingest.py",
)
DAMAGED = Phrase(
    da="Indekset i {path} er ufuldstændigt eller beskadiget. Lav det om: python ingest.py",
    en="The index in {path} is incomplete or damaged. Make it again: python ingest.py",
)
OTHER_SETTINGS = Phrase(
    da="Indekset i {path} er lavet med andre indstillinger ({differences}). Lav det om: python ingest.py",
    en="The index in {path} was made with other settings ({differences}). Make it again: python ingest.py",
)
BUSY = Phrase(
    da="En anden indlæsning er i gang i {path}. Vent, til den er færdig, og kør igen: python ingest.py",
    en="Another ingest is running in {path}. Wait until it has ended and run again: python ingest.py",
)
CANNOT_WRITE = Phrase(
    da="Indekset kunne ikke skrives i {path} ({reason}). Det gamle er urørt. Skaf plads eller skriveadgang, og "
    "kør igen: python ingest.py",
    en="The index could not be written in {path} ({reason}). The old one is untouched. Make room or give "
    "write access, and run again: python ingest.py",
)
BROKEN_BUILD = Phrase(
    da="Det nye indeks bestod ikke sin prøve og er ikke taget i brug. Det gamle er urørt. Kør igen: python ingest.py",
    en="The new index did not pass its check and is not in use. The old one is untouched. Run again: python ingest.py",
)
