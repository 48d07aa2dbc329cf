"""A few passages with their real spans, as the splitter would make them."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.datamodels import Hit, Label, Passage, Rendering, Source
from assistant.ingestion.splitting import split_sentences

BALLERUP = (
    "Ballerup Kommune samler medarbejdernes idéer på en fælles tavle. "
    "Hver fredag vælger lederen én idé, som afprøves i 3 uger. "
    "Borgerne inviteres med, når løsningen skal vurderes."
)
STORSTROEM = "Autismecenter Storstrøm bruger tablets i hverdagen. Cirka 2.000 medarbejdere har deltaget siden 2019."
REFLECTION = "Hvornår spurgte du sidst dine medarbejdere om idéer?"


def passage(
    text: str,
    *,
    id: str = "p1",
    document_id: str = "cases/ballerup",
    title: str = "Ballerup",
    heading_path: tuple[str, ...] = ("Idéerne",),
    label: Label = "background",
    start: int = 100,
    renderings: Sequence[tuple[str, str]] = (),
) -> Passage:
    """A passage of `text` that begins at `start`; `renderings` are pairs of English and the Danish words it renders."""
    return Passage(
        id=id,
        document_id=document_id,
        title=title,
        kind="case",
        language="da",
        label=label,
        heading_path=heading_path,
        text=text,
        start=start,
        end=start + len(text),
        sentences=tuple((start + begins, start + ends) for begins, ends in split_sentences(text)),
        sources=(Source(id="lederweb", title="Artikel", publisher="Lederweb", date="2019"),),
        renderings=tuple(
            Rendering(english, start + text.index(danish), start + text.index(danish) + len(danish))
            for english, danish in renderings
        ),
    )


def three_hits() -> tuple[Hit, ...]:
    """Ballerup, Storstrøm and a reflection question, best first."""
    return (
        Hit(passage(BALLERUP, id="ballerup"), 0.9),
        Hit(passage(STORSTROEM, id="storstroem", document_id="cases/storstroem", title="Storstrøm", start=40), 0.7),
        Hit(passage(REFLECTION, id="refleksion", document_id="refleksion/ideer", label="ours", start=0), 0.5),
    )
