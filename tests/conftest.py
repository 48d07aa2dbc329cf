"""Five short Danish documents with one right answer each, their index, and an assistant that answers from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from assistant import environment
from assistant.answering.assistant import Assistant
from assistant.ingestion.indexing import ingest
from assistant.protocols import ChatModel, Index
from assistant.retrieval.index import ChromaIndex, open_index
from assistant.retrieval.search import PassageSearch
from tests.fakes import FakeEmbedder

environment.prepare()
settings.register_profile("calm", deadline=None, derandomize=True)  # no failure by a busy machine or by chance
settings.load_profile("calm")

BOOKLET = """\
---
title: Hæftet om digital innovation
kind: publication
wording: own-words
---
Hæftet samler erfaringer fra fem arbejdspladser. Hæftet udkom i 2019.

## De fem kendetegn

Hæftet beskriver fem kendetegn ved god ledelse.

- Det første kendetegn er fokus på kerneopgaven.
- Det andet kendetegn er idéer fra medarbejderne.
- Det tredje kendetegn er kultur og rammer.
- Det fjerde kendetegn er mod og kompetencer.
- Det femte kendetegn er ledelse af forandringer.

## Hvad er ukendt?

Hæftets pris og sidetal nævnes ikke i omtalen. Forfatterne nævnes heller ikke.
"""
BOOKLET_META = """\
"":
  questions:
    da: ["Hvornår udkom hæftet?"]
    en: ["When was the booklet published?"]
  suggested:
    leader: ["Hvornår udkom hæftet?", "When was the booklet published?"]
  english:
    - en: "The booklet gathers experience from five workplaces."
      da: "Hæftet samler erfaringer fra fem arbejdspladser."
    - en: "The booklet was published in 2019."
      da: "Hæftet udkom i 2019."
De fem kendetegn:
  questions:
    da: ["Hvad er de fem kendetegn?", "Hvilke kendetegn er der på god ledelse?"]
    en: ["What are the five hallmarks?"]
  suggested:
    new_manager: ["Hvad er de fem kendetegn?", "What are the five hallmarks?"]
  english:
    - en: "The booklet describes five hallmarks of good leadership."
      da: "Hæftet beskriver fem kendetegn ved god ledelse."
    - en: "The first hallmark is a focus on the core task."
      da: "Det første kendetegn er fokus på kerneopgaven."
    - en: "The second hallmark is ideas from the employees."
      da: "Det andet kendetegn er idéer fra medarbejderne."
    - en: "The third hallmark is culture and framework."
      da: "Det tredje kendetegn er kultur og rammer."
    - en: "The fourth hallmark is courage and skills."
      da: "Det fjerde kendetegn er mod og kompetencer."
    - en: "The fifth hallmark is leading change."
      da: "Det femte kendetegn er ledelse af forandringer."
Hvad er ukendt?:
  not_known: true
  questions:
    da: ["Hvor mange sider har hæftet?", "Hvad er hæftets pris?"]
    en: ["What is the price of the booklet?"]
"""
CORPUS = {
    "publikation/haeftet.md": BOOKLET,
    "publikation/haeftet.meta.yaml": BOOKLET_META,
    "cases/ballerup.md": """\
---
title: Borgerservice i Ballerup
kind: case
workplace: Borgerservice
municipality_or_region: Ballerup Kommune
---
Borgerservice i Ballerup har guider, som hjælper borgerne ved skærmen. Guiderne blev uddannet i foråret 2017.

## Baggrund for guiderne

Guiderne kom, fordi køen ved skranken var blevet for lang.
""",
    "cases/paddehatten.md": """\
---
title: Børnehaven Paddehatten
kind: case
workplace: Paddehatten
municipality_or_region: Vejle Kommune
---
Paddehatten bruger små robotter, når børnene leger med sprog. Pædagogerne afprøvede robotterne i seks uger.
""",
    "baggrund/vaner.md": """\
---
title: Digitale vaner
---
Faste aftaler om mails giver arbejdsro i en travl hverdag. Et team kan aftale en time om dagen uden skærm.
""",
    "refleksion/ideer.md": """\
---
title: Spørgsmål til eftertanke
kind: reflection
wording: own-words
---
- Hvornår lyttede du sidst til en skæv idé?
- Hvem tør sige en halv tanke højt?
""",
}

RIGHT = {
    "Hvornår udkom hæftet?": "publikation/haeftet",
    "Hvad hjælper guider borgerne med i Ballerup?": "cases/ballerup",
    "Hvordan bruger Paddehatten robotter?": "cases/paddehatten",
    "Hvad giver faste aftaler om mails?": "baggrund/vaner",
    "Hvilke spørgsmål til eftertanke om en skæv idé kan vi drøfte på et teammøde?": "refleksion/ideer",
}
"""A question for each document, in words that the document shares."""


def write_corpus(folder: Path, files: dict[str, str]) -> Path:
    """Write these files below `folder`, by their paths."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def build_index(corpus_dir: Path, index_dir: Path) -> None:
    """Ingest a corpus with the fake embedder."""
    embedder = FakeEmbedder()
    report = ingest(
        corpus_dir=corpus_dir, index_dir=index_dir, embedding_model=embedder.name, embedder=lambda: embedder
    )
    assert report.failed == ()


def answer_from(
    search: PassageSearch,
    *,
    chat_model: ChatModel | None = None,
    refusal_threshold: float = 0.0,
    answer_sentences: int = 4,
) -> Assistant:
    """An assistant that holds any evidence to suffice, as the fitted verdict does not know the fake embedder."""
    return Assistant(
        lambda: search,
        answer_sentences=answer_sentences,
        refusal_threshold=refusal_threshold,
        chat_model=chat_model,
    )


@pytest.fixture(scope="session")
def small_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the five documents."""
    return write_corpus(tmp_path_factory.mktemp("small") / "corpus", CORPUS)


@pytest.fixture(scope="session")
def small_index(small_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Their index, open."""
    index_dir = tmp_path_factory.mktemp("small-index")
    build_index(small_corpus, index_dir)
    with open_index(index_dir, embedder_name="fake") as index:
        yield index


@pytest.fixture(scope="session")
def small_search(small_index: Index) -> PassageSearch:
    return PassageSearch(small_index, FakeEmbedder())


@pytest.fixture(scope="session")
def small_assistant(small_search: PassageSearch) -> Assistant:
    """Answers from the five documents whenever it can, in their own sentences."""
    return answer_from(small_search)


@pytest.fixture
def search_over(tmp_path: Path) -> Iterator[Callable[[dict[str, str]], PassageSearch]]:
    """Ingests other files into an index of their own, closed after the test."""
    opened: list[ChromaIndex] = []

    def search(files: dict[str, str]) -> PassageSearch:
        number = len(opened)
        build_index(write_corpus(tmp_path / f"corpus-{number}", files), tmp_path / f"index-{number}")
        opened.append(open_index(tmp_path / f"index-{number}", embedder_name="fake"))
        return PassageSearch(opened[-1], FakeEmbedder())

    yield search
    for index in opened:
        index.close()
