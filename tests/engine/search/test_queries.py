"""What must be found: one list of texts, one list of queries, the same ordered answers on both databases.

Each query names the texts that have the words themselves, and after them those with longer words; the newest first.
"""

import pytest

from engine.store import Database
from engine.store.connection.counting import watched
from engine.store.reading import search, search_index
from engine.store.reading.search import Reader, SearchFilters
from engine.texts.words import PIECE, chunks, words

TEXTS = {
    1: "Printer skriver ikke",
    2: "Netværksprinter på 3. sal melder papirstop",
    3: "Ny 3D-printer bestilt",
    4: "Printerne skal flyttes",
    5: "Kabel til skærmen mangler",
    6: "To kabler er slidt over",
    7: "Kablerne i kælderen skal mærkes",
    8: "Netværkskabel på lager",
    9: "Netværk nede i Åbenrå",
    10: "Netværker med leverandører i Aabenraa",
    11: "Rapport for oktober",
    12: "Rapporterne kan ikke åbnes",
    13: "Årsrapport med fejl",
    14: "Report is missing",
    15: "Reporting tool crashes",
    16: "Users cannot log in",
    17: "New user needs access",
    18: "Server 10.0.0.1 svarer ikke",
    19: "Server 10.0.0.12 svarer",
    20: "Rum ÅB-12 er låst",
    21: "Rum aab12 er åbent",
    22: "Lageret er 40 m² stort",
    23: "Kontoret er 20 m2",
    24: "Fejl i <printserver> efter genstart",
    25: "Skriv til soren@firma.dk i morgen",
    26: "Webstedet firma.dk er nede",
    27: "Torben Åkjær ringede",
    28: "Torben Aakjaer skrev",
    29: "E-mail kommer ikke frem",
    30: "Email er langsom",
    31: "Café på hjørnet",
    32: "Cafe i kantinen",
    33: "Müller ringer igen",
    34: "Muller skriver",
    35: "Artikel om varmepumper",
    36: "Artiklen er trykt",
    37: "Artikler i bladet",
    38: "Artiklerne er læst",
    39: "Regel for adgang",
    40: "Reglerne er nye",
    41: "Cykel stjålet",
    42: "Cyklerne står i gården",
    43: "Nøgle til skab",
    44: "Nøglerne er væk",
    45: "Nøglen passer ikke",
    46: "Vedhæftet faktura.xlsx til kontrol",
    47: "Kort med adresse 00:1a:2b:3c:4d:5e",
    48: "Opgrader til 3.11.7 i aften",
    49: "O'Brien er på ferie",
    50: "Ålborg kontor lukker",
    51: "Aalborg lager åbner",
    52: "Sagen hører til SAG1",
    53: "名前 på skiltet",
    54: "Strømforsyningen brummer",
    55: "Tastatur og mus, trådløs",
    56: "Login virker ikke på bærbar-pc",
    57: "A\u030arhus havn kalder",
    58: "Soft\u00adware skal opdateres",
    59: "Straße spærret",
    60: "C++ oversætter mangler",
}

# query → (with the words themselves, then with longer ones)
QUERIES = {
    "printer": ([4, 3, 1], [24, 2]),
    "PRINTER": ([4, 3, 1], [24, 2]),
    "printerne": ([4, 3, 1], [24, 2]),
    "netvaerksprinter": ([2], []),
    "Netværksprinter": ([2], []),
    "netværksprinteren": ([2], []),
    "3d-printer": ([3], []),
    "3d printer": ([3], []),
    "print": ([4, 3, 1], [24, 2]),
    "prin": ([], [24, 4, 3, 1]),
    "kabel": ([7, 6, 5], [8]),
    "kabler": ([7, 6, 5], [8]),
    "kablerne": ([7, 6, 5], [8]),
    "kablet": ([7, 6, 5], [8]),
    "netværkskabler": ([8], []),
    "netværk": ([10, 9], [8, 2]),
    "netværker": ([10, 9], [8, 2]),
    "netvaerket": ([10, 9], [8, 2]),
    "rapport": ([12, 11], [13]),
    "rapporterne": ([12, 11], [13]),
    "årsrapporter": ([13], []),
    "aarsrapport": ([13], []),
    "report": ([15, 14], []),
    "reporting": ([15, 14], []),
    "reports": ([15, 14], []),
    "users": ([17, 16], []),
    "user": ([17, 16], []),
    "10.0.0.1": ([18], [19]),
    "10.0.0": ([], [19, 18]),
    "10.0.0.12": ([19], []),
    "åb-12": ([21, 20], []),
    "aab12": ([21, 20], []),
    "ÅB12": ([21, 20], []),
    "m²": ([23, 22], []),
    "m2": ([23, 22], []),
    "<printserver>": ([24], []),
    "printserver": ([24], []),
    "<printserver": ([24], []),
    "fejl <printserver>": ([24], []),
    "<b>printserver</b>": ([], []),
    "soren@firma.dk": ([25], []),
    "firma.dk": ([26], [25]),
    "soren": ([25], []),
    "firma": ([26, 25], []),
    "soren@": ([25], []),
    "åkjær": ([28, 27], []),
    "aakjaer": ([28, 27], []),
    "ÅKJÆR": ([28, 27], []),
    "torben åkjær": ([28, 27], []),
    "åbenrå": ([10, 9], []),
    "aabenraa": ([10, 9], []),
    "A\u030abenra\u030a": ([10, 9], []),
    "e-mail": ([30, 29], []),
    "email": ([30, 29], []),
    "E-mails": ([30, 29], []),
    "café": ([32, 31], []),
    "cafe": ([32, 31], []),
    "müller": ([34, 33], []),
    "muller": ([34, 33], []),
    "artikel": ([38, 37, 36, 35], []),
    "artiklen": ([38, 37, 36, 35], []),
    "artikler": ([38, 37, 36, 35], []),
    "artiklerne": ([38, 37, 36, 35], []),
    "regel": ([40, 39], []),
    "reglerne": ([40, 39], []),
    "regler": ([40, 39], []),
    "cykel": ([42, 41], []),
    "cykler": ([42, 41], []),
    "cyklen": ([42, 41], []),
    "nøgle": ([45, 44, 43], []),
    "nøgler": ([45, 44, 43], []),
    "noegle": ([45, 44, 43], []),
    "nøglerne": ([45, 44, 43], []),
    "faktura.xlsx": ([46], []),
    "faktura": ([46], []),
    "fakturaer": ([46], []),
    "00:1a:2b:3c:4d:5e": ([47], []),
    "00:1A:2B:3C:4D:5E": ([47], []),
    "00:1a:2b": ([], [47]),
    "3.11.7": ([48], []),
    "3.11": ([], [48]),
    "o'brien": ([49], []),
    "O’Brien": ([49], []),
    "obrien": ([49], []),
    "ålborg": ([51, 50], []),
    "aalborg": ([51, 50], []),
    "sag1": ([52], []),
    "名前": ([53], []),
    "strømforsyning": ([54], []),
    "forsyning": ([], [54]),
    "strøm": ([], [54]),
    "mus tastatur": ([55], []),
    "tastatur, mus": ([55], []),
    "mus,tastatur": ([], [55]),
    "bærbar": ([56], []),
    "bærbar pc": ([56], []),
    "baerbarpc": ([56], []),
    "århus": ([57], []),
    "aarhus": ([57], []),
    "software": ([58], []),
    "strasse": ([59], []),
    "c++": ([60], []),
    "printer kabel": ([], []),
    "findesikke": ([], []),
    "server svarer": ([19, 18], []),
    "server svarer ikke": ([18], []),
    "': * |": ([], []),
    "NOT printer": ([], []),
}


@pytest.fixture
def database(database_url: str) -> Database:
    database = Database(database_url.replace("postgresql://", "postgresql+psycopg://"))
    with database.write() as connection:
        search_index.write(connection, {number: words(text) for number, text in TEXTS.items()})
    return database


def test_the_list_of_queries_has_the_same_ordered_answers_everywhere(database: Database) -> None:
    everybody, answers = Reader(None, frozenset()), {}
    with database.read() as connection:
        for query in QUERIES:
            terms = [search.expand(connection, c) for piece in PIECE.findall(query) for c in chunks(piece)]
            answers[query] = (
                search.find_cases(connection, terms, everybody, SearchFilters(), enough=0, most=50) if terms else [],
                search.find_cases(connection, terms, everybody, SearchFilters(), enough=99, most=50) if terms else [],
            )
    database.close()
    wanted = {query: (whole, [*whole, *longer]) for query, (whole, longer) in QUERIES.items()}
    assert {q: a for q, a in answers.items() if a != wanted[q]} == {}
    assert len(QUERIES) >= 100


@pytest.mark.parametrize("most", [1, 2, 4])
def test_looking_among_the_newest_first_changes_no_answer(
    database: Database, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(search, "NEWEST", 8)
    answers = {}
    with database.read() as connection:
        for query in QUERIES:
            terms = [search.expand(connection, c) for piece in PIECE.findall(query) for c in chunks(piece)]
            find = (connection, terms, Reader(None, frozenset()), SearchFilters())
            answers[query] = search.find_cases(*find, enough=99, most=most) if terms else []
    database.close()
    wanted = {query: [*whole, *longer][:most] for query, (whole, longer) in QUERIES.items()}
    assert {q: a for q, a in answers.items() if a != wanted[q]} == {}


def test_a_word_of_most_cases_is_read_on_the_newest_alone(database: Database) -> None:
    """On PostgreSQL: SQLite's index holds the numbers, and no row is read."""
    number = search.NEWEST * 3
    with database.write() as connection:
        search_index.write(connection, {number + each: ["overalt"] for each in range(2)})
        terms = [search.expand(connection, chunk) for chunk in chunks("overalt")]
        sent: list[str] = []
        with watched(database.engine.dialect, before=sent.append):
            found = search.find_cases(connection, terms, Reader(None, frozenset()), SearchFilters(), enough=0, most=2)
        assert found == [number + 1, number]
    database.close()
    (asked,) = [statement for statement in sent if "hits" in statement]
    assert (f"case_id > {number - search.NEWEST}" in asked) is not database.is_sqlite


def test_documents_are_read_from_the_index_of_words(database: Database) -> None:
    with database.read() as connection:
        compiled = str(search._matching(connection).compile(connection.engine))
        search._run(connection, search._matching(connection), '"x"' if database.is_sqlite else "'x'")  # as it is asked
        explain, wanted = ("EXPLAIN QUERY PLAN", ("x",)) if database.is_sqlite else ("EXPLAIN", {"wanted": "'x'"})
        plan = str(connection.exec_driver_sql(f"{explain} {compiled}", wanted).all())
    database.close()
    assert "VIRTUAL TABLE INDEX" in plan or "ix_search_documents" in plan
