"""From bytes to an XML tree, safely: UTF-8, no DTD, no entities, no network, bounded size and depth. No BPMN here."""

import re
from itertools import islice

from lxml import etree

from engine.diagrams.check_rules import check_rule
from engine.diagrams.problems import Problem, Unreadable, of_the_file
from engine.sentences import say

EMPTY = check_rule("empty")
TOO_LARGE = check_rule("too-large")
WRONG_ENCODING = check_rule("wrong-encoding")
NO_DOCTYPE = check_rule("no-doctype")
NOT_WELL_FORMED = check_rule("not-well-formed")
TOO_DEEP = check_rule("too-deep")
TOO_LONG = check_rule("too-long")

MAX_BYTES = 5_000_000
MAX_ELEMENTS = 10_000
MAX_DEPTH = 100
MAX_TEXT = 20_000  # characters of one text or attribute: a browser that draws a longer one never comes back

_BOM = b"\xef\xbb\xbf"
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"'>]{0,40})["']""")
_DOCTYPE = re.compile(r"<!(DOCTYPE|ENTITY)\b", re.IGNORECASE)
_PLACE = re.compile(r"\s*\(<string>, line \d+\)$")  # the problem carries its line itself
_UTF_8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


def parse(content: bytes) -> etree._Element:
    """The root element of an uploaded file; raises Unreadable with every reason it is refused."""
    problem = _empty(content) or _too_large(content) or _wrong_encoding(content) or _has_doctype(content)
    if problem:
        raise Unreadable((problem,))
    root = _parse(content)
    problem = _too_many(root) or _too_deep(root) or _too_long(root)
    if problem:
        raise Unreadable((problem,))
    return root


def line_of(element: etree._Element) -> int:
    """Where the element begins in the file."""
    return int(getattr(element, "sourceline", None) or 0)


def _parse(content: bytes) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(content.removeprefix(_BOM), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable((_too_nested() if _NESTED in str(error) else _not_well_formed(error),)) from error


_NESTED = "Excessive depth"  # libxml2 gives up before we do


def _empty(content: bytes) -> Problem | None:
    if content.strip():
        return None
    return of_the_file(EMPTY, "Filen er tom.", "Vælg den .bpmn-fil, som dit BPMN-værktøj har gemt.")


def _too_large(content: bytes) -> Problem | None:
    if len(content) <= MAX_BYTES:
        return None
    return of_the_file(
        TOO_LARGE,
        say(
            "Filen fylder %(size)s MB; et diagram må højst fylde %(most)s MB.",
            size=f"{len(content) / 1_000_000:.0f}",
            most=MAX_BYTES // 1_000_000,
        ),
        "Vælg BPMN-filen selv, og fjern indlejrede billeder og andet der ikke hører til diagrammet.",
    )


def _wrong_encoding(content: bytes) -> Problem | None:
    remedy = "Gem filen igen som UTF-8, som Camunda Modeler gør."
    declared = _DECLARED.match(content.removeprefix(_BOM))
    if declared and (name := declared[1].decode("ascii", "replace")).lower() not in _UTF_8:
        return of_the_file(WRONG_ENCODING, say("Filen siger at den er skrevet i %(name)s.", name=name), remedy, line=1)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        sentence = say("Filen er ikke skrevet i UTF-8: tegn nummer %(place)s kan ikke læses.", place=error.start + 1)
        return of_the_file(WRONG_ENCODING, sentence, remedy, line=line)
    return None


def _has_doctype(content: bytes) -> Problem | None:
    text = content.decode("utf-8")
    found = _DOCTYPE.search(text)
    if found is None:
        return None
    return of_the_file(
        NO_DOCTYPE,
        "Filen har en DOCTYPE eller en ENTITY, som et diagram ikke må have.",
        "Slet linjerne med <!DOCTYPE … > og <!ENTITY … >.",
        line=text.count("\n", 0, found.start()) + 1,
    )


def _not_well_formed(error: Exception) -> Problem:
    line = error.lineno or 0 if isinstance(error, etree.XMLSyntaxError) else 0
    return of_the_file(
        NOT_WELL_FORMED,
        say("Filen er ikke gyldig XML; læseren siger: ”%(why)s”", why=_reason(error)),
        "Åbn diagrammet i et BPMN-værktøj og gem det igen, eller ret linjen i en teksteditor.",
        line=line,
    )


def _reason(error: Exception) -> str:
    return " ".join(_PLACE.sub("", str(error)).split())[:200]


def _too_many(root: etree._Element) -> Problem | None:
    count = sum(1 for _ in root.iter())
    if count <= MAX_ELEMENTS:
        return None
    return of_the_file(
        TOO_LARGE,
        say("Filen har %(count)s XML-elementer; et diagram må højst have %(most)s.", count=count, most=MAX_ELEMENTS),
        "Del processen i flere, eller fjern det der ikke hører til diagrammet.",
    )


def _too_deep(root: etree._Element) -> Problem | None:
    deep = next((element for element in root.iter() if _depth(element) >= MAX_DEPTH), None)
    return None if deep is None else _too_nested(line_of(deep))


def _too_nested(line: int = 0) -> Problem:
    return of_the_file(
        TOO_DEEP,
        say("Filen har elementer inden i hinanden i mere end %(most)s lag.", most=MAX_DEPTH),
        "Fjern det der ikke hører til diagrammet.",
        line=line,
    )


def _too_long(root: etree._Element) -> Problem | None:
    for element in root.iter():
        longest = max(map(len, map(str, (element.text or "", element.tail or "", *element.attrib.values()))))
        if longest > MAX_TEXT:
            return of_the_file(
                TOO_LONG,
                say(
                    "En tekst i filen er på %(count)s tegn; den må højst være på %(most)s.",
                    count=longest,
                    most=MAX_TEXT,
                ),
                "Skriv den kortere, eller læg den et andet sted, og nævn i diagrammet, hvor den er.",
                line=line_of(element),
            )
    return None


def _depth(element: etree._Element) -> int:
    return sum(1 for _ in islice(element.iterancestors(), MAX_DEPTH))
