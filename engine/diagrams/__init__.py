"""Reading, checking and comparing BPMN diagrams. Stepping through one is `engine.runner`."""
