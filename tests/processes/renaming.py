"""A diagram with every id another, as if somebody else had drawn the same."""

import re

from lxml import etree

CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}"
REFERENCES = ("sourceRef", "targetRef", "bpmnElement", "attachedToRef", "messageRef", "default", "processRef")
LISTS = ("requires", "accepts")


def renamed(content: bytes) -> bytes:
    """The same process, but for its key: elements, shapes, fields and outcomes have other ids."""
    root = etree.fromstring(content)
    _rename_everything(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def ids_of(content: bytes) -> set[str]:
    """Every id that a file gives to something: elements, shapes, fields and outcomes."""
    return {e.get("id") for e in etree.fromstring(content).iter() if isinstance(e.tag, str) and _is_own(e)}


def _is_own(element: etree._Element) -> bool:
    """Whether its id is the drawer's choice: not the process's key, nor a word of the vocabulary."""
    name = etree.QName(element).localname
    return bool(element.get("id")) and name not in ("process", "property") and element.get("id") != "outcome"


def _rename_everything(root: etree._Element) -> None:
    names = {e.get("id"): f"x{n}_{e.get('id')[::-1]}" for n, e in enumerate(root.iter()) if _is_own(e)}

    def expression(match: re.Match[str]) -> str:
        return re.sub(r"\b[a-z_]+\b", lambda word: names.get(word[0], word[0]), match[0])

    for element in root.iter():
        if element.tag == f"{CAMUNDA}property":
            _rename_property(element, names)
        elif _is_own(element):
            element.set("id", names[element.get("id")])
        for name, value in element.attrib.items():
            known = names.get(value) if name in REFERENCES else None
            element.set(name, known or re.sub(r"\$\{[^}]*\}", expression, value))
        text = element.text or ""
        element.text = names.get(text, re.sub(r"\$\{[^}]*\}", expression, text)) or None


def _rename_property(element: etree._Element, names: dict[str, str]) -> None:
    """`outcome.requires` names an outcome, and its value fields."""
    outcome, dot, word = element.get("id").partition(".")
    if dot:
        element.set("id", f"{names[outcome]}.{word}")
    if word in LISTS:
        element.set("value", ",".join(names[field.strip()] for field in element.get("value").split(",")))
