// Shows BPMN diagrams: every element with `data-diagram` (the address of the XML), once it can be seen. Beside it, each an
// object by element id: `data-markers` ("passed" | "current" | "error" | "warning"), `data-counts` (how often it was
// passed), `data-notes` (a text that stands at the element), `data-hints` (a text on hover) and `data-problems` (the numbers
// of its rows in the table of problems); and `data-taken`, [source, target] of each arrow that was followed: it is marked.
// A link with `data-show-element` brings that element into the middle of the page's diagram; the buttons beside a diagram
// (`data-zoom`: "in" | "out" | "whole") make it larger, smaller or show all of it.
// The bpmn.io mark in the lower right corner stays free: its licence asks for it.

import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';

import { all, origin } from './desk/elements.js';

/** @typedef {import('bpmn-js/lib/NavigatedViewer').default} Viewer */
/** @typedef {import('diagram-js/lib/core/Canvas').default} Canvas */
/** @typedef {import('diagram-js/lib/model/Types').Shape & { attachers?: { y: number, height: number }[] }} Shape */

/** @type {WeakSet<HTMLElement>} */
const shown = new WeakSet();
/** @type {Map<HTMLElement, Viewer>} */
const viewers = new Map();
const SVG = 'http://www.w3.org/2000/svg';
const READABLE = 0.85; // letters of 11 and 12 px are 9.4 and 10.2 px then
const STEP = 1.25;
const MIDDLE = /** @type {any} */ ('auto'); // that the canvas takes a word here its types do not say
const LIMITS = [0.2, 4];

/** @param {HTMLElement} place */
async function show(place) {
  if (shown.has(place)) return;
  shown.add(place);
  try {
    const answer = await fetch(place.dataset.diagram, { headers: { Accept: 'application/xml' } });
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    const viewer = new NavigatedViewer({ container: place });
    /** @type {{ warnings: any[] }} */
    const { warnings } = await viewer.importXML(await answer.text());
    for (const { message } of warnings) console.warn(`The diagram at ${place.dataset.diagram}: ${message}`);
    furnish(viewer, place.dataset);
    settle(viewer, place.dataset);
    followFinger(place, viewer.get('canvas'));
    viewers.set(place, viewer);
    place.dataset.state = 'shown';
  } catch (error) {
    place.dataset.state = 'failed';
    console.warn(`The diagram at ${place.dataset.diagram} could not be shown: ${/** @type {Error} */ (error).message}`);
  }
}

/**
 * All of the diagram where its words can be read then; else the part around what matters most.
 * @param {Viewer} viewer
 * @param {DOMStringMap} data
 */
function settle(viewer, { markers }) {
  const canvas = viewer.get('canvas');
  canvas.zoom('fit-viewport', MIDDLE);
  if (canvas.zoom() >= READABLE) return;
  const { x, y, width, height } = viewer.get('elementRegistry').get(first(viewer, JSON.parse(markers || '{}')));
  const { inner, outer } = canvas.viewbox();
  const [wide, high] = [outer.width / READABLE, outer.height / READABLE];
  canvas.viewbox({
    x: within(x + width / 2 - wide / 2, inner.x, inner.width, wide),
    y: within(y + height / 2 - high / 2, inner.y, inner.height, high),
    width: wide,
    height: high,
  });
}

/**
 * The step it stands at, else the first problem, else where the process starts.
 * @param {Viewer} viewer
 * @param {Record<string, string>} kinds
 */
function first(viewer, kinds) {
  const elements = viewer.get('elementRegistry');
  const found = ['current', 'error', 'warning'].flatMap((kind) => Object.keys(kinds).filter((id) => kinds[id] === kind));
  const start = elements.find((/** @type {Shape} */ { type }) => type === 'bpmn:StartEvent') ?? elements.find((/** @type {Shape} */ { width }) => width);
  return found.find((id) => elements.get(id)?.width) ?? start.id;
}

/**
 * Where the view begins so that it shows nothing beside the drawing; in the middle if the drawing is the smaller.
 * @param {number} wish
 * @param {number} begin
 * @param {number} length
 * @param {number} seen
 */
function within(wish, begin, length, seen) {
  if (length <= seen) return begin - (seen - length) / 2;
  return Math.min(Math.max(wish, begin), begin + length - seen);
}

/**
 * A finger moves the drawing; diagram-js listens to a mouse only.
 * @param {HTMLElement} place
 * @param {Canvas} canvas
 */
function followFinger(place, canvas) {
  /** @type {PointerEvent | null} */
  let last = null;
  place.addEventListener('pointerdown', (event) => {
    last = event.pointerType === 'touch' ? event : null;
  });
  place.addEventListener('pointermove', (event) => {
    if (!last) return;
    canvas.scroll({ dx: event.clientX - last.clientX, dy: event.clientY - last.clientY });
    last = event;
  });
  for (const end of ['pointerup', 'pointercancel']) {
    place.addEventListener(end, () => {
      last = null;
    });
  }
}

/** @type {Record<string, (canvas: Canvas) => void>} */
const ZOOMS = {
  in: (canvas) => canvas.zoom(Math.min(canvas.zoom() * STEP, LIMITS[1])),
  out: (canvas) => canvas.zoom(Math.max(canvas.zoom() / STEP, LIMITS[0])),
  whole: (canvas) => canvas.zoom('fit-viewport', MIDDLE),
};

/**
 * @param {Viewer} viewer
 * @param {DOMStringMap} data
 */
function furnish(viewer, { markers, counts, notes, hints, problems, taken }) {
  const elements = viewer.get('elementRegistry');
  /** @type {(texts: string | undefined, act: (id: string, value: any) => void) => void} */
  const each = (texts, act) => {
    for (const [id, value] of Object.entries(JSON.parse(texts || '{}'))) {
      if (elements.get(id)) act(id, value);
    }
  };
  each(markers, (id, kind) => viewer.get('canvas').addMarker(id, `diagram-${kind}`));
  each(counts, (id, times) => times > 1 && label(viewer, id, 'count', `${times}×`, { top: -10, right: 14 }));
  each(notes, (id, text) => label(viewer, id, 'note', text, besideEvents(elements.get(id))));
  const kinds = JSON.parse(markers || '{}');
  each(problems, (id, rows) => label(viewer, id, kinds[id], rows, { top: -12, left: -8 }));
  each(hints, (id, text) => hint(elements.getGraphics(id), text));
  for (const [source, target] of JSON.parse(taken || '[]')) {
    const arrows = elements.get(target)?.incoming.filter((/** @type {{ source: Shape }} */ arrow) => arrow.source.id === source) ?? [];
    for (const arrow of arrows) viewer.get('canvas').addMarker(arrow, 'diagram-taken');
  }
}

/**
 * Under a step, or over it where events hang on its lower edge: they are not to be covered.
 * @param {Shape} step
 */
function besideEvents(step) {
  /** @param {{ y: number, height: number }} event */
  const hangsBelow = (event) => event.y + event.height / 2 > step.y + step.height / 2;
  return (step.attachers ?? []).some(hangsBelow) ? { top: -38, left: 0 } : { bottom: 2, left: 0 };
}

/**
 * @param {Viewer} viewer
 * @param {string} id
 * @param {string} kind
 * @param {string} text
 * @param {Record<string, number>} position
 */
function label(viewer, id, kind, text, position) {
  const html = document.createElement('span');
  html.className = `diagram-${kind}-label`;
  html.textContent = text;
  viewer.get('overlays').add(id, { position, html, scale: { min: 0.85, max: 1 } });
}

/**
 * @param {SVGElement} graphics
 * @param {string} text
 */
function hint(graphics, text) {
  const title = document.createElementNS(SVG, 'title');
  title.textContent = text;
  graphics.prepend(title);
}

/**
 * Brings an element into the middle, large enough to read, and marks it until another is asked for.
 * @param {Viewer} viewer
 * @param {string} id
 */
function bring(viewer, id) {
  const canvas = viewer.get('canvas');
  const element = viewer.get('elementRegistry').get(id);
  for (const marked of viewer.get('elementRegistry').getAll()) canvas.removeMarker(marked, 'diagram-chosen');
  if (!element) return;
  canvas.addMarker(element, 'diagram-chosen');
  canvas.zoom(Math.max(canvas.zoom(), 0.9));
  canvas.scrollToElement(element, 120);
}

document.addEventListener('click', (event) => {
  /** @type {HTMLElement | null} */
  const link = origin(event).closest('[data-show-element]');
  if (!link) return;
  for (const [place, viewer] of viewers) {
    bring(viewer, link.dataset.showElement);
    place.focus({ preventScroll: true });
  }
});

document.addEventListener('click', (event) => {
  /** @type {HTMLElement | null} */
  const button = origin(event).closest('[data-zoom]');
  /** @type {HTMLElement | null} */
  const place = button?.closest('.diagram').querySelector('[data-diagram]');
  const viewer = viewers.get(place);
  if (viewer) ZOOMS[button.dataset.zoom](viewer.get('canvas'));
});

// A diagram in a closed tab has no size yet, so each waits until it is seen.
const waiting = new IntersectionObserver((entries) => {
  for (const entry of entries.filter((each) => each.isIntersecting)) {
    waiting.unobserve(entry.target);
    show(/** @type {HTMLElement} */ (entry.target));
  }
});

function look() {
  for (const place of all(document, '[data-diagram]')) waiting.observe(place);
}

document.addEventListener('htmx:after:swap', look);
look();
