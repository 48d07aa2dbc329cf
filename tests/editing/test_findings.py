from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from assistant.editing.findings import Allowance, Finding, FindingKind, read_allowances, set_aside
from assistant.ingestion.problems import FileError
from assistant.text.checks import FINDINGS

FINDING = Finding("name_not_in_facts", "cases/solsikken › Hvad?", "KL", "KL var med.")


def test_an_allowance_covers_its_kind_place_and_item_only() -> None:
    here = Allowance("name_not_in_facts", "cases/solsikken › Hvad?", "KL", "known")
    anywhere = Allowance("name_not_in_facts", "*", "KL", "known")
    elsewhere = Allowance("name_not_in_facts", "cases/solsikken", "KL", "known")
    other = Allowance("name_not_in_facts", "*", "FH", "known")

    assert set_aside([FINDING], [here, elsewhere]) == ((), (elsewhere,))
    assert set_aside([FINDING], [anywhere]) == ((), ())
    assert set_aside([FINDING], [other]) == ((FINDING,), (other,))


@pytest.mark.parametrize("row", ["name_not_in_facts\t*\tKL", "name_not_in_facts\t*\tKL\t", "wrong\t*\tKL\tknown"])
def test_a_line_that_is_not_right_is_named(row: str, tmp_path: Path) -> None:
    path = tmp_path / "allowed.tsv"
    path.write_text(f"# comment\n{row}\n", encoding="utf-8")

    with pytest.raises(FileError) as caught:
        read_allowances(path)

    assert caught.value.problem.line == 2


def test_every_kind_of_finding_has_words_in_both_languages() -> None:
    assert set(FINDINGS) == set(get_args(FindingKind))
    assert all("KL" in phrase.say(language, item="KL") for phrase in FINDINGS.values() for language in ("da", "en"))
