"""The networks by name. Used in training, and to serve with PyTorch; the only part of the handler that imports it at once."""

from torch import nn


class UnknownNetworkError(ValueError):
    """There is no such network; the message says which there are."""


def build(name: str, classes: int) -> nn.Module:
    """The network ``name`` (``tiny`` or a torchvision classification model) with ``classes`` outputs and random weights."""
    if name == "tiny":
        return tiny(classes)
    try:
        from torchvision import models
    except ImportError as error:
        raise UnknownNetworkError(f"{name} needs torchvision, which is missing here ({error}); tiny does not") from error
    # The listing of torchvision's classification models only: get_model would also build detectors and video models.
    names = models.list_models(module=models)
    if name not in names:
        raise UnknownNetworkError(f"{name} is not known; it should be tiny or one of torchvision's: {', '.join(names)}")
    model: nn.Module = models.get_model(name, weights=None, num_classes=classes)
    return model


def tiny(classes: int) -> nn.Module:
    """Four strided convolutions and one linear layer: about 0.2 million weights, for tests and the demo."""
    layers: list[nn.Module] = []
    for inputs, outputs in ((3, 24), (24, 48), (48, 96), (96, 160)):
        layers += [nn.Conv2d(inputs, outputs, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(160, classes))
