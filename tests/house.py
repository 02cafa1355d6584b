"""The house as its imports have it: the rooms of the engine, what lives in each, and which of them each knows."""

import ast
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[1]
FRONT = "engine"  # the engine's public names, which web and whatever plays through them import
Rooms = Mapping[str, frozenset[str]]


@cache
def rooms() -> Rooms:
    """{room: the rooms it imports}: the folders and the single modules of the engine, its front, and web as one."""
    graph = grimp.build_graph("engine", "web", cache_dir=None)
    found: dict[str, set[str]] = {}
    for module in graph.modules:
        known = found.setdefault(_room(module), set())
        known |= {_room(other) for other in graph.find_modules_directly_imported_by(module)}
    return {room: frozenset(known - {room}) for room, known in sorted(found.items())}


def drawing() -> str:
    """The folders as a Mermaid drawing. An arrow that two others amount to is left out."""
    folders = [room for room in rooms() if not _is_single(room)]
    known = {room: _reached(room) & set(folders) for room in folders}
    arrows = [
        f"    {_id(room)} --> {_id(other)}\n"
        for room in folders
        for other in sorted(known[room])
        if not any(other in known[between] for between in known[room] - {other})
    ]
    boxes = [f'    {_id(room)}["{_title(room)}"]\n' for room in folders]
    return f"```mermaid\nflowchart TD\n{''.join(boxes)}{''.join(arrows)}```\n"


def room_table() -> str:
    """One row a room: what lives there, as its docstring begins."""
    rows = (f"| `{_path(room)}` | {_sentence(room)} |\n" for room in rooms())
    return "| room | what lives there |\n|---|---|\n" + "".join(rows)


def wall_table() -> str:
    """The contracts that `make lint` holds the imports to."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    return "| wall | kind |\n|---|---|\n" + "".join(f"| {one['name']} | {one['type']} |\n" for one in contracts)


def _room(module: str) -> str:
    parts = module.split(".")
    return "web" if parts[0] == "web" else ".".join(parts[:2])


def _is_single(room: str) -> bool:
    return not (ROOT / room.replace(".", "/")).is_dir()


def _reached(room: str) -> set[str]:
    """Every room that is known, by itself or through others."""
    found: set[str] = set()
    ahead = [room]
    while ahead:
        new = rooms()[ahead.pop()] - found
        found |= new
        ahead += new
    return found - {room}


def _path(room: str) -> str:
    return room.replace(".", "/") + (".py" if _is_single(room) else "/")


def _title(room: str) -> str:
    return "engine (its public names)" if room == FRONT else room.removeprefix("engine.")


def _id(room: str) -> str:
    return room.replace(".", "_")


def _sentence(room: str) -> str:
    """How its docstring begins: to the first full stop."""
    path = ROOT / room.replace(".", "/")
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    docstring = " ".join((ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").split())
    return docstring.partition(". ")[0].rstrip(".").replace("|", "\\|")
