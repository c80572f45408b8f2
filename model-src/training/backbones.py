"""The networks that can be trained, and where their first weights come from."""

import sys
from pathlib import Path

import torch
from torch import nn

from serve import networks

from .errors import UsageError


def build(name: str, classes: int) -> nn.Module:
    """The network ``name`` with ``classes`` outputs and random weights. UsageError when there is no such network, or none to train."""
    if name.startswith(("inception", "googlenet")):
        raise UsageError(f"--backbone {name} answers with auxiliary outputs in training, which this program does not use")
    try:
        return networks.build(name, classes)
    except networks.UnknownNetworkError as error:
        raise UsageError(f"--backbone {error}") from error


def last_layer(model: nn.Module) -> str:
    """The name of the layer that gives the scores: the last linear one. UsageError for the few networks without."""
    names: list[str] = [name for name, layer in model.named_modules() if isinstance(layer, nn.Linear)]
    if not names:
        raise UsageError(f"--backbone {type(model).__name__} has no linear last layer, which weights and --freeze-backbone need")
    return names[-1]


def load_weights(model: nn.Module, source: str) -> None:
    """Fill ``model`` from a state_dict file, or a folder with exactly one. Only the last layer may differ (another number of classes)."""
    model.load_state_dict(fitting_weights(model, source), strict=False)


def fitting_weights(model: nn.Module, source: str) -> dict[str, torch.Tensor]:
    """What of ``source`` goes into ``model``, whose tensors may be without content; nothing for none. UsageError when it does not fit."""
    if source == "none":
        return {}
    path = Path(source)
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix in {".pth", ".pt"})
        if len(files) != 1:
            raise UsageError(f"--weights {source}: {len(files)} .pth or .pt files in the folder; there should be one")
        path = files[0]
    if not path.is_file():
        raise UsageError(f"--weights {source}: no such file; it should be a state_dict file, a folder with one, none, or download")
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # pickle, zip and torch each raise their own
        raise UsageError(f"--weights {path}: not a state_dict that loads with weights_only=True: {error}") from error
    if not isinstance(state, dict) or not all(isinstance(value, torch.Tensor) for value in state.values()):
        raise UsageError(f"--weights {path}: it should hold a state_dict, tensors by name")
    own = model.state_dict()
    head = last_layer(model) + "."
    fitting = {key: value for key, value in state.items() if key in own and value.shape == own[key].shape}
    wrong = sorted(key for key in own.keys() | state.keys() if key not in fitting and not is_optional(key, head))
    if wrong:
        raise UsageError(f"--weights {path}: made for another network; missing or of another shape: {', '.join(wrong[:5])}")
    return fitting


def is_optional(key: str, head: str) -> bool:
    """The last layer may be that of other classes, and old files lack batch normalisation's counters."""
    return key.startswith((head, "AuxLogits", "aux")) or key.endswith("num_batches_tracked")


def download_weights(name: str, folder: Path) -> Path:
    """Fetch torchvision's weights of network ``name`` into ``folder`` (once), checked by the digest in their name."""
    if name == "tiny":
        raise UsageError("--weights download: tiny has no weights to download; none is right")
    from torchvision import models

    weights = getattr(models.get_model_weights(name), "DEFAULT", None)
    if weights is None:
        raise UsageError(f"--weights download: torchvision has no weights for {name}; a file or none is right")
    url: str = weights.url
    path = folder / url.rsplit("/", 1)[1]
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        digest = path.stem.rsplit("-", 1)[1]
        try:
            torch.hub.download_url_to_file(url, str(path), hash_prefix=digest, progress=sys.stderr.isatty())
        except (OSError, RuntimeError) as error:
            raise UsageError(f"--weights download: {url} could not be fetched ({error}); give a file, or SM_CHANNEL_WEIGHTS") from error
    return path


def freeze_backbone(model: nn.Module) -> None:
    """Leave only the last layer to be trained."""
    head = last_layer(model) + "."
    for name, weight in model.named_parameters():
        weight.requires_grad = name.startswith(head)
