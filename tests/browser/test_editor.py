"""The six diagrams in the editor of Camunda Modeler: opened, drawn in with the mouse, and saved."""

import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Page

from engine.diagrams import check
from engine.diagrams.drawing import open_drawing
from tests.fixtures.room import missing
from tests.processes.test_vocabulary import content

ROOT = Path(__file__).parents[2]
PACKAGES = ROOT / "web" / "assets" / "node_modules"
PROCESSES = sorted((ROOT / "processes").glob("*.bpmn"))
W3 = ROOT / "processes" / "case_support_to_operations.bpmn"
STYLES = ("bpmn-js/dist/assets/diagram-js.css", "bpmn-js/dist/assets/bpmn-js.css")
PLACE = '<body style="margin: 0"><div id="editor" style="width: 1700px; height: 900px"></div></body>'
FREE = (765, 240)  # of W3: nothing is drawn there, and it is in the lane of support's case agent


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The editor as one file."""
    bundler = PACKAGES / "esbuild" / "bin" / "esbuild"
    if not bundler.exists():
        missing("The packages of web/assets are not installed: run make assets.")
    target = tmp_path_factory.mktemp("editor") / "editor.js"
    node = Path(sys.prefix) / "bin" / "node"
    source = Path(__file__).parent / "editor.js"
    command = [node, bundler, source, "--bundle", f"--outfile={target}", "--log-level=warning"]
    subprocess.run(command, check=True, env={"NODE_PATH": str(PACKAGES), "PATH": ""}, timeout=300)
    return target


@pytest.fixture
def editor(page: Page, script: Path) -> Page:
    page.set_viewport_size({"width": 1700, "height": 900})
    page.set_content(PLACE)
    for style in STYLES:
        page.add_style_tag(path=PACKAGES / style)
    page.add_script_tag(path=script)
    return page


def in_order(xml: bytes) -> object:
    """What a file says; its shapes and lines by id, since an editor writes them in the order of its own layers."""
    root = etree.fromstring(xml)
    (plane,) = root.iter("{http://www.omg.org/spec/BPMN/20100524/DI}BPMNPlane")
    plane[:] = sorted(plane, key=lambda element: element.get("id", ""))
    return content(root)


@pytest.mark.parametrize("file", PROCESSES, ids=lambda file: file.stem)
def test_it_opens_without_a_warning_and_is_saved_as_it_was(editor: Page, file: Path) -> None:
    assert editor.evaluate("open_diagram", file.read_text(encoding="utf-8")) == []
    saved = editor.evaluate("saved()").encode()
    assert in_order(saved) == in_order(file.read_bytes())
    assert check(saved) == ()


def test_a_step_that_birgit_drags_into_a_lane_is_in_that_lane(editor: Page) -> None:
    editor.evaluate("open_diagram", W3.read_text(encoding="utf-8"))
    before = open_drawing(W3.read_bytes()).lanes
    x, y = editor.evaluate("on_screen", FREE)
    editor.locator('.djs-palette [data-action="create.task"]').hover()
    editor.mouse.down()
    editor.mouse.move(x - 30, y - 30, steps=5)
    editor.mouse.move(x, y, steps=5)
    editor.mouse.up()
    after = open_drawing(editor.evaluate("saved()").encode()).lanes
    (new,) = after.keys() - before.keys()
    assert after[new] == "Support · sagsagent"
