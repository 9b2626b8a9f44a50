"""From operational rows to one number per article: facts as Parquet, plain SELECT files, a build that is swapped in whole.

Owns the imported facts: a table for each fact of facts.yaml, filled by file, never for a year that a room
fills itself. Reads of other rooms only the views of their facts.sql, and writes folders: facts/ (as exported),
models/ (tallies, waits, figures), manifest.json. Numerators and denominators are stored, never
percentages; dates as known, so that any past day can be asked.

models/: staging/ unites rooms and imports; indicators/ is one file an article that names its cases, ten lines;
marts/ is the one clock, the one count and the figures through which all go; tests/ are queries without row.
"""
