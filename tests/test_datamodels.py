from __future__ import annotations

import pytest

from assistant.datamodels import Source


@pytest.mark.parametrize(
    ("date", "years"),
    [
        ("2019-05-23", (2019,)),
        ("data 2018-2019", (2018, 2019)),
        ("2017, nr. 13", (2017,)),
        ("forår", ()),
        ("20191", ()),
        (None, ()),
    ],
)
def test_a_source_is_of_the_years_that_its_date_names(date: str | None, years: tuple[int, ...]) -> None:
    assert Source("S", "T", date=date).years == years
