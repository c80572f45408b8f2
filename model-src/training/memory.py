"""Whether a batch fits, found out before training: a host that is too small says so at once, not after an hour of downloads."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from . import backbones
from .arguments import Arguments
from .distributed import World
from .errors import UsageError
from .loading import worker_count
from .precision import TYPES, Precision

GIB = 2**30
PROGRAM_BYTES = {"cpu": 0.9 * GIB, "cuda": 1.2 * GIB}
"""PyTorch itself; on a GPU its context and the libraries' kernels."""
WORKER_BYTES = 0.15 * GIB
MARGIN = 1.25
"""Over what is counted: the allocator's gaps, convolutions' work space."""
CLASSES_ASSUMED = 1000
"""Where the dataset is not there yet: as many as in ImageNet, so more than most have."""


@dataclass(frozen=True)
class Need:
    """Bytes on the device of one rank, by images that it computes at once: ``fixed + images × per_image``."""

    fixed: float
    per_image: float

    def of(self, images: int) -> float:
        return self.fixed + images * self.per_image

    def images_in(self, available: float) -> int:
        return max(0, math.floor((available - self.fixed) / self.per_image))


def check(arguments: Arguments, classes: int | None, world: World, available: float | None = None) -> str:
    """One line on what the run needs and has. UsageError when it does not fit, with what would. ``available``: bytes a rank may use."""
    device = world.device
    need = estimate(arguments, classes or CLASSES_ASSUMED, world)
    have = available_bytes(device) / (1 if device.type == "cuda" else world.local_size) if available is None else available
    at_once = max(1, arguments.batch_size // world.size // arguments.accumulate_steps)
    where = "GPU" if device.type == "cuda" else "memory"
    numbers = f"{gib(need.of(at_once))} needed for {at_once} images at once, {gib(have)} of {where} available"
    if need.of(at_once) <= have:
        return f"memory: {numbers}"
    raise UsageError(
        f"--batch-size {arguments.batch_size} does not fit this host: {numbers}; {what_would_fit(arguments, need, have, world)}"
    )


def what_would_fit(arguments: Arguments, need: Need, have: float, world: World) -> str:
    most = need.images_in(have)
    if most < 1:
        return f"not even one image fits ({gib(need.of(1))}): a host with more memory, or a smaller --backbone or --image-size is needed"
    share = max(1, arguments.batch_size // world.size)
    parts = next((parts for parts in range(2, share + 1) if share % parts == 0 and share // parts <= most), None)
    batch = f"--batch-size {most * world.size * arguments.accumulate_steps} would fit"
    same = f", or --accumulate-steps {parts} for the same batch" if parts and parts <= 1024 else ""
    return batch + same


def estimate(arguments: Arguments, classes: int, world: World) -> Need:
    """Counted on tensors without content: nothing is computed and nothing allocated."""
    with torch.device("meta"):
        model = backbones.build(arguments.backbone, classes)
    if arguments.freeze_backbone:
        backbones.freeze_backbone(model)
    model.train(not arguments.freeze_backbone)
    weights = bytes_of([*model.parameters(), *model.buffers()])
    trained = bytes_of([weight for weight in model.parameters() if weight.requires_grad])
    moments = 2 if arguments.optimizer == "adamw" else 1
    # Gradients, with several ranks once more as they travel; the optimizer's moments; copies of the weights (average, frozen body, cast).
    copies = bool(arguments.ema_decay) + arguments.freeze_backbone
    precision = Precision(arguments.precision, world.device)
    fixed = weights * (1 + copies) + trained * (1 + moments + (world.size > 1)) + (weights / 2 if precision.name != "float32" else 0)
    inputs = 3 * arguments.image_size**2 * 4
    one, two = (activation_bytes(model, count, arguments.image_size, precision) for count in (1, 2))
    if world.device.type == "cpu":
        workers = worker_count(arguments, world)
        fixed += workers * WORKER_BYTES
        inputs *= 2 + workers * arguments.prefetch
    per_image = (two - one) * MARGIN + inputs
    return Need(PROGRAM_BYTES[world.device.type] + fixed, per_image)


def activation_bytes(model: nn.Module, images: int, size: int, precision: Precision) -> float:
    """What a forward pass keeps for the backward one; of a network without gradients, its largest step's input and output."""
    # By storage: what one operation returns and the next one takes is kept once.
    kept: dict[int, torch.Tensor] = {}
    largest = 0.0

    def keep(tensor: torch.Tensor) -> torch.Tensor:
        kept[tensor.untyped_storage()._cdata] = tensor
        return tensor

    def look(_layer: nn.Module, inputs: tuple[object, ...], output: object) -> None:
        nonlocal largest
        largest = max(largest, bytes_of([part for part in (*inputs, output) if isinstance(part, torch.Tensor)]))

    hooks = [layer.register_forward_hook(look) for layer in model.modules() if not list(layer.children())]
    # Weights are cast as they are used; without content, that is the same as their being so.
    dtype = TYPES[precision.name]
    try:
        with torch.autograd.graph.saved_tensors_hooks(keep, unchanged):
            model.to(dtype)(torch.empty(images, 3, size, size, device="meta", dtype=dtype))
    finally:
        for hook in hooks:
            hook.remove()
    weights = {weight.untyped_storage()._cdata for weight in model.parameters()}
    activations = [tensor for storage, tensor in kept.items() if storage not in weights]
    # Gradients of the largest step live beside what is kept.
    return bytes_of(activations) + largest


unchanged: Callable[[torch.Tensor], torch.Tensor] = lambda tensor: tensor  # noqa: E731


def bytes_of(tensors: list[torch.Tensor]) -> float:
    return float(sum(tensor.numel() * tensor.element_size() for tensor in tensors))


def available_bytes(device: torch.device, proc: Path = Path("/proc"), cgroup: Path = Path("/sys/fs/cgroup")) -> float:
    """Free on the GPU; on a CPU what the machine could give, or a container's limit where that is less."""
    if device.type == "cuda":
        return float(torch.cuda.mem_get_info(device)[0])
    found = [float(line.split()[1]) * 1024 for line in (proc / "meminfo").read_text().splitlines() if line.startswith("MemAvailable:")]
    limit, used = cgroup / "memory.max", cgroup / "memory.current"
    if limit.exists() and limit.read_text().strip() != "max":
        found.append(float(limit.read_text()) - float(used.read_text()))
    return min(found)


def gib(count: float) -> str:
    return f"{count / GIB:.1f} GiB"
