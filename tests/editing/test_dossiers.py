from __future__ import annotations

from pathlib import Path

from assistant.editing.dossiers import DOSSIERS, find_dossiers
from tests.editing.made_up import WORDINGS


def test_a_fact_is_its_own_words_without_signs_and_references() -> None:
    assert list(WORDINGS) == ["F001", "F002", "F003", "F004"]
    assert WORDINGS["F001"].text == "Professor Anna Lund (Nordby Universitet) fulgte tre børnehaver i 2017."
    assert WORDINGS["F003"].text.startswith("Solsikken fik 25.000 kr. i maj 2018 .")


def test_a_fact_stands_in_the_context_of_its_headings_and_sources() -> None:
    context = WORDINGS["F001"].context

    assert "Arbejdspladserne" in context
    assert "Solsikken (Nordby Kommune)" in context
    assert "Fagbladet Børn" in context
    assert "23-05-2019" in context
    assert "2.1" not in context
    assert "example.org" not in context


def test_a_correction_belongs_to_the_facts_it_names_with_its_sources() -> None:
    assert "30.000 kr." in WORDINGS["F003"].text
    assert "Nordby Avis" in WORDINGS["F003"].context
    assert "30.000" not in WORDINGS["F002"].text


def test_a_fact_that_refers_back_has_the_one_before_it_in_its_context_within_its_section() -> None:
    assert "Anna Lund" in WORDINGS["F002"].context
    assert "Solsikken fik" not in WORDINGS["F004"].context


def test_dossiers_are_found_beside_the_project_or_not_at_all(tmp_path: Path) -> None:
    corpus = tmp_path / "project" / "corpus"
    shared = tmp_path / "shared"
    corpus.mkdir(parents=True)
    shared.mkdir()
    assert find_dossiers(corpus) == ()

    (shared / DOSSIERS[0]).touch()
    assert find_dossiers(corpus) == ()

    (shared / DOSSIERS[1]).touch()
    assert find_dossiers(corpus) == tuple(shared / name for name in DOSSIERS)
