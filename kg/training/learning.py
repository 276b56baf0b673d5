"""Learning a model from all that annotated corpora tell: names, ties, lists, directions.

In: paths of corpora. Out: a model. Only documents that are not held out are learnt from, and what
is asserted or suggested is decided where each fifth of them was scored by the other four.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec

from kg.errors import UsageError
from kg.evaluation.corpora import beside, corpora_at
from kg.evaluation.formats import ebm_nlp, evidence_inference, pico_corpus, rct_art
from kg.evaluation.formats.evidence_inference import Evidence, evidence
from kg.evaluation.samples import Sample
from kg.evaluation.sides import part_of, parts
from kg.reading.ties.model import Model, without
from kg.training.dealing import learn_dealing
from kg.training.directions import learn_ways
from kg.training.lexicon import lexicon
from kg.training.naming import learn
from kg.training.ranking import examples, learn_ranking

_TELLING = frozenset({rct_art.NAME, pico_corpus.NAME, evidence_inference.NAME})


class Learnt(NamedTuple):
    """A model, from how many documents or sentences it is, and from how many ties in these."""

    model: Model
    sentences: int
    ties: int


class Material(NamedTuple):
    """What may be learnt from: samples by corpus, and quoted evidence."""

    samples: dict[str, list[Sample]]
    evidence: list[Evidence]

    def of(self, corpus: str) -> list[Sample]:
        """The samples of a corpus."""
        return self.samples.get(corpus, [])


def train(paths: Iterable[Path], *, seed: int = 0) -> Learnt:
    """The model that corpora give.

    *Errors*: ``UsageError`` where no corpus says which value is of which arm, or what went how.
    """
    told = _material(list(paths))
    if not any(told.of(name) for name in _TELLING):
        raise UsageError(
            "no corpus here relates values to arms and outcomes",
            expected="sentences in the form of RCT-ART, or abstracts in that of PICO-Corpus or"
            " Evidence Inference",
            outcome="No model was written.",
        )
    sentences = told.of(rct_art.NAME)
    known = lexicon(told.of(ebm_nlp.NAME))
    model = Model(
        arm=learn_ranking(sentences, "arm", seed=seed),
        outcome=learn_ranking(sentences, "outcome", seed=seed),
        names=learn([rct_art.marked(sample) for sample in sentences], known, seed=seed),
        lexicon=known,
        trained_on={name: len(told.of(name)) for name in sorted({*_TELLING, ebm_nlp.NAME})},
        seed=seed,
    )
    with without():
        ways = learn_ways(told.evidence, told.of(evidence_inference.NAME), model, seed=seed)
        dealing = learn_dealing(told.of(pico_corpus.NAME), model, seed=seed)
    model = msgspec.structs.replace(model, ways=ways, dealing=dealing)
    return Learnt(model, sum(model.trained_on.values()), _ties(sentences))


def _ties(sentences: list[Sample]) -> int:
    kinds = Counter(
        tied
        for sample in sentences
        for kind in ("arm", "outcome")
        for _, tied in examples(sample, kind)
    )
    return kinds[True]


def write(model: Model, path: Path) -> int:
    """The size in bytes of the file that now holds a model."""
    data = msgspec.json.encode(model, order="sorted")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return len(data)


def _material(paths: list[Path]) -> Material:
    """All that corpora tell, nothing of a document that is held out."""
    corpora = [each for path in paths for each in corpora_at(path)]
    loaded = beside(corpora)
    sides = parts(sample for samples in loaded.values() for sample in samples)
    samples: dict[str, list[Sample]] = {}
    quoted: list[Evidence] = []
    for corpus in corpora:
        tune = [s for s in loaded[corpus.path] if sides[s.corpus, s.id] == "tune"]
        samples.setdefault(corpus.form.name, []).extend(tune)
        if corpus.form.name == evidence_inference.NAME:
            told = evidence(corpus.path)
            quoted += [
                each
                for each in told
                if sides.get((evidence_inference.NAME, each.document), part_of(each.document))
                == "tune"
            ]
    return Material(samples, quoted)
