"""The turns of phrase by which a question shows what it asks for, what it leans on, or that it means to steer us."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from assistant.datamodels import Language

AsksFor = Literal["number", "price", "date", "name", "place", "list", "reflection", "contact", "yes_no"]


def any_of(*alternatives: str) -> re.Pattern[str]:
    """One pattern that finds any of these, in any case, across lines."""
    return re.compile("|".join(f"(?:{alternative})" for alternative in alternatives), re.I | re.S)


COUNTS: Mapping[Language, Mapping[str, int]] = {
    "da": {"to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8, "ni": 9, "ti": 10},
    "en": {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10},
}

ASKS_FOR: Mapping[AsksFor, re.Pattern[str]] = {
    "number": any_of(
        r"\bhvor (mange|meget|stor[et]?|langt?|længe|ofte|høj|gammel)\b",
        r"\b(antal\w*|procent\w*|pct|andel\w*|sidetal)\b",
        r"\bhow (many|much|long|large|big|often|old)\b",
        r"\b(number of|percent\w*|share of)\b",
    ),
    "price": any_of(
        r"\b(koste\w*|pris\w*|gratis|kroner|betale\w*|budget\w*|udgift\w*)\b",
        r"\bkr\.",
        r"\b(cost\w*|price\w*|fee|pay|free of charge)\b",
    ),
    "date": any_of(r"\b(hvornår|hvilket år|hvilken dato|årstal\w*)\b", r"\b(when|(what|which) (year|date|month))\b"),
    "name": any_of(r"\b(hvem|hvis navn|hvad hedder|navnet på)\b", r"\b(who|whose|what is the name)\b"),
    "place": any_of(r"\b(hvor (ligger|kan|finder|henne|får|er|i landet|foregår)|hvorfra)\b", r"\bwhere\b"),
    "list": any_of(
        r"\b(hvilke|nævn|oplist|list|remse?|opremsn?\w*)\b",
        r"\b(which|name the|what are the)\b",
        r"\bde (to|tre|fire|fem|seks|syv|otte|ni|ti)\b",
        r"\bthe (two|three|four|five|six|seven|eight|nine|ten)\b",
    ),
    "reflection": any_of(
        r"\b(refleksion\w*|reflekter\w*|til eftertanke|gruble\w*|tænke over|tænke videre over)\b",
        r"\bspørgsmål\w* (til|jeg|vi|man|som|om)\b",
        r"\bspørge (mig selv|os selv|min|mit|mine|vores|teamet|gruppen)\b",
        r"\b(drøfte|diskutere|vende|tale om|snakke om|noget at)\b.*\b(møde|team|\w*gruppe|personale|medarbejder)\w*",
        r"\b(møde|team|gruppe)\w*\b.*\b(drøfte|diskutere|vende|tale om|snakke om)\b",
        r"\b(teammøde\w*|personalemøde\w*)\b",
        r"\b(reflect\w*|discussion questions?|questions? (to|for|i|we|about)|ponder|food for thought)\b",
        r"\bask (myself|ourselves|my|our)\b",
        r"\bdiscuss\b.*\b(team|meeting|staff|group)",
    ),
    "contact": any_of(
        r"\b(telefon\w*|tlf|mailadresse\w*|e-?mail\w*|adresse\w*|cpr\w*|isbn|løn\w*)\b",
        r"\b(phone\w*|address\w*|salary)\b",
    ),
    "yes_no": any_of(
        r"^\W*(er|har|kan|skal|må|bør|vil|findes|blev|var|gør)\b",
        r"^\W*(is|are|was|were|has|have|had|can|may|must|should|does|do|did)\b",
    ),
}

_TELL = "fortælle|forklare|sige|uddybe|beskrive|få at vide|tell|explain|say|describe"
_SOME = "lidt|noget|mere|kort|something|a bit|more"
_BOOK = "publikationen|hæftet|bogen|rapporten|kilderne"
FRAME = re.compile(
    r"^\W*(?:(?:hej|hallo|goddag|hello|hi|ok|okay|tak|thanks)\b[,!. ]*)?"
    r"(?:"
    r"(?:kan|vil|kunne|can|could|would) (?:du|i|man|jeg|you) (?:ikke )?(?:lige |venligst |please |kort )?"
    rf"(?:{_TELL})(?: (?:mig|os|me|us))?(?: (?:{_SOME}))*(?: (?:om|about))?"
    r"|(?:jeg|vi|i|we) (?:vil|ville|kunne|would|want)(?: godt| gerne| like)*(?: to)? (?:vide|høre|know|hear)"
    rf"(?: (?:{_SOME}))*(?: (?:om|about))?"
    rf"|(?:fortæl|tell) (?:(?:mig|os|me|us) )?(?:(?:{_SOME}) )*(?:om|about)"
    rf"|hvad (?:siger|skriver|står der i) (?:{_BOOK}) (?:om|til)"
    r"|what does the (?:publication|booklet|book|report) say about"
    r")\b[ ,:]*",
    re.I,
)
"""What stands before the thing itself: "kan du fortælle mig om", "what does the publication say about"."""

HALLMARK = any_of(
    r"\b(?:kendetegn|hallmark)(?:et)? (?:nr\.? |nummer |number |no\.? )?(?P<digit>\d)\b",
    r"\b(?P<ordinal>første|andet|tredje|fjerde|femte|first|second|third|fourth|fifth) (?:kendetegn|hallmark)\b",
)
ORDINALS = {
    **{word: number for number, word in enumerate(("første", "andet", "tredje", "fjerde", "femte"), start=1)},
    **{word: number for number, word in enumerate(("first", "second", "third", "fourth", "fifth"), start=1)},
}

OPENS_A_FOLLOW_UP = re.compile(
    r"^\W*(?:(?:og|men|så|and|but|so)\b[ ,]*(?:(?:hvad med|what about|how about)\b[ ,]*)?"
    r"|(?:hvad med|hvad så med|what about|how about)\b[ ,]*)",
    re.I,
)
# "den digitale leder", "de fem kendetegn" lean on nothing: there "den" is an article, before an adjective or a number
_ADVERBS = "ikke|derhjemme|inde|ude|hjemme|bare|lige|gerne|alene|selve|både|heroppe|dernede"
_ARTICLE = rf"de[tn]?\b(?= (?:{'|'.join((*COUNTS['da'], *ORDINALS))}|god[et]|(?!(?:{_ADVERBS})\b)\w*(?:[^\Wdt]|st)e)\b)"
LEANS = any_of(
    OPENS_A_FOLLOW_UP.pattern,
    rf"\b(?!{_ARTICLE})de[tn]?\b",
    r"\b(dem|deres|han|hun|hans|hendes|disse|dette|denne|dér|derhenne|derude|dertil|derfra)\b",
    r"\b(they|them|their|its|he|she|his|her|this|those|these)\b|(?<!is )(?<!are )\bthere\b|\b(it|that)\b",
)
INTERROGATIVE = any_of(
    r"\b(hvad|hvem|hvordan|hvorfor|hvilke[nt]?|hvor|hvornår)\b", r"\b(what|who|how|why|which|where|when)\b"
)

MARKUP = re.compile(r"<(script|style)\b.*?(</\1\s*>|$)|</?[a-z][^<>]{0,300}>", re.I | re.S)
_RULES = (
    r"instru\w*|regl\w*|rules?|kilde\w*|sources?|prompt\w*|ovenstående|tidligere|previous|above|alt|everything"
    r"|begrænsning\w*|restriction\w*|retningslinje\w*|guideline\w*|citat\w*|citation\w*"
)
_PEOPLE = (
    r"medarbejder\w*|ansatte|ansat|kolleg\w*|tillidsrepræsentant\w*|tr'?en|borger\w*|fagforening\w*"
    r"|employees?|staff|team|colleagues?|workers?|union|citizens?"
)
SET_ASIDE = any_of(
    # steering: away from the rules, out of the role, into the machinery
    rf"\b(ignor\w*|glem|se bort fra|tilsidesæt\w*|omgå\w*|forget|disregard|override|bypass)\b.{{0,60}}\b({_RULES})\b",
    r"\bsystem.?(prompt|besked|message|instru\w*)|^\W*(system|admin\w*|developer|udvikler)\b.{0,20}:",
    r"\b(dine|din|your) ((skjulte|hemmelige|interne|hidden|secret|internal|initial|own) )?"
    r"(instru\w*|prompt\w*|opsætning|konfiguration|configuration)",
    r"\b(du er (nu|en|et|min)|fra nu af|lad som om|opfør dig som|spil (rollen|min|en)|rollespil|svar som)\b",
    r"\b(vi leger|lad os lege|let'?s play|imagine you are|you are (now|an?|my))\b",
    r"\b(pretend|act as|role.?play|from now on|answer (as|like) an?)\b",
    r"\b(uden|drop|fjern|without|no|skip) (the |dine |at bruge |using )?"
    r"(kilder\w*|henvisning\w*|citat\w*|sources?|citations?)\b",
    r"\b(kilder\w* er slået fra|svar frit|answer freely)\b",
    r"\b(din|dit|egen|your|own) (egen |almene |generelle |own |general )?(viden|knowledge)\b",
    r"\b(i stedet for|instead of) (at bruge |using )?(the |dine )?(kilder\w*|dokument\w*|sources|documents)\b",
    r"\b(gentag|gengiv|oplæs|repeat|recite|reveal|print)\b.{0,50}\b(regler|besked|tekst|rules|told|given|text above)\b",
    r"\b(jailbreak\w*|developer mode|udviklertilstand|dan.?mode|do anything now|sudo|access granted)\b|<\||\|>",
    r"\b(api.?(nøgle|key)\w*|adgangskode\w*|kodeord\w*|password\w*|miljøvariab\w*|environment variables?)\b",
    r"\bdrop table\b|\[/?(inst|system)\]|\bbegin (system|prompt)\b",
    # making things up, or making something else altogether
    r"\b(opdigt|find på|fabriker|opfind)\b.{0,40}\b(citat\w*|kilde\w*|tal|statisti\w*|udtalelse\w*)\b",
    r"\b(make up|fabricate|invent)\b.{0,40}\b(quotes?|sources?|figures?|statistics?|statements?)\b",
    r"\b(skriv|lav|digt|komponer|generer|programmer|syng|fortæl|write|compose|generate|create|sing|tell)\b.{0,40}"
    r"\b(digt|haiku|sang|rap|vittighed\w*|joke\w*|limerick|eventyr|novelle|roman|kode|script\w*|vise|anmeldelse"
    r"|poem|song|story|code|review)\b",
    r"\b(tekst|besked|instruks\w*|regler|prompt)\w*\b.{0,25}\bdu (fik|har fået|er givet)\b",
    r"\b(text|message|rules) you (got|were given)\b",
    # the machine's own opinion, and abuse
    r"\bdu\b.{0,20}\b(synes|mener|føler|tænker)\b|\b(synes|mener|føler) du\b|\bdin (personlige )?(mening|holdning)\b",
    r"\b(your (personal |own |honest )?(opinion|view)|do you (think|feel|prefer|vote))\b",
    r"\b(idiot\w*|hold kæft|luk røven|skraldespand|åndssvag\w*|ubrugelig\w*|lorte\w*|fuck\w*)\b",
    r"\b(shut up|stupid|morons?|dumb|useless|garbage|insult)\b",
)
"""What a clause says that is no question to the sources: it is set aside, and a question beside it answered."""

_HIDDEN = (
    r"skjul\w*|hemmelig\w*|i smug|i det skjulte|uden at (de|han|hun|nogen)"
    r"|secretly|covert\w*|hidden|without (them|anyone)"
)
_WATCH = (
    r"kamera\w*|overvåg\w*|optag\w*|aflyt\w*|spor(e|er|ing)|læse? .*mails?"
    r"|track\w*|monitor\w*|camera\w*|record\w*|spy\w*"
)
_DISMISS = r"fyr(e|er|et|ing\w*)|afsked\w*|opsige\w*|slippe af med|fire|sack|dismiss|get rid of|resign\w*"
_PRETEXT = r"gravid\w*|syg\w*|undskyldning\w*|påskud|opdage\w*|pregnant|sick|excuse|pretext|without cause"
HARMS = any_of(
    rf"\b({_HIDDEN})\b.{{0,60}}\b({_WATCH})\b",
    rf"\b({_WATCH})\b.{{0,60}}\b({_HIDDEN})\b",
    rf"\b(overvåge?|udspioner\w*|spioner\w*|snage?|spy on)\b.{{0,40}}\b({_PEOPLE})\b",
    rf"\b({_DISMISS})\b.{{0,60}}\b({_PRETEXT})\b",
    rf"\b({_PRETEXT})\b.{{0,60}}\b({_DISMISS})\b",
    r"\b(snyde?r?|narre\w*|lyve\w*|manipuler\w*|presse|true|chikaner\w*|mobbe\w*|ydmyg\w*|hævne?|straffe\w*"
    r"|trick|lie to|cheat|deceive|manipulate|pressure|threaten|bully|humiliate|punish|blackmail)\b"
    rf".{{0,40}}\b({_PEOPLE})\b",
    r"\b(privatadresse\w*|hjemmeadresse\w*|privatnummer|privattelefon|cpr\w*|personnummer|home address)\b",
    r"\b(behøver ikke (at )?være (ægte|sandt?)|ikke ægte|falske? (citat|tal)\w*|fake|not be (real|true))\b",
    r"\b(made.up|opdigte\w*|fiktiv\w*|fictitious|fictional)\b",
    rf"\b(hvilken|hvem|which) (af|of) (mine|my|vores|our) ({_PEOPLE})\b",
    r"\bprivate (beskeder|mails?|opslag|messages?|posts?)\b",
    r"\b(mobilnummer\w*|er (hun|han|de) (gift|skilt|gravid)|is (she|he) (married|divorced|pregnant))\b",
    r"\b(se bedre ud|pynte? på|look better than)\b",
    r"\b(bomber?|våben|dræbe?|selvmord|porno\w*|bombs?|weapons?|kill|suicide|porn)\b",
    r"\bprivate (phone|number|address|data|e-?mail)",
)
"""What nobody should be helped with, whatever is asked beside it: harm to people, private data, made-up words."""

CLAUSE = re.compile(
    r"(?<=[.!?;:\n])\s+|\n+|,\s+"
    r"|\s+(?:og|and|men|but|derefter|then|så)\s+"
    rf"(?=(?:fortæl|svar|skriv|vis|sig|forklar|tell|answer|write|show|say|explain|{INTERROGATIVE.pattern})\b)",
    re.I,
)
"""Where a text that holds both may be cut."""
