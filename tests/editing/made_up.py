"""A dossier of four facts, and documents about them."""

from __future__ import annotations

from assistant.datamodels import Document, Rendering, Section
from assistant.editing.dossiers import parse_dossiers

DOSSIER = """\
## 2. Arbejdspladserne

### 2.1 Solsikken (Nordby Kommune)

- F001. Professor Anna Lund (Nordby Universitet) fulgte tre børnehaver i 2017. [S1] ⏱
- F002. Hun fandt, at 11 pct. af personalet brugte tavler. [S1][S2] ✂
- F003 P. Solsikken fik 25.000 kr. i maj 2018 (se 1.4). [S2]

### 2.2 Skoven

- F004. Hun er ikke nævnt her. [S1]

## 5. Rettelser

* **F003 (beløbet).** Avisen skriver 30.000 kr. [S3].

| id | titel | udgiver | dato | URL |
|---|---|---|---|---|
| S1 | Tavler i børnehøjde | Fagbladet Børn | 23-05-2019 | https://example.org/99 |
| S2 | Årsrapport | Nordby Kommune | ikke synlig | https://example.org/98 |
| S3 | Nyt fra Solsikken | Nordby Avis | 2020 | https://example.org/97 |
"""
WORDINGS = parse_dossiers([DOSSIER])


def document(*sentences: str, facts: tuple[str, ...] = ("F001", "F002", "F003"), english: str = "") -> Document:
    """A document of one section with these sentences; `english` renders all of them."""
    text = " ".join(sentences)
    section = Section(
        heading_path=("Hvad skete der?",),
        start=0,
        end=len(text),
        label="background",
        facts=facts,
        renderings=(Rendering(english, 0, len(text)),) if english else (),
    )
    return Document(id="cases/solsikken", title="Solsikken", text=text, sections=(section,))
