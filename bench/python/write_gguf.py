"""`write_gguf.py PACK OUT [f32|f16|q8_0]`: the shipped policy and value model as llama.cpp reads them.

Writes OUT/policy.gguf and OUT/tvm.gguf, and OUT/value-head.json, since a GGUF of a decoder has no place for a head of
one column. The weights are the pack's own; `f32`, the default, keeps every bit of them.
"""

import json
import sys
from pathlib import Path

import gguf
import numpy as np
from weights import stored_weights

TYPES = {
    "f32": gguf.GGMLQuantizationType.F32,
    "f16": gguf.GGMLQuantizationType.F16,
    "q8_0": gguf.GGMLQuantizationType.Q8_0,
}
FILE_TYPES = {
    "f32": gguf.LlamaFileType.ALL_F32,
    "f16": gguf.LlamaFileType.MOSTLY_F16,
    "q8_0": gguf.LlamaFileType.MOSTLY_Q8_0,
}
NAMES = {
    "q_proj": "attn_q", "k_proj": "attn_k", "v_proj": "attn_v", "o_proj": "attn_output",
    "gate_proj": "ffn_gate", "up_proj": "ffn_up", "down_proj": "ffn_down",
    "input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm",
}  # fmt: skip


def rotary_order(matrix: np.ndarray, heads: int) -> np.ndarray:
    """The rows of a query or key projection as llama.cpp turns them: pairs side by side, not half a head apart."""
    rows, columns = matrix.shape
    return matrix.reshape(heads, 2, rows // heads // 2, columns).swapaxes(1, 2).reshape(rows, columns)


def add_tokenizer(writer: gguf.GGUFWriter, folder: Path, eos: int, pad: int) -> None:
    """The pack's pieces. Those that are no run of digits and no single sign are found first in a text, the longest
    first, as `USER_DEFINED` ones are; between them the pre-tokenizer of Llama 3 keeps up to three digits together, and
    what is no piece falls into its characters. So it differs from the pack's only at numbers over 999, which the pack
    writes digit by digit."""
    vocabulary = json.loads((folder / "tokenizer.json").read_text())["model"]["vocab"]
    pieces = sorted(vocabulary, key=vocabulary.__getitem__)

    def kind(piece: str) -> int:
        if piece.startswith("<"):
            return gguf.TokenType.CONTROL
        return gguf.TokenType.USER_DEFINED if " " in piece or "\n" in piece else gguf.TokenType.NORMAL

    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("llama-bpe")
    writer.add_token_list(pieces)
    writer.add_token_types([kind(piece) for piece in pieces])
    # A list must not be empty; these two are in no text.
    writer.add_token_merges(["~ ~"])
    writer.add_eos_token_id(eos)
    writer.add_pad_token_id(pad)
    writer.add_bos_token_id(eos)
    writer.add_add_bos_token(False)
    writer.add_add_eos_token(False)


def write(pack: Path, name: str, out: Path, type_name: str) -> None:
    config = json.loads((pack / name / "config.json").read_text())
    heads, head_size = config["num_attention_heads"], config["head_dim"]
    writer = gguf.GGUFWriter(out / f"{name}.gguf", "llama")
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(heads)
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_rope_dimension_count(head_size)
    writer.add_rope_freq_base(config["rope_theta"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_vocab_size(config["vocab_size"])
    writer.add_file_type(FILE_TYPES[type_name])
    add_tokenizer(writer, pack / "policy", config["eos_token_id"], config["pad_token_id"])
    weights = stored_weights(pack / name)
    for key, value in weights.items():
        if key.startswith("value_head"):
            continue
        if key.startswith("blocks."):
            _, layer, part, _ = key.split(".")
            theirs = f"blk.{layer}.{NAMES[part]}.weight"
            if part in ("q_proj", "k_proj"):
                value = rotary_order(value, heads)
        else:
            theirs = {"embed_tokens.weight": "token_embd.weight", "norm.weight": "output_norm.weight"}[key]
        kind = TYPES[type_name] if value.ndim > 1 else TYPES["f32"]
        writer.add_tensor(theirs, gguf.quants.quantize(value, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    if "value_head.weight" in weights:
        head = {"weight": weights["value_head.weight"].flatten().tolist(), "bias": weights["value_head.bias"].item()}
        (out / "value-head.json").write_text(json.dumps(head))


def main() -> None:
    pack, out, type_name = (Path(sys.argv[1]), Path(sys.argv[2]), (sys.argv[3:] or ["f32"])[0])
    out.mkdir(parents=True, exist_ok=True)
    for name in ("policy", "tvm"):
        write(pack, name, out, type_name)


if __name__ == "__main__":
    main()
