r"""Makes a model pack of your own policy and value model: Hugging Face layout, Llama architecture.

    python -m training.export.export_own --task game24 --policy my-policy --value my-value \
        --examples examples.json --license MIT

`--policy` is a folder as `save_pretrained` writes it: `config.json`, `tokenizer.json`, `model.safetensors`.
`--value` (may be left out) is the same with a scalar head, as `LlamaForTokenClassification` or
`LlamaForSequenceClassification` with one label saves it; the sigmoid of the head's output at each token is taken for
the probability of a right answer. It must have the policy's vocabulary. `--examples` is a JSON list of a few texts,
each a prompt and its solution: what PyTorch computes on them is stored, and each back end must reproduce it.

What the page's engine has no place for is refused with a sentence: separate output embeddings, biases, scaled rotary
positions, several weight files. Fewer key-value heads than heads are fine: they are repeated, which changes nothing.
Weights are stored as int8 (`storage.py`); what that changes on the examples is printed.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from training.export.hugging_face import load_hugging_face, refuse
from training.export.pack import PACKS, Pack, parity_cases, write_pack
from training.export.storage import round_weights

VALUE_NAME = "tvm"
"""The place of the value model in a pack: a probability for every token."""


def largest_change(before: list[dict[str, Any]], after: list[dict[str, Any]], key: str) -> float:
    """Between two lists of cases: of the logits, or of a value model's probabilities."""
    pick = (lambda c: c["logits"]) if key == "policy" else (lambda c: c["values"][key])
    return max(float(np.abs(np.subtract(pick(a), pick(b))).max()) for a, b in zip(before, after, strict=True))


def export(
    task: str, policy: Path, value: Path | None, examples: list[str], context: int, license: str, packs: Path
) -> Path:
    """Writes the pack, names it in `index.json`, and returns its folder; says what rounding the weights changed."""
    loaded = {"policy": load_hugging_face(policy, context, False)}
    if value is not None:
        loaded[VALUE_NAME] = load_hugging_face(value, context, True)
    models = {name: model for name, (model, _) in loaded.items()}
    raw = loaded["policy"][1]
    config = models["policy"].config
    if any(m.config.vocabulary != config.vocabulary for m in models.values()):
        raise refuse("The value model has another vocabulary than the policy.")
    eos = raw["eos_token_id"][0] if isinstance(raw["eos_token_id"], list) else raw["eos_token_id"]
    pad = raw["pad_token_id"] if raw.get("pad_token_id") is not None else eos
    tokenizer = Tokenizer.from_file(str(policy / "tokenizer.json"))
    rows = [[*tokenizer.encode(text, add_special_tokens=False).ids, eos][: config.context] for text in examples]
    exact = parity_cases(models, rows)
    for model in models.values():
        round_weights(model)
    stored = parity_cases(models, rows)
    for name in models:
        print(f"{name}: storing as int8 changed its numbers by at most {largest_change(exact, stored, name):.4f}")
    settings = policy / "tokenizer_config.json"
    return write_pack(
        Pack(
            task=task,
            models=models,
            about={VALUE_NAME: {"scale": "probability"}},
            eos=eos,
            pad=pad,
            tokenizer=(policy / "tokenizer.json").read_bytes(),
            tokenizer_config=json.loads(settings.read_text()) if settings.exists() else {},
            examples=rows,
            context=config.context,
            license=license,
            origin={},
        ),
        packs,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="A model pack of your own policy and value model.")
    parser.add_argument("--task", required=True, choices=("game24", "word-problems"))
    parser.add_argument("--policy", required=True, type=Path)
    parser.add_argument("--value", type=Path)
    parser.add_argument("--examples", required=True, type=Path, help="a JSON list of texts")
    parser.add_argument("--context", type=int, default=512, help="longest sequence, in tokens")
    parser.add_argument("--license", required=True, help="of the weights, such as MIT")
    parser.add_argument("--packs", type=Path, default=PACKS)
    a = parser.parse_args()
    examples: list[str] = json.loads(a.examples.read_text())
    if not examples:
        raise refuse("--examples holds no text.")
    a.packs.mkdir(parents=True, exist_ok=True)
    print(export(a.task, a.policy, a.value, examples, a.context, a.license, a.packs))


if __name__ == "__main__":
    main()
