"""PyTorch as a plain handler uses it: the network as it was loaded, float32, in evaluation, no other memory layout."""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from serve.networks import build


class EagerEngine:
    """Has what the handler's engines have."""

    name = "eager"

    def __init__(self, folder: Path, classes: int, threads: int) -> None:
        self.path = folder / "model.pth"
        card = json.loads((folder / "model-card.json").read_text("utf-8"))
        torch.set_num_threads(threads)
        self._network = build(card["arguments"]["backbone"], classes)
        self._network.load_state_dict(torch.load(self.path, weights_only=True))
        self._network.eval()

    def run(self, batch: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        with torch.inference_mode():
            scores: npt.NDArray[np.float32] = self._network(
                torch.from_numpy(batch)
            ).numpy()
        return scores
