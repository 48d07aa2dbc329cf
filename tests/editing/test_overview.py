from __future__ import annotations

from assistant.datamodels import Document, Rendering, Section, Source
from assistant.editing.overview import count_words, survey
from assistant.ingestion.registers import Fact, Registers

PRESS = Source("S1", "Pressemeddelelse", date="2019-05-23")
SURVEY = Source("S2", "Måling", date="data 2018-2019", ages=True)
LEAFLET = Source("S3", "Brochure", interested=True)


def document(id: str, *sections: Section, text: str = "Katten sover. Katten spiser.") -> Document:
    return Document(id, "Kat", text, sections, wording="own-words")


def section(start: int = 0, end: int = 28, **known: object) -> Section:
    return Section((), start, end, label="coverage", **known)  # type: ignore[arg-type]


def test_words_are_counted_as_they_are_read() -> None:
    assert count_words("KL's tal fra 1-1-2: 2,5 mio. – i 2018–2019, »ja«.") == 10


def test_each_folder_is_counted_and_a_fact_told_in_two_of_them_counts_once_in_all() -> None:
    rendered = (Rendering("The cat sleeps.", 0, 13),)
    overview = survey(
        [
            document("a/1", section(facts=("F1", "F2"), questions_da=("Sover den?", "Hvad spiser den?"))),
            document("a/2", section(facts=("F2",), questions_en=("Does it sleep?",), renderings=rendered)),
            document("b/3", section(facts=("F1",))),
        ],
        Registers(),
    )

    assert [(folder.folder, folder.documents, folder.words, folder.facts) for folder in overview.folders] == [
        ("a", 2, 8, 2),
        ("b", 1, 4, 1),
    ]
    total = overview.total
    assert (total.documents, total.words, total.sections, total.facts) == (3, 12, 3, 2)
    assert (total.questions_da, total.questions_en, total.sentences, total.rendered) == (2, 1, 6, 1)


def test_facts_are_counted_by_label_and_sources_by_year_newest_first() -> None:
    registers = Registers(
        facts={
            "F1": Fact(("S1",), "coverage"),
            "F2": Fact(("S2",), "background"),
            "F3": Fact(("S3",), "background"),
        }
    )
    overview = survey([document("a", section(facts=("F1", "F3"), sources=(PRESS, SURVEY, LEAFLET)))], registers)

    assert overview.facts_used == {"coverage": 1, "background": 1}
    assert overview.facts_known == {"coverage": 1, "background": 2}
    assert list(overview.sources_by_year.items()) == [(2019, 2), (None, 1)]
    assert (overview.ageing, overview.interested) == (1, 1)


def test_an_empty_corpus_counts_nothing() -> None:
    overview = survey([], Registers())

    assert overview.folders == ()
    assert overview.total.words == 0
    assert overview.sources_by_year == {}
