"""
Does the programme work, and how sure are we? Pure functions, values in, values out.

No module here reads a clock, a store or a letter. Read in this order:

- counting: `interval`, `proportions`, `suppression` (standard library only, so that
  every indicator may use them), `rates`, `medians`;
- time to an event: `survival`, `incidence` (standard library only), `logrank`;
- designs: `before_after`, `interrupted`, `differences`, `staircase`, `matching`,
  with what they share in `regression`, `panel` and `assignments`;
- the model itself: `fidelity`, `transfer`, `cost`;
- proof: `planted` draws a world whose truth is known, `trials` asks whether each
  design finds it.

Modules that are not marked need the extra `azione0-reporting[analysis]` (numpy,
scipy); a small machine works without it.
"""
