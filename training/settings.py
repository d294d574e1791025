"""The configuration of a whole pipeline run, read from one JSON file in `config/`."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

from training.data.tokens import PROMPT_END, Tokens, load_tokens
from training.model.decoder import ModelConfig
from training.model.optimise import TrainConfig

ROOT = Path(__file__).parent
POLICY, TRUNK = "policy", "trunk"
READINGS = {POLICY: "equal", TRUNK: "more"}
"""How much a verifier has read beside the policy that it judges, by the weights that it begins from."""
LABELS = ("tvm", "ovm", "prm-soft", "prm-hard", "prm-valid")
IMPLICIT = "implicit-prm"


@dataclass(frozen=True)
class Verifier:
    """One that is trained: what it is told, and the weights that it begins from."""

    name: str
    label: str
    start: str

    @property
    def reading(self) -> str:
        return READINGS[self.start]


@dataclass(frozen=True)
class RolloutConfig:
    per_problem: int
    temperature: float
    largest: int
    """Only problems whose numbers, or whose level, are at most this are sampled."""
    problems: int
    """At most this many, from the start of the file's order."""
    batch: int
    seed: int
    explore_per_problem: int
    explore_temperature: float
    searched_per_prefix: int = 0
    """Samples that go on from each beginning of `searched.jsonl`: what a search with the pack before looked at."""
    stray_per_problem: int = 0
    stray_among: int = 10
    """A sample that strays takes, at one place, any of so many likeliest tokens, each as probable as the others."""


@dataclass(frozen=True)
class Settings:
    task: str
    data: Path
    """What Node wrote: problems, solutions, verdicts."""
    out: Path
    """Checkpoints and rollouts; ignored by git."""
    tokens: Tokens
    model: ModelConfig
    value_layers: int
    """Layers of the value models. Those above the policy's are told how its forecast of each token turned out; they
    begin as nothing, and only they and the head are trained."""
    policy: TrainConfig
    solutions_exponent: float
    """An epoch of the policy reads n ** this of a problem's n solutions, drawn anew; 1: all."""
    trunk: TrainConfig | None
    """Of a model that reads more, from which verifiers begin; None where all begin from the policy."""
    rollouts: RolloutConfig
    value: TrainConfig
    goes_on: bool
    """A second round: verifiers go on from their own weights in the pack before (`unpack.py`), policy and all."""
    starts: tuple[str, ...]
    """What verifiers are begun from, each label from each; those of the first have the label for a name."""
    rates: tuple[tuple[float, float], ...]
    """Learning rates of Muon and AdamW that every verifier tries for a quarter of its steps; it takes those with the
    lowest loss of its own label on rollouts of the settings split. Empty: `value` says the rates."""
    rates_tried_by: tuple[str, ...]
    """The verifiers that try them; the others take what the first of these took. Empty: every one tries."""
    branches: int
    """At most so many solutions of a problem share its prompt in a batch."""
    language_weight: float
    """Weight of the language-model loss on the value models' tokens."""
    answer_share: float
    """Share of the rows whose answer line is trained on, drawn anew every epoch."""
    implicit_beta: float
    """Of the implicit process reward model: the weight of the log-ratio to the policy (arXiv:2412.01981)."""
    raw: dict

    @property
    def value_model(self) -> ModelConfig:
        trunk = self.model.layers if self.has_frozen_trunk else None
        prompt_end = self.tokens.id(PROMPT_END)
        return replace(self.model, layers=self.value_layers, trunk_layers=trunk, prompt_end=prompt_end)

    @property
    def has_frozen_trunk(self) -> bool:
        """The weights that the verifiers begin from stay as they are: only what is above them learns."""
        return self.value_layers > self.model.layers

    @property
    def verifiers(self) -> list[Verifier]:
        """Those that read `labels.py`'s labels; the implicit one is apart."""
        first = self.starts[0]
        return [
            Verifier(label if start == first else f"{label}-{READINGS[start]}", label, start)
            for start in self.starts
            for label in LABELS
        ]

    @property
    def implicit(self) -> Verifier:
        """Its ratio is to the policy. Where verifiers begin from the policy it does, too (arXiv:2412.01981)."""
        return Verifier(IMPLICIT, IMPLICIT, POLICY if POLICY in self.starts else self.starts[0])

    @property
    def finished(self) -> dict[str, Verifier]:
        """The verifiers that are trained, by name, in the order in which they are shown."""
        every = [*self.verifiers, self.implicit]
        return {verifier.name: verifier for verifier in every if (self.out / f"{verifier.name}.pt").exists()}

    @property
    def before(self) -> Path:
        """Checkpoints of the verifiers that a second round goes on from."""
        return self.out / "before"

    def start_file(self, start: str) -> Path:
        """The weights that the verifiers of a start begin from."""
        return self.out / f"{start}.pt"

    def begun_file(self, verifier: Verifier) -> Path:
        """The weights that a verifier begins from."""
        return self.before / f"{verifier.name}.pt" if self.goes_on else self.start_file(verifier.start)


def load_settings(path: str) -> Settings:
    raw = json.loads(Path(path).read_text())
    tokens = load_tokens(raw["task"], ROOT / raw["data"])
    return Settings(
        task=raw["task"],
        data=ROOT / raw["data"],
        out=ROOT / raw["out"],
        tokens=tokens,
        model=ModelConfig(vocabulary=len(tokens.words), **raw["model"]),
        value_layers=raw.get("value_layers", raw["model"]["layers"]),
        policy=TrainConfig(**raw["policy"]),
        solutions_exponent=raw.get("solutions_exponent", 1),
        trunk=TrainConfig(**raw["trunk"]) if "trunk" in raw else None,
        rollouts=RolloutConfig(**raw["rollouts"]),
        value=TrainConfig(**raw["value"]),
        goes_on=raw.get("goes_on", False),
        starts=tuple(raw.get("starts", [TRUNK if "trunk" in raw else POLICY])),
        rates=tuple((muon, adam) for muon, adam in raw.get("rates", [])),
        rates_tried_by=tuple(raw.get("rates_tried_by", [])),
        branches=raw.get("branches", 1),
        language_weight=raw["language_weight"],
        answer_share=raw["answer_share"],
        implicit_beta=raw["implicit_beta"],
        raw=raw,
    )
