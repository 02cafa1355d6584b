// The editor that Camunda Modeler is built on, with its Camunda 7 vocabulary, for a test to draw in with the mouse.

import Modeler from 'bpmn-js/lib/Modeler';
import camunda from 'camunda-bpmn-moddle/resources/camunda.json';

const modeler = new Modeler({ container: '#editor', moddleExtensions: { camunda } });

window.open_diagram = async (xml) => {
  const { warnings } = await modeler.importXML(xml);
  modeler.get('canvas').zoom('fit-viewport');
  return warnings.map((warning) => warning.message);
};

// Where on the screen a point of the drawing is.
window.on_screen = ([x, y]) => {
  const { x: left, y: top, scale } = modeler.get('canvas').viewbox();
  return [(x - left) * scale, (y - top) * scale];
};

window.saved = async () => (await modeler.saveXML({ format: true })).xml;
