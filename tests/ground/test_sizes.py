"""The house is read in small pieces: how long a module and a function may be, and how much a folder holds."""

import ast
from collections import Counter
from pathlib import Path

import engine

ROOT = Path(engine.__file__).parents[1]
LINES_OF_A_MODULE, LINES_OF_A_FUNCTION, MODULES_OF_A_FOLDER = 300, 40, 18
MODULES = [
    file
    for room in ("engine", "web")
    for file in (ROOT / room).rglob("*.py")
    if not {"node_modules", "versions"} & set(file.parts)
]


def test_no_module_is_long() -> None:
    lines = {file.relative_to(ROOT): len(file.read_text(encoding="utf-8").splitlines()) for file in MODULES}
    assert {file: count for file, count in lines.items() if count >= LINES_OF_A_MODULE} == {}


def test_no_function_is_long() -> None:
    long = {}
    for file in MODULES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                count = (node.end_lineno or 0) - node.lineno + 1
                if count > LINES_OF_A_FUNCTION:
                    long[f"{file.relative_to(ROOT)}: {node.name}"] = count
    assert long == {}


def test_no_folder_holds_much() -> None:
    held = Counter(file.parent.relative_to(ROOT) for file in MODULES)
    assert {folder: count for folder, count in held.items() if count > MODULES_OF_A_FOLDER} == {}
