"""The version in a file: a download carries it in `camunda:versionTag`, so that an upload says where it began. Pure."""

import re
from xml.parsers import expat

from engine.diagrams import vocabulary as v
from engine.diagrams.drawing import Drawing, camunda, open_drawing
from engine.diagrams.problems import Unreadable

_TAG = re.compile(rb"""<[^\s/>]+(?:[^>"']|"[^"]*"|'[^']*')*>""")


def tagged(content: bytes, version: int) -> bytes:
    """The file with that version on its process; nothing else in it is changed, to the byte."""
    try:
        drawing = open_drawing(content)
    except Unreadable:  # somebody touched it
        return content
    found = _TAG.match(content, _offset_of_process(content, drawing.process.get("id", "")))
    if found is None:
        return content
    known = {v.CAMUNDA, *v.SAME_AS_CAMUNDA}
    named = [p for p, uri in drawing.process.nsmap.items() if p and uri in known]
    prefixes = [p for p in named if f"xmlns:{p}".encode() in content]
    prefix = prefixes[0] if prefixes else "camunda"
    declared = b"" if prefixes else b' xmlns:camunda="%s"' % v.CAMUNDA.encode()
    before = rb"""\s+%s:versionTag\s*=\s*(?:"[^"]*"|'[^']*')""" % prefix.encode()
    name, rest = re.split(rb"(?=[\s/>])", re.sub(before, b"", found[0]), maxsplit=1)
    told = declared + b' %s:versionTag="%d"' % (prefix.encode(), version)
    return content[: found.start()] + name + told + rest + content[found.end() :]


def began_from(drawing: Drawing) -> int | None:
    """The number of the version that the file was downloaded as; None where it does not say."""
    text = str(drawing.process.get(camunda("versionTag"), ""))
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else None


def _offset_of_process(content: bytes, process_id: str) -> int:
    """Where the start tag of that process begins, in bytes; the end of the file where there is none."""
    found: list[int] = []
    parser = expat.ParserCreate()

    def opened(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "process" and attributes.get("id", "") == process_id:
            found.append(parser.CurrentByteIndex)

    parser.StartElementHandler = opened
    parser.Parse(content, True)
    return found[0] if found else len(content)
