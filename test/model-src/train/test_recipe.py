"""What each argument of the recipe does, on the parts themselves."""

import hashlib
import http.server
import random
import threading
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from runs import FAST, Run, numbers
from training import augmentation, backbones, loop
from training.arguments import Arguments, parse
from training.compiling import compiled
from training.distributed import World
from training.errors import UsageError
from training.frozen import split
from training.loading import worker_count
from training.loop import Trainer
from training.metrics import RunningTally
from training.network import Network
from training.optimization import rate_factor, weight_groups
from training.precision import Precision
from training.program import main

CPU = torch.device("cpu")
PLACES = {"SM_CHANNEL_TRAINING": "/data", "SM_MODEL_DIR": "/model"}
EXACT = ("--epochs", "2", "--freeze-batch-norm", "true", "--export", "none")


def arguments(*given: str) -> Arguments:
    return parse(given, PLACES)


def test_a_batch_in_parts_is_the_same_step(tmp_path: Path, data: Path):
    whole = Run(tmp_path / "whole", data).finish(*EXACT)
    parts = Run(tmp_path / "parts", data).finish(*EXACT, "--accumulate-steps", "4")
    assert parts.returncode == 0, parts.stderr
    for one, other in zip(numbers(whole.stdout), numbers(parts.stdout), strict=True):
        assert other == pytest.approx(one, abs=1e-3)
    refused = Run(tmp_path / "wrong", data).finish(*EXACT, "--accumulate-steps", "3")
    assert refused.returncode == 2
    assert "--accumulate-steps 3: each of 1 processes has 8 images of a batch, which should divide by it" in refused.stderr


@pytest.mark.parametrize(
    "given",
    [
        ("--precision", "bfloat16"),
        ("--augment", "trivial", "--random-erasing", "0.5", "--mixup", "0.2", "--ema-decay", "0.9", "--clip-gradient-norm", "1"),
        ("--optimizer", "sgd", "--augment", "rand", "--channels-last", "false", "--workers", "1", "--deterministic", "false"),
    ],
)
def test_the_recipe_s_options_train(tmp_path: Path, data: Path, given: tuple[str, ...]):
    done = Run(tmp_path, data).finish("--epochs", "3", "--export", "none", *given)
    assert done.returncode == 0, done.stderr
    rows = numbers(done.stdout)
    assert rows[2]["train_loss"] < rows[0]["train_loss"]


def test_mixed_precision_is_off_on_a_cpu_unless_asked_for():
    assert Precision("auto", CPU).name == "float32"
    with Precision("bfloat16", CPU).autocast():
        assert nn.Linear(4, 4)(torch.ones(1, 4)).dtype == torch.bfloat16
    with Precision("float32", CPU).autocast():
        assert nn.Linear(4, 4)(torch.ones(1, 4)).dtype == torch.float32
    assert not Precision("bfloat16", CPU).scaler.is_enabled()
    with pytest.raises(UsageError, match="float16 needs a GPU"):
        Precision("float16", CPU)


def test_the_learning_rate_rises_over_the_warm_up_and_falls_as_a_cosine_to_nothing():
    assert rate_factor(0, 2, 10) == pytest.approx(0, abs=1e-3)
    assert rate_factor(1, 2, 10) == pytest.approx(0.5, abs=1e-3)
    assert rate_factor(2, 2, 10) == 1
    assert rate_factor(6, 2, 10) == pytest.approx(0.5)
    assert rate_factor(10, 2, 10) == pytest.approx(0)
    assert rate_factor(0, 0, 10) == 1


def test_the_backbone_learns_slower_and_vectors_do_not_decay():
    model = backbones.build("tiny", 4)
    chosen = arguments("--backbone-rate-factor", "0.1", "--learning-rate", "0.01", "--weight-decay", "0.05")
    groups = {(group["lr"], group["weight_decay"]): len(group["params"]) for group in weight_groups(chosen, model)}  # type: ignore[arg-type]
    assert groups == {(0.01, 0.05): 1, (0.01, 0.0): 1, (0.001, 0.05): 4, (0.001, 0.0): 8}


def test_a_frozen_batch_normalisation_keeps_its_averages():
    network = Network(arguments("--backbone", "tiny", "--freeze-batch-norm", "true"), backbones.build("tiny", 4), World())
    network.start_training()
    layers = [layer for layer in network.model.modules() if isinstance(layer, nn.BatchNorm2d)]
    assert layers and not any(layer.training for layer in layers)
    assert network.model.training


@pytest.mark.parametrize("name", ["resnet18", "mobilenet_v3_small", "tiny"])
def test_a_frozen_backbone_gives_the_scores_of_the_whole_network(name: str):
    torch.manual_seed(1)
    model = backbones.build(name, 7).eval()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d):
            assert layer.running_mean is not None
            layer.running_mean.normal_(0, 0.1)
    frozen = split(model, 64, CPU)
    assert frozen is not None
    inputs = torch.rand(3, 3, 64, 64)
    assert torch.allclose(frozen(inputs), model(inputs), atol=1e-4)
    assert not any(isinstance(layer, nn.BatchNorm2d) for layer in frozen.body.modules()), "folded into the convolutions"
    frozen(inputs).sum().backward()
    assert model.get_submodule(backbones.last_layer(model)).weight.grad is not None
    assert sum(weight.grad is not None for weight in model.parameters()) == 2


def test_the_running_average_of_weights_is_what_is_left():
    network = Network(arguments("--backbone", "tiny", "--ema-decay", "0.5"), nn.Sequential(nn.Conv2d(3, 1, 1), nn.Linear(2, 2)), World())
    weight = network.model[1].weight  # type: ignore[index]
    network.after_step()
    first = weight.detach().clone()
    with torch.no_grad():
        weight += 1
    network.after_step()
    left = network.exported().get_parameter("1.weight")
    assert torch.allclose(left, first + 0.5)


def test_random_parts_lie_within_the_image_and_the_limits():
    source = random.Random(3)
    for _ in range(500):
        left, top, width, height = augmentation.random_box((60, 40), (0.35, 1), (3 / 4, 4 / 3), source)
        assert 0 <= left <= left + width <= 60 + 1e-9
        assert 0 <= top <= top + height <= 40 + 1e-9
        assert 0.35 * 2400 - 1e-6 <= width * height <= 2400


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_jpeg_decoded_smaller_shows_the_same_part(tmp_path: Path, orientation: int):
    ramp = np.linspace(0, 255, 800)
    pixels = np.stack([np.tile(ramp, (600, 1)), np.tile(ramp[:600, None], (1, 800)), np.full((600, 800), 90.0)], axis=2).astype(np.uint8)
    exif = Image.Exif()
    exif[augmentation.EXIF_ORIENTATION] = orientation
    for name in ("jpeg.jpg", "plain.png"):
        Image.fromarray(pixels).save(tmp_path / name, exif=exif, **({"quality": 95} if name.endswith("jpg") else {}))
    crops = []
    for name in ("jpeg.jpg", "plain.png"):
        with Image.open(tmp_path / name) as opened:
            crops.append(np.asarray(augmentation.random_crop_and_flip(opened, 64, random.Random(5)), dtype=float))
    assert np.abs(crops[0] - crops[1]).mean() < 2


def test_erasing_paints_a_rectangle_in_its_share_of_images():
    painted = 0
    for seed in range(200):
        pixels = np.zeros((64, 64, 3), dtype=np.uint8)
        augmentation.random_erasing(pixels, 0.25, (9, 9, 9), random.Random(seed))
        area = int((pixels == 9).all(axis=2).sum())
        painted += area > 0
        assert area < 0.4 * 64 * 64
    assert 30 <= painted <= 70


def test_automatic_augmentation_follows_its_seed_and_leaves_the_program_s_own_generator():
    image = Image.effect_noise((48, 48), 90).convert("RGB")
    transform = augmentation.automatic("trivial")
    state = torch.get_rng_state()
    changed = [augmentation.apply_automatic(transform, image, seed).tobytes() for seed in (1, 1, 2)]
    assert changed[0] == changed[1] != changed[2]
    assert torch.equal(torch.get_rng_state(), state)


@pytest.mark.parametrize(
    ("cores", "local_size", "gpu", "workers"),
    [(2, 1, False, 1), (16, 1, False, 4), (16, 1, True, 15), (48, 4, True, 11), (96, 1, True, 16)],
)
def test_workers_follow_from_the_cores(cores: int, local_size: int, gpu: bool, workers: int):
    world = World(local_size=local_size, device=torch.device("cuda" if gpu else "cpu"))
    assert worker_count(arguments(), world, cores) == workers
    assert worker_count(arguments("--workers", "0"), world, cores) == 0


def test_without_a_compiler_compiling_is_refused_before_training(tmp_path: Path, data: Path):
    run = Run(tmp_path, data)
    nowhere = {"CXX": "/no/compiler", "PATH": str(tmp_path), "TORCHINDUCTOR_CACHE_DIR": str(tmp_path / "cache")}
    done = run.finish("--epochs", "1", "--compile", "true", "--export", "none", environment=nowhere)
    assert done.returncode == 2, done.stderr
    assert "--compile true needs a C++ compiler" in done.stderr
    assert "epoch=" not in done.stdout


@pytest.mark.long
def test_a_compiled_network_gives_the_same_scores():
    model = backbones.build("tiny", 4).eval()
    inputs = torch.rand(2, 3, 32, 32)
    assert torch.allclose(compiled(model, CPU)(inputs), model(inputs), atol=1e-4)


def test_weights_are_downloaded_only_when_allowed(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch):
    refused = Run(tmp_path, data).finish("--weights", "download", "--export", "none")
    assert refused.returncode == 2
    assert "--weights download needs --allow-download true" in refused.stderr

    from torchvision import models

    served = tmp_path / "served"
    served.mkdir()
    torch.save(backbones.build("resnet18", 10).state_dict(), served / "weights.pth")
    digest = hashlib.sha256((served / "weights.pth").read_bytes()).hexdigest()[:8]
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(served))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}/resnet18-{{}}.pth"

        def from_here(digest: str) -> Path:
            enum = type("Enum", (), {"DEFAULT": type("Weights", (), {"url": url.format(digest)})})
            monkeypatch.setattr(models, "get_model_weights", lambda _: enum)
            return backbones.download_weights("resnet18", tmp_path / "cache")

        (served / "weights.pth").rename(served / f"resnet18-{digest}.pth")
        path = from_here(digest)
        backbones.load_weights(backbones.build("resnet18", 4), str(path))
        (served / f"resnet18-{digest}.pth").rename(served / "resnet18-00000000.pth")
        assert from_here(digest) == path, "it is there already"
        with pytest.raises(UsageError, match="could not be fetched"):
            from_here("00000000")
        server.shutdown()
    with pytest.raises(UsageError, match="tiny has no weights"):
        backbones.download_weights("tiny", tmp_path)


def test_a_loss_that_is_no_number_stops_the_run_before_it_is_saved():
    trainer = Trainer.__new__(Trainer)
    trainer.tally = RunningTally(CPU)
    trainer.check_loss()
    trainer.tally.add(torch.tensor(float("nan")), torch.zeros(1, 2), torch.zeros(1, dtype=torch.long))
    with pytest.raises(UsageError, match="a smaller --learning-rate"):
        trainer.checked_tally()


def test_a_frozen_backbone_taken_for_several_steps_at_once_takes_the_same_steps(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    given = [*FAST, "--batch-size", "2", "--epochs", "2", "--freeze-backbone", "true", "--export", "none", "--check-memory", "false"]
    outputs = []
    for at_once in (1, 16):
        monkeypatch.setattr(loop, "IMAGES_AT_ONCE", at_once)
        run = Run(tmp_path / str(at_once), data)
        assert main([*given, "--checkpoint-every-steps", "5"], run.environment({})) == 0
        outputs.append(numbers(capsys.readouterr().out))
    assert len(outputs[0]) == 3
    for one, other in zip(*outputs, strict=True):
        assert other == pytest.approx(one, abs=1e-3)
