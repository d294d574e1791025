"""The Hugging Face layout, written and read: `config.json`, and weights of the Llama architecture in safetensors."""

import json
import struct
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from training.model.decoder import Decoder, Forecast, ModelConfig

TYPES = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}


def refuse(sentence: str) -> SystemExit:
    return SystemExit(sentence)


def hugging_face_config(config: ModelConfig, eos: int, pad: int) -> dict:
    return {
        "model_type": "llama",
        "architectures": ["LlamaForCausalLM"],
        "vocab_size": config.vocabulary,
        "hidden_size": config.width,
        "intermediate_size": config.hidden,
        "num_hidden_layers": config.cached_layers,
        "num_attention_heads": config.heads,
        "num_key_value_heads": config.heads,
        "head_dim": config.width // config.heads,
        "max_position_embeddings": config.context,
        "rope_theta": config.rope_theta,
        "rms_norm_eps": config.norm_epsilon,
        "hidden_act": "silu",
        "tie_word_embeddings": True,
        "eos_token_id": eos,
        "bos_token_id": None,
        "pad_token_id": pad,
        **(
            {} if config.trunk_layers is None else {key: getattr(config, key) for key in ("trunk_layers", "prompt_end")}
        ),
    }


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
