"""Makes a model pack of your own policy and value model: weights in the Hugging Face layout, of the Llama architecture.

    python export_own.py --task game24 --policy my-policy --value my-value --examples examples.json --license MIT

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
import hashlib
import json
import shutil
import struct
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from export import PACKS, TOLERANCE, manifest_files, write_json, write_model
from graph_builder import MODEL_FILE
from model import Decoder, Forecast, ModelConfig
from storage import round_weights

VALUE_NAME = "tvm"
"""The place of the value model in a pack: a probability for every token."""
MOST_BYTES = 64 * 1024 * 1024
"""The largest file that the page loads."""
TYPES = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}


def refuse(sentence: str) -> SystemExit:
    return SystemExit(sentence)


def read_safetensors(path: Path) -> dict[str, Tensor]:
    """All tensors as fp32. The format: a header's length in 8 bytes, the header in JSON, the numbers."""
    if not path.exists():
        raise refuse(f"There is no {path}: save the model in one file, with safe serialisation.")
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header: dict[str, Any] = json.loads(data[8 : 8 + length])
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        if entry["dtype"] not in TYPES:
            raise refuse(f"{name} is stored as {entry['dtype']}: save the model as float32, float16 or bfloat16.")
        start, end = (8 + length + offset for offset in entry["data_offsets"])
        flat = torch.frombuffer(bytearray(data[start:end]), dtype=TYPES[entry["dtype"]])
        tensors[name] = flat.reshape(entry["shape"]).float()
    return tensors


def read_config(folder: Path, context: int) -> tuple[ModelConfig, dict[str, Any]]:
    raw: dict[str, Any] = json.loads((folder / "config.json").read_text())
    width, heads = raw["hidden_size"], raw["num_attention_heads"]
    # Newer files keep the rotary settings in `rope_parameters`.
    rope: dict[str, Any] = raw.get("rope_parameters") or raw.get("rope_scaling") or {}
    reasons = {
        f"is of type {raw.get('model_type')}, not llama": raw.get("model_type") != "llama",
        "has a head_dim other than hidden_size / num_attention_heads": raw.get("head_dim", width // heads) * heads
        != width,
        "has biases": bool(raw.get("attention_bias") or raw.get("mlp_bias")),
        "scales its rotary positions": rope.get("rope_type", rope.get("type", "default")) != "default",
        "has another activation than silu": raw.get("hidden_act", "silu") != "silu",
    }
    for reason, holds in reasons.items():
        if holds:
            raise refuse(f"The model in {folder} {reason}, which the page's engine cannot run.")
    trunk = raw.get("trunk_layers")
    config = ModelConfig(
        vocabulary=raw["vocab_size"],
        width=width,
        layers=raw["num_hidden_layers"] - (trunk is not None) * Forecast.MEMORIES,
        trunk_layers=trunk,
        prompt_end=raw.get("prompt_end", 0),
        heads=heads,
        hidden=raw["intermediate_size"],
        context=min(context, raw["max_position_embeddings"]),
        rope_theta=raw.get("rope_theta", rope.get("rope_theta", 10000.0)),
        norm_epsilon=raw["rms_norm_eps"],
    )
    return config, raw


def load_hugging_face(folder: Path, context: int, with_value: bool) -> tuple[Decoder, dict[str, Any]]:
    """The weights of a folder, unrounded, and its `config.json`."""
    config, raw = read_config(folder, context)
    given = read_safetensors(folder / "model.safetensors")
    given = {name.removeprefix("model."): tensor for name, tensor in given.items()}
    embedding, head = given["embed_tokens.weight"], given.get("lm_head.weight")
    if not with_value and head is not None and not torch.equal(head, embedding):
        raise refuse(f"The model in {folder} has output embeddings of its own: train it with tie_word_embeddings.")
    repeats = config.heads // raw.get("num_key_value_heads", config.heads)
    model = Decoder(config, with_value)
    weights = {}
    for name in model.state_dict():
        weights[name] = given_weight(given, name, folder)
        if name.endswith(("k_proj.weight", "v_proj.weight")) and repeats > 1:
            dim = config.width // config.heads
            weights[name] = weights[name].unflatten(0, (-1, dim)).repeat_interleave(repeats, 0).flatten(0, 1)
    model.load_state_dict(weights)
    return model.eval(), raw


def given_weight(given: dict[str, Tensor], name: str, folder: Path) -> Tensor:
    """A weight by the name that `Decoder` has for it."""
    if name == "value_head.bias":
        return given.get("score.bias", torch.zeros(1))
    theirs = name.replace("value_head", "score").replace("blocks.", "layers.")
    for part in ("q_proj", "k_proj", "v_proj", "o_proj"):
        theirs = theirs.replace(f".{part}.", f".self_attn.{part}.")
    for part in ("gate_proj", "up_proj", "down_proj"):
        theirs = theirs.replace(f".{part}.", f".mlp.{part}.")
    if theirs not in given:
        raise refuse(f"The model in {folder} has no {theirs}.")
    return given[theirs]


@torch.inference_mode()
def parity(models: dict[str, Decoder], rows: list[list[int]]) -> list[dict[str, Any]]:
    cases = []
    for ids in rows:
        tokens, positions = torch.tensor([ids]), sorted({0, len(ids) // 3, len(ids) - 1})
        logits = models["policy"](tokens)[0][0, positions]
        values = {n: m.value_logits(m.features(tokens)).sigmoid()[0] for n, m in models.items() if n != "policy"}
        cases.append(
            {
                "tokens": ids,
                "logitPositions": positions,
                "logits": np.round(logits.numpy().astype(float), 5).tolist(),
                "values": {n: np.round(v.numpy().astype(float), 6).tolist() for n, v in values.items()},
            }
        )
    return cases


def largest_change(before: list[dict[str, Any]], after: list[dict[str, Any]], key: str) -> float:
    """Between two lists of cases: of the logits, or of a value model's probabilities."""
    pick = (lambda c: c["logits"]) if key == "policy" else (lambda c: c["values"][key])
    return max(float(np.abs(np.subtract(pick(a), pick(b))).max()) for a, b in zip(before, after, strict=True))


def export(
    task: str, policy: Path, value: Path | None, examples: list[str], context: int, license: str, packs: Path
) -> Path:
    """Writes the pack, names it in `index.json`, and returns its folder."""
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
    exact = parity(models, rows)
    for model in models.values():
        round_weights(model)
    cases = parity(models, rows)
    for name in models:
        print(f"{name}: storing as int8 changed its numbers by at most {largest_change(exact, cases, name):.4f}")
    work = packs / f"{task}-work"
    shutil.rmtree(work, ignore_errors=True)
    for name, model in models.items():
        write_model(work / name, model, eos, pad)
        if (size := (work / name / "onnx" / MODEL_FILE).stat().st_size) > MOST_BYTES:
            shutil.rmtree(work)
            raise refuse(
                f"{name} takes {size / 1e6:.0f} MB as int8, and the page loads at most {MOST_BYTES / 1e6:.0f}."
            )
    shutil.copy(policy / "tokenizer.json", work / "policy")
    settings = policy / "tokenizer_config.json"
    write_json(work / "policy" / "tokenizer_config.json", json.loads(settings.read_text()) if settings.exists() else {})
    write_json(work / "policy" / "generation_config.json", {"eos_token_id": eos, "pad_token_id": pad})
    write_json(work / "parity.json", {"format": "inkling-parity", "version": 1, "tolerance": TOLERANCE, "cases": cases})
    weights = hashlib.sha256(b"".join((work / n / "onnx" / MODEL_FILE).read_bytes() for n in models)).hexdigest()
    pack_id = f"{task}-{weights[:8]}"
    scale = {VALUE_NAME: {"scale": "probability"}}
    write_json(
        work / "manifest.json",
        {
            "format": "inkling-pack",
            "version": 1,
            "id": pack_id,
            "task": task,
            "models": {
                n: {"folder": n, "parameters": m.parameter_count, **scale.get(n, {})} for n, m in models.items()
            },
            "contextTokens": config.context,
            "license": license,
            "files": manifest_files(work),
        },
    )
    shutil.rmtree(packs / pack_id, ignore_errors=True)
    work.rename(packs / pack_id)
    index = packs / "index.json"
    known = json.loads(index.read_text())["packs"] if index.exists() else {}
    write_json(index, {"format": "inkling-pack-index", "version": 1, "packs": {**known, task: pack_id}})
    return packs / pack_id


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
