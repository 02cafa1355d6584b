"""One transaction of the desk: what an act needs is loaded under the case's lock, and what was decided is written."""
