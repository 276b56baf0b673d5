"""Effects as trials report them."""

from decimal import Decimal

from kg.synthesis import Effect


def effect(
    trial: str,
    numbers: str,
    *,
    statistic: str = "hazardRatio",
    level: str = "95",
    n: int | None = None,
) -> Effect:
    """An effect written as in a table: ``0.91 0.70 1.18``."""
    estimate, lower, upper = map(Decimal, numbers.split())
    return Effect(
        trial=f"https://example.org/trial/{trial}",
        label=trial,
        statistic=statistic,
        estimate=estimate,
        lower=lower,
        upper=upper,
        level=Decimal(level),
        claim=f"https://example.org/claim/{trial}",
        n=n,
    )


SILCAAT = effect("SILCAAT", "0.91 0.70 1.18", n=1695)
ESPRIT = effect("ESPRIT", "0.94 0.75 1.16", n=4111)
BOTH = (SILCAAT, ESPRIT)
