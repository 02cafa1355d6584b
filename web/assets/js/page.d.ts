// What the browser's own types do not know of our pages: htmx, what it tells, and the names of our hidden fields.

/** What htmx tells of one answer: `text` is its body, `sourceElement` what asked for it. */
interface HtmxContext {
  target?: HTMLElement;
  response: { status: number; raw: Response };
  text: string;
  sourceElement: HTMLElement;
}

interface HtmxSwap {
  ctx: HtmxContext;
  tasks: { target: HTMLElement; fragment: DocumentFragment }[];
}

interface DocumentEventMap {
  'htmx:before:swap': CustomEvent<HtmxSwap>;
  'htmx:after:swap': CustomEvent<HtmxSwap>;
}

interface Window {
  htmx?: { process(element: Element): void };
}

/** A row that a form was opened in, under the row whose button opened it. */
interface HTMLTableRowElement {
  opener?: HTMLAnchorElement;
}

/** A page that was fetched; whether it was the answer to another address. */
interface Document {
  redirected?: boolean;
}

interface HTMLFormControlsCollection {
  /** By this name a form that is sent twice is done once. */
  once: HTMLInputElement;
  'draft-version': HTMLInputElement;
}
