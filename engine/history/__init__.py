"""The history of everything that has one: typed events, their canonical form, commitments, chain and fold. Pure.

`types` says what can happen and what each event tells; `canonical` how a value is written, `parts` what of an event is
private and how that is committed to; `chain` puts events into the chain of their subject; `reading` reads one strictly;
`erasing` is what was forgotten; `heads` is the file in which the last hashes of all chains leave the house.
"""
