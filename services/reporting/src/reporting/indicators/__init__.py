"""
The programme's indicators, K1 to K18: each a definition, its SQL, and a figure.

Read in this order: `definition` (what an indicator is, and the columns that its SQL
gives), `evidence` (the rows, from the live projections), `measure` (from rows to a
figure with its uncertainty, `intervals`), `indicators` (all of them at once).

To build on them: `evidence(session, definitions()["K3"], question)` gives rows that
can be grouped by anything known of their household, and `figure(method, rows)`
gives the figure of any such group. Suppress small cells before anything is shown.
"""
