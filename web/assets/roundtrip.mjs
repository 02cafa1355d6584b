// node roundtrip.mjs FILE: reads a diagram in the Camunda 7 vocabulary and writes it again, as the Camunda Modeler would.
// Prints {"warnings": ["…"], "xml": "…"}; a file that is no BPMN at all gives one warning and an empty xml.

import { BpmnModdle } from 'bpmn-moddle';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const camunda = createRequire(import.meta.url)('camunda-bpmn-moddle/resources/camunda.json');

async function roundtrip(text) {
  const moddle = new BpmnModdle({ camunda });
  try {
    const { rootElement, warnings } = await moddle.fromXML(text);
    const { xml } = await moddle.toXML(rootElement, { format: true });
    return { warnings: warnings.map((warning) => warning.message), xml };
  } catch (error) {
    return { warnings: [error.message], xml: '' };
  }
}

const [file] = process.argv.slice(2);
if (!file) {
  console.error('usage: node roundtrip.mjs FILE');
  process.exit(2);
}
console.log(JSON.stringify(await roundtrip(await readFile(file, 'utf8'))));
