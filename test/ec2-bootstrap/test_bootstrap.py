import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from archives import sha256, tarred, zipped
from host import SCRIPTS, Host
from metadata_service import INSTANCE_ID, SECRET


def test_a_host_is_prepared_and_says_that_it_is_ready(host: Host):
    done = host.bootstrap()
    assert done.returncode == 0, done.stderr
    assert host.cloud.states() == ["ready"]
    assert host.cloud.signals()[0]["instance"] == INSTANCE_ID
    assert ("HostReady", ()) in host.cloud.metrics()
    assert ["start", "--no-block", "mlops-train.service"] in host.calls("systemctl")
    assert (host.root / "opt/mlops/code/train.py").exists()
    assert (host.state / "scratch/dataset/dogs/train/a/1.jpg").exists()
    timer = host.root / "etc/systemd/system/mlops-lifetime.timer.d/lifetime.conf"
    assert timer.read_text() == "[Timer]\nOnBootSec=12h\n"


def test_no_message_and_no_file_holds_the_roles_secret(host: Host):
    done = host.bootstrap()
    assert SECRET not in done.stdout + done.stderr
    files = [path for path in host.folder.rglob("*") if path.is_file()]
    assert len(files) > 20
    assert [path for path in files if SECRET.encode() in path.read_bytes()] == []


def test_a_second_bootstrap_downloads_nothing_again_and_needs_no_environment(host: Host):
    host.bootstrap()
    first = host.downloads()
    assert host.run("bootstrap.sh").returncode == 0
    assert host.downloads() == first == ["code.tar.gz", "dogs.zip"]


def test_a_bootstrap_beside_another_one_is_refused(host: Host):
    host.bootstrap()
    lock = host.state / "bootstrap.lock"
    with subprocess.Popen(["flock", str(lock), "sh", "-c", "echo locked; read line"], stdin=-1, stdout=-1, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "locked\n"
        done = host.bootstrap()
        other.communicate("\n")
    assert done.returncode == 1
    assert "another run of this script is going on" in done.stderr
    assert host.bootstrap().returncode == 0


def test_what_watches_over_a_host_runs_before_anything_can_fail(host: Host):
    host.cloud.put("code.tar.gz", b"something else")
    assert host.bootstrap().returncode == 1
    enabled = next(call for call in host.calls("systemctl") if call[:2] == ["enable", "--now"])
    assert {"mlops-lifetime.timer", "mlops-idle-stop.timer", "mlops-spot-watch.service"} <= set(enabled)
    # The next boot tries again.
    assert ["enable", "mlops-bootstrap.service"] in host.calls("systemctl")
    assert not (host.state / "prepared").exists()


@pytest.mark.parametrize("name", ["code.tar.gz", "dogs.zip"])
def test_an_archive_with_another_checksum_is_refused_and_not_unpacked(host: Host, name: str):
    host.cloud.put(name, b"something else")
    done = host.bootstrap()
    assert done.returncode == 1
    assert "another SHA-256" in done.stderr
    assert host.cloud.states() == ["failed"]
    assert "another SHA-256" in host.cloud.signals()[0]["detail"]
    assert not (host.state / "scratch/dataset").exists()


@pytest.mark.parametrize(
    ("setting", "value", "named"),
    [
        ("IDLE_MINUTES", "soon", "whole number, 0 to never stop"),
        ("MAX_LIFETIME_HOURS", "0", "whole number from 1"),
        ("CODE_SHA256", "abc", "64 hexadecimal digits"),
        ("WEIGHTS_URI", "s3://store/weights", "folder that ends with /"),
        ("DATASET_URI", "s3://store/dogs.rar", "should end with"),
        ("DATASET_URI", "http://example.com/dogs.zip", "should begin with s3:// or https://"),
        ("DATASET_URI", "s3://dogs.zip", "should begin with s3:// or https://"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_right(host: Host, setting: str, value: str, named: str):
    done = host.bootstrap(**{setting: value})
    assert done.returncode == 1
    assert named in done.stderr


def test_a_missing_setting_is_named(host: Host):
    del host.settings["OUTPUT_URI"]
    done = host.bootstrap()
    assert done.returncode == 1
    assert "OUTPUT_URI is not set" in done.stderr


def test_an_image_without_pytorch_is_refused(host: Host):
    host.environment["MLOPS_PYTHONS"] = "/no/such/python /bin/false"
    done = host.bootstrap()
    assert done.returncode == 1
    assert "no Python with PyTorch found (tried: /no/such/python /bin/false)" in done.stderr
    assert host.cloud.signals()[-1]["detail"].startswith("step find-python failed: ")
    assert "use a Deep Learning AMI" in host.cloud.signals()[-1]["detail"]


def test_a_host_that_is_too_small_for_the_batch_is_refused_before_the_dataset_is_fetched(host: Host):
    done = host.bootstrap(TRAINING_ARGUMENTS="--batch-size 65")
    assert done.returncode == 1
    assert "dogs.zip" not in host.downloads()
    assert host.cloud.states() == ["failed"]
    assert "--batch-size 64 would fit" in host.cloud.signals()[0]["detail"]
    assert host.bootstrap(TRAINING_ARGUMENTS="--batch-size 64").returncode == 0
    assert host.cloud.states() == ["failed", "ready"]


def test_whoever_insists_on_a_batch_is_not_asked(host: Host):
    assert host.bootstrap(TRAINING_ARGUMENTS="--batch-size 65 --check-memory false").returncode == 0


def test_another_dataset_replaces_the_one_that_is_there(host: Host):
    host.bootstrap()
    other = zipped({"cats/train/a/9.jpg": "x"})
    host.cloud.put("cats.zip", other)
    assert host.bootstrap(DATASET_URI="s3://store/cats.zip", DATASET_SHA256=sha256(other)).returncode == 0
    assert {path.name for path in (host.state / "scratch/dataset").rglob("*.jpg")} == {"9.jpg"}


def test_a_dataset_may_be_a_folder_in_the_store(host: Host):
    host.cloud.put("images/train/a/1.jpg", b"x")
    assert host.bootstrap(DATASET_URI="s3://store/images/", DATASET_SHA256="").returncode == 0
    assert (host.state / "scratch/dataset/train/a/1.jpg").exists()


def test_a_dataset_may_be_a_tar_archive_which_is_not_kept(host: Host):
    host.cloud.put("cats.tgz", tarred({"cats/train/a/9.jpg": "x"}))
    assert host.bootstrap(DATASET_URI="s3://store/cats.tgz", DATASET_SHA256="").returncode == 0
    scratch = host.state / "scratch"
    assert (scratch / "dataset/cats/train/a/9.jpg").exists()
    assert [path.name for path in scratch.iterdir()] == ["dataset"]


@pytest.mark.parametrize(("archive", "pack"), [("evil.tgz", tarred), ("evil.zip", zipped)])
def test_an_archive_cannot_write_outside_of_the_datasets_folder(host: Host, archive: str, pack: Callable[[dict[str, str]], bytes]):
    host.cloud.put(archive, pack({"../../outside.jpg": "x", "in/1.jpg": "x"}))
    host.bootstrap(DATASET_URI=f"s3://store/{archive}", DATASET_SHA256="")
    assert [path for path in host.folder.rglob("outside.jpg")] == []


def test_a_code_archive_without_the_program_is_refused(host: Host):
    empty = tarred({"readme": "no program"})
    host.cloud.put("code.tar.gz", empty)
    done = host.bootstrap(CODE_SHA256=sha256(empty))
    assert done.returncode == 1
    assert "no train.py" in done.stderr


def test_weights_are_fetched_and_an_empty_folder_of_them_is_refused(host: Host):
    refused = host.bootstrap(WEIGHTS_URI="s3://store/weights/")
    assert refused.returncode == 1
    assert "s3://store/weights/ holds nothing" in refused.stderr
    host.cloud.put("weights/resnet50.pth", b"weights")
    assert host.bootstrap(WEIGHTS_URI="s3://store/weights/").returncode == 0
    assert (host.state / "weights/resnet50.pth").read_bytes() == b"weights"


def filled_stub(host: Host, packed: bytes, tmp_path: Path) -> str:
    stub = (SCRIPTS / "user-data.sh").read_text().replace("/opt/mlops", str(tmp_path / "opt"))
    values = host.settings | {"BOOTSTRAP_URI": "s3://store/bootstrap.tar.gz", "BOOTSTRAP_SHA256": sha256(packed), "REGION": "eu-west-1"}
    for name, value in values.items():
        stub = stub.replace(f"@@{name}@@", value)
    assert "@@" not in stub
    return stub


def test_the_stub_fetches_checks_and_runs_the_archive(host: Host, tmp_path: Path):
    packed = tarred({"bootstrap.sh": 'echo "arguments: $TRAINING_ARGUMENTS, region: $AWS_DEFAULT_REGION"\n'})
    host.cloud.put("bootstrap.tar.gz", packed)
    stub = filled_stub(host, packed, tmp_path)
    done = subprocess.run(["bash", "-c", stub], env=host.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("arguments: --epochs 5 --batch-size 2, region: eu-west-1\n")
    host.cloud.put("bootstrap.tar.gz", b"tampered")
    refused = subprocess.run(["bash", "-c", stub], env=host.environment, capture_output=True, text=True, check=False)
    assert refused.returncode != 0
    assert "arguments:" not in refused.stdout
