// Shows BPMN diagrams: every element with `data-diagram` (the address of the XML), once it can be seen.
// `data-markers` says what an element looks like: {"element id": "passed" | "current" | "error" | "warning"}.
// The bpmn.io mark in the lower right corner stays free: its licence asks for it.

import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';

const shown = new WeakSet();

async function show(place) {
  if (shown.has(place)) return;
  shown.add(place);
  try {
    const answer = await fetch(place.dataset.diagram, { headers: { Accept: 'application/xml' } });
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    const viewer = new NavigatedViewer({ container: place });
    await viewer.importXML(await answer.text());
    const canvas = viewer.get('canvas');
    canvas.zoom('fit-viewport', 'auto');
    mark(viewer, JSON.parse(place.dataset.markers || '{}'));
    place.dataset.state = 'shown';
  } catch (error) {
    place.dataset.state = 'failed';
    console.warn(`The diagram at ${place.dataset.diagram} could not be shown: ${error.message}`);
  }
}

function mark(viewer, markers) {
  const elements = viewer.get('elementRegistry');
  for (const [id, kind] of Object.entries(markers)) {
    if (elements.get(id)) viewer.get('canvas').addMarker(id, `diagram-${kind}`);
  }
}

// A diagram in a closed tab has no size yet, so each waits until it is seen.
const waiting = new IntersectionObserver((entries) => {
  for (const entry of entries.filter((each) => each.isIntersecting)) {
    waiting.unobserve(entry.target);
    show(entry.target);
  }
});

function look() {
  for (const place of document.querySelectorAll('[data-diagram]')) waiting.observe(place);
}

document.addEventListener('htmx:after:swap', look);
look();
