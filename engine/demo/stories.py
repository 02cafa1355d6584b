"""What the demo's work is about: subject and description of cases and tasks, and what people write on them."""

from engine.demo.player import Texts

CASES = (
    (
        "Printer på 3. sal skriver ikke",
        "Printeren ved kopirummet på 3. sal melder papirstop, men der er intet papir i klemme. Alle på gangen er ramt.",
    ),
    (
        "Kan ikke logge på fagsystemet ESDH",
        "Brugeren får fejl 401 ved login siden i morges. Adgangskoden er skiftet og virker andre steder.",
    ),
    (
        "Trådløst net falder ud i mødelokale 2",
        "Nettet forsvinder hvert tiende minut under videomøder i lokale 2. Kablet net virker.",
    ),
    (
        "Delt postkasse mangler",
        "Postkassen for vagttelefonen er væk fra Outlook hos fire medarbejdere efter opdateringen i går.",
    ),
    (
        "Langsom forbindelse til filserver",
        "Det tager op til et minut at åbne dokumenter på fællesdrevet. Kun bygning C er ramt.",
    ),
    (
        "Ny medarbejder skal have adgang",
        "Starter mandag i Jobcenteret. Skal have adgang til sagssystem, drev og den delte kalender.",
    ),
    (
        "Skærm flimrer efter flytning",
        "Skærmen flimrer, når dockingstationen er tilsluttet. En anden dock giver samme fejl.",
    ),
    ("Backup fejlede i nat", "Den natlige backup af økonomiserveren stoppede efter 40 minutter med en skrivefejl."),
    (
        "Telefoni: ingen lyd udad",
        "Kunderne kan ikke høre os på hovednummeret. Vi kan høre dem. Fejlen begyndte kl. 8.15.",
    ),
    (
        "Certifikat udløber på selvbetjeningen",
        "Overvågningen melder, at certifikatet på selvbetjeningen udløber om fem dage.",
    ),
    (
        "Bærbar starter i genoprettelse",
        "Den bærbare beder om en genoprettelsesnøgle ved hver opstart siden opdateringen.",
    ),
    (
        "Scanner sender ikke til mail",
        "Scanneren i receptionen siger, at mailen er sendt, men der kommer ikke noget frem.",
    ),
)

TASKS = (
    (
        "Undersøg switch i krydsfelt 3",
        "Porten til lokale 2 skifter mellem 100 og 1000 Mbit. Mål kablet, og se i loggen på switchen.",
    ),
    (
        "Udvid disken på filserveren",
        "Der er 3 % ledig plads. Udvid med 200 GB uden for åbningstiden, og skriv, hvornår det er gjort.",
    ),
    (
        "Spørg leverandøren om driver",
        "Find ud af, hvilken driver leverandøren anbefaler til den nye printer, og læg den på deployment.",
    ),
    (
        "Ring til brugeren om tidspunktet",
        "Brugeren skal være til stede, når vi skifter udstyret. Aftal et tidspunkt i denne uge.",
    ),
    (
        "Opret adgang i sagssystemet",
        "Opret brugeren i gruppen for sagsbehandlere, og bekræft på opgaven, når adgangen virker.",
    ),
    (
        "Gendan filer fra i går",
        "Mappen Regnskab 2026 blev slettet ved en fejl kl. 14. Gendan fra backup til en sidemappe.",
    ),
    (
        "Afprøv rettelsen hos tre brugere",
        "Rettelsen virker i test. Prøv den hos tre brugere i Borgerservice, og skriv resultatet her.",
    ),
    (
        "Opdater vejledningen på intranettet",
        "Vejledningen viser den gamle loginside. Skift billederne, og ret de to trin, der er anderledes.",
    ),
)

TEXTS = (
    Texts(
        "Jeg mangler at vide, hvilken bygning det drejer sig om, og hvornår det skete sidst.",
        "Kablet var defekt og er skiftet. Målt til 1000 Mbit i en time uden fejl.",
        "Aftalt med vagten",
    ),
    Texts(
        "Det ligger hos jer: vi har set loggen igennem, og fejlen kommer fra serveren.",
        "Tjenesten hang og er genstartet. Overvågningen er sat op, så vi ser det næste gang.",
        "Se loggen fra i nat",
    ),
    Texts(
        "Brugeren har svaret, at det kun sker om formiddagen. Skærmbillede ligger på sagen.",
        "Rettighederne var forkerte efter omorganiseringen. De er rettet, og brugeren har prøvet det.",
        "Brugeren er orienteret",
    ),
)
