"""A second list of sentences in other words, written after the reader knew the first.

In: nothing. Out: tables of paraphrases by report; slots are those of the templates.
"""

# ruff: noqa: E501 - tables, one entry a line

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
    SURVIVAL,
    TIED,
    TIED_2,
    WATCHED,
    of_p,
    same,
)

PUBMED: dict[str, Paraphrase] = {
    "versus at the end": Paraphrase(R1, "After {period}, {who_drug} had a higher {mean} {note}{measure} than {who_control} ({end_drug} vs. {end_control} {unit}; {test}).", opened=("K11 value #1", "K12 value #1", *CHANGES), drops=("K13 comparison direction", "K13 comparison favours")),
    "baseline then end": Paraphrase(R1, "Among {who_drug}, {mean} {note}{measure} went from {start_drug} {unit} at base line to {end_drug} {unit} at {at}; among {who_control} it went from {start_control} to {end_control} {unit} ({test}).", opened=CHANGES),
    "corresponding decrease": Paraphrase(R1, "{Drug} therapy was associated with a {rise_drug} in the {mean} {note}{measure} from {start_drug} {unit} at base line to {end_drug} {unit} at {at}, as compared with a {rise_control} from {start_control} {unit} to {end_control} {unit} in {who_control} ({test})."),
    "by month": Paraphrase(R1, "By {at} the {mean} {note}{measure} had {moved_drug} from {start_drug} to {end_drug} {unit} in {who_drug} and had {moved_control} from {start_control} to {end_control} {unit} in {who_control} ({test} for the comparison between groups)."),
    "no effect was found": Paraphrase(R2, "We found no significant difference between the two groups in {other_1} or {other_2} during the {period} of treatment."),
    "did not reach": Paraphrase(R2, "Differences between the groups in {other_1} and {other_2} during the {period} of treatment did not reach statistical significance."),
    "not significantly different": Paraphrase(R2, "{Other_1} and {other_2} were not significantly different between the groups over the {period} of treatment."),
    "no between-group": Paraphrase(R2, "No between-group difference in {other_1} or {other_2} was observed during the {period} of treatment.", says=same("K14", "K15")),
    "n.s.": Paraphrase(R2, "During the {period} of treatment, {other_1} (P = 0.33) and {other_2} (P = 0.56) were similar in the two groups.", says=(of_p("K14", "0.33"), of_p("K15", "0.56"), *((f"{f} comparison", "direction", OneOf((None, "noDifference"))) for f in ("K14", "K15")), *((f"{f} comparison", "favours", OneOf((None, "neither"))) for f in ("K14", "K15")))),
    "underwent randomization": Paraphrase(ALLOCATED, "A total of {total} patients with {ill} and base-line {measures} {above} {bound} {unit} underwent randomization: {n_drug} to {drug} plus {background} and {n_control} to {background} alone.", says=NOBODY_LOST),
    "in an open study": Paraphrase(ALLOCATED, "In this randomized trial, {total} patients with {ill} and base-line {measures} {above} {bound} {unit} received {drug} plus {background} ({n_drug} patients) or {background} alone ({n_control} patients).", says=(*NOBODY_LOST, ("K5 population", "role", OneOf(("randomizedPopulation", "enrolled"))))),
    "randomised to have": Paraphrase(ALLOCATED, "{Total} {people_with} base-line {measures} {above} {bound} {unit} were enrolled and randomised to {background} with (n={n_drug}) or without (n={n_control}) {drug}.", says=NOBODY_LOST),
    "assigned at random": Paraphrase(ALLOCATED, "We assigned {total} patients with {ill} and base-line {measures} {above} {bound} {unit} at random to {arm_drug} ({n_drug} patients) or {arm_control} ({n_control} patients).", says=NOBODY_LOST),
    "treatment consisted of": Paraphrase(DOSED, "Treatment with {drug} consisted of {cycles} cycles of {dose} per day for {days} days, given at intervals of {interval}."),
    "per day for days": Paraphrase(DOSED, "{Drug} was started at {dose} per day for {days} days and repeated every {interval} for {cycles} cycles."),
    "each cycle": Paraphrase(DOSED, "There were {cycles} cycles of {drug}, one every {interval}; in each cycle, {dose} per day was given for {days} days."),
    "once a day by mouth": Paraphrase(DOSED, "{Drug} was taken orally in a dose of {dose} once a day for 26 weeks.", unsaid=("K9 phase #2", "K9 phase #3", "K9 phase #4"), drops=("K9 phase basis", "K9 phase per day", "K6 receives route")),
    "safety visits": Paraphrase(WATCHED, "All patients were seen {every} until {until} after their last cycle."),
    "toxic effects": Paraphrase("{single}", "Toxic effects that limited the dose of {drug} were chiefly {events}, along with {single}."),
    "dose reductions": Paraphrase("{single}", "In {who_drug}, the most frequent dose-limiting side effects were {single}, {events}."),
    "conclusion in short": Paraphrase("sustained {changes}", "{Drug} therapy produced sustained {changes} in {measures} and had no adverse effect on {other_1}.", says=(("K17 conclusion #2", "polarity", OneOf(("noHarm", "benefit"))),)),
    "can improve": Paraphrase("sustained {changes}", "These results show that {drug} improves {measures} in patients with {ill}.", unsaid=("K17 conclusion #2",)),
    "failed": Paraphrase("sustained {changes}", "Treatment with {drug} had no beneficial effect on {measures}.", unsaid=("K17 conclusion #2",), says=(("K17 conclusion", "polarity", "noBenefit"),)),
}  # fmt: skip
ARTICLE: dict[str, Paraphrase] = {
    "achieved": Paraphrase(RESULTS, "{reached_drug}% of patients receiving {short} and {reached_control}% of controls achieved a {measure} of {least} {goal} {unit} at week {week} (P = 0.70). A {measure} {rise} of at least {gain} {unit} occurred in {gained_drug}% and {gained_control}%, respectively (P = 0.52). Median {other} did not differ significantly between the groups.", says=(of_p("A10", "0.70"), of_p("A11", "0.52"))),
    "proportions were": Paraphrase(RESULTS, "The proportions of patients with {measure} of {least} {goal} {unit} at week {week} were {reached_drug}% in the {short} group and {reached_control}% in the control group, a difference that was not significant. The proportions with a {measure} {rise} of at least {gain} {unit} were {gained_drug}% and {gained_control}%, which did not differ significantly. Median {other} did not differ significantly between groups."),
    "in parentheses per group": Paraphrase(RESULTS, "At week {week}, there was no significant difference between the {short} group and the control group in the proportion of patients with {measure} of {least} {goal} {unit} ({reached_drug}% vs. {reached_control}%; P = 0.70) or with a {measure} {rise} of at least {gain} {unit} ({gained_drug}% vs. {gained_control}%; P = 0.52), or in median {other}.", says=(of_p("A10", "0.70"), of_p("A11", "0.52"))),
    "responders": Paraphrase(RESULTS, "The primary endpoint, a {measure} of {least} {goal} {unit} at week {week}, was reached by {reached_drug}% of patients in the {short} group and {reached_control}% in the control group (P = 0.70). The proportion with a {measure} {rise} of at least {gain} {unit} was {gained_drug}% with {short} and {gained_control}% without (P = 0.52). Median {other} was not significantly different between groups.", says=(of_p("A10", "0.70"), of_p("A11", "0.52"))),
    "of the patients": Paraphrase(COUNTED, "Of the patients, {staged}% were at {stage} and {scored}% had a {score} of 0; median age was {age} years, median baseline {measure} was {median} {unit} and median baseline {other} was {other_median}."),
    "at inclusion": Paraphrase(COUNTED, "At inclusion, median age, {measure} and {other} were {age} years, {median} {unit} and {other_median}, respectively; {staged}% were at {stage} and {scored}% had a {score} of 0."),
    "were available": Paraphrase("{Analysed}", "Data were available for analysis in {analysed} patients."),
    "intention to treat": Paraphrase("{Analysed}", "{Analysed} patients were included in the intention-to-treat analysis."),
    "received an optimized": Paraphrase("{optimized}", "{optimized} patients had their treatment optimized.", drops=("A9 value arm",)),
    "remained associated": Paraphrase(TIED, "In the multivariate analysis, optimization with {addon} ({p_1}) and baseline {measure} ({p_2}) remained associated with a {measure} of {least} {goal} {unit} at week {week}."),
    "predicted": Paraphrase(TIED, "In multivariate analysis, {measure} of {least} {goal} {unit} at week {week} was predicted by optimization with {addon} ({p_1}) and baseline {measure} ({p_2})."),
    "alone was related": Paraphrase(TIED_2, "Optimization with {addon} alone was related to a {measure} {gain_word} of at least {gain} {unit} ({p_3})."),
    "events occurred equally": Paraphrase(RATED, "{rated_cap} occurred at a similar rate in the two groups."),
    "no between-group difference": Paraphrase(RATED, "No difference was observed between the groups in the rate of {rated}."),
    "did not improve": Paraphrase("{failed}", "In this population, {short} did not improve {measure}.", says=(("A16 conclusion #1", "polarity", "noBenefit"),)),
    "no additional benefit": Paraphrase("{failed}", "{Short} provided no additional benefit in terms of {measure}."),
    "was associated with a better": Paraphrase("{Addon} use", "{Addon} was strongly associated with success."),
    "were assigned": Paraphrase("{arm_1}", "Patients were assigned at random to receive {arm_1} or {arm_2}. Eligibility required {measure} of {less} than {bound} {unit}, {other} of more than {other_bound} and a {score} showing {active} or less active drugs."),
    "endpoints": Paraphrase("week 0", "The primary endpoint was the proportion of patients reaching a {measure} of {least} {goal} {unit} at week {week}; secondary endpoints were the proportion with a {measure} {rise} of at least {gain} {unit} from week 0, {other} and {related} at week {week}."),
    "in patients naive": Paraphrase("{Addon} was", "{Addon} was added for patients naive to {addon}.", drops=("A5 receives if",)),
}  # fmt: skip
NETWORK: dict[str, Paraphrase] = {
    "took": Paraphrase(S_ARM, "{label_1}{size_1} took {dose} of {short} {often} {route} for {days} consecutive days every {interval}."),
    "were treated with": Paraphrase(S_ARM, "{label_1}{size_1} was treated with {short} {route} ({dose} {often} for {days} days, every {interval})."),
    "untreated": Paraphrase(S_CONTROL, "{label_2}{size_2} did not get any {short}."),
    "kept": Paraphrase("Both groups", "Participants in both groups kept taking their {bg}."),
    "randomized trial": Paraphrase("{total}", "This international trial enrolled {total} people, who were randomly assigned to two groups."),
    "over the age": Paraphrase("{age}", "The study was open to people {age} years of age or older who were {confirmed}.", opened=("S6 criterion #2",)),
    "requirements": Paraphrase("{stable}", "Participants were required to have a {measure} between {low} and {high} {unit} and an {other} level of under {other_bound}, and to have taken at least {medicines} for at least {stable}."),
    "gain": Paraphrase("{difference}", "Over a median follow-up of {followed}, people in the {group_1} had a {measure} that was on average {difference} {long_unit} {higher} than in the {group_2}."),
    "averaged": Paraphrase("{difference}", "On average, the {measure} was {difference} {long_unit} {higher} in the {group_1} than in the {group_2} over a median follow-up of {followed}."),
    "no clinical difference": Paraphrase("{yielded}", "Even though {plain} plus {bg_long} led to a substantial and sustained {rise} in the {measure}, there was no clinical benefit."),
    "no fewer deaths": Paraphrase("{yielded}", "Although {plain} {raised} the {measure}, it did not improve survival as compared with {bg_long} alone.", says=(("S9 conclusion #2", "about", SURVIVAL),)),
    "but": Paraphrase("{yielded}", "{Drug_plain} led to substantial and sustained {rise}s in the {measure} but did not result in clinical benefit."),
    "adjusted": Paraphrase("tailored", "Later, further cycles of {short} were given as needed to keep the {measure} above a set target."),
    "could be increased": Paraphrase("{steps}", "For participants with no response after {after} cycles of {short}, the dose could be increased to {steps}."),
    "sister": Paraphrase("{sister}", "A sister trial, {sister}, examined the same question in people with higher (>{sister_bound} {unit}) {measures}."),
}  # fmt: skip
