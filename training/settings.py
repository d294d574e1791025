"""The configuration of a whole pipeline run, read from one JSON file in `config/`."""

import json
from dataclasses import dataclass
from pathlib import Path

from model import ModelConfig
from optimise import TrainConfig
from tokens import build_tokenizer

ROOT = Path(__file__).parent


@dataclass(frozen=True)
class RolloutConfig:
    per_problem: int
    temperature: float
    largest: int
    """Only problems whose numbers are at most this are sampled."""
    problems: int
    """At most this many, from the start of the file's order."""
    batch: int
    seed: int
    explore_per_problem: int
    explore_temperature: float


@dataclass(frozen=True)
class Settings:
    task: str
    data: Path
    """What Node wrote: problems, solutions, verdicts."""
    out: Path
    """Checkpoints and rollouts; ignored by git."""
    model: ModelConfig
    policy: TrainConfig
    rollouts: RolloutConfig
    value: TrainConfig
    language_weight: float
    """Weight of the language-model loss on the value models' tokens."""
    answer_share: float
    """Share of the rows whose answer line is trained on, drawn anew every epoch."""
    raw: dict


def load_settings(path: str) -> Settings:
    raw = json.loads(Path(path).read_text())
    return Settings(
        task=raw["task"],
        data=ROOT / raw["data"],
        out=ROOT / raw["out"],
        model=ModelConfig(vocabulary=build_tokenizer().get_vocab_size(), **raw["model"]),
        policy=TrainConfig(**raw["policy"]),
        rollouts=RolloutConfig(**raw["rollouts"]),
        value=TrainConfig(**raw["value"]),
        language_weight=raw["language_weight"],
        answer_share=raw["answer_share"],
        raw=raw,
    )
