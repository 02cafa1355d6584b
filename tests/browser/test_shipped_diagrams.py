"""The six diagrams in the product's own viewer: nothing to warn of, and every word on them can be read."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.viewing import show

PROCESSES = sorted((Path(__file__).parents[2] / "processes").glob("*.bpmn"))

# Words of a step that leave it, or lie on its symbol or on an event at its edge. In pixels of the screen.
COVERED = """() => {
  const box = (part) => part.getBoundingClientRect();
  const lies = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const inside = (a, b) => a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
  const visuals = [...document.querySelectorAll('.djs-shape > .djs-visual')];
  const events = visuals.filter((visual) => visual.matches(':has(circle):not(:has(rect))')).map(box);
  const steps = visuals.filter((visual) => visual.matches(':has(rect[rx="10"])'));
  const words = steps.flatMap((step) => [...step.querySelectorAll('tspan')].map((line) => [step, line]));
  return { lines: words.length, covered: words.filter(([step, line]) => {
    const symbols = [...step.querySelectorAll('path')].map(box);
    return !inside(box(line), box(step.querySelector('rect')))
      || [...symbols, ...events].some((other) => lies(box(line), other));
  }).map(([, line]) => line.textContent) };
}"""


@pytest.fixture(params=PROCESSES, ids=lambda file: file.stem)
def content(request: pytest.FixtureRequest) -> bytes:
    found: bytes = request.param.read_bytes()
    return found


def test_it_opens_without_a_warning(page: Page, content: bytes) -> None:
    assert show(page, content) == []


def test_every_word_of_a_step_can_be_read(page: Page, content: bytes) -> None:
    page.set_viewport_size({"width": 2800, "height": 1300})
    show(page, content)
    found = page.evaluate(COVERED)
    assert found["lines"] > 20
    assert found["covered"] == []


def test_what_the_viewer_warns_of_is_heard(page: Page) -> None:
    broken = PROCESSES[0].read_bytes().replace(b'bpmnElement="er_den_genaabnet"', b'bpmnElement="findes_ikke"')
    assert any("findes_ikke" in warning for warning in show(page, broken))


def test_words_that_are_too_long_for_their_step_are_found(page: Page) -> None:
    page.set_viewport_size({"width": 2800, "height": 1300})
    show(page, PROCESSES[0].read_bytes().replace(b'name="Giv oplysninger og', b'name="' + b"Giv alle oplysninger " * 8))
    assert page.evaluate(COVERED)["covered"] != []
