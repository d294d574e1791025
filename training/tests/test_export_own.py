"""A model in the Hugging Face layout becomes a pack that computes the same."""

import json
import struct
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest
import torch
from tokenizers import Tokenizer, models
from torch import Tensor

from training.export.export_own import export
from training.export.hugging_face import load_hugging_face

WIDTH, HEADS, KEY_HEADS, HIDDEN, VOCABULARY, LAYERS = 32, 4, 2, 48, 20, 2
CONFIG = {
    "model_type": "llama",
    "vocab_size": VOCABULARY,
    "hidden_size": WIDTH,
    "intermediate_size": HIDDEN,
    "num_hidden_layers": LAYERS,
    "num_attention_heads": HEADS,
    "num_key_value_heads": KEY_HEADS,
    "max_position_embeddings": 64,
    "rope_theta": 10000.0,
    "rms_norm_eps": 1e-5,
    "tie_word_embeddings": True,
    "eos_token_id": 1,
}


def random_weights(with_value: bool) -> dict[str, Tensor]:
    generator = torch.Generator().manual_seed(5)

    def draw(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=generator) * shape[-1] ** -0.5

    key_width = WIDTH // HEADS * KEY_HEADS
    weights = {"model.embed_tokens.weight": draw(VOCABULARY, WIDTH), "model.norm.weight": torch.ones(WIDTH)}
    for i in range(LAYERS):
        shapes = {"q": WIDTH, "k": key_width, "v": key_width, "o": WIDTH}
        weights |= {f"model.layers.{i}.self_attn.{n}_proj.weight": draw(rows, WIDTH) for n, rows in shapes.items()}
        weights |= {f"model.layers.{i}.mlp.{n}_proj.weight": draw(HIDDEN, WIDTH) for n in ("gate", "up")}
        weights[f"model.layers.{i}.mlp.down_proj.weight"] = draw(WIDTH, HIDDEN)
        for name in ("input_layernorm", "post_attention_layernorm"):
            weights[f"model.layers.{i}.{name}.weight"] = 1 + 0.1 * draw(WIDTH)
    if with_value:
        weights |= {"score.weight": draw(1, WIDTH), "score.bias": torch.tensor([0.3])}
    return weights


def save(folder: Path, weights: dict[str, Tensor], **changes: object) -> Path:
    """As `save_pretrained` does."""
    folder.mkdir()
    header, data = {}, b""
    for name, tensor in weights.items():
        raw = tensor.contiguous().numpy().tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps({"__metadata__": {"format": "pt"}, **header}).encode()
    (folder / "model.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)
    (folder / "config.json").write_text(json.dumps({**CONFIG, **changes}))
    vocabulary = {chr(97 + i): i for i in range(VOCABULARY)}
    Tokenizer(models.BPE(vocab=vocabulary, merges=[])).save(str(folder / "tokenizer.json"))
    return folder


def llama_features(w: dict[str, Tensor], tokens: Tensor) -> Tensor:
    """Llama with grouped keys, written out: tokens [T] -> [T, C]."""
    dim, t = WIDTH // HEADS, len(tokens)

    def norm(x: Tensor, name: str) -> Tensor:
        return x * (x.pow(2).mean(-1, keepdim=True) + 1e-5).rsqrt() * w[f"model.{name}.weight"]

    angles = torch.arange(t)[:, None] / 10000.0 ** (torch.arange(0, dim, 2) / dim)
    angles = torch.cat([angles, angles], -1)
    x = w["model.embed_tokens.weight"][tokens]
    for i in range(LAYERS):
        layer = f"layers.{i}"
        h = norm(x, f"{layer}.input_layernorm")
        q, k, v = ((h @ w[f"model.{layer}.self_attn.{n}_proj.weight"].T).view(t, -1, dim) for n in "qkv")

        def turn(y: Tensor) -> Tensor:
            half = torch.cat([-y[..., dim // 2 :], y[..., : dim // 2]], -1)
            return y * angles.cos()[:, None] + half * angles.sin()[:, None]

        q, k = turn(q), turn(k)
        heads = []
        for head in range(HEADS):
            group = head // (HEADS // KEY_HEADS)
            scores = q[:, head] @ k[:, group].T * dim**-0.5
            scores = scores.masked_fill(torch.ones(t, t).triu(1).bool(), float("-inf"))
            heads.append(scores.softmax(-1) @ v[:, group])
        x = x + torch.cat(heads, -1) @ w[f"model.{layer}.self_attn.o_proj.weight"].T
        h = norm(x, f"{layer}.post_attention_layernorm")
        gate, up, down = (w[f"model.{layer}.mlp.{n}_proj.weight"].T for n in ("gate", "up", "down"))
        x = x + (torch.nn.functional.silu(h @ gate) * (h @ up)) @ down
    return norm(x, "norm")


def test_a_folder_with_grouped_keys_is_read_exactly(tmp_path: Path) -> None:
    weights = random_weights(True)
    model, _ = load_hugging_face(save(tmp_path / "value", weights), 40, True)
    tokens = torch.arange(2, 14)
    features = llama_features(weights, tokens)
    with torch.inference_mode():
        np.testing.assert_allclose(model.features(tokens[None])[0], features, atol=2e-5)
        expected = features @ weights["score.weight"][0] + 0.3
        np.testing.assert_allclose(model.value_logits(model.features(tokens[None]))[0], expected, atol=2e-5)


def test_the_pack_holds_what_the_page_needs(tmp_path: Path) -> None:
    policy = save(tmp_path / "policy", random_weights(False))
    value = save(tmp_path / "value", random_weights(True))
    pack = export("game24", policy, value, ["cdefgh", "hgfedc"], 40, "MIT", tmp_path)
    manifest = json.loads((pack / "manifest.json").read_text())
    assert manifest["contextTokens"] == 40 and set(manifest["models"]) == {"policy", "tvm"}
    assert json.loads((tmp_path / "index.json").read_text())["packs"] == {"game24": pack.name}
    case = json.loads((pack / "parity.json").read_text())["cases"][0]
    ids = np.array([case["tokens"]])
    session = ort.InferenceSession(str(pack / "tvm" / "onnx" / "model.onnx"))
    feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "position_ids": np.arange(ids.shape[1])[None]}
    for i in range(LAYERS):
        for part in ("key", "value"):
            feeds[f"past_key_values.{i}.{part}"] = np.zeros((1, HEADS, 0, WIDTH // HEADS), np.float32)
    np.testing.assert_allclose(session.run(["value"], feeds)[0][0], case["values"]["tvm"], atol=1e-4)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"model_type": "qwen2"}, "is of type qwen2"),
        ({"attention_bias": True}, "has biases"),
        ({"rope_scaling": {"rope_type": "llama3"}}, "scales its rotary positions"),
    ],
)
def test_what_the_engine_cannot_run_is_refused(tmp_path: Path, changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(SystemExit, match=sentence):
        load_hugging_face(save(tmp_path / "policy", random_weights(False), **changes), 40, False)


def test_separate_output_embeddings_are_refused(tmp_path: Path) -> None:
    weights = {**random_weights(False), "lm_head.weight": torch.zeros(VOCABULARY, WIDTH)}
    with pytest.raises(SystemExit, match="tie_word_embeddings"):
        load_hugging_face(save(tmp_path / "policy", weights), 40, False)
