"""From operational rows to one number per article: facts as Parquet, plain SELECT files, a build that is swapped in whole.

Owns no table. Reads nothing of other rooms but the views of their facts.sql, and writes folders:
facts/ (as exported), models/ (every SELECT of models/*/*.sql), manifest.json. Numerators and
denominators are stored, never percentages; dates as known, so that any past day can be asked.
"""
