"""Epochs and steps."""

import math
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import torch
from torch import nn

from serve.preprocessing import Preprocessing

from . import checkpoints
from .arguments import Arguments
from .checkpoints import Position
from .dataset import Augmentation, GlobalBatches, ImageFolder, PlainTrainingImages, TrainingImages
from .distributed import World, gathered, share_buffers, total, wait_for_all
from .errors import Interrupted, UsageError
from .evaluation import Evaluating, Evaluation
from .loading import Batch, Loading, Waiting
from .metrics import Row, RunningTally, Tally
from .network import Network
from .optimization import make_optimizer, make_schedule
from .precision import Precision
from .progress import Progress
from .seeding import random_states, restore_random_states, seed_all
from .stopping import StopCheck, StopSignal

LOSS_CHECK_STEPS = 50
IMAGES_AT_ONCE = 16
"""So many a frozen backbone takes at a time: features are the same whatever steps lie between, and two at a time are slow."""


class Trainer:
    """One run of one rank."""

    def __init__(self, arguments: Arguments, data: ImageFolder, model: nn.Module, world: World, stop: StopSignal) -> None:
        self.arguments, self.data, self.world, self.device = arguments, data, world, world.device
        self.preprocessing = preprocessing_for(arguments.image_size)
        self.batches = GlobalBatches(len(data.splits["train"]), arguments.batch_size, world.rank, world.size, arguments.seed)
        if self.batches.share % arguments.accumulate_steps:
            parts = f"each of {world.size} processes has {self.batches.share} images of a batch"
            raise UsageError(f"--accumulate-steps {arguments.accumulate_steps}: {parts}, which should divide by it")
        self.precision = Precision(arguments.precision, self.device)
        self.network = Network(arguments, model, world)
        self.loading = Loading(arguments, world, self.preprocessing)
        self.optimizer = make_optimizer(arguments, self.network.model)
        self.schedule = make_schedule(arguments, self.optimizer, len(self.batches))
        together = self.network.frozen is not None and not arguments.mixup
        self.steps_at_once = max(1, IMAGES_AT_ONCE // self.batches.share) if together else 1
        self.loss = nn.CrossEntropyLoss(label_smoothing=arguments.label_smoothing)
        self.stop = StopCheck(stop, world)
        self.progress = Progress(shown=world.is_first)
        self.tally = RunningTally(self.device)
        self.recipe = {**arguments.recipe(), "labels": data.labels, "images": {name: len(split) for name, split in data.splits.items()}}
        # Another dataset with as many images and the same classes must not be gone on with.
        self.recipe["dataset_fingerprint"] = data.fingerprint()
        self.parts: dict[str, checkpoints.Stateful] = {
            "model": self.network.model,
            "optimizer": self.optimizer,
            "schedule": self.schedule,
            "scaler": self.precision.scaler,
        }
        if self.network.average is not None:
            self.parts["average"] = self.network.average

    def resume(self) -> Position:
        """Where a saved state stands, or the beginning; every generator stands as it did there."""
        position = checkpoints.load(self.arguments.checkpoint_dir, self.recipe, self.parts, self.world)
        if len(position.random) == self.world.size:
            restore_random_states(position.random[self.world.rank], self.device)
        else:
            # From the beginning, or with another number of processes than before.
            seed_all(self.arguments.seed, position.epoch, position.step, self.world.rank)
        return position

    def run(self, position: Position, report: Callable[[Row], None]) -> Position:
        """Train to the end from ``position``; ``report`` gets each epoch's numbers. Interrupted once stopped."""
        loader = self.loading.loader(self.training_images(), sampler=self.batches, keep=True)
        while position.epoch < self.arguments.epochs:
            # The saved tally is that of all ranks: one of them goes on with it.
            self.tally = RunningTally(self.device, position.tally if self.world.is_first else None)
            started, first_step, waiting = time.monotonic(), position.step, Waiting()
            self.network.start_training()
            self.batches.epoch, self.batches.start_step = position.epoch, position.step
            steps = self.progress.over(waiting.over(loader), len(self.batches) - first_step, f"epoch {position.epoch + 1}")
            for group in grouped(steps, self.steps_at_once):
                for inputs, targets in self.prepared(group):
                    self.train_step(inputs, targets)
                    position.step += 1
                self.after_steps(position, len(group))
            if not self.arguments.freeze_backbone:
                share_buffers(self.network.exported())
            tally = self.checked_tally()
            seconds = time.monotonic() - started
            valid = self.evaluate("valid", position)
            waited, step_seconds = total([waiting.waited, waiting.total], self.device)
            row: Row = {
                "epoch": position.epoch + 1,
                "train_loss": tally.loss,
                "train_accuracy": tally.accuracy,
                "valid_loss": valid.tally.loss,
                "valid_accuracy": valid.tally.accuracy,
                "images_per_second": (len(self.batches) - first_step) * self.arguments.batch_size / max(seconds, 1e-9),
                "loader_wait": waited / max(step_seconds, 1e-9),
                "learning_rate": float(self.schedule.get_last_lr()[0]),
                "seconds": seconds,
                "finished_at": time.time(),
            }
            position = Position(position.epoch + 1, 0, Tally(), [*position.history, row])
            self.tally = RunningTally(self.device)
            self.save(position)
            report(row)
        return position

    def training_images(self) -> TrainingImages | PlainTrainingImages:
        split, arguments = self.data.splits["train"], self.arguments
        if arguments.augment == "none":
            return PlainTrainingImages(split, self.preprocessing)
        return TrainingImages(split, self.preprocessing, Augmentation(arguments.augment, arguments.random_erasing, arguments.seed))

    def prepared(self, group: list[Batch]) -> Iterator[Batch]:
        """The batches on the device; where several are taken at once, with features in the place of images."""
        batches = [self.loading.to_device(batch) for batch in group]
        if self.steps_at_once == 1 or self.network.frozen is None:
            yield from batches
            return
        with self.precision.autocast():
            features = self.network.frozen.features(torch.cat([inputs for inputs, _ in batches]))
        yield from zip(torch.split(features, self.batches.share), (targets for _, targets in batches), strict=True)

    def train_step(self, inputs: torch.Tensor, targets: torch.Tensor) -> None:
        """One step of the optimizer, its batch in ``accumulate_steps`` parts."""
        self.optimizer.zero_grad(set_to_none=True)
        parts = list(zip(inputs.chunk(self.arguments.accumulate_steps), targets.chunk(self.arguments.accumulate_steps), strict=True))
        for number, part in enumerate(parts, 1):
            with self.network.without_exchange(number < len(parts)):
                loss = self.forward(part)
                self.precision.scaler.scale(loss / len(parts)).backward()  # type: ignore[no-untyped-call]
        if self.arguments.clip_gradient_norm:
            self.precision.scaler.unscale_(self.optimizer)
            nn.utils.clip_grad_norm_(self.network.model.parameters(), self.arguments.clip_gradient_norm)
        self.precision.scaler.step(self.optimizer)
        self.precision.scaler.update()
        self.schedule.step()
        self.network.after_step()

    def forward(self, part: Batch) -> torch.Tensor:
        inputs, targets = part
        share, order = 1.0, None
        if self.arguments.mixup:
            share, order = mixup_draw(self.arguments.mixup, len(targets))
            order = order.to(self.device)
            inputs = inputs * share + inputs[order] * (1 - share)
        with self.precision.autocast():
            frozen = self.network.frozen if self.steps_at_once > 1 else None
            scores = self.network.trained(inputs) if frozen is None else frozen.scores(inputs)
            loss: torch.Tensor = self.loss(scores, targets)
            if order is not None:
                loss = loss * share + self.loss(scores, targets[order]) * (1 - share)
        self.tally.add(loss.detach() * len(targets), scores, targets)
        return loss

    def after_steps(self, position: Position, steps: int) -> None:
        """What is due after so many steps: a look at the loss, at whether to stop, at whether to save."""

        def due(every: int) -> bool:
            return position.step // every > (position.step - steps) // every

        if due(LOSS_CHECK_STEPS):
            self.check_loss()
        if self.stop.should_stop():
            self.save(position)
            raise Interrupted(f"stopped after step {position.step} of epoch {position.epoch + 1}; the state is saved")
        if due(self.arguments.checkpoint_every_steps) and position.step < len(self.batches):
            self.save(position)

    def evaluate(self, split: str, position: Position) -> Evaluation:
        """Loss (without smoothing) and accuracy over the whole split: each image counted once, on whichever rank."""

        def should_stop() -> None:
            if self.stop.should_stop():
                self.save(position)
                raise Interrupted(f"stopped while {split}/ was evaluated; the state is saved")

        network = self.network.start_evaluation()
        evaluating = Evaluating(
            loading=self.loading,
            world=self.world,
            batch_size=max(1, self.batches.share // self.arguments.accumulate_steps),
            progress=self.progress,
            after_batch=should_stop,
        )
        with self.precision.autocast():
            evaluation = evaluating.of(network, self.data.splits[split], len(self.data.labels))
        require_number(f"{split}_loss", evaluation.tally.loss)
        return evaluation

    def checked_tally(self) -> Tally:
        self.check_loss()
        return self.tally.over_all_ranks()

    def check_loss(self) -> None:
        """UsageError, on this rank, when the loss so far is no number."""
        require_number("train_loss", self.tally.loss_sum())

    def save(self, position: Position) -> None:
        """Rank 0 writes. The tally of the others' images is summed into the saved state, so that a resumed epoch counts all of them."""
        summed = self.checked_tally()
        states = gathered(random_states(self.device))
        if self.world.is_first:
            saved = Position(position.epoch, position.step, summed, position.history, states)
            checkpoints.save(self.arguments.checkpoint_dir, self.recipe, self.parts, saved)
        wait_for_all()


def grouped(batches: Iterable[Batch], size: int) -> Iterator[list[Batch]]:
    """Lists of ``size`` batches; the last one may be shorter."""
    iterator = iter(batches)
    while group := list(islice(iterator, size)):
        yield group


def require_number(name: str, loss: float) -> None:
    """UsageError for a loss that is NaN or infinite: no further step would make it a number again."""
    if not math.isfinite(loss):
        raise UsageError(f"{name} became {loss}: there should be a smaller --learning-rate, or weights that hold NaN were given")


def preprocessing_for(image_size: int) -> Preprocessing:
    """The usual proportion: evaluation shows the model the inner 87.5 % of an image."""
    return Preprocessing(resize=math.ceil(image_size / 0.875), crop=image_size)


def mixup_draw(alpha: float, images: int) -> tuple[float, torch.Tensor]:
    """The first image's share in each blend (from a beta distribution), and each one's partner."""
    beta = torch.distributions.Beta(alpha, alpha)
    return float(beta.sample()), torch.randperm(images)
