"""A third list of sentences in other words, written without sight of the reader.

In: nothing. Out: tables of paraphrases by report; slots are those of the templates.
"""

# ruff: noqa: E501 - tables, one entry a line

from decimal import Decimal

from copies.facts import OneOf
from copies.mutation import Paraphrase
from copies.paraphrases import (
    ALLOCATED,
    CHANGES,
    COUNTED,
    DOSED,
    NOBODY_LOST,
    R1,
    R2,
    RATED,
    RESULTS,
    S_ARM,
    S_CONTROL,
    TIED,
    TIED_2,
    WATCHED,
    of_p,
)

PUBMED: dict[str, Paraphrase] = {
    "base line in parentheses": Paraphrase(R1, "At {at}, {mean} {note}{measures} were {end_drug} {unit} in {who_drug} (base line, {start_drug}) and {end_control} {unit} in {who_control} (base line, {start_control}) ({test} for the difference between the groups).", opened=CHANGES),
    "that of": Paraphrase(R1, "The {mean} {note}{measure} of {who_drug}, {start_drug} {unit} at base line, had {moved_drug} to {end_drug} {unit} by {at}; that of {who_control}, initially {start_control} {unit}, had {moved_control} to {end_control} {unit} ({test})."),
    "respectively by time": Paraphrase(R1, "{Mean} {note}{measures} at base line and at {at} were, respectively, {start_drug} and {end_drug} {unit} in {who_drug} and {start_control} and {end_control} {unit} in {who_control} ({test} for the comparison between the groups).", opened=CHANGES),
    "the value being": Paraphrase(R1, "In {who_drug} there was a {rise_drug} in the {measure}, the {mean} {note}value being {start_drug} {unit} at base line and {end_drug} {unit} at {at}; in {who_control} there was a {rise_control}, from {start_control} to {end_control} {unit} ({test})."),
    "starting from": Paraphrase(R1, "At {at}, {who_drug} and {who_control} had {mean} {note}{measures} of {end_drug} and {end_control} {unit}, respectively ({test}), starting from base-line values of {start_drug} and {start_control} {unit}.", opened=CHANGES),
    "determinations showed": Paraphrase(R2, "During the {period} of treatment, serial determinations of {other_1} and {other_2} showed no significant difference between {who_drug} and {who_control}."),
    "with respect to": Paraphrase(R2, "With respect to {other_1} or {other_2}, the two groups did not differ significantly over the {period} of treatment."),
    "none in": Paraphrase(R2, "Over the {period} of treatment there was no significant difference between the groups in {other_1} (P = 0.27) and none in {other_2} (P = 0.64).", says=(of_p("K14", "0.27"), of_p("K15", "0.64"))),
    "in addition to": Paraphrase(ALLOCATED, "Of {total} patients with {ill} and base-line {measures} {above} {bound} {unit} who underwent randomization, {n_drug} were assigned to receive {drug} in addition to {background} and {n_control} to receive {background} alone.", says=NOBODY_LOST),
    "in a 1:1 ratio": Paraphrase(ALLOCATED, "Patients with {ill} whose base-line {measures} were {above} {bound} {unit} were randomized in a 1:1 ratio to {background} plus {drug} (n = {n_drug}) or {background} only (n = {n_control}); {total} patients underwent randomization.", says=NOBODY_LOST),
    "the other": Paraphrase(ALLOCATED, "After randomization, {n_drug} of {total} patients with {ill} and base-line {measures} {above} {bound} {unit} were given {drug} plus {background}, and the other {n_control} were given {background} alone.", says=(*NOBODY_LOST, ("K5 population", "role", OneOf(("randomizedPopulation", "enrolled"))))),
    "until completed": Paraphrase(DOSED, "{Drug} was administered for {days} days every {interval}, at {dose} per day, until {cycles} cycles had been completed."),
    "in all": Paraphrase(DOSED, "Patients assigned to {drug} were to receive {dose} of {drug} daily on {days} consecutive days of each cycle; cycles were started at intervals of {interval}, and {cycles} cycles were given in all.", says=(("K9 phase #1", "basis", OneOf(("perDay", "perAdministration"))), ("K9 phase #1", "per day", OneOf((None, Decimal(1)))))),
    "the last one": Paraphrase(WATCHED, "Assessments of safety and of immunologic and virologic measures took place {every}, the last one {until} after the end of the final treatment cycle."),
    "limited by": Paraphrase("{single}", "The dose of {drug} was limited chiefly by {events} and by {single}."),
    "can be improved by": Paraphrase("sustained {changes}", "Over the long term, {measures} can be improved by intermittent {form} of {drug} without an associated increase in {other_1}."),
    "could not be shown": Paraphrase("sustained {changes}", "No benefit of {drug} with regard to {measures} could be shown in patients with {ill}.", unsaid=("K17 conclusion #2",), says=(("K17 conclusion", "polarity", "noBenefit"),)),
}  # fmt: skip
ARTICLE: dict[str, Paraphrase] = {
    "group by group": Paraphrase(RESULTS, "In the control group, {reached_control}% of patients had a {measure} of {least} {goal} {unit} at week {week} and {gained_control}% had a {measure} {rise} of at least {gain} {unit}; the corresponding figures in the {short} group were {reached_drug}% and {gained_drug}% (P = 0.66 and P = 0.48, respectively). Median {other} was not significantly different between the groups (P = 0.39).", says=(of_p("A10", "0.66"), of_p("A11", "0.48"), of_p("A12", "0.39"))),
    "with regard to": Paraphrase(RESULTS, "The {groups} did not differ significantly at week {week} with regard to the percentage of patients whose {measure} was {least} {goal} {unit} ({reached}), the percentage with {a_rise} in {measure} of at least {gain} {unit} ({gained}), or median {other}."),
    "neither difference": Paraphrase(RESULTS, "A {measure} of {least} {goal} {unit} was present at week {week} in {reached_drug}% of {short} recipients and {reached_control}% of control patients, and {a_rise} of at least {gain} {unit} from week 0 in {gained_drug}% and {gained_control}%; neither difference was significant, nor was that in median {other}."),
    "medians at the end": Paraphrase(COUNTED, "The median age of the patients was {age} years; at baseline their median {measure} was {median} {unit} and their median {other} was {other_median}, with {scored}% having a {score} of 0 and {staged}% being at {stage}.", drops=("A8 value #1 time",)),
    "stage first": Paraphrase(COUNTED, "Altogether, {staged}% of participants were at {stage}, and the {score} was 0 in {scored}%. Median age was {age} years. Median {measure} and {other} at entry were {median} {unit} and {other_median}, respectively.", drops=tuple(f"A8 value #{n} time" for n in (1, 2, 3))),
    "based on": Paraphrase("{Analysed}", "The analysis was based on {analysed} patients."),
    "it was possible": Paraphrase("{optimized}", "In {optimized} patients it was possible to optimize treatment."),
    "reaching was related": Paraphrase(TIED, "Reaching a {measure} of {least} {goal} {unit} at week {week} was related, in multivariate analysis, to optimization with {addon} ({p_1}) and to baseline {measure} ({p_2})."),
    "only variables": Paraphrase(TIED, "On multivariate analysis, optimization with {addon} and baseline {measure} were the only variables that predicted a {measure} of {least} {goal} {unit} at week {week} ({p_1} and {p_2}, respectively)."),
    "the one factor": Paraphrase(TIED_2, "The one factor linked to a {measure} {gain_word} of at least {gain} {unit} was optimization with {addon} ({p_3})."),
    "no more frequent": Paraphrase(RATED, "{rated_cap} were no more frequent in one group than in the other."),
    "rates alike": Paraphrase(RATED, "Rates of {rated} were alike in the two groups."),
    "no evidence": Paraphrase("{failed}", "There was no evidence that {short} improves {measure} in immunocompromised patients with multiple therapeutic failures."),
    "success was linked": Paraphrase("{Addon} use", "Success was strongly linked to the use of {addon}."),
    "eligible when": Paraphrase("{arm_1}", "Patients were eligible when their {measure} was {less} than {bound} {unit}, their {other} exceeded {other_bound} and their {score} showed {active} or less active drugs. Participants were allocated at random to {arm_1} or {arm_2}."),
    "we evaluated": Paraphrase("week 0", "We evaluated, at week {week}, the percentage of patients with {measure} of {least} {goal} {unit} as the primary outcome and, as secondary outcomes, the percentage with a {measure} {rise} of at least {gain} {unit} from week 0, {other} and {related}."),
    "naive were also given": Paraphrase("{Addon} was", "{Addon}-naive patients were also given {addon}."),
}  # fmt: skip
NETWORK: dict[str, Paraphrase] = {
    "in the group": Paraphrase(S_ARM, "In {label_1}{size_1}, {short} was given {route}, {often}, at a dose of {dose}, on {days} consecutive days every {interval}."),
    "day courses": Paraphrase(S_ARM, "{label_1}{size_1} got {days}-day courses of {short} ({dose} {route}, {often}), one every {interval}."),
    "to complete": Paraphrase("{again}", "Participants were to complete {cycles} of these cycles."),
    "the control group": Paraphrase(S_CONTROL, "{label_2}{size_2}, the control group, was not treated with {short}."),
    "none was given": Paraphrase(S_CONTROL, "No {short} was given to {label_2}{size_2}."),
    "unchanged": Paraphrase("Both groups", "In both groups, {bg} was continued unchanged."),
    "each of them": Paraphrase("{total}", "Altogether, {total} eligible people took part in this international study, each of them allocated at random to one of two groups."),
    "only people": Paraphrase("{age}", "Only people {age} years and older who were {confirmed} could take part."),
    "entry criteria": Paraphrase("{stable}", "Entry criteria were a {measure} of {low}–{high} {unit}, {other} levels under {other_bound} and stable treatment with at least {medicines} for {stable} or more."),
    "during this time": Paraphrase("{difference}", "Median follow-up lasted {followed}; during this time the {group_1} had an average {measure} that was {difference} {long_unit} {higher} than that of the {group_2}."),
    "follow-up in parentheses": Paraphrase("{difference}", "Compared with the {group_2}, the {group_1} had a {measure} {difference} {long_unit} {higher} on average (median follow-up, {followed})."),
    "did not translate": Paraphrase("{yielded}", "{Drug_plain} plus {bg_long} produced a substantial and sustained {rise} in the {measure}; this did not translate into clinical benefit, however, as compared with {bg_long} alone."),
    "not accompanied": Paraphrase("{yielded}", "The substantial and sustained {rise} in the {measure} brought about by {plain} was not accompanied by a clinical benefit."),
    "depended on": Paraphrase("tailored", "After these cycles, how often {short} was given depended on the individual, the aim being a {measure} above a set target."),
    "moved up": Paraphrase("{steps}", "When {after} cycles of {short} brought no response, participants moved up to a dose of {steps}."),
    "whose participants": Paraphrase("{sister}", "The same hypothesis was tested in the sister study {sister}, whose participants had higher {measures} (>{sister_bound} {unit})."),
}  # fmt: skip
