"""Queries that use each construct of SPARQL 1.1 once, and random ones that mix them.

In: nothing, or a seed. Out: queries by the name of what they use, over :data:`DATA`. What has
another answer every time (RAND, NOW, UUID, BNODE) stands apart.

*Source*: SPARQL 1.1 Query Language (W3C 2013), sections 4 to 17 and the grammar of section 19.
"""

import random
from collections.abc import Iterator

E = "https://w3id.org/trialkg/id/"
TK = "https://w3id.org/trialkg/ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"

_VALUES = (
    *('"1"', '"abc"', '"Été"@fr', '"colour"@en-GB', '"a\\nb\\t\\"c\\""', '""', '"naïve 日本"'),
    *(f'"{n}"^^<{XSD}integer>' for n in (-3, 0, 1, 7, 42)),
    *(f'"{n}"^^<{XSD}decimal>' for n in ("0.05", "-1.5", "2.50")),
    *(f'"{n}"^^<{XSD}double>' for n in ("1.0E6", "INF", "-2.5E-3")),
    *(f'"{each}"^^<{XSD}boolean>' for each in ("true", "false")),
    f'"2009-07-01"^^<{XSD}date>',
    f'"2009-07-01T12:30:15.5Z"^^<{XSD}dateTime>',
    f'"2009-12-31T23:00:00-05:00"^^<{XSD}dateTime>',
    f'"odd"^^<{E}kind>',
    f"<{E}thing-0>",
    f"<{E}naïve>",
)


def data() -> list[str]:
    """The quads: things with values, links between things, three graphs."""
    lines = []
    for number in range(24):
        graph = f"<{E}report/{'abc'[number % 3]}>"
        thing = f"<{E}thing-{number}>"
        value = _VALUES[number % len(_VALUES)]
        lines += [
            f"{thing} <{TK}value> {value} {graph} .\n",
            f'{thing} <{TK}label> "thing {number}" {graph} .\n',
            f"{thing} <{TK}next> <{E}thing-{(number * 5 + 1) % 24}> {graph} .\n",
            f'{thing} <{TK}size> "{number % 5}"^^<{XSD}integer> {graph} .\n',
        ]
        if number % 2:
            lines.append(f"{thing} <{TK}part> <{E}thing-{number // 2}> {graph} .\n")
    return lines


# --- One construct each --------------------------------------------------------------------------

_OF = f"<{E}thing-1>"
FORMS = {
    "select all": "SELECT * { ?s tk:size ?n }",
    "select distinct": "SELECT DISTINCT ?n { ?s tk:size ?n }",
    "select reduced": "SELECT REDUCED ?n { ?s tk:size ?n }",
    "select expression": "SELECT ?s (?n * 2 AS ?twice) { ?s tk:size ?n }",
    "where": "SELECT ?s WHERE { ?s tk:size 3 }",
    "case": "sElEcT ?s wHeRe { ?s tk:size 3 fIlTeR(bOuNd(?s)) }",
    "no pattern": "SELECT (1 AS ?one) {}",
    "ask": "ASK { ?s tk:size 3 }",
    "ask no": "ASK { ?s tk:size 99 }",
    "base and prefix": f"BASE <{E}> PREFIX k: <{TK}> SELECT ?n {{ <thing-1> k:size ?n }}",
    "empty prefix": f"PREFIX : <{TK}> SELECT ?n {{ ?s :size ?n }}",
    "prefix twice": f"PREFIX k: <x:> PREFIX k: <{TK}> SELECT ?n {{ ?s k:size ?n }}",
    "comments": "# one\nSELECT ?s # two }\n{ ?s tk:size 3 } # three",
    "escapes in names": "PREFIX e: <https://w3id.org/trialkg/id/> SELECT ?n { e:thing\\-1 tk:size ?n }",
    "escapes of characters": 'SELECT ?s { ?s tk:value "\\u00C9t\\u00E9"@fr }',
    "dollar": "SELECT $s { $s tk:size 3 }",
    "names": f"SELECT ?é_1 {{ ?é_1 tk:value <{E}naïve> }}",
    "strings": "SELECT ('a' AS ?a) (\"b\" AS ?b) ('''c'\n\"''' AS ?c) (\"\"\"d\"\n'\"\"\" AS ?d) {}",
    "numbers": "SELECT (-1 AS ?a) (+2.50 AS ?b) (.5 AS ?c) (1e3 AS ?d) (1.E0 AS ?e) {}",
    "literals": f"SELECT ('x'@en-gb AS ?a) ('y'^^<{E}kind> AS ?b) (true AS ?c) ('5'^^xsd:byte AS ?d) {{}}",
    "a word in a string": "SELECT ('SERVICE <http://x/> { LOAD }' AS ?a) {}",
    "a word in a name": f"PREFIX service: <{E}> SELECT ?n {{ service:thing-1 tk:size ?n }}",
}
PATTERNS = {
    "lists of objects": f"SELECT ?v ?l {{ {_OF} tk:value ?v ; tk:label ?l , 'thing 1' }}",
    "semicolons": f"SELECT ?n {{ {_OF} tk:size ?n ;; . }}",
    "a": "SELECT ?s { ?s a tk:Nothing }",
    "blank nodes": "SELECT ?l { [ tk:size 3 ; tk:label ?l ] }",
    "blank node as subject": "SELECT ?l { [ tk:size 3 ] tk:label ?l }",
    "named blank node": "SELECT ?l { _:x tk:size 3 . _:x tk:label ?l }",
    "collection": "SELECT ?x { ?x tk:value ( 1 2 ?y ) }",
    "optional": "SELECT ?s ?p { ?s tk:size ?n OPTIONAL { ?s tk:part ?p } }",
    "optional with filter": "SELECT ?s ?p { ?s tk:size ?n OPTIONAL { ?s tk:part ?p FILTER(?n > 2) } }",
    "optionals nested": "SELECT * { ?s tk:size 3 OPTIONAL { ?s tk:part ?p OPTIONAL { ?p tk:part ?q } } }",
    "union": "SELECT ?s { { ?s tk:size 1 } UNION { ?s tk:size 2 } UNION { ?s tk:part ?p } }",
    "minus": "SELECT ?s { ?s tk:size ?n MINUS { ?s tk:part ?p } }",
    "minus without a shared name": "SELECT ?s { ?s tk:size 3 MINUS { ?x tk:part ?y } }",
    "filter": "SELECT ?s { ?s tk:size ?n FILTER(?n >= 2 && ?n < 4 || ?n = 0) }",
    "filter before": "SELECT ?s { FILTER(?n > 2) ?s tk:size ?n }",
    "exists": "SELECT ?s { ?s tk:size 1 FILTER EXISTS { ?s tk:part ?p } }",
    "not exists": "SELECT ?s { ?s tk:size 1 FILTER NOT EXISTS { ?s tk:part ?p } }",
    "exists in expression": "SELECT ?s { ?s tk:size 1 FILTER(EXISTS { ?s tk:part ?p } || false) }",
    "bind": "SELECT ?s ?m { ?s tk:size ?n BIND(?n + 1 AS ?m) FILTER(?m > 3) }",
    "bind an error": "SELECT ?s ?m { ?s tk:size 3 BIND(1 / 0 AS ?m) }",
    "values": f"SELECT ?s ?n {{ VALUES ?s {{ {_OF} <{E}thing-2> }} ?s tk:size ?n }}",
    "values of two": f"SELECT * {{ ?s tk:size ?n VALUES (?s ?n) {{ ({_OF} 1) (UNDEF 2) }} }}",
    "values behind": f"SELECT ?s ?n {{ ?s tk:size ?n }} VALUES ?s {{ {_OF} }}",
    "values of none": "SELECT * { VALUES () { () () } ?s tk:size 3 }",
    "empty group": "SELECT * { {} }",
    "groups": "SELECT * { { { ?s tk:size 3 } } { ?s tk:label ?l } }",
    "sub-select": "SELECT ?s ?l { ?s tk:label ?l { SELECT ?s { ?s tk:size 4 } ORDER BY ?s LIMIT 2 } }",
    "sub-select that counts": "SELECT ?n ?c { { SELECT ?n (COUNT(*) AS ?c) { ?s tk:size ?n } GROUP BY ?n } FILTER(?c > 4) }",
    "a variable as property": f"SELECT ?p ?o {{ {_OF} ?p ?o }}",
    "all": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(?p = tk:size) }",
}
PATHS = {
    name: f"SELECT ?x {{ {path} }}"
    for name, path in {
        "sequence": f"{_OF} tk:next/tk:next ?x",
        "inverse": f"{_OF} ^tk:next ?x",
        "alternative": f"{_OF} tk:next|tk:part ?x",
        "any number": f"{_OF} tk:part* ?x",
        "one or more": f"<{E}thing-23> tk:part+ ?x",
        "at most one": f"<{E}thing-23> tk:part? ?x",
        "cycle": f"{_OF} tk:next+ ?x",
        "groups": f"{_OF} (tk:next/^tk:part)|tk:part ?x",
        "negation": f"{_OF} !tk:next ?x",
        "negated set": f"{_OF} !(tk:next|tk:size|^tk:next) ?x",
        "inverse of a group": f"{_OF} ^(tk:next/tk:part) ?x",
        "both ends": "?x tk:part+ ?y",
        "zero length": f"<{E}nothing> tk:part* ?x",
        "any of several": f"{_OF} (tk:next|tk:part)* ?x",
        "optional sequence": f"{_OF} (tk:next/tk:next)? ?x",
    }.items()
}
GRAPHS_NAMED = {
    "graph": f"SELECT ?s {{ GRAPH <{E}report/b> {{ ?s tk:size ?n }} }}",
    "graph of any name": "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s tk:size ?m } } GROUP BY ?g",
    "from": f"SELECT ?s FROM <{E}report/a> {{ ?s tk:size ?n }}",
    "from two": f"SELECT ?s FROM <{E}report/a> FROM <{E}report/c> {{ ?s tk:size ?n }}",
    "from named": f"SELECT ?g ?s FROM NAMED <{E}report/a> {{ GRAPH ?g {{ ?s tk:size ?n }} }}",
    "from and from named": f"SELECT ?s ?t FROM <{E}report/a> FROM NAMED <{E}report/b> "
    "{ ?s tk:size 3 GRAPH ?g { ?t tk:size 4 } }",
    "from by prefix": f"PREFIX r: <{E}report/> SELECT ?s FROM r:a {{ ?s tk:size ?n }}",
    "from by base": f"BASE <{E}> SELECT ?s FROM <report/a> {{ ?s tk:size ?n }}",
    "from in ask": f"ASK FROM <{E}report/a> {{ <{E}thing-1> tk:size ?n }}",
}
AGGREGATES = {
    name: f"SELECT {what} {{ ?s tk:size ?n ; tk:value ?v ; tk:label ?l }} {more}"
    for name, (what, more) in {
        "count": ("(COUNT(?v) AS ?c)", ""),
        "count all": ("(COUNT(*) AS ?c)", ""),
        "count distinct": ("(COUNT(DISTINCT ?n) AS ?c)", ""),
        "count distinct rows": ("(COUNT(DISTINCT *) AS ?c)", ""),
        "sum": ("(SUM(?n) AS ?c)", ""),
        "sum of an error": ("(SUM(?v) AS ?c)", ""),
        "average": ("(AVG(?n) AS ?c)", ""),
        "least and most": ("(MIN(?n) AS ?a) (MAX(?n) AS ?b)", ""),
        "least text": ("(MIN(?l) AS ?a) (MAX(?l) AS ?b)", ""),
        "distinct sum": ("(SUM(DISTINCT ?n) AS ?c)", ""),
        "group by": ("?n (COUNT(*) AS ?c)", "GROUP BY ?n"),
        "group by two": ("?n ?l (COUNT(*) AS ?c)", "GROUP BY ?n ?l"),
        "group by expression": ("?big (COUNT(*) AS ?c)", "GROUP BY (?n > 2 AS ?big)"),
        "group by function": ("(COUNT(*) AS ?c)", "GROUP BY STRLEN(?l)"),
        "having": ("?n (COUNT(*) AS ?c)", "GROUP BY ?n HAVING(COUNT(*) > 4)"),
        "having two": ("?n", "GROUP BY ?n HAVING(COUNT(*) > 4) (SUM(?n) < 9)"),
        "within expressions": ("(SUM(?n) / COUNT(?n) + 1 AS ?c)", ""),
        "order by aggregate": ("?n", "GROUP BY ?n ORDER BY DESC(COUNT(*)) ?n"),
        "sample": ("?n (SAMPLE(?n) AS ?c)", "GROUP BY ?n"),
    }.items()
} | {
    "group_concat": "SELECT (GROUP_CONCAT(?l) AS ?c) { { SELECT ?l { ?s tk:label ?l } ORDER BY ?l } }",
    "group_concat with separator": "SELECT ?n (GROUP_CONCAT(DISTINCT STR(?n); SEPARATOR='; ') AS ?c) "
    "{ ?s tk:size ?n } GROUP BY ?n",
    "of nothing": "SELECT (COUNT(*) AS ?a) (SUM(?x) AS ?b) (AVG(?x) AS ?c) (MIN(?x) AS ?d) { ?x tk:none ?y }",
    "groups of nothing": "SELECT ?y (COUNT(*) AS ?a) { ?x tk:none ?y } GROUP BY ?y",
}
ORDERS = {
    name: f"SELECT ?s ?n {{ ?s tk:size ?n }} {more}"
    for name, more in {
        "order": "ORDER BY ?n ?s",
        "descending": "ORDER BY DESC(?n) ASC(?s)",
        "by expression": "ORDER BY (?n * -1) STR(?s)",
        "limit": "ORDER BY ?s LIMIT 3",
        "offset": "ORDER BY ?s OFFSET 20",
        "offset and limit": "ORDER BY ?s OFFSET 3 LIMIT 2",
        "limit and offset": "ORDER BY ?s LIMIT 2 OFFSET 3",
        "limit nothing": "LIMIT 0",
    }.items()
} | {
    "of kinds": "SELECT ?v { ?s tk:value ?v } ORDER BY isIRI(?v) isNUMERIC(?v) STR(?v) LANG(?v)",
    "of nothing": "SELECT ?s ?x { ?s tk:size 3 OPTIONAL { ?s tk:none ?x } } ORDER BY ?x ?s",
}

_CALLS = (
    *(
        "BOUND(?v)",
        "IF(?n > 2, 'more', 'less')",
        "COALESCE(?none, ?v)",
        "?n || false",
        "?n && true",
    ),
    *("!(?n = 2)", "?v = ?v", "?n != 2", "sameTerm(?v, 1)", "?n IN (1, 2, 3)", "?n NOT IN (1, 2)"),
    *("?n IN ()", "isIRI(?v)", "isURI(?v)", "isBLANK(?v)", "isLITERAL(?v)", "isNUMERIC(?v)"),
    *(
        "STR(?v)",
        "LANG(?v)",
        "DATATYPE(?v)",
        "IRI('thing-1')",
        "URI(STR(?s))",
        "STRDT('5', xsd:integer)",
    ),
    *(
        "STRLANG('x', 'en')",
        "STRLEN(STR(?v))",
        "SUBSTR(?l, 3)",
        "SUBSTR(?l, 3, 2)",
        "UCASE(STR(?v))",
    ),
    *("LCASE(?v)", "STRSTARTS(?l, 'thing')", "STRENDS(?l, '1')", "CONTAINS(?l, '1')"),
    *("STRBEFORE(?l, ' ')", "STRAFTER(?l, ' ')", "STRBEFORE(?l, 'z')", "ENCODE_FOR_URI(STR(?v))"),
    *(
        "CONCAT(?l, '-', STR(?n))",
        "CONCAT('a'@en, 'b'@en)",
        "CONCAT()",
        "LANGMATCHES(LANG(?v), '*')",
    ),
    *(
        "LANGMATCHES(LANG(?v), 'EN')",
        "REGEX(?l, '1$')",
        "REGEX(?l, 'THING', 'i')",
        "REPLACE(?l, 'i', '_')",
    ),
    *("REPLACE(?l, '(t)(h)', '$2$1', 'i')", "ABS(?v)", "ROUND(?v)", "CEIL(?v)", "FLOOR(?v)"),
    *(
        "YEAR(?v)",
        "MONTH(?v)",
        "DAY(?v)",
        "HOURS(?v)",
        "MINUTES(?v)",
        "SECONDS(?v)",
        "TIMEZONE(?v)",
    ),
    *(
        "TZ(?v)",
        "MD5(?l)",
        "SHA1(?l)",
        "SHA256(?l)",
        "SHA384(?l)",
        "SHA512(?l)",
        "?n + 1",
        "?n - 1",
    ),
    *(
        "?n * 2.5",
        "?n / 2",
        "?n / 0",
        "-?n",
        "+?n",
        "?v + 1",
        "?v < 5",
        "?v > '2008-01-01'^^xsd:date",
    ),
    *("?v <= 'b'", "xsd:string(?v)", "xsd:integer(?v)", "xsd:decimal(?v)", "xsd:double(?v)"),
    *("xsd:float(?v)", "xsd:boolean(?v)", "xsd:dateTime(?v)", "xsd:date(?v)", "1 + 2 * 3 - 4 / 2"),
    *("(1 + 2) * 3", "(1 < 2) = true", "'a' < 'b'", "'2'@en = '2'", "1 = 1.0", "1 = '1'", "?none"),
)
FUNCTIONS = {
    call: f"SELECT ?s ({call} AS ?x) {{ ?s tk:value ?v ; tk:size ?n ; tk:label ?l }} ORDER BY ?s"
    for call in _CALLS
}
TABLES = {
    f"{kind}: {name}": query
    for kind, queries in {
        "forms": FORMS,
        "patterns": PATTERNS,
        "paths": PATHS,
        "graphs": GRAPHS_NAMED,
        "aggregates": AGGREGATES,
        "order": ORDERS,
        "functions": FUNCTIONS,
    }.items()
    for name, query in queries.items()
}
TRIPLES = {
    "construct": "CONSTRUCT { ?s tk:bigger ?m } { ?s tk:size ?n BIND(?n + 1 AS ?m) }",
    "construct where": "CONSTRUCT WHERE { ?s tk:size 3 ; tk:label ?l }",
    "construct nothing": "CONSTRUCT {} { ?s tk:size 3 }",
    "construct what is unbound": "CONSTRUCT { ?s tk:part ?p ; tk:size ?n } { ?s tk:size ?n OPTIONAL { ?s tk:part ?p } }",
    "construct what is no triple": "CONSTRUCT { ?v tk:of ?s } { ?s tk:value ?v }",
    "construct by order": "CONSTRUCT { ?s tk:size ?n } { ?s tk:size ?n } ORDER BY ?s LIMIT 3",
    "construct values": "CONSTRUCT { ?s tk:value ?v } { ?s tk:value ?v }",
    "construct a group": "CONSTRUCT { tk:all tk:size ?c } { SELECT (COUNT(*) AS ?c) { ?s tk:size ?n } }",
    "construct from": f"CONSTRUCT {{ ?s tk:size ?n }} FROM <{E}report/a> {{ ?s tk:size ?n }}",
    "describe": f"DESCRIBE {_OF}",
    "describe several": f"DESCRIBE {_OF} <{E}thing-2>",
    "describe what is found": "DESCRIBE ?s { ?s tk:size 3 }",
    "describe all": "DESCRIBE * { ?s tk:part ?p } LIMIT 3",
    "describe nothing": f"DESCRIBE <{E}nothing>",
}
FLEETING = {
    "rand": ("SELECT (RAND() AS ?x) {}", "double"),
    "now": ("SELECT (NOW() AS ?x) {}", "dateTime"),
    "uuid": ("SELECT (UUID() AS ?x) {}", "uri"),
    "struuid": ("SELECT (STRUUID() AS ?x) {}", "literal"),
    "bnode": ("SELECT (BNODE() AS ?x) {}", "bnode"),
    "bnode by name": ("SELECT (BNODE('a') AS ?x) {}", "bnode"),
}


# --- Mixed by chance -----------------------------------------------------------------------------

_PIECES = (
    *("?s tk:size ?n .", "?s tk:label ?l .", "?s tk:next ?t .", "OPTIONAL { ?s tk:part ?p }"),
    *(
        "{ ?s tk:size 1 } UNION { ?s tk:size 2 }",
        "MINUS { ?s tk:size 3 }",
        "?s tk:next/tk:size ?m .",
    ),
    *(
        "BIND(STRLEN(STR(?s)) AS ?k)",
        "FILTER EXISTS { ?s tk:part ?e }",
        "?s (tk:part|^tk:next)+ ?u .",
    ),
    *("FILTER NOT EXISTS { ?s tk:part ?e }", "VALUES ?n { 0 1 2 }", "OPTIONAL { ?t tk:value ?w }"),
    *(
        "{ SELECT ?s (COUNT(?x) AS ?c) { ?x tk:next ?s } GROUP BY ?s }",
        "GRAPH ?g { ?s tk:label ?h }",
    ),
    *("FILTER(?n > 0)", "FILTER(!BOUND(?p) || ?n < 3)", "FILTER(CONTAINS(STR(?s), '1'))"),
)
_HEADS = ("SELECT *", "SELECT DISTINCT ?s", "SELECT ?s ?n", "SELECT (COUNT(*) AS ?all)", "ASK")


def mixed(number: int, seed: int) -> Iterator[str]:
    """So many queries of several pieces each, the same for the same seed."""
    chance = random.Random(seed)
    for _ in range(number):
        head = chance.choice(_HEADS)
        pieces = chance.sample(_PIECES, chance.randint(1, 5))
        tail = chance.choice(("", " LIMIT 7", " ORDER BY ?s LIMIT 9 OFFSET 2"))
        plain = head == "ASK" or "COUNT" in head
        yield f"{head} {{ ?s tk:value ?v . {' '.join(pieces)} }}{'' if plain else tail}"
