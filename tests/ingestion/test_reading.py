from __future__ import annotations

from pathlib import Path

import pytest

from assistant.datamodels import Problem, Source
from assistant.errors import CorpusError
from assistant.ingestion.reading import document_id, read_corpus, read_document
from tests.ingestion.conftest import Write

CASE = """---
title: "Paddehatten: en børnehave"
kind: case
wording: own-words
workplace: Paddehatten
municipality_or_region: Vejle
sector: dagtilbud
sources: [S1, {title: Et notat, publisher: Vejle, date: 2019-05-23}]
---
Paddehatten er en børnehave.

## Hvem er med?

Børnene er med. Forældrene er med.

## Hvad koster det?

Prisen er ikke kendt.
"""
META = """Hvem er med?:
  sources: [S2]
  facts: [F001]
  label: coverage
  questions:
    da: [Hvem er med i Vejle?]
    en: [Who takes part in Vejle?]
  suggested:
    leader: [Hvem er med i Vejle?, Who takes part in Vejle?]
  english:
    - {en: The children take part., da: Børnene er med.}
    - {en: The parents take part., da: Forældrene er med.}
Hvad koster det?:
  not_known: true
"""
SOURCES = """S1: {title: Pressemeddelelse, publisher: KL, date: 2019-05-23, url: "https://example.org/1"}
S2: {title: En artikel, publisher: null, date: null, interested: true, ages: true}
"""
FACTS = "F001: {sources: [S2], label: coverage}\n"


@pytest.fixture
def case(write: Write) -> Path:
    write("sources.yaml", SOURCES)
    write("facts.yaml", FACTS)
    write("cases/paddehatten.meta.yaml", META)
    return write("cases/paddehatten.md", CASE)


def only_problem(corpus_dir: Path) -> Problem:
    _, problems = read_corpus(corpus_dir)
    assert len(problems) == 1
    return problems[0]


def test_a_document_carries_its_front_matter_its_sections_and_what_is_known_about_them(
    case: Path, corpus_dir: Path
) -> None:
    document = read_document(case, root=corpus_dir)

    assert (document.id, document.title, document.kind) == ("cases/paddehatten", "Paddehatten: en børnehave", "case")
    assert (document.workplace, document.municipality_or_region, document.sector) == (
        "Paddehatten",
        "Vejle",
        "dagtilbud",
    )
    assert document.text == CASE.split("---\n", 2)[2]
    opening, who, cost = document.sections
    assert [section.heading_path for section in document.sections] == [(), ("Hvem er med?",), ("Hvad koster det?",)]
    assert document.text[opening.start : opening.end] == "Paddehatten er en børnehave."
    assert document.text[who.start : who.end] == "Børnene er med. Forældrene er med."
    assert opening.sources == (
        Source("S1", "Pressemeddelelse", "KL", "2019-05-23", "https://example.org/1"),
        Source(None, "Et notat", "Vejle", "2019-05-23"),
    )
    assert (opening.label, who.label, cost.label) == ("background", "coverage", "background")
    assert who.sources == (Source("S2", "En artikel", interested=True, ages=True),)
    assert who.facts == ("F001",)
    assert (who.questions_da, who.questions_en) == (("Hvem er med i Vejle?",), ("Who takes part in Vejle?",))
    assert [(s.question, s.language, s.reader) for s in who.suggestions] == [
        ("Hvem er med i Vejle?", "da", "leader"),
        ("Who takes part in Vejle?", "en", "leader"),
    ]
    assert [(r.text, document.text[r.start : r.end]) for r in who.renderings] == [
        ("The children take part.", "Børnene er med."),
        ("The parents take part.", "Forældrene er med."),
    ]
    assert cost.not_known
    assert not who.not_known


def test_only_a_title_is_required(write: Write, corpus_dir: Path) -> None:
    document = read_document(write("Notat.md", title="Et notat", body="Tekst."), root=corpus_dir)

    assert (document.id, document.title, document.text) == ("notat", "Et notat", "Tekst.")
    assert (document.kind, document.language, document.wording) == ("background", "da", "verbatim")
    assert document.sections[0].sources == ()


@pytest.mark.parametrize(
    ("kind", "wording", "label"),
    [
        ("publication", "own-words", "coverage"),
        ("publication", "verbatim", "publication"),
        ("hallmark", "own-words", "coverage"),
        ("case", "own-words", "background"),
        ("background", "verbatim", "background"),
        ("reflection", "own-words", "ours"),
    ],
)
def test_the_label_follows_the_kind_where_no_meta_file_says_otherwise(
    write: Write, corpus_dir: Path, kind: str, wording: str, label: str
) -> None:
    path = write("a.md", f"---\ntitle: A\nkind: {kind}\nwording: {wording}\n---\nTekst.\n")

    assert read_document(path, root=corpus_dir).sections[0].label == label


def test_headings_nest_and_those_in_code_are_none(write: Write, corpus_dir: Path) -> None:
    body = "# A\n\nEn.\n\n### B ###\n\nTo.\n\n```\n# ikke en overskrift\n```\n\n## C\n\n## D\n\nTre.\n#uden mellemrum\n"
    document = read_document(write("a.md", title="A", body=body), root=corpus_dir)

    assert [section.heading_path for section in document.sections] == [("A",), ("A", "B"), ("A", "D")]
    assert document.text[document.sections[1].start : document.sections[1].end].endswith("# ikke en overskrift\n```")


def test_line_ends_and_a_byte_order_mark_do_not_matter(write: Write, corpus_dir: Path) -> None:
    path = write("a.md", b"\xef\xbb\xbf---\r\ntitle: A\r\n---\r\nEn.\r\rTo.\r\n")

    assert read_document(path, root=corpus_dir).text == "En.\n\nTo.\n"


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("kendetegn/2-Idéudvikling.md", "kendetegn/2-ideudvikling"),
        ("Ærø/Ølby på Åen.md", "aeroe/oelby-paa-aaen"),
        ("a\u030alborg.md", "aalborg"),
        ("Füße & mere.v2.md", "fu-e-mere.v2"),
    ],
)
def test_an_id_is_the_path_in_lower_case_ascii(name: str, id: str) -> None:
    assert document_id(Path("corpus") / name, root=Path("corpus")) == id


def test_a_readme_in_the_root_other_formats_and_hidden_files_are_no_documents(write: Write, corpus_dir: Path) -> None:
    write("README.md", "Ingen titel.")
    write("noter.txt", "Ingen titel.")
    write(".skjult/a.md", "Ingen titel.")
    write("mappe/README.md", title="Med", body="Tekst.")

    documents, problems = read_corpus(corpus_dir)

    assert [document.id for document in documents] == ["mappe/readme"]
    assert problems == ()


def test_extra_files_and_folders_come_after_the_corpus_and_share_its_sources(
    write: Write, corpus_dir: Path, tmp_path: Path
) -> None:
    write("sources.yaml", SOURCES)
    write("a.md", title="A", body="Tekst.")
    folder = tmp_path / "andre"
    (folder / "dybt").mkdir(parents=True)
    (folder / "dybt" / "b.md").write_text("---\ntitle: B\nsources: [S2]\n---\nTekst.", encoding="utf-8")
    file = tmp_path / "c.md"
    file.write_text("---\ntitle: C\n---\nTekst.", encoding="utf-8")

    documents, problems = read_corpus(corpus_dir, extra=[folder, file, corpus_dir / "a.md"])

    assert [document.id for document in documents] == ["a", "dybt/b", "c"]
    assert documents[1].sections[0].sources[0].title == "En artikel"
    assert problems == ()


def test_source_ids_stand_for_themselves_where_there_is_no_register(write: Write, corpus_dir: Path) -> None:
    path = write("a.md", "---\ntitle: A\nsources: [S9]\n---\nTekst.")

    assert read_document(path, root=corpus_dir).sections[0].sources == (Source("S9", "S9"),)


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        ("Tekst uden titel.", 1, "Begin the file with the three lines"),
        ("---\ntitle: A\nTekst.", 1, "never end"),
        ("---\nkind: case\n---\nTekst.", 1, "“title” is missing"),
        ("---\ntitle:\n---\nTekst.", 1, "“title” is missing"),
        ("---\ntitle: [A]\n---\nTekst.", 2, "must be text"),
        ("---\ntitle: A\nforfatter: B\n---\nTekst.", 3, "“forfatter” is not a known field"),
        ("---\ntitle: A\n\nkind: sag\n---\nTekst.", 4, "“kind” cannot be “sag”. Write one of: publication, hallmark"),
        ("---\ntitle: A\nlanguage: [da]\n---\nTekst.", 3, "“language” cannot be"),
        ("---\ntitle: A: b\n---\nTekst.", 2, "cannot be read as YAML"),
        ("---\ntitle: A\ntitle: B\n---\nTekst.", 3, "“title” stands twice"),
        ("---\n- A\n---\nTekst.", 2, "name: value"),
        ("---\ntitle: A\nsources: S1\n---\nTekst.", 3, "“sources” must be a list"),
        ("---\ntitle: A\nsources: [S1, S7]\n---\nTekst.", 3, "“S7” is not in sources.yaml"),
        ("---\ntitle: A\nsources:\n- publisher: KL\n---\nTekst.", 4, "“title” is missing"),
        ("---\ntitle: A\n---\n\n# Kun en overskrift\n", 4, "no text"),
        ("---\ntitle: A\n---\n", 4, "no text"),
        (b"---\ntitle: A\n---\nBl\xe5 tekst.", 4, "UTF-8"),
    ],
)
def test_a_mistake_is_named_with_file_and_line_and_the_others_go_on(
    write: Write, corpus_dir: Path, content: str | bytes, line: int, says: str
) -> None:
    write("sources.yaml", SOURCES)
    path = write("a.md", content)
    write("b.md", title="B", body="Tekst.")

    documents, problems = read_corpus(corpus_dir)

    assert [document.id for document in documents] == ["b"]
    assert [(problem.path, problem.line) for problem in problems] == [(str(path), line)]
    assert says in problems[0].message_en
    with pytest.raises(CorpusError) as caught:
        read_document(path, root=corpus_dir)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert caught.value.say("da").startswith(f"{path}:{line}: ")


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("Hvem er med?:", "Hvem er her?:", 1, "“Hvem er her?” is not in paddehatten.md"),
        ("da: Børnene er med.", "da: Børnene var med.", 11, "word for word in its section: “Børnene var med.”"),
        ("da: Børnene er med.", "da: Paddehatten er en børnehave.", 11, "word for word in its section"),
        (
            "not_known: true",
            "questions: {en: [who takes part in vejle?]}",
            14,
            'stands under paddehatten.meta.yaml, "Hvem er med?" too',
        ),
        ("Hvem er med?:", "Hvem er me?:", 1, "Did you mean “Hvem er med?”"),
        ("facts: [F001]", "facts: [F01]", 3, "Did you mean “F001”"),
        ("label: coverage", "labels: coverage", 4, "Did you mean “label”"),
        ("da: Børnene er med.", "da: Børnene er mde.", 11, "Did you mean “Børnene er med.”"),
        ("leader: [Hvem er med i Vejle?,", "leader: [Hvem er med i Vejle,", 9, "Did you mean “Hvem er med i Vejle?”"),
        ("  label: coverage", "\tlabel: coverage", 4, "Indent it with two spaces"),
        ("label: coverage", "label:coverage", 4, "with a space after the colon"),
        ("not_known: true", "not_known: måske", 14, "must be true or false"),
        ("facts: [F001]", "facts: [F999]", 3, "“F999” is not in facts.yaml"),
        ("sources: [S2]", "sources: [S3]", 2, "“S3” is not in sources.yaml"),
        ("label: coverage", "etiket: coverage", 4, "“etiket” is not a known field"),
        ("label: coverage", "label: omtale", 4, "“label” cannot be “omtale”"),
        ("    leader:", "    director:", 9, "“director” is not a known field"),
        ("leader: [Hvem er med i Vejle?", "leader: [Hvem er med?", 9, "not among the section's questions"),
        ("{en: The children take part., da: Børnene er med.}", "{da: Børnene er med.}", 11, "“en” must be text"),
        ("questions:\n", "questions:\n    da: []\n", 7, "“da” stands twice"),
    ],
)
def test_a_mistake_in_a_meta_file_fails_the_document_and_names_the_line(
    case: Path, write: Write, corpus_dir: Path, old: str, new: str, line: int, says: str
) -> None:
    assert old in META
    meta_path = write("cases/paddehatten.meta.yaml", META.replace(old, new, 1))

    problem = only_problem(corpus_dir)

    assert problem.path == str(meta_path)
    assert says in problem.message_en
    assert problem.line == line


def test_a_question_that_another_document_has_is_a_problem_of_the_second(
    case: Path, write: Write, corpus_dir: Path
) -> None:
    write("z.md", "---\ntitle: Et til\n---\nTekst.\n")
    write("z.meta.yaml", '"":\n  questions:\n    da: [Noget andet?, hvem er med i vejle?]\n')

    problem = only_problem(corpus_dir)

    assert (Path(problem.path).name, problem.line) == ("z.meta.yaml", 3)
    assert "stands under cases/paddehatten too" in problem.message_en


def test_a_heading_that_stands_twice_cannot_be_described(write: Write, corpus_dir: Path) -> None:
    write("a.md", title="A", body="## B\n\nEn.\n\n## B\n\nTo.\n")
    write("a.meta.yaml", "B: {label: ours}\n")

    assert "“B” stands twice in a.md" in only_problem(corpus_dir).message_en


def test_two_files_with_one_id_are_a_problem_of_the_second(write: Write, corpus_dir: Path) -> None:
    first = write("å.md", title="A", body="Tekst.")
    second = write("aa.md", title="B", body="Tekst.")

    documents, problems = read_corpus(corpus_dir)

    assert [document.title for document in documents] == ["B"]
    assert problems[0].path == str(first)
    assert f"the same id (aa) as {second}" in problems[0].message_en


def test_a_missing_folder_and_a_missing_extra_path_cannot_be_read(corpus_dir: Path, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="does not exist"):
        read_corpus(tmp_path / "ingen")
    with pytest.raises(CorpusError, match="does not exist"):
        read_corpus(corpus_dir, extra=[tmp_path / "ingen.md"])


def test_an_extra_file_of_another_format_cannot_be_read(corpus_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Tekst.", encoding="utf-8")

    with pytest.raises(CorpusError, match="not a Markdown file"):
        read_corpus(corpus_dir, extra=[tmp_path / "a.txt"])


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("sources.yaml", "S1: {title: A}\nS2: {titel: B}\n", "sources.yaml:2: “titel” is not a known field"),
        ("sources.yaml", "S1: {title: A, interested: ja}\n", "sources.yaml:1: “interested” must be true or false"),
        ("facts.yaml", "F001: {sources: [S1], label: omtale}\n", "facts.yaml:1: “label” cannot be “omtale”"),
    ],
)
def test_a_broken_register_stops_the_reading(
    write: Write, corpus_dir: Path, name: str, content: str, says: str
) -> None:
    write(name, content)

    with pytest.raises(CorpusError, match=says):
        read_corpus(corpus_dir)


def test_an_alias_that_stands_for_billions_is_read_once(write: Write, corpus_dir: Path) -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    write("a.md", "---\n" + "\n".join(lines) + "\n---\nTekst.")

    assert only_problem(corpus_dir).line == 2
