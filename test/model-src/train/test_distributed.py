import os
import socket
from pathlib import Path

import pytest

from runs import Run, numbers
from training import distributed
from training.dataset import GlobalBatches, evaluation_share
from training.distributed import world_from
from training.errors import UsageError

TWO_HOSTS = '["127.0.0.1", "localhost"]'
# A frozen backbone keeps its running averages: without them one process and two compute the same sums.
ARGUMENTS = ("--epochs", "2", "--freeze-backbone", "true", "--export", "none")


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


def test_two_hosts_without_a_launcher_train_one_model_on_half_of_the_images_each(tmp_path: Path, data: Path):
    alone = Run(tmp_path / "alone", data).finish(*ARGUMENTS)
    port = free_port()
    runs = {host: Run(tmp_path / host, data) for host in ("127.0.0.1", "localhost")}
    shared = {"SM_HOSTS": TWO_HOSTS, "MASTER_PORT": port, "GLOO_SOCKET_IFNAME": "lo"}
    started = {host: run.start(*ARGUMENTS, environment=shared | {"SM_CURRENT_HOST": host}) for host, run in runs.items()}
    output = {host: process.communicate(timeout=120) for host, process in started.items()}
    assert [process.returncode for process in started.values()] == [0, 0], output
    for rank, (out, _) in enumerate(output.values()):
        assert f"rank={rank} world_size=2" in out
        assert "training_images_of_this_rank=24" in out
    assert numbers(output["localhost"][0]) == [], "only rank 0 reports"
    together = numbers(output["127.0.0.1"][0])
    assert len(together) == 3
    for one, both in zip(numbers(alone.stdout), together, strict=True):
        assert both == pytest.approx(one, abs=2e-3)
    assert (runs["127.0.0.1"].model / "model.pth").exists()
    assert not runs["localhost"].model.exists()


def test_torchruns_variables_are_taken_as_they_are():
    variables = {"RANK": "3", "WORLD_SIZE": "4", "LOCAL_RANK": "1", "MASTER_ADDR": "algo-1", "MASTER_PORT": "7777"}
    world = world_from({**variables, "SM_HOSTS": '["algo-1", "algo-2"]', "SM_CURRENT_HOST": "algo-2"})
    assert (world.rank, world.size, world.local_rank, world.is_first) == (3, 4, 1, False)


def test_processes_on_as_many_hosts_as_there_are_make_one_run():
    variables = {
        "RANK": "3",
        "WORLD_SIZE": "4",
        "LOCAL_RANK": "1",
        "LOCAL_WORLD_SIZE": "2",
        "MASTER_ADDR": "algo-1",
        "MASTER_PORT": "65535",
    }
    for groups in ({}, {"GROUP_WORLD_SIZE": "2"}):
        assert world_from({**variables, **groups, "SM_HOSTS": '["algo-1", "algo-2"]', "SM_CURRENT_HOST": "algo-2"}).size == 4


def test_hosts_are_ranked_alike_on_all_of_them():
    ranks = [world_from({"SM_HOSTS": hosts, "SM_CURRENT_HOST": "algo-2"}).rank for hosts in ('["algo-1","algo-2"]', '["algo-2","algo-1"]')]
    assert ranks == [1, 1]


def test_one_host_is_not_distributed():
    assert world_from({"SM_HOSTS": '["algo-1"]', "SM_CURRENT_HOST": "algo-1"}).environment is None
    assert world_from({}).size == 1


HALF = {"RANK": "0", "WORLD_SIZE": "1", "LOCAL_RANK": "0", "MASTER_ADDR": "algo-1", "MASTER_PORT": "7777"}


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"SM_HOSTS": '["algo-1","algo-2"]'}, "SM_CURRENT_HOST is ''"),
        ({"SM_HOSTS": '["algo-1","algo-2"]', "SM_CURRENT_HOST": "algo-3"}, "one of SM_HOSTS"),
        ({"SM_HOSTS": "algo-1,algo-2"}, "JSON array"),
        ({"SM_HOSTS": '["algo-1","algo-1"]'}, "different host names"),
        ({"SM_HOSTS": '["algo-1","algo-2"]', "SM_CURRENT_HOST": "algo-1", **HALF}, "would not be distributed"),
        ({"WORLD_SIZE": "2", "RANK": "0"}, "MASTER_ADDR"),
        ({**HALF, "RANK": "1"}, "from 0 to 0"),
        # torchrun --standalone: as many processes as hosts, all on this one.
        ({"SM_HOSTS": TWO_HOSTS, **HALF, "WORLD_SIZE": "2", "LOCAL_WORLD_SIZE": "2"}, "WORLD_SIZE is 2, on 1 host, but SM_HOSTS names 2"),
        ({"SM_HOSTS": TWO_HOSTS, **HALF, "WORLD_SIZE": "2", "GROUP_WORLD_SIZE": "1"}, "would not be distributed"),
        ({**HALF, "WORLD_SIZE": "two"}, "WORLD_SIZE is 'two'; it should be a whole number, 1 or more"),
        ({**HALF, "WORLD_SIZE": "0"}, "WORLD_SIZE is '0'"),
        ({**HALF, "RANK": "first"}, "RANK is 'first'"),
        ({**HALF, "RANK": "-1"}, "RANK is '-1'"),
        ({**HALF, "LOCAL_RANK": ""}, "LOCAL_RANK is ''"),
        ({**HALF, "LOCAL_WORLD_SIZE": "0"}, "LOCAL_WORLD_SIZE is '0'"),
        ({**HALF, "MASTER_PORT": "http"}, "MASTER_PORT is 'http'"),
        ({**HALF, "MASTER_PORT": "65536"}, "from 1 to 65535"),
        ({"SM_HOSTS": TWO_HOSTS, "SM_CURRENT_HOST": "localhost", "MASTER_PORT": "x"}, "MASTER_PORT is 'x'"),
    ],
)
def test_a_run_on_several_hosts_that_would_not_be_one_run_is_refused(variables: dict[str, str], named: str):
    with pytest.raises(UsageError, match=named):
        world_from(variables)


@pytest.mark.parametrize(("rank", "named"), [("1", "could not be reached for 2 s"), ("0", "not all of 2 processes came to it, for 2 s")])
def test_a_host_that_does_not_come_is_waited_for_only_so_long(rank: str, named: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(distributed, "JOIN_TIMEOUT_SECONDS", 2)
    # join sets them; so they are taken back afterwards.
    for name, value in {**HALF, "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": free_port(), "RANK": rank, "WORLD_SIZE": "2"}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(UsageError, match=rf"127\.0\.0\.1:\d+ .*{named}"):
        distributed.join(world_from(os.environ))


def test_the_refusal_ends_the_program(tmp_path: Path, data: Path):
    done = Run(tmp_path, data).finish(environment={"SM_HOSTS": TWO_HOSTS, "SM_CURRENT_HOST": "127.0.0.1", **HALF})
    assert done.returncode == 2
    assert "would not be distributed" in done.stderr


@pytest.mark.parametrize(("count", "batch", "world"), [(48, 8, 2), (50, 8, 4), (8, 8, 8)])
def test_the_ranks_share_each_epoch_without_an_image_twice(count: int, batch: int, world: int):
    ranks = [GlobalBatches(count, batch, rank, world, seed=3) for rank in range(world)]
    seen = [place for batches in ranks for part in batches for _, place in part]
    assert len(seen) == len(set(seen)) == count // batch * batch
    assert {len(part) for batches in ranks for part in batches} == {batch // world}


def test_a_batch_that_does_not_divide_by_the_processes_is_refused():
    with pytest.raises(UsageError, match="divide by their number, 3"):
        GlobalBatches(48, 8, 0, 3, seed=1)


@pytest.mark.parametrize(("count", "world"), [(7, 2), (1, 4), (8, 2)])
def test_each_evaluation_image_counts_once_with_nothing_padded(count: int, world: int):
    assert sorted(place for rank in range(world) for place in evaluation_share(count, rank, world)) == list(range(count))
