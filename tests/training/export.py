"""The trained reader as files that the product loads: int8 ONNX, word pieces, and a card with their SHA-256."""

import hashlib
import json
import sys
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from transformers import PreTrainedTokenizerFast

from coverage_app.engine.second_reader import CARD, MODEL, WORDS

INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def export(model: nn.Module, tokenizer: PreTrainedTokenizerFast, out: Path) -> None:
    """Writes the model, its word pieces and its card into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    model.float().cpu().eval()
    example = tokenizer(["One passage."], ["Another one."], return_tensors="pt")
    shape = {name: {0: "batch", 1: "pieces"} for name in INPUTS}
    with tempfile.TemporaryDirectory() as scratch, torch.no_grad():
        whole = Path(scratch) / "whole.onnx"
        torch.onnx.export(
            model,
            tuple(example[name] for name in INPUTS),
            str(whole),
            input_names=list(INPUTS),
            output_names=["logits"],
            dynamic_axes=shape,
            opset_version=17,
            dynamo=False,
        )
        # seven bits: with eight, the sums of processors without VNNI saturate, and verdicts depend on the machine
        quantize_dynamic(whole, out / MODEL, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    tokenizer.backend_tokenizer.save(str(out / WORDS))
    names = (MODEL, WORDS)
    sums = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in names}
    card = {"licence": "Apache-2.0", "languages": ["en"], "sha256": sums}
    (out / CARD).write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    sizes = ", ".join(f"{name} {(out / name).stat().st_size / 1e6:.1f} MB" for name in names)
    sys.stdout.write(f"wrote {sizes}\n")
