"""The model as it is trained and evaluated: in one process or several, frozen or not, compiled or not."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import torch
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from . import frozen
from .arguments import Arguments
from .compiling import compiled
from .distributed import World

Forward = Callable[[torch.Tensor], torch.Tensor]


class Network:
    """``model`` holds the weights that are saved; the rest is how they are reached."""

    def __init__(self, arguments: Arguments, model: nn.Module, world: World) -> None:
        device = world.device
        layout = torch.channels_last if arguments.channels_last else torch.contiguous_format
        self.model = model.to(device).to(memory_format=layout)
        self.freeze_backbone, self.freeze_batch_norm = arguments.freeze_backbone, arguments.freeze_batch_norm
        self.average = averaged(self.model, arguments.ema_decay) if arguments.ema_decay else None
        self.evaluated: Forward = self.model
        self.trained: Forward
        self.replicated: DistributedDataParallel | None = None
        self.frozen = frozen.split(self.model.eval(), arguments.image_size, device) if arguments.freeze_backbone else None
        if self.frozen is not None:
            # Only the last layer is trained: only its gradients travel.
            body = compiled(self.frozen.body, device) if arguments.compile else self.frozen.body
            self.frozen = frozen.FrozenBackbone(body, self.replicate(self.frozen.head, world))
            self.trained = self.evaluated = self.frozen
        else:
            network = compiled(self.model, device) if arguments.compile else self.model
            self.trained = self.replicate(network, world)

    def replicate(self, network: nn.Module, world: World) -> nn.Module:
        if world.size == 1:
            return network
        ids = [world.device.index] if world.device.type == "cuda" else None
        self.replicated = DistributedDataParallel(network, device_ids=ids, broadcast_buffers=not self.freeze_backbone)
        return self.replicated

    def start_training(self) -> None:
        """A frozen backbone keeps its running averages, and drops nothing."""
        self.model.train(not self.freeze_backbone)
        if self.freeze_batch_norm:
            for layer in self.model.modules():
                if isinstance(layer, nn.modules.batchnorm._BatchNorm):
                    layer.eval()

    def without_exchange(self, wanted: bool) -> AbstractContextManager[None]:
        """While gradients are gathered over several parts of a batch, they travel with the last one."""
        return self.replicated.no_sync() if wanted and self.replicated is not None else nullcontext()

    def start_evaluation(self) -> Forward:
        """What is evaluated: the running average of the weights where there is one."""
        self.exported().eval()
        return self.evaluated if self.average is None else self.average

    def after_step(self) -> None:
        if self.average is not None:
            self.average.update_parameters(self.model)

    def exported(self) -> nn.Module:
        if self.average is None:
            return self.model
        module: nn.Module = self.average.module
        return module


def averaged(model: nn.Module, decay: float) -> AveragedModel:
    average = get_ema_multi_avg_fn(decay)  # type: ignore[no-untyped-call]
    return AveragedModel(model, multi_avg_fn=average, use_buffers=True)
