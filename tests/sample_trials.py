"""Trials whose pooled effects others have published, as counts and means."""

from kg.synthesis import Counts, Effect, Means, of_arms

# Tuberculosis with and without vaccine, events and people of both groups.
# Source: Colditz and others, JAMA 1994;271:698-702, table 1.
BCG = {
    "Aronson 1948": Counts(4, 123, 11, 139),
    "Ferguson 1949": Counts(6, 306, 29, 303),
    "Rosenthal 1960": Counts(3, 231, 11, 220),
    "Hart 1977": Counts(62, 13598, 248, 12867),
    "Frimodt-Moller 1973": Counts(33, 5069, 47, 5808),
    "Stein 1953": Counts(180, 1541, 372, 1451),
    "Vandiviere 1973": Counts(8, 2545, 10, 629),
    "Madras 1980": Counts(505, 88391, 499, 88391),
    "Coetzee 1968": Counts(29, 7499, 45, 7277),
    "Rosenthal 1961": Counts(17, 1716, 65, 1665),
    "Comstock 1974": Counts(186, 50634, 141, 27338),
    "Comstock 1969": Counts(5, 2498, 3, 2341),
    "Comstock 1976": Counts(27, 16913, 29, 17854),
}

# Days in hospital after a stroke, specialist care and routine management.
# Source: Normand, Statistics in Medicine 1999;18:321-359, table 2.
STROKE = {
    "Edinburgh": Means(55, 47, 155, 75, 64, 156),
    "Orpington mild": Means(27, 7, 31, 29, 4, 32),
    "Orpington moderate": Means(64, 17, 75, 119, 29, 71),
    "Orpington severe": Means(66, 20, 18, 137, 48, 18),
    "Montreal home": Means(14, 8, 8, 18, 11, 13),
    "Montreal transfer": Means(19, 7, 57, 18, 4, 52),
    "Newcastle": Means(52, 45, 34, 41, 34, 33),
    "Umea": Means(21, 16, 110, 31, 27, 183),
    "Uppsala": Means(30, 27, 60, 23, 20, 52),
}

# Invented: no event in one group, in one trial in both.
RARE = {
    "one": Counts(0, 40, 4, 41),
    "two": Counts(3, 60, 9, 58),
    "three": Counts(5, 100, 11, 104),
    "five": Counts(10, 120, 21, 118),
}


def effects(trials: dict[str, Counts] | dict[str, Means], statistic: str) -> list[Effect]:
    """The effects of trials, each computed from what its groups report."""
    return [
        of_arms(arms, statistic, trial=name, label=name, claim=f"https://example.org/{name}")
        for name, arms in trials.items()
    ]
