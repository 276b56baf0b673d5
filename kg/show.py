"""One trial at a glance.

In: a store that answers, and a trial. Out: a page: design, people, arms, numbers, comparisons,
conclusions; each row with the short name of its claim, which ``kg why`` takes. What leads to a
claim or a thing is ``Linked`` text, for pages on which one can follow it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from kg import hypertext
from kg.namespaces import TK
from kg.store import Queryable
from kg.terms import Iri
from kg.view import Linked, View, called, citation, short

Row = tuple[str, ...]

# A report's account is a graph of its own; what was derived and what things are called is not.
_ACCOUNT: Final = """
CONSTRUCT { ?s ?p ?o . ?o rdfs:label ?label ; skos:prefLabel ?name } WHERE {
  { @account }
  UNION { ?trial ?p ?o BIND(?trial AS ?s) }
  UNION { ?trial tk:hasDisagreement|tk:hasTie ?s . ?s ?p ?o }
  UNION { ?trial ?has ?s . ?s tk:caution ?o BIND(tk:caution AS ?p) }
  UNION { ?trial tk:hasArm ?o . ?s tk:sameArmAs ?o BIND(tk:sameArmAs AS ?p) }
  UNION { ?trial tk:hasResult ?s . ?s tk:restates ?o BIND(tk:restates AS ?p) }
  FILTER(?p NOT IN (@unseen))
  OPTIONAL { ?o rdfs:label ?label }
  OPTIONAL { ?o skos:prefLabel ?name }
}
"""
_WHOLE: Final = {
    "@account": "?trial (tk:reportedIn|tk:mentionedIn) ?report . GRAPH ?report { ?s ?p ?o }",
    "@unseen": "tk:sourceText",
}
# A trial may have ten thousand results, each with a passage and more: things are looked at before
# what is said of them.
_WITHOUT_RESULTS: Final = {
    "@account": """{ SELECT DISTINCT ?report ?s WHERE {
        ?trial (tk:reportedIn|tk:mentionedIn) ?report . GRAPH ?report { ?s a ?kind }
        FILTER NOT EXISTS { ?s a tk:Result } FILTER NOT EXISTS { ?s a tk:Passage } } }
    GRAPH ?report { ?s ?p ?o }""",
    "@unseen": "tk:sourceText, tk:hasPassage, tk:hasResult",
}


class Section(NamedTuple):
    """A part of a page: a title, columns (none for a list of pairs), rows."""

    title: str
    columns: Row
    rows: tuple[Row, ...]


class Page(NamedTuple):
    """A trial at a glance."""

    title: str
    trial: Iri
    sections: tuple[Section, ...]

    def _repr_html_(self) -> str:
        """The page as a notebook shows it."""
        return hypertext.page(self.title, self.sections)


def show(store: Queryable, trial: Iri, *, results: bool = True) -> Page:
    """The page of a trial, or all of it but results; sections without rows are left out."""
    account = _ACCOUNT
    for mark, part in (_WHOLE if results else _WITHOUT_RESULTS).items():
        account = account.replace(mark, part)
    view = View(store.triples(account, {"trial": trial}).lines)
    sections = (
        Section("Design", (), tuple(_design(view, trial))),
        Section("Caution", (), tuple(_cautions(view, trial))),
        Section("Reports", (), tuple(_reports(view, trial))),
        Section("People", ("group", "n", "criteria", "claim"), tuple(_people(view, trial))),
        Section("Arms", ("arm", "role", "n", "receives", "claim"), tuple(_arms(view, trial))),
        Section("Outcomes", ("outcome", "role", "time", "claim"), tuple(_outcomes(view, trial))),
        _numbers(view, trial),
        Section("Changes", ("group", "measure", "change", "claim"), tuple(_changes(view, trial))),
        Section(
            "Comparisons",
            ("measure", "time", "finding", "favours", "claim"),
            tuple(_comparisons(view, trial)),
        ),
        Section(
            "Associations", ("factor", "with", "P", "claim"), tuple(_associations(view, trial))
        ),
        Section(
            "Adverse events", ("event", "group", "finding", "claim"), tuple(_harms(view, trial))
        ),
        Section("Conclusions", ("about", "says", "claim"), tuple(_conclusions(view, trial))),
        Section(
            "Disagreements",
            ("on", "of", "says", "says otherwise", "apart", "claim"),
            tuple(_disagreements(view, trial)),
        ),
        Section("May be the same", ("by", "what", "claim"), tuple(_suggested(view, trial))),
    )
    kept = tuple(section for section in sections if section.rows)
    return Page(view.label(trial), trial, kept)


# --- What the trial is ---------------------------------------------------------------------------


def _design(view: View, trial: Iri) -> Iterator[Row]:
    design = ", ".join(
        filter(None, (view.coded(trial, p) for p in (TK.allocation, TK.masking, TK.designFeature)))
    )
    pairs = (
        ("condition", view.linked(view.things(trial, TK.studiesCondition))),
        ("studied", view.linked(_studied(view, trial))),
        ("design", design),
        ("phase", ", ".join(_phases(view, trial))),
        ("status", view.coded(trial, TK.status)),
        ("follow-up", view.labels(view.things(trial, TK.followUp))),
        ("countries", ", ".join(view.texts(trial, TK.country))),
        ("sponsor", ", ".join(view.texts(trial, TK.sponsor))),
        ("objective", view.text(trial, TK.objective)),
        ("registered as", ", ".join(view.texts(trial, TK.registryId))),
        ("sister trial", view.linked(view.things(trial, TK.sisterTrial))),
    )
    return (pair for pair in pairs if pair[1])


def _phases(view: View, trial: Iri) -> Iterator[str]:
    return (called(phase).removeprefix("phase ") for phase in view.things(trial, TK.phase))


def _studied(view: View, trial: Iri) -> Iterator[Iri]:
    """What the trial is about; all that it is a kind of follows and need not be listed."""
    for arm in view.things(trial, TK.hasArm):
        for treatment in view.things(arm, TK.receives):
            if view.coded(treatment, TK.interventionRole) in {"investigational", "comparator"}:
                yield from view.things(treatment, TK.substance)


def _cautions(view: View, trial: Iri) -> Iterator[Row]:
    """The reports that were retracted, corrected or doubted."""
    for report in view.things(trial, TK.reportedIn):
        if words := view.text(report, TK.caution):
            yield words, citation(view, report)


def _named(view: View, claim: Iri) -> Linked:
    """The short name of a claim, with its caution, and the claim that it says again."""
    again = ((f"= {short(each)}", each) for each in view.things(claim, TK.restates))
    return Linked(((_with_caution(view, claim), claim), *again), " ")


def _leading(thing: Iri, words: str | None = None) -> Linked:
    """The words, else the short name of a thing, that lead to it."""
    return Linked(((short(thing) if words is None else words, thing),))


def _with_caution(view: View, claim: Iri) -> str:
    """The short name of a claim, with what is to be known of it, else of its report."""
    said = view.text(claim, TK.caution) or view.text(claim.rpartition("/")[0], TK.caution)
    return f"{short(claim)} ({said})" if said else short(claim)


def _reports(view: View, trial: Iri) -> Iterator[Row]:
    for report in view.things(trial, TK.reportedIn, TK.mentionedIn):
        yield _leading(report), citation(view, report)


# --- Who took part, and what they got ------------------------------------------------------------


def _people(view: View, trial: Iri) -> Iterator[Row]:
    for group in view.things(trial, TK.hasPopulation, TK.hasSubgroup):
        criteria = (_criterion(view, each) for each in view.things(group, TK.hasCriterion))
        label = view.label(group)
        role = view.coded(group, TK.populationRole)
        name = f"{label} ({role})" if role and role not in label else label
        size = _leading(group, view.text(group, TK.size))
        yield name, size, "\n".join(criteria), _named(view, group)


def _criterion(view: View, node: Iri) -> str:
    about = view.label(view.thing(node, TK.about))
    bound = view.quantity(view.thing(node, TK.bound))
    lasting = view.quantity(view.thing(node, TK.sustainedFor))
    text = " ".join(filter(None, (about, bound, f"for {lasting}" if lasting else "")))
    text = text or view.text(node, TK.exact) or view.label(node)
    return f"not: {text}" if view.is_a(node, "ExclusionCriterion") else text


def _arms(view: View, trial: Iri) -> Iterator[Row]:
    for arm in view.things(trial, TK.hasArm):
        treatments = (_treatment(view, each) for each in view.things(arm, TK.receives))
        role = view.coded(arm, TK.armRole)
        lost = view.text(arm, TK.lostToFollowUp)
        size = view.text(arm, TK.size) + (f" ({lost} lost)" if lost else "")
        others = view.holders(arm, TK.sameArmAs)
        same = ((f"= {_with_caution(view, each)}", each) for each in others)
        names = Linked(((_with_caution(view, arm), arm), *same), "\n")
        yield view.label(arm), role, _leading(arm, size), "\n".join(treatments), names


def _treatment(view: View, node: Iri) -> str:
    role = view.coded(node, TK.interventionRole)
    name = view.label(node) if role != "no treatment" else "no treatment"
    phases = view.things(view.thing(node, TK.regimen), TK.hasPhase)
    doses = "; then ".join(filter(None, (_phase(view, phase) for phase in phases)))
    route = view.coded(node, TK.route)
    detail = ", ".join(filter(None, (route, doses, view.text(node, TK.appliesIf))))
    aside = f" ({role})" if role == "background" else ""
    return f"{name}{aside}" + (f": {detail}" if detail else "")


def _phase(view: View, phase: Iri) -> str:
    basis = view.coded(phase, TK.doseBasis).removeprefix("per ")
    dose = view.quantity(view.thing(phase, TK.dose))
    daily, days = view.text(phase, TK.dosesPerDay), view.text(phase, TK.daysPerCycle)
    cycle, cycles = view.quantity(view.thing(phase, TK.cycleLength)), view.text(phase, TK.cycles)
    total = view.quantity(view.thing(phase, TK.dosePerCycle))
    parts = (
        f"{dose} a {basis}" if dose and basis in {"day", "cycle"} else dose,
        f"{daily} times a day" if daily else "",
        f"{days} days a cycle" if days else "",
        f"every {cycle}" if cycle else "",
        f"{cycles} cycles" if cycles else "",
        f"= {total} a cycle" if total else "",
        view.text(phase, TK.target),
        view.text(phase, TK.appliesIf),
    )
    return ", ".join(part for part in parts if part)


# --- What was measured and found -----------------------------------------------------------------


def _outcomes(view: View, trial: Iri) -> Iterator[Row]:
    for outcome in view.things(trial, TK.hasOutcome):
        threshold = view.quantity(view.thing(outcome, TK.threshold))
        label = view.label(outcome)
        name = f"{label} {threshold}" if threshold and threshold not in label else label
        role = view.coded(outcome, TK.outcomeRole)
        yield (
            name,
            role,
            view.time(outcome) or view.text(outcome, TK.timeFrame),
            _named(view, outcome),
        )


def _measure(view: View, result: Iri) -> str:
    outcome = view.thing(result, TK.forOutcome)
    return view.label(outcome or view.thing(result, TK.measurand))


def _of_kind(view: View, trial: Iri, *kinds: str) -> Iterator[Iri]:
    for result in view.things(trial, TK.hasResult):
        if any(view.is_a(result, kind) for kind in kinds):
            yield result


def _numbers(view: View, trial: Iri) -> Section:
    """The numbers: a row for each measure, time and statistic, a column for each group."""
    cells: dict[Row, dict[str, dict[Iri, str]]] = defaultdict(lambda: defaultdict(dict))
    groups: dict[str, None] = {}
    for result in _of_kind(view, trial, "GroupResult"):
        if view.is_a(result, "AdverseEventResult"):
            continue
        statistic = view.statistic(result)
        what = ", ".join(filter(None, (_measure(view, result), view.unit(result).strip("%"))))
        extra = view.text(result, TK.categoryLabel, TK.classLabel)
        key = (f"{what}: {extra}" if extra else what, view.time(result), statistic)
        group = view.labels(view.things(result, TK.ofGroup)) or "all"
        groups[group] = None
        number = view.number(result)
        cell = cells[key][group]
        if not (number in cell.values() and view.things(result, TK.restates)):
            cell[result] = number
    rows = tuple(
        (*key, *(_cell(found.get(group, {})) for group in groups)) for key, found in cells.items()
    )
    return Section("Numbers", ("measure", "time", "statistic", *groups), rows)


def _cell(numbers: Mapping[Iri, str]) -> str:
    return Linked([(words, claim) for claim, words in numbers.items()], "; ") or "–"


def _changes(view: View, trial: Iri) -> Iterator[Row]:
    for change in _of_kind(view, trial, "Change"):
        group = view.labels(view.things(change, TK.ofGroup))
        finding = _joined(view.coded(change, TK.direction), _estimate(view, change))
        told = _leading(change, finding + _derived(view, change))
        yield group, _measure(view, change), told, _named(view, change)


def _derived(view: View, claim: Iri) -> str:
    return " (derived)" if view.thing(claim, TK.derivation) == TK.derived else ""


def _estimate(view: View, result: Iri) -> str:
    number = view.number(result)
    unit = view.unit(result)
    statistic = view.statistic(result)
    named = statistic if statistic not in {"change", ""} else ""
    return f"{named} {number} {unit if unit != '%' else ''}".strip() if number else ""


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _comparisons(view: View, trial: Iri) -> Iterator[Row]:
    for comparison in _of_kind(view, trial, "Comparison"):
        finding = _joined(
            view.coded(comparison, TK.direction),
            _estimate(view, comparison),
            view.p_value(comparison),
            view.coded(comparison, TK.significance),
            "flagged incoherent" if TK.incoherent in view.things(comparison, TK.flag) else "",
        )
        yield (
            _measure(view, comparison),
            view.time(comparison),
            _leading(comparison, finding + _derived(view, comparison)),
            _favoured(view, comparison),
            _named(view, comparison),
        )


def _favoured(view: View, comparison: Iri) -> str:
    groups = {TK.experimental: TK.experimentalGroup, TK.reference: TK.referenceGroup}
    named = (groups.get(side, "") for side in view.things(comparison, TK.favours))
    favoured = view.labels(view.things(comparison, *named))
    return favoured or view.coded(comparison, TK.favours)


def _associations(view: View, trial: Iri) -> Iterator[Row]:
    for found in _of_kind(view, trial, "Association"):
        factor = view.labels(view.things(found, TK.factor))
        p_value = _joined(view.p_value(found), view.text(found, TK.analysisModel))
        yield factor, _measure(view, found), _leading(found, p_value), _named(view, found)


def _harms(view: View, trial: Iri) -> Iterator[Row]:
    for found in _of_kind(view, trial, "AdverseEventResult"):
        flags = ("dose-limiting", TK.doseLimiting), ("serious", TK.serious)
        finding = _joined(
            view.number(found),
            *(name for name, predicate in flags if view.text(found, predicate) == "true"),
            view.text(found, TK.grade),
            view.text(found, TK.qualifierText),
        )
        event, group = view.thing(found, TK.event), view.labels(view.things(found, TK.ofGroup))
        yield view.label(event), group, _leading(found, finding), _named(view, found)


def _conclusions(view: View, trial: Iri) -> Iterator[Row]:
    for conclusion in view.things(trial, TK.hasConclusion):
        about = view.labels(view.things(conclusion, TK.about))
        says = view.text(conclusion, TK.exact)
        polarity = view.coded(conclusion, TK.polarity)
        yield about, f"{polarity}: {says}" if says else polarity, _named(view, conclusion)


def _disagreements(view: View, trial: Iri) -> Iterator[Row]:
    for found in view.things(trial, TK.hasDisagreement):
        yield (
            view.coded(found, TK.disagreesOn),
            view.label(found),
            _side(view, found, TK.firstClaim, TK.firstWords),
            _side(view, found, TK.secondClaim, TK.secondWords),
            view.text(found, TK.magnitude),
            _leading(found, _own_caution(view, found)),
        )


def _own_caution(view: View, thing: Iri) -> str:
    """The short name of what was derived, with what is to be known of it itself."""
    said = view.text(thing, TK.caution)
    return f"{short(thing)} ({said})" if said else short(thing)


def _side(view: View, found: Iri, claim: str, words: str) -> str:
    told = view.thing(found, claim)
    said = view.text(found, words)
    return said if told is None else _leading(told, f"{said} ({_with_caution(view, told)})")


def _suggested(view: View, trial: Iri) -> Iterator[Row]:
    """What suggests that another report's trial is this one, and was not followed."""
    for tie in view.things(trial, TK.hasTie):
        if view.thing(tie, TK.tieStrength) == TK.weakTie:
            reports = " · ".join(map(short, view.things(tie, TK.tiedReport)))
            what = f"{view.text(tie, TK.tieValue)}: {reports}"
            yield view.coded(tie, TK.likeness), what, _leading(tie)
