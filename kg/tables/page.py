"""docs/tables.md: what a person reads before opening the files.

In: the declarations. Out: the page. Its opening is here, the rest is the dictionary.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kg.tables.catalogue import DICTIONARY, TABLES, holds, origin
from kg.tables.columns import Column, Tabled

_OPENING: Final = """\
# Tables

`kg export` writes the graph as tidy tables: a file for each kind of thing, a row for each thing,
every number typed and with its unit beside it. This page is generated from the declarations that
make the tables.

```console
$ kg export -o build/tables -f parquet
kg: wrote build/tables: {tables} tables, …
$ kg export -o - --table arms -f csv --trial STALWART
arm,trial,trial_label,report,…
…
```

The same from Python: `graph.tables("build/tables")`, and with `table="results"` one of them.
`--trial` and `--question` narrow tables as they narrow any export: to what the reports of a trial
say, all their trials included.

## What holds for all of them

* The first column is the IRI of the row's own thing; `trial`, `trial_label` and `report` say whose
  it is. Columns called `passages` lead to the words: join them with the table `passages`.
* A row is a thing as *one report* tells of it. Where two reports tell of one trial its arms are
  there twice, the second time with `same_arm_as`: leave these out before adding up people.
* A path is a SPARQL property path from the row's thing. It gives the same values from the graph; a
  test holds every column to that. *Named graph* is the graph that states the thing's class.
* Missing is null, in CSV empty; nothing is ever filled in. A list is never empty; in CSV it is a
  JSON array.
* A *number* is a float64. The graph has it as an exact decimal, and so has CSV; where one has more
  digits than a float64 holds, the export says how many. `…_reported` is how the report wrote it.
* A *code* is a coded value of the ontology by its name: `hazardRatio` is
  `https://w3id.org/trialkg/ns#hazardRatio`. A *date* is ISO text as precise as it is known: a year,
  a month or a day.
* Units are UCUM codes. The unit in this page is a code, or the column that has it.
* The same graph gives the same bytes. `columns` holds this page as data, and a Parquet file has it
  beside each of its columns.
* The text of a report, of which passages are parts, and loaded vocabularies are not in tables.

## With what people use

```python
import polars as pl

results = pl.read_parquet("build/tables/results.parquet")
results.filter(pl.col("statistic") == "mean").group_by("measurand_label").len()
```

```python
import pandas as pd

pd.read_parquet("build/tables/comparisons.parquet").query("statistic == 'hazardRatio'")
```

```sql
-- DuckDB: each result with its words
SELECT r.trial_label, r.measurand_label, r.value, r.unit, p.exact
FROM 'build/tables/results.parquet' r, UNNEST(r.passages) said(passage)
JOIN 'build/tables/passages.parquet' p USING (passage);
```

```r
library(arrow)
arms <- read_parquet("build/tables/arms.parquet")
arms[is.na(arms$same_arm_as), c("trial_label", "label", "size")]
```
"""


def page() -> str:
    """The whole page."""
    made = (*TABLES, DICTIONARY)
    listed = "\n".join(f"| [`{each.name}`](#{each.name}) | {each.rows} |" for each in made)
    contents = f"## The tables\n\n| table | one row for each |\n|---|---|\n{listed}\n"
    opening = _OPENING.replace("{tables}", str(len(made)))
    return "\n".join([opening, contents, *("\n".join(_section(each)) for each in made)])


def write_page(path: Path) -> None:
    """Write the page anew."""
    path.write_text(page(), encoding="utf-8")


def _section(tabled: Tabled) -> Iterator[str]:
    yield f"## {tabled.name}\n"
    yield f"One row for each {tabled.rows}.\n"
    yield "| column | holds | unit | meaning | path |\n|---|---|---|---|---|"
    for column in tabled.columns:
        unit = f"`{column.unit}`" if column.unit else ""
        cells = (f"`{column.name}`", holds(column), unit, column.meaning, _path(tabled, column))
        yield f"| {' | '.join(cells)} |"
    yield ""


def _path(tabled: Tabled, column: Column) -> str:
    found = origin(tabled, column).replace("|", "\\|")
    return f"`{found}`" if ":" in found else found
