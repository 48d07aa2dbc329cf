"""Sixty sentences as leaders ask and sources tell, and every line of the corpus."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
DANISH = """
Hvordan får jeg medarbejderne til at komme med idéer?
Hvilke fem arbejdspladser er med?
Hvad er de fem kendetegn?
Og hvad gjorde de i Ballerup?
Hvorfor?
Hvad koster et Office-abonnement?
Jeg er ny leder. Hvor begynder jeg?
Lederen viser selv vejen og prøver det nye først.
Borgerne blev spurgt, før skærmene kom op på plejehjemmet.
Vi mødes hver fredag kl. 9.15 og ser på, hvad der gik galt.
Der blev sparet 37,5 timer om ugen i 2018.
Publikationen udkom den 23. maj 2019.
Sygeplejerskerne i Region Sjælland fik en app.
Æblerne på Færøerne er små, sagde Åse.
»Det er ikke teknologien, der er svær,« siger hun.
Medarbejderinddragelse er ikke et møde, men en vane.
DIGITALISERINGSPROJEKTER SKRIVES OGSÅ MED STORT.
hvordn får jeg kollgerne med på vognen
Tør vi fejle? Ja – og så lærer vi af det.
Kommunens velfærdsteknologi: robotter, sensorer og skærmbesøg.
Dagtilbud, børnehaver og skoler skal tale sammen.
Hvad er forskellen på en idé og en innovation?
Et projekt uden ejer dør i skuffen.
Hvem bestemmer, når to afdelinger er uenige?
Man kan ikke lede det, man ikke forstår.
Giv plads til eksperimenter, men sæt en slutdato.
Hvor lang tid tager det?
Det frivillige arbejde blev koordineret på Facebook.
Autismecenter Storstrøm brugte apps i hverdagen.
Ledelse er at skabe resultater gennem andre.
"""
ENGLISH = """
How do I get my staff to come up with ideas?
Which five workplaces are included?
What are the five hallmarks?
What did they do in Ballerup?
Why?
How many pages does the publication have?
I am a new manager. Where do I start?
The leader goes first and tries the new thing in public.
Residents were asked before the screens went up.
We meet every Friday at 9.15 a.m. and look at what failed.
It saved 37.5 hours a week in 2018.
What is Væksthus for Ledelse?
Nurses in the region were given an app.
"The technology is not the hard part," she says.
Involving people is a habit, not a meeting.
CAPITAL LETTERS ARE WORDS TOO.
how do i get teh team on board
Do we dare to fail? Yes – and then we learn.
Welfare technology: robots, sensors, video visits.
Day care, schools and nurseries have to talk to each other.
What separates an idea from an innovation?
A project without an owner dies in a drawer.
Who decides when two departments disagree?
You cannot lead what you do not understand.
Make room for experiments, but set an end date.
How long does it take?
Volunteers were coordinated on social media.
What is a sprint review good for in a municipality?
Leadership is creating results through others.
Tell me about digital innovation in the public sector.
"""
SENTENCES = [line for line in (DANISH + ENGLISH).splitlines() if line]


def corpus_lines() -> list[str]:
    files = sorted((ROOT / "corpus").rglob("*.md"))
    return [line for file in files for line in file.read_text(encoding="utf-8").splitlines() if len(line) > 20]
