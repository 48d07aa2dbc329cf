"""The numbers, shares and dates of a Danish or English text, so that two texts can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.datamodels import Language
from assistant.ingestion.markdown import MONTHS

_DANISH = ". . to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten tyve"
_ENGLISH = (
    ". . two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_DANISH_TENS = "tyve tredive fyrre halvtreds tres halvfjerds firs halvfems"
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_DANISH_ORDINALS = "tredje fjerde femte sjette syvende ottende niende tiende ellevte tolvte"
_ENGLISH_ORDINALS = "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_ENGLISH_MONTHS = "January February March April May June July August September October November December"
ENGLISH_MONTHS = tuple(_ENGLISH_MONTHS.split())
# "En" and "one" are articles and pronouns more often than numbers: they vouch for a 1, but none is asked of them.
_DANISH_VOUCHING = "en=1 et=1 ene=1 eneste=1 enkelt=1 først=1. anden=2 andet=2 begge=2 både=2 par=2 halvt=1/2 halve=1/2"
_ENGLISH_VOUCHING = (
    "one=1 a=1 an=1 single=1 only=1 once=1 each=1 initial=1. initially=1. both=2 couple=2 pair=2 twice=2"
)
_VOUCHING = {
    "da": dict(entry.split("=") for entry in _DANISH_VOUCHING.split()),
    "en": dict(entry.split("=") for entry in _ENGLISH_VOUCHING.split()),
}


@dataclass(frozen=True, slots=True)
class Number:
    """A number as `written`; `asks` are its ways to be confirmed, any one of which is enough, `gives` what it confirms.

    Both hold keys such as `11`, `11 %`, `1/3`, `1.` (the first), `§ 6`, `2019-05-23`, `2019-05` or `month 05`.
    """

    written: str
    asks: frozenset[str]
    gives: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Tongue:
    """How numbers are written in one language."""

    words: Mapping[str, int]
    ordinals: Mapping[str, int]
    months: tuple[str, ...]
    exact: Mapping[str, str]
    digits: str
    thousands: str
    percent: str
    scale: Mapping[str, int]
    between: str
    one_in: str
    fraction: str
    date: str


def _counted(text: str) -> dict[str, int]:
    return {word: value for value, word in enumerate(text.split()) if word != "."}


def _tens(text: str) -> dict[str, int]:
    return {word: 10 * value for value, word in enumerate(text.split(), start=2)}


def _ordinals(text: str) -> dict[str, int]:
    return dict(zip(text.split(), range(3, 13), strict=True))


def _up_to_ninety_nine(counted: Mapping[str, int], tens: Mapping[str, int], *, one: str, form: str) -> dict[str, int]:
    """The words for 0 to 99; `form` says how a unit and a ten are put together, `one` what 1 is called there."""
    units = {word: value for word, value in {**counted, one: 1}.items() if 0 < value < 10}
    together = {
        form.format(unit=unit, ten=ten): value + ten_value
        for ten, ten_value in tens.items()
        for unit, value in units.items()
    }
    return {**counted, **tens, **together}


_DANISH_WORDS = {
    **_up_to_ninety_nine(_counted(_DANISH), _tens(_DANISH_TENS), one="en", form="{unit}og{ten}"),
    "hundrede": 100,
    "tusind": 1000,
}
_ENGLISH_WORDS = {
    **_up_to_ninety_nine(_counted(_ENGLISH), _tens(_ENGLISH_TENS), one="one", form="{ten}-{unit}"),
    "hundred": 100,
    "thousand": 1000,
}
_TONGUES: Mapping[Language, _Tongue] = {
    "da": _Tongue(
        words=_DANISH_WORDS,
        ordinals=_ordinals(_DANISH_ORDINALS),
        months=MONTHS,
        exact={"én": "1", "ét": "1", "første": "1.", "halvdelen": "1/2", "halvanden": "1.5", "halvandet": "1.5"},
        digits=r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?",
        thousands=".",
        percent=r"\s*(?:pct\b\.?|procent|%)",
        scale={"mio": 10**6, "million": 10**6, "mia": 10**9, "milliard": 10**9, "tusind": 1000},
        between=r"og|eller|til|mod",
        one_in=r"(?:hver(?=\s+(?:anden|andet|{ordinals})\b)|(?:en|én|1)\s+ud\s+af)\s+(?P<nth>anden|andet|{ordinals}|{words})",
        fraction=r"(?P<top>en|et|{words})\s+(?P<part>{ordinals})dele?",
        date=r"(?:(?P<day>\d{{1,2}})\.\s*)?(?P<month>{months})(?:/(?P<other>{months}))?(?:\s+(?P<year>(?:19|20)\d\d))?",
    ),
    "en": _Tongue(
        words=_ENGLISH_WORDS,
        ordinals=_ordinals(_ENGLISH_ORDINALS),
        months=ENGLISH_MONTHS,
        exact={"first": "1.", "half": "1/2", "halves": "1/2", "halve": "1/2", "halved": "1/2", "second": "2"},
        digits=r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?",
        thousands=",",
        percent=r"\s*(?:per\s?cent|%)",
        scale={"million": 10**6, "billion": 10**9, "thousand": 1000},
        between=r"and|or|to|against",
        one_in=r"(?:(?:every|each)(?=\s+(?:other|second|{ordinals})\b)|one\s+(?:in|out\s+of)(?:\s+every)?)\s+"
        r"(?P<nth>other|second|{ordinals}|{words})",
        fraction=r"(?P<top>a|one|{words})[\s-]+(?P<part>{ordinals}|quarter)s?",
        date=r"(?:(?P<day>\d{{1,2}})\s+)?(?P<month>{months})(?:/(?P<other>{months}))?(?:\s+(?P<year>(?:19|20)\d\d))?",
    ),
}
_FIXED_DATE = r"(?P<dd>\d\d)-(?P<mm>\d\d)-(?P<yyyy>(?:19|20)\d\d)|(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)"
_HALF_MORE = r"(?:one|an?)\s+(?:\w+\s+)?and\s+a\s+half"


def _pattern(tongue: _Tongue) -> re.Pattern[str]:
    """One pattern for everything that counts as a number, the longest forms first."""
    lists = {
        "words": "|".join(sorted(tongue.words, key=len, reverse=True)),
        "ordinals": "|".join(tongue.ordinals),
        "months": "|".join(tongue.months),
    }
    exact = "|".join(tongue.exact)
    scale = "|".join(tongue.scale)
    return re.compile(
        rf"(?<![^\W_])(?:(?P<fixed>{_FIXED_DATE})|(?P<phone>\d(?:-\d){{2,}})|(?P<half_more>{_HALF_MORE})"
        rf"|(?P<date>{tongue.date.format(**lists)})|(?P<one_in>{tongue.one_in.format(**lists)})"
        rf"|(?P<fraction>{tongue.fraction.format(**lists)})|(?P<exact>{exact})"
        rf"|(?P<ordinal>{lists['ordinals']})|(?P<paragraph>(?:§|section)\s*)?(?:(?P<digits>{tongue.digits})(?P<half>½)?|½"
        rf"|(?P<word>{lists['words']}))(?:[\s-]+(?P<scale>{scale})(?:er|en|s|e)?\b\.?)?)(?![^\W_])",
        re.IGNORECASE,
    )


_PATTERNS = {language: _pattern(tongue) for language, tongue in _TONGUES.items()}


def find_numbers(text: str, language: Language) -> tuple[Number, ...]:
    """The numbers of `text` in their order; empty where there are none."""
    found: list[tuple[re.Match[str], Number]] = []
    for match in _PATTERNS[language].finditer(text):
        if language == "en" and match["month"] and not match["month"][0].isupper():
            continue  # "may" and "march" are verbs
        found.extend((match, number) for number in _read(match, text, language))
    numbers = _spread_percent([*found], text, _TONGUES[language])
    return tuple(numbers)


def confirmed_numbers(text: str, language: Language) -> frozenset[str]:
    """The keys that `text` confirms; a number is confirmed by it where any of its `asks` is among them."""
    keys = {key for number in find_numbers(text, language) for key in number.gives}
    for word in re.findall(r"[^\W\d_]+", text.lower()):
        vouched = _VOUCHING[language].get(word)
        keys |= {vouched} if vouched else set()
    if re.search(r"\w+procent", text):  # "svarprocenten var 35, 50, 50 og 36"
        keys |= {f"{key} %" for key in keys if key.isdigit()}
    return frozenset(keys)


def _read(match: re.Match[str], text: str, language: Language) -> Iterator[Number]:
    """The number that `match` found; a date also gives its year as a number of its own."""
    tongue = _TONGUES[language]
    written = match[0].strip()
    if match["fixed"]:
        year, month, day = (match["yyyy"] or match["y"], match["mm"] or match["m"], match["dd"] or match["d"])
        yield from _dated(written, int(month), year=year, day=int(day))
    elif match["date"]:
        names = [name.lower() for name in tongue.months]
        for name in filter(None, (match["month"], match["other"])):
            yield from _dated(
                written,
                names.index(name.lower()) + 1,
                year=match["year"],
                day=int(match["day"]) if match["day"] else None,
            )
    elif match["one_in"]:
        bottom = {**tongue.words, **tongue.ordinals}.get(match["nth"].lower(), 2)
        yield _number(written, f"1/{bottom}", gives={f"1/{bottom}", str(bottom)})
    elif match["fraction"]:
        top = tongue.words.get(match["top"].lower(), 1)
        bottom = tongue.ordinals.get(match["part"].lower(), 4)
        # "A third" may count as well as divide.
        asks = {f"{top}/{bottom}", *({str(bottom)} if top == 1 else ())}
        yield Number(written, frozenset(asks), frozenset({f"{top}/{bottom}", str(bottom)}))
    elif match["phone"]:
        yield _number(written, match["phone"].replace("-", ""))
    elif match["half_more"]:
        yield _number(written, "1.5")
    elif match["exact"]:
        yield _number(written, tongue.exact[match["exact"].lower()])
    elif match["ordinal"]:
        yield _number(written, str(tongue.ordinals[match["ordinal"].lower()]))
    else:
        yield _plain(match, text, tongue)


def _plain(match: re.Match[str], text: str, tongue: _Tongue) -> Number:
    value = float(tongue.words[match["word"].lower()]) if match["word"] else 0.0
    if match["digits"]:
        value = float(match["digits"].replace(tongue.thousands, "").replace(",", "."))
    if "½" in match[0]:
        value += 0.5
    base = f"{value:.15g}"
    key = base
    if match["scale"]:
        key = f"{value * tongue.scale[match['scale'].lower()]:.15g}"
    gives = {base, key}
    if match["paragraph"]:
        key = f"§ {base}"
        gives.add(key)
    if re.match(tongue.percent, text[match.end() :], re.IGNORECASE):
        key = f"{key} %"
        gives.add(key)
    short_year = re.search(r"(?<!\d)((?:19|20)\d\d)[-–]$", text[: match.start()])
    asks = {key}
    if short_year and len(base) == 2:  # 2013-14
        asks.add(short_year[1][:2] + base)
    return Number(match[0].strip(), frozenset(asks), frozenset(gives | asks))


def _dated(written: str, month: int, *, year: str | None, day: int | None) -> Iterator[Number]:
    gives = {f"month {month:02}"}
    best = f"month {month:02}"
    if day:
        best = f"{month:02}-{day:02}"
        gives.add(best)
    if year:
        gives.add(f"{year}-{month:02}")
        best = f"{year}-{month:02}-{day:02}" if day else f"{year}-{month:02}"
        gives.add(best)
        yield _number(year, year)
    yield _number(written, best, gives=gives)


def _number(written: str, key: str, *, gives: set[str] | None = None) -> Number:
    return Number(written, frozenset({key}), frozenset(gives or {key}))


def _spread_percent(found: list[tuple[re.Match[str], Number]], text: str, tongue: _Tongue) -> list[Number]:
    """The numbers in order; in "32 og 7 pct." the 32 may be a share as well."""
    numbers: list[Number] = []
    following: tuple[int, bool] | None = None
    for match, number in reversed(found):
        share = any(key.endswith(" %") for key in number.gives)
        if following and following[1] and not share:
            gap = text[match.end() : following[0]]
            if re.fullmatch(rf"\s*(?:,|-|–|{tongue.between})?\s*(?:{tongue.between})?\s*", gap):
                either = {*number.asks, *(f"{key} %" for key in number.asks)}
                number = Number(number.written, frozenset(either), number.gives | either)
                share = True
        numbers.append(number)
        following = (match.start(), share)
    return numbers[::-1]
