"""The optimizer and the course of its learning rate."""

import math
from collections.abc import Iterator

from torch import nn
from torch.optim import SGD, AdamW, Optimizer
from torch.optim.lr_scheduler import LambdaLR

from .arguments import Arguments
from .backbones import last_layer


def make_optimizer(arguments: Arguments, model: nn.Module) -> Optimizer:
    groups = list(weight_groups(arguments, model))
    if arguments.optimizer == "sgd":
        return SGD(groups, lr=arguments.learning_rate, momentum=arguments.momentum)
    return AdamW(groups, lr=arguments.learning_rate)


def weight_groups(arguments: Arguments, model: nn.Module) -> Iterator[dict[str, object]]:
    """The trained weights by learning rate (last layer, backbone) and weight decay (matrices, vectors)."""
    head = last_layer(model) + "."
    trained = [(name, weight) for name, weight in model.named_parameters() if weight.requires_grad]
    for in_head, factor in ((True, 1.0), (False, arguments.backbone_rate_factor)):
        for matrix, decay in ((True, arguments.weight_decay), (False, 0.0)):
            weights = [weight for name, weight in trained if name.startswith(head) == in_head and (weight.ndim > 1) == matrix]
            if weights:
                yield {"params": weights, "lr": arguments.learning_rate * factor, "weight_decay": decay}


def make_schedule(arguments: Arguments, optimizer: Optimizer, steps_per_epoch: int) -> LambdaLR:
    def factor(step: int) -> float:
        return rate_factor(step / steps_per_epoch, arguments.warmup_epochs, arguments.epochs)

    return LambdaLR(optimizer, factor)


def rate_factor(epochs_done: float, warmup_epochs: float, epochs: int) -> float:
    """A line up to 1 over the warm-up, then half a cosine down to 0 at the end."""
    if epochs_done < warmup_epochs:
        return (epochs_done + 1e-3) / (warmup_epochs + 1e-3)
    remaining = max(epochs - warmup_epochs, 1e-9)
    return 0.5 * (1 + math.cos(math.pi * min(1.0, (epochs_done - warmup_epochs) / remaining)))
