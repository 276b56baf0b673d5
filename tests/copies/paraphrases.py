"""Sentences in other words: what real authors write where the founding reports write theirs.

In: nothing. Out: tables of paraphrases by report; slots are those of the templates.
"""

# ruff: noqa: E501 - tables, one entry a line

from decimal import Decimal

from copies.facts import Called, OneOf
from copies.mutation import Paraphrase
from copies.statements import Amount

_NO_TEST = {"significance": None, "direction": "noDifference", "favours": "neither"}


def same(*families: str) -> tuple[tuple[str, str, object], ...]:
    """No difference is said, no test: for the comparisons of these families."""
    return tuple((f"{f} comparison", k, v) for f in families for k, v in _NO_TEST.items())


def _daily(times: int, weeks: int) -> tuple[tuple[str, str, object], ...]:
    """A dose given so many times a day, for so many weeks."""
    told = {
        "basis": OneOf(("perAdministration", "perDay")) if times == 1 else "perAdministration",
        "per day": OneOf((None, Decimal(1))) if times == 1 else Decimal(times),
        "duration": Amount(Decimal(weeks), "wk"),
    }
    return tuple(("K9 phase", field, value) for field, value in told.items())


def of_p(family: str, p: str) -> tuple[str, str, object]:
    """The p-value of the comparisons of a family."""
    return (f"{family} comparison", "p", Decimal(p))


R1, R2, ALLOCATED, DOSED, WATCHED = (
    "{moved_1}",
    "{other_1} or",
    "{arm_1}",
    "{cycles} cycles",
    "{every}",
)
CYCLES = tuple(f"K9 phase #{n}" for n in (2, 3, 4))
CHANGES = ("K11 change", "K12 change")
NOBODY_LOST = (("K6 arm", "lost", None),)
PUBMED: dict[str, Paraphrase] = {
    "rose and fell": Paraphrase(R1, "The {mean} {note}{measure} {rose_drug} from {start_drug} {unit} at base line to {end_drug} {unit} at {at} in {who_drug} and {rose_control} from {start_control} to {end_control} {unit} in {who_control} ({test})."),
    "at baseline, after": Paraphrase(R1, "At base line the {mean} {note}{measure} was {start_drug} {unit} in {who_drug} and {start_control} {unit} in {who_control}; at {at} it was {end_drug} and {end_control} {unit}, respectively ({test}).", opened=CHANGES),
    "compared with": Paraphrase(R1, "At {at}, the {mean} {note}{measure} was {end_drug} {unit} in {who_drug}, as compared with {end_control} {unit} in {who_control} ({test}). The corresponding values at base line were {start_drug} and {start_control} {unit}.", opened=CHANGES, drops=("K11 value #1 spread", "K11 value #1 dispersion", "K12 value #1 spread", "K12 value #1 dispersion")),
    "two sentences": Paraphrase(R1, "In {who_drug}, the {mean} {note}{measure} {moved_drug} from {start_drug} {unit} at base line to {end_drug} {unit} at {at}. In {who_control}, it {moved_control} from {start_control} {unit} to {end_control} {unit} ({test}).", opened=("K13 comparison",), drops=("K12 value spread", "K12 value dispersion")),
    "from baseline to": Paraphrase(R1, "From base line to {at}, the {mean} {note}{measure} {rose_drug} from {start_drug} to {end_drug} {unit} in {who_drug}, but {rose_control} from {start_control} to {end_control} {unit} in {who_control} ({test})."),
    "a rise": Paraphrase(R1, "There was a {rise_drug} in the {mean} {note}{measure} from {start_drug} {unit} at base line to {end_drug} {unit} at {at} in {who_drug}, and a {rise_control} from {start_control} to {end_control} {unit} in {who_control} ({test})."),
    "while": Paraphrase(R1, "{Mean} {note}{measures} {moved_drug} from {start_drug} {unit} at base line to {end_drug} {unit} at {at} in {who_drug} while they {moved_control} from {start_control} {unit} to {end_control} {unit} in {who_control} ({test})."),
    "treatment group, respectively": Paraphrase(R1, "In {who_drug} and {who_control}, the {mean} {note}{measure} was {start_drug} and {start_control} {unit} at base line and {end_drug} and {end_control} {unit} at {at}, respectively ({test}).", opened=CHANGES),
    "did not differ": Paraphrase(R2, "{Other_1} and {other_2} concentrations did not differ significantly between the groups during the {period} of treatment."),
    "neither nor": Paraphrase(R2, "Neither {other_1} nor {other_2} differed significantly between the two groups during the {period} of treatment."),
    "no significant difference in": Paraphrase(R2, "There was no significant difference in {other_1} or {other_2} between {who_drug} and {who_control} during the {period} of treatment."),
    "similar in both groups": Paraphrase(R2, "{Other_1} and {other_2} were similar in both groups during the {period} of treatment.", says=same("K14", "K15")),
    "with p-values": Paraphrase(R2, "{Other_1} (P = 0.45) and {other_2} (P = 0.71) did not differ significantly between the groups during the {period} of treatment.", says=(of_p("K14", "0.45"), of_p("K15", "0.71"))),
    "no differences were seen": Paraphrase(R2, "No significant differences between the groups were seen in {other_1} or {other_2} during the {period} of treatment."),
    "comparable": Paraphrase(R2, "Over the {period} of treatment, {other_1} and {other_2} were comparable in the two groups.", says=same("K14", "K15")),
    "did not affect": Paraphrase(R2, "{Drug} had no significant effect on {other_1} or {other_2} during the {period} of treatment, as compared with {background} alone."),
    "we randomized": Paraphrase(ALLOCATED, "We randomly assigned {total} patients with {ill} and base-line {measures} {above} {bound} {unit} to {drug} plus {background}{size_drug} or to {background} alone{size_control}."),
    "were allocated to": Paraphrase(ALLOCATED, "{Total} {people_with} base-line {measures} {above} {bound} {unit} were randomly allocated to {drug} plus {background}{size_drug} or {background} alone{size_control}."),
    "n =": Paraphrase(ALLOCATED, "{Total} {people_with} base-line {measures} {above} {bound} {unit} were randomized to receive {drug} plus {background} (n = {n_drug}) or {background} alone (n = {n_control}).", says=NOBODY_LOST),
    "n= in front": Paraphrase(ALLOCATED, "Patients with {ill} and base-line {measures} {above} {bound} {unit} (n = {total}) were randomised to {drug} plus {background} (n={n_drug}) or to {background} alone (n={n_control}).", says=NOBODY_LOST),
    "of whom": Paraphrase(ALLOCATED, "{Total} {people_with} base-line {measures} {above} {bound} {unit} were randomized: {n_drug} were assigned to {drug} plus {background} and {n_control} to {background} alone.", says=NOBODY_LOST),
    "two clauses": Paraphrase(ALLOCATED, "{Total} {people_with} base-line {measures} {above} {bound} {unit} took part in this randomized trial; {n_drug} received {drug} plus {background} and {n_control} received {background} alone.", says=(*NOBODY_LOST, ("K5 population", "role", OneOf(("randomizedPopulation", "enrolled"))))),
    "given at a dose": Paraphrase(DOSED, "{Drug} was given at a starting dose of {dose} per day for {days} days every {interval}, for a total of {cycles} cycles."),
    "patients received cycles": Paraphrase(DOSED, "Patients in the {drug} group received {cycles} cycles of {drug}, each of {days} days, at an initial dose of {dose} per day; a cycle began every {interval}."),
    "consecutive days": Paraphrase(DOSED, "The dosage of {drug} was {dose} daily for {days} consecutive days, repeated every {interval} for {cycles} cycles."),
    "day cycles": Paraphrase(DOSED, "{Drug} ({dose} per day) was administered in {cycles} {days}-day cycles, once every {interval}."),
    "once daily for weeks": Paraphrase(DOSED, "{Drug} was administered at a dose of {dose} once daily for 12 weeks.", unsaid=CYCLES, says=_daily(1, 12)),
    "twice daily for weeks": Paraphrase(DOSED, "{Drug} was given at {dose} twice daily for 24 weeks.", unsaid=CYCLES, says=_daily(2, 24)),
    "dose in parentheses": Paraphrase(DOSED, "Patients in the {drug} group took {drug} ({dose} three times a day) for 8 weeks.", unsaid=CYCLES, says=_daily(3, 8)),
    "every day for": Paraphrase(DOSED, "Treatment consisted of {drug} {dose} once a day for 16 weeks.", unsaid=CYCLES, says=_daily(1, 16)),
    "visits": Paraphrase(WATCHED, "Immunologic and virologic measures were assessed {every} until {until} after the last cycle of treatment."),
    "followed": Paraphrase(WATCHED, "Patients were followed {every} until {until} after the last cycle."),
    "monitoring continued": Paraphrase(WATCHED, "Safety was evaluated {every} up to {until} after the last treatment cycle."),
    "limiting events were": Paraphrase("{single}", "The main dose-limiting toxic effects of {drug} were {events} and {single}."),
    "included": Paraphrase("{single}", "Dose-limiting adverse events of {drug} included {single}, {events}."),
    "were dose limiting": Paraphrase("{single}", "{Events}, as well as {single}, were dose-limiting toxic effects in {who_drug}."),
    "most common": Paraphrase("{single}", "The most common adverse events with {drug} were {events}, and {single}; they were dose limiting."),
    "led to": Paraphrase("sustained {changes}", "Intermittent {form} of {drug} led to substantial and sustained {changes} in {measures} without an associated increase in {other_1} levels."),
    "raised without": Paraphrase("sustained {changes}", "In conclusion, {drug} improved {measures} and did not increase {other_1}."),
    "beneficial": Paraphrase("sustained {changes}", "{Drug} has a beneficial effect on {measures} in patients with {ill}.", unsaid=("K17 conclusion #2",)),
    "no benefit": Paraphrase("sustained {changes}", "{Drug} was of no benefit to {measures} in these patients.", unsaid=("K17 conclusion #2",), says=(("K17 conclusion", "polarity", "noBenefit"),)),
    "objective in other words": Paraphrase("{burden}", "The aim of this randomized, controlled trial was to assess the long-term effects of {drug} in patients with {ill}."),
}  # fmt: skip
RESULTS, COUNTED, TIED, TIED_2, RATED = "({reached})", "{staged}%", "{p_1}", "{p_3}", "{rated}"
ARTICLE: dict[str, Paraphrase] = {
    "in each group": Paraphrase(RESULTS, "At week {week}, the proportion of patients with {measure} of {least} {goal} {unit} was {reached_drug}% in the {short} group and {reached_control}% in the control group (P = 0.60), and the proportion with a {measure} {rise} of at least {gain} {unit} was {gained_drug}% and {gained_control}%, respectively (P = 0.42). Median {other} at week {week} did not differ significantly between the groups.", says=(of_p("A10", "0.60"), of_p("A11", "0.42"))),
    "respectively": Paraphrase(RESULTS, "At week {week}, {reached_drug}% and {reached_control}% of patients in the {short} and control groups, respectively, had a {measure} of {least} {goal} {unit} (P = 0.60), and {gained_drug}% and {gained_control}% had a {measure} {rise} of at least {gain} {unit} (P = 0.42). Median {other} did not differ significantly.", says=(of_p("A10", "0.60"), of_p("A11", "0.42"))),
    "versus": Paraphrase(RESULTS, "At week {week}, a {measure} of {least} {goal} {unit} was reached by {reached_drug}% of patients with {short} versus {reached_control}% of controls (P = 0.60) and {a_rise} in {measure} of at least {gain} {unit} by {gained_drug}% versus {gained_control}% (P = 0.42). There was no significant difference in median {other}.", says=(of_p("A10", "0.60"), of_p("A11", "0.42"))),
    "three sentences": Paraphrase(RESULTS, "The proportion of patients with {measure} of {least} {goal} {unit} at week {week} did not differ significantly between the {short} and control groups ({reached_drug}% and {reached_control}%). The proportion with a {measure} {rise} of at least {gain} {unit} did not differ significantly either ({gained_drug}% and {gained_control}%). Neither did median {other}.", opened=("A12 comparison",)),
    "in the X arm": Paraphrase(RESULTS, "At week {week}, {reached_drug}% of patients in the {short} arm and {reached_control}% in the control arm had {measure} of {least} {goal} {unit}, which was not significantly different; {gained_drug}% and {gained_control}% had a {measure} {rise} of at least {gain} {unit}, also not significantly different. Median {other} was not significantly different."),
    "baseline in sentences": Paraphrase(COUNTED, "At baseline, the median age was {age} years, {staged}% of patients were at {stage} and {scored}% had a {score} of 0. The median {measure} was {median} {unit} and the median {other} was {other_median}."),
    "baseline with colon": Paraphrase(COUNTED, "Baseline characteristics were: median age {age} years, {stage} {staged}%, {score} of 0 in {scored}%, median {measure} {median} {unit}, and median {other} {other_median}."),
    "patients had": Paraphrase(COUNTED, "Patients had a median age of {age} years, a median {measure} of {median} {unit} and a median {other} of {other_median} at baseline; {staged}% were at {stage} and {scored}% had a {score} of 0."),
    "included in the analysis": Paraphrase("{Analysed}", "The analysis included {analysed} patients."),
    "data from": Paraphrase("{Analysed}", "Data from {analysed} patients were analysed."),
    "was possible": Paraphrase("{optimized}", "Optimization of treatment was possible in {optimized} patients."),
    "associated factors": Paraphrase(TIED, "In multivariate analysis, factors associated with {measure} of {least} {goal} {unit} at week {week} were optimization with {addon} ({p_1}) and baseline {measure} ({p_2})."),
    "independent predictors": Paraphrase(TIED, "Optimization with {addon} ({p_1}) and baseline {measure} ({p_2}) were independent predictors of {measure} of {least} {goal} {unit} at week {week} in multivariable analysis."),
    "by multivariate": Paraphrase(TIED, "By multivariate analysis, {measure} of {least} {goal} {unit} at week {week} was associated with optimization with {addon} ({p_1}) and with baseline {measure} ({p_2})."),
    "only associated": Paraphrase(TIED_2, "Only optimization with {addon} was associated with a {measure} {gain_word} of at least {gain} {unit} ({p_3})."),
    "sole predictor": Paraphrase(TIED_2, "A {measure} {gain_word} of at least {gain} {unit} was associated only with optimization with {addon} ({p_3})."),
    "rate did not differ": Paraphrase(RATED, "The rate of {rated} did not differ between the groups."),
    "similar": Paraphrase(RATED, "The rate of {rated} was similar in both groups."),
    "as frequent": Paraphrase(RATED, "The incidence of {rated} was the same in the two groups."),
    "no significant difference in the rate": Paraphrase(RATED, "There was no significant difference in the rate of {rated} between the groups (P = 0.80).", says=(("A15 comparison", "significance", "notSignificant"), ("A15 comparison", "direction", None), ("A15 comparison", "favours", None), of_p("A15", "0.80"))),
    "did not increase": Paraphrase("{failed}", "{Short} did not increase {measure} in immunocompromised patients.") ,
    "showed no benefit": Paraphrase("{failed}", "Adding {short} to {background} showed no benefit on {measure}."),
    "ineffective": Paraphrase("{failed}", "{Short} was not effective in improving {measure} in these patients."),
    "was a predictor": Paraphrase("{Addon} use", "The use of {addon} was strongly associated with success."),
    "allocated to": Paraphrase("{arm_1}", "Patients with {measure} of {less} than {bound} {unit}, {other} of more than {other_bound} and a {score} showing {active} or less active drugs were randomly allocated to {arm_1} or to {arm_2}."),
    "eligible patients": Paraphrase("{arm_1}", "Eligible patients had {measure} of {less} than {bound} {unit}, {other} of more than {other_bound} and a {score} showing {active} or less active drugs. They were randomized to {arm_1} or {arm_2}."),
    "inclusion criteria": Paraphrase("{arm_1}", "Inclusion criteria were {measure} {sign} {bound} {unit}, {other} > {other_bound} and a {score} showing {active} or less active drugs. Patients were randomized to receive {arm_1} or {arm_2}."),
    "signs": Paraphrase("week 0", "The primary outcome was the proportion of patients with {measure} {least_sign} {goal} {unit} at week {week}; secondary outcomes were the proportion of patients with a {measure} {rise} ≥ {gain} {unit} from week 0, {other} and {related} at week {week}."),
    "primary endpoint": Paraphrase("week 0", "The primary endpoint was {measure} of {least} {goal} {unit} at week {week}. Secondary endpoints were a {measure} {rise} of at least {gain} {unit} from week 0, {other} and {related} at week {week}."),
    "was given to": Paraphrase("{Addon} was", "{Addon} was given to {addon}-naive patients."),
    "who had not received": Paraphrase("{Addon} was", "{Addon} was added in patients who were {addon}-naive.", drops=("A5 receives if",)),
    "compared with control": Paraphrase(RESULTS, "At week {week}, {reached_drug}% of patients in the {short} group had {measure} of {least} {goal} {unit}, compared with {reached_control}% in the control group (P = 0.60); for a {measure} {rise} of at least {gain} {unit} the figures were {gained_drug}% and {gained_control}% (P = 0.42). Median {other} did not differ significantly between the groups.", says=(of_p("A10", "0.60"), of_p("A11", "0.42"))),
    "percent each": Paraphrase(RESULTS, "At week {week}, {measure} of {least} {goal} {unit} was seen in {reached_drug}% ({short}) and {reached_control}% (control) of patients (P = 0.60), and a {measure} {rise} of at least {gain} {unit} in {gained_drug}% and {gained_control}%, respectively (P = 0.42); median {other} was not significantly different.", says=(of_p("A10", "0.60"), of_p("A11", "0.42"))),
    "no differences": Paraphrase(RESULTS, "There were no significant differences between the {groups} at week {week} in the proportion of patients with {measure} of {least} {goal} {unit} ({reached}), the proportion with a {measure} {rise} of at least {gain} {unit} ({gained}) or median {other}."),
    "adding aim": Paraphrase("{drug_defined}", "To assess whether adding {drug_defined} to {an_background} is effective in {people}."),
}  # fmt: skip
S_ARM, S_CONTROL = "received {short}", "{label_2}"
SURVIVAL = (Called(("survival", "overall survival", "death")),)
CLINICAL = (
    Called(("clinical outcome", "clinical outcomes", "clinical benefit", "clinical event")),
)
NETWORK: dict[str, Paraphrase] = {
    "was given": Paraphrase(S_ARM, "{label_1}{size_1} was given {short} {route} at a dose of {dose} {often} for {days} consecutive days, every {interval}."),
    "assigned to receive": Paraphrase(S_ARM, "{label_1}{size_1} was assigned to receive {dose} of {short} {route} {often} for {days} days, every {interval}."),
    "six cycles in all": Paraphrase("{again}", "A total of {cycles} cycles were given."),
    "no study drug": Paraphrase(S_CONTROL, "{label_2}{size_2} received no study drug."),
    "background alone": Paraphrase(S_CONTROL, "{label_2}{size_2} received {bg} alone."),
    "continued": Paraphrase("Both groups", "All participants continued to take {bg}."),
    "enrolled and randomized": Paraphrase("{total}", "In this international trial, {total} eligible participants were enrolled and randomly assigned to one of two groups."),
    "by chance": Paraphrase("{total}", "{total} people were enrolled in this international study and randomized into two groups."),
    "adults": Paraphrase("{age}", "Participants had to be aged {age} years or older and {confirmed}."),
    "at least years": Paraphrase("{age}", "People could take part if they were at least {age} years old and {confirmed}."),
    "inclusion list": Paraphrase("{stable}", "To be eligible, participants needed a {measure} between {low} and {high} {unit}, an {other} level below {other_bound}, and at least {medicines} that had been stable for at least {stable}."),
    "exceeded": Paraphrase("{difference}", "Over a median follow-up of {followed}, the {measure} was on average {difference} {long_unit} {higher} in the {group_1} than in the {group_2}."),
    "cells higher": Paraphrase("{difference}", "During a median follow-up of {followed}, the {measure} averaged {difference} {long_unit} {higher} with {plain} plus {bg_long} than with {bg_long} alone."),
    "mean difference": Paraphrase("{difference}", "Median follow-up was {followed}. The {measure} was {higher} in the {group_1} than in the {group_2} by a mean of {difference} {long_unit}."),
    "although": Paraphrase("{yielded}", "Although {plain} plus {bg_long} led to a substantial and sustained {rise} in the {measure}, it yielded no clinical benefit as compared with {bg_long} alone."),
    "no benefit on survival": Paraphrase("{yielded}", "{Drug_plain} substantially {raised} the {measure} but showed no benefit on survival.", says=(("S9 conclusion #2", "about", SURVIVAL),)),
    "did not lead": Paraphrase("{yielded}", "{Drug_plain} plus {bg_long} {raised} the {measure} but did not provide clinical benefit."),
    "tailored otherwise": Paraphrase("tailored", "After that, the timing of further {short} cycles was adjusted to each person so as to keep the {measure} above a target level."),
    "raised": Paraphrase("{steps}", "In participants who did not respond after {after} cycles of {short}, the dose was raised to {steps}."),
    "injected under the skin": Paraphrase(S_ARM, "{label_1}{size_1} received {dose} of {short}, injected under the skin {often} on {days} consecutive days every {interval}.", drops=("S2 receives route",)),
    "allocated to the drug": Paraphrase(S_ARM, "{label_1}{size_1} was allocated to {short}, {dose} {often} {route} for {days} days every {interval}."),
    "nothing else": Paraphrase(S_CONTROL, "{label_2}{size_2} was given no {short}."),
    "everyone": Paraphrase("Both groups", "Everyone in the study stayed on {bg}."),
    "higher by": Paraphrase("{difference}", "The {measure} in the {group_1} was {higher} than that in the {group_2} by an average of {difference} {long_unit} over a median follow-up of {followed}."),
    "difference of": Paraphrase("{difference}", "After a median follow-up of {followed}, the average difference in {measure} between the groups was {difference} {long_unit}, with {higher} values in the {group_1}.", drops=("S8 comparison direction", "S8 comparison favours")),
    "did not improve": Paraphrase("{yielded}", "Despite the substantial and sustained {rise} in {measure}, {plain} did not improve clinical outcomes as compared with {bg_long} alone.", says=(("S9 conclusion #2", "about", CLINICAL),)),
    "nor reduce": Paraphrase("{yielded}", "{Drug_plain} {raised} the {measure} substantially, but gave no clinical benefit."),
    "eligible if": Paraphrase("{stable}", "People were eligible if they had a {measure} of {low} to {high} {unit}, an {other} level of less than {other_bound} and had taken at least {medicines} for at least {stable}."),
    "sister otherwise": Paraphrase("{sister}", "{sister}, a sister trial, tested the same hypothesis in people with higher (>{sister_bound} {unit}) {measures}."),
}  # fmt: skip
