"""Makes the model folder that is measured: ResNet-50, 133 classes, weights drawn; as PyTorch, ONNX and static int8.

python make_model.py MODEL_SRC IMAGES FOLDER

Random weights compute as fast as trained ones. Int8 loses answers with them, which is why nothing is compared here: the
training program does that.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])

import torch
from serve.engines import INT8_FILE, ONNX_FILE, TORCH_FILE
from serve.networks import build
from serve.preprocessing import Preprocessing
from training.dataset import Images, Split
from training.export.int8 import to_int8
from training.export.onnx_file import to_onnx

CLASSES = 133
CALIBRATION_IMAGES = 16


def main(images: Path, folder: Path) -> None:
    """``images`` is searched for JPEGs."""
    torch.manual_seed(1)
    preprocessing = Preprocessing(resize=256, crop=224)
    paths = sorted(images.rglob("*.jpg"))[:CALIBRATION_IMAGES]
    split = Split(paths, [0] * len(paths))
    network = build("resnet50", CLASSES).train()
    pixels = Images(split, preprocessing)
    with torch.no_grad():
        # So that normalisation knows the range of what it gets.
        network(torch.stack([pixels[place][0] for place in range(len(paths))]))
    network.eval()
    torch.save(network.state_dict(), folder / TORCH_FILE)
    labels = [f"class-{number:03}" for number in range(CLASSES)]
    (folder / "labels.json").write_text(json.dumps(labels), "utf-8")
    preprocessing.save(folder / "preprocessing.json")
    card = {"arguments": {"backbone": "resnet50"}}
    (folder / "model-card.json").write_text(json.dumps(card), "utf-8")
    to_onnx(network, preprocessing.crop, folder / ONNX_FILE)
    to_int8(folder / ONNX_FILE, folder / INT8_FILE, split, preprocessing)


if __name__ == "__main__":
    main(*map(Path, sys.argv[2:]))
