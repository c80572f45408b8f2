"""The networks that can be trained, and where their first weights come from."""

from pathlib import Path

import torch
from torch import nn

from .errors import UsageError


def build(name: str, classes: int) -> nn.Module:
    """The network ``name`` (``tiny`` or a torchvision classification model) with ``classes`` outputs and random weights."""
    if name == "tiny":
        return tiny(classes)
    try:
        from torchvision import models
    except ImportError as error:
        raise UsageError(f"--backbone {name} needs torchvision, which is missing here ({error}); tiny does not") from error
    # The listing of torchvision's classification models only: get_model would also build detectors and video models.
    names = models.list_models(module=models)
    if name not in names:
        raise UsageError(f"--backbone {name} is not known; it should be tiny or one of torchvision's: {', '.join(names)}")
    if name.startswith(("inception", "googlenet")):
        raise UsageError(f"--backbone {name} answers with auxiliary outputs in training, which this program does not use")
    model: nn.Module = models.get_model(name, weights=None, num_classes=classes)
    return model


def tiny(classes: int) -> nn.Module:
    """Four strided convolutions and one linear layer: about 0.2 million weights, for tests and the demo."""
    layers: list[nn.Module] = []
    for inputs, outputs in ((3, 24), (24, 48), (48, 96), (96, 160)):
        layers += [nn.Conv2d(inputs, outputs, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(160, classes))


def last_layer(model: nn.Module) -> str:
    """The name of the layer that gives the scores: the last linear one."""
    return [name for name, layer in model.named_modules() if isinstance(layer, nn.Linear)][-1]


def load_weights(model: nn.Module, source: str) -> None:
    """Fill ``model`` from a state_dict file, or a folder with exactly one. Only the last layer may differ (another number of classes)."""
    if source == "none":
        return
    path = Path(source)
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix in {".pth", ".pt"})
        if len(files) != 1:
            raise UsageError(f"--weights {source}: {len(files)} .pth or .pt files in the folder; there should be one")
        path = files[0]
    if not path.is_file():
        raise UsageError(f"--weights {source}: no such file; it should be a state_dict file, a folder with one, or none")
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # pickle, zip and torch each raise their own
        raise UsageError(f"--weights {path}: not a state_dict that loads with weights_only=True: {error}") from error
    own = model.state_dict()
    head = last_layer(model) + "."
    fitting = {key: value for key, value in state.items() if key in own and value.shape == own[key].shape}
    wrong = sorted(key for key in set(own) ^ set(fitting) if not key.startswith(head))
    if wrong:
        raise UsageError(f"--weights {path}: made for another network; missing or of another shape: {', '.join(wrong[:5])}")
    model.load_state_dict(fitting, strict=False)


def freeze_backbone(model: nn.Module) -> None:
    """Leave only the last layer to be trained."""
    head = last_layer(model) + "."
    for name, weight in model.named_parameters():
        weight.requires_grad = name.startswith(head)
