"""Epochs, steps and evaluation."""

import math
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType

import torch
from torch import nn
from torch.optim import SGD, AdamW, Optimizer
from torch.utils.data import DataLoader

from serve.preprocessing import Preprocessing

from . import checkpoints, metrics
from .arguments import Arguments
from .dataset import GlobalBatches, ImageFolder, Images, Split, evaluation_share
from .distributed import World, share_buffers, total, wait_for_all
from .errors import Interrupted
from .seeding import seed_step

STOP_CHECK_STEPS = 10
"""With several ranks: steps between two looks at whether any of them was told to stop. All have to stop at the same step."""

Batch = tuple[torch.Tensor, torch.Tensor]


class StopSignal:
    """Set by SIGTERM (SageMaker's stop, a spot notice, a service's end) and SIGINT."""

    def __init__(self) -> None:
        self.received = False

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        self.received = True

    @contextmanager
    def listening(self) -> Iterator["StopSignal"]:
        previous = {number: signal.signal(number, self) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield self
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)


class Trainer:
    """One run of one rank."""

    def __init__(self, arguments: Arguments, data: ImageFolder, model: nn.Module, world: World, device: torch.device) -> None:
        self.arguments, self.data, self.world, self.device = arguments, data, world, device
        # The usual proportion: evaluation shows the model the inner 87.5 % of an image.
        self.preprocessing = Preprocessing(resize=math.ceil(arguments.image_size / 0.875), crop=arguments.image_size)
        self.model = model.to(device).to(memory_format=torch.channels_last)
        self.optimizer = make_optimizer(arguments, self.model)
        self.batches = GlobalBatches(len(data.splits["train"]), arguments.batch_size, world.rank, world.size, arguments.seed)
        self.loss = nn.CrossEntropyLoss(label_smoothing=arguments.label_smoothing)
        self.recipe = {**arguments.recipe(), "labels": data.labels, "training_images": len(data.splits["train"])}

    def run(self, report: Callable[[dict[str, float | int]], None], stop: StopSignal) -> list[dict[str, float | int]]:
        """Train to the end from wherever a saved state stands; ``report`` gets each epoch's numbers. Interrupted once stopped."""
        position = checkpoints.load(self.arguments.checkpoint_dir, self.recipe, self.model, self.optimizer, self.world)
        trained: nn.Module = self.model
        if self.world.size > 1:
            ids = [self.device.index] if self.device.type == "cuda" else None
            trained = nn.parallel.DistributedDataParallel(self.model, device_ids=ids)
        while position.epoch < self.arguments.epochs:
            started = time.monotonic()
            first_step = position.step
            self.train_epoch(trained, position, stop)
            share_buffers(self.model)
            seconds = time.monotonic() - started
            tally = position.tally.over_all_ranks(self.device)
            valid = self.evaluate(self.data.splits["valid"])
            row: dict[str, float | int] = {
                "epoch": position.epoch + 1,
                "train_loss": tally.loss,
                "train_accuracy": tally.accuracy,
                "valid_loss": valid.loss,
                "valid_accuracy": valid.accuracy,
                "images_per_second": (len(self.batches) - first_step) * self.arguments.batch_size / max(seconds, 1e-9),
                "seconds": seconds,
            }
            position = checkpoints.Position(position.epoch + 1, 0, metrics.Tally(), [*position.history, row])
            self.save(position)
            report(row)
        return position.history

    def train_epoch(self, model: nn.Module, position: checkpoints.Position, stop: StopSignal) -> None:
        """The epoch's remaining steps; ``position`` moves along."""
        # A frozen backbone keeps its running averages too.
        model.train(not self.arguments.freeze_backbone)
        self.batches.epoch, self.batches.start_step = position.epoch, position.step
        images = Images(
            self.data.splits["train"], self.preprocessing, augment=self.arguments.augment == "standard", seed=self.arguments.seed
        )
        for inputs, targets in self.loader(images, batch_sampler=self.batches):
            seed_step(self.arguments.seed, position.epoch, position.step, self.world.rank)
            self.set_learning_rate(position)
            self.train_step(model, inputs, targets, position.tally)
            position.step += 1
            if self.should_stop(stop, position.step):
                self.save(position)
                raise Interrupted(f"stopped after step {position.step} of epoch {position.epoch + 1}; the state is saved")
            if position.step % self.arguments.checkpoint_every_steps == 0 and position.step < len(self.batches):
                self.save(position)

    def train_step(self, model: nn.Module, inputs: torch.Tensor, targets: torch.Tensor, tally: metrics.Tally) -> None:
        inputs = inputs.to(self.device, non_blocking=True, memory_format=torch.channels_last)
        targets = targets.to(self.device, non_blocking=True)
        self.optimizer.zero_grad(set_to_none=True)
        with self.precision():
            scores = model(inputs)
            loss = self.loss(scores, targets)
        value = float(loss.item())
        if not math.isfinite(value):
            raise FloatingPointError(f"the training loss became {value}: a smaller --learning-rate is needed")
        loss.backward()
        self.optimizer.step()
        tally.add(value * len(targets), scores.detach(), targets)

    def evaluate(self, split: Split) -> metrics.Tally:
        """Loss (without smoothing) and accuracy over the whole split: each image counted once, on whichever rank."""
        share = evaluation_share(len(split), self.world.rank, self.world.size)
        part = Split([split.paths[place] for place in share], [split.targets[place] for place in share])
        images = Images(part, self.preprocessing, augment=False, seed=0)
        size = max(1, self.arguments.batch_size // self.world.size)
        tally = metrics.Tally()
        self.model.eval()
        with torch.inference_mode(), self.precision():
            for inputs, targets in self.loader(images, batch_size=size):
                scores = self.model(inputs.to(self.device, memory_format=torch.channels_last)).float()
                wanted = targets.to(self.device)
                tally.add(float(nn.functional.cross_entropy(scores, wanted, reduction="sum").item()), scores, wanted)
        return tally.over_all_ranks(self.device)

    def save(self, position: checkpoints.Position) -> None:
        """Rank 0 writes. The tally of the others' images is summed into the saved state, so that a resumed epoch counts all of them."""
        summed = position.tally.over_all_ranks(self.device)
        if self.world.is_first:
            saved = checkpoints.Position(position.epoch, position.step, summed, position.history)
            checkpoints.save(self.arguments.checkpoint_dir, self.recipe, self.model, self.optimizer, saved)
        wait_for_all()

    def should_stop(self, stop: StopSignal, step: int) -> bool:
        if self.world.size == 1:
            return stop.received
        return step % STOP_CHECK_STEPS == 0 and total([float(stop.received)], self.device)[0] > 0

    def set_learning_rate(self, position: checkpoints.Position) -> None:
        done = position.epoch + position.step / len(self.batches)
        rate = learning_rate(self.arguments.learning_rate, done, self.arguments.warmup_epochs, self.arguments.epochs)
        for group in self.optimizer.param_groups:
            group["lr"] = rate

    def precision(self) -> torch.autocast:
        enabled = self.arguments.mixed_precision and self.device.type == "cuda"
        return torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=enabled)

    def loader(self, images: Images, batch_size: int = 1, batch_sampler: GlobalBatches | None = None) -> Iterable[Batch]:
        """Batches of tensors. The loader turns the class numbers of ``images`` into a tensor, too."""
        pinned = self.device.type == "cuda"
        return DataLoader(images, batch_size, batch_sampler=batch_sampler, num_workers=self.arguments.workers, pin_memory=pinned)


def make_optimizer(arguments: Arguments, model: nn.Module) -> Optimizer:
    weights = [weight for weight in model.parameters() if weight.requires_grad]
    if arguments.optimizer == "sgd":
        return SGD(weights, lr=arguments.learning_rate, momentum=arguments.momentum, weight_decay=arguments.weight_decay, nesterov=False)
    return AdamW(weights, lr=arguments.learning_rate, weight_decay=arguments.weight_decay)


def learning_rate(highest: float, epochs_done: float, warmup_epochs: float, epochs: int) -> float:
    """A line up to ``highest`` over the warm-up, then half a cosine down to 0 at the end."""
    if epochs_done < warmup_epochs:
        return highest * (epochs_done + 1e-3) / (warmup_epochs + 1e-3)
    remaining = max(epochs - warmup_epochs, 1e-9)
    return highest * 0.5 * (1 + math.cos(math.pi * min(1.0, (epochs_done - warmup_epochs) / remaining)))
