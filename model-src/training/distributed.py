"""Who else trains: several hosts, several GPUs, or nobody."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar

import torch
import torch.distributed as dist
from torch import nn

from .errors import UsageError

T = TypeVar("T")

CPU = torch.device("cpu")
DEFAULT_PORT = 7777
JOIN_TIMEOUT_SECONDS = 900
"""Hosts of one job start minutes apart when one has more to download."""
TORCHRUN_VARIABLES = ("RANK", "WORLD_SIZE", "LOCAL_RANK", "MASTER_ADDR", "MASTER_PORT")


@dataclass(frozen=True)
class World:
    """This process's place among those that train together, and what it computes on; ``local`` counts on this host alone.

    ``environment`` holds the variables that torch.distributed starts from.
    """

    rank: int = 0
    size: int = 1
    local_rank: int = 0
    local_size: int = 1
    device: torch.device = CPU
    environment: Mapping[str, str] | None = None

    @property
    def is_first(self) -> bool:
        """Rank 0 alone writes files."""
        return self.rank == 0


def world_from(environ: Mapping[str, str]) -> World:
    """The world that torchrun's variables or ``SM_HOSTS`` and ``SM_CURRENT_HOST`` describe.

    SageMaker starts a plain ``python train.py`` on each host when its launcher was not asked for: without a look at ``SM_HOSTS`` each
    would train on all the data and the job would report success. So that a run on several hosts is always one run, it is made one here,
    or refused.
    """
    hosts = read_hosts(environ)
    given = [name for name in TORCHRUN_VARIABLES if name in environ]
    if "WORLD_SIZE" in given or "RANK" in given:
        missing = [name for name in TORCHRUN_VARIABLES if name not in environ]
        if missing:
            raise UsageError(f"{', '.join(missing)} should be set beside {', '.join(given)} (torchrun sets all of them)")
        size, rank = whole_variable(environ, "WORLD_SIZE", at_least=1), whole_variable(environ, "RANK")
        if not rank < size:
            raise UsageError(f"RANK is {rank}; it should be from 0 to {size - 1} (WORLD_SIZE is {size})")
        local_size = whole_variable(environ, "LOCAL_WORLD_SIZE", at_least=1, default=1)
        local_rank = whole_variable(environ, "LOCAL_RANK")
        # A host's processes alone can be as many as the hosts: what counts is how many hosts they are on (torchrun: GROUP_WORLD_SIZE).
        nodes = whole_variable(environ, "GROUP_WORLD_SIZE", at_least=1, default=size // local_size)
        if nodes < len(hosts):
            where = f"WORLD_SIZE is {size}, on {nodes} {'host' if nodes == 1 else 'hosts'}"
            raise UsageError(f"{where}, but SM_HOSTS names {len(hosts)} hosts: the run would not be distributed over all of them")
        master_port(environ)
        variables = {name: environ[name] for name in TORCHRUN_VARIABLES}
        return World(rank, size, local_rank, local_size, environment=variables)
    if len(hosts) == 1:
        return World()
    _, rank = place_among_hosts(environ)
    variables = {
        "RANK": str(rank),
        "WORLD_SIZE": str(len(hosts)),
        "LOCAL_RANK": "0",
        "MASTER_ADDR": hosts[0],
        "MASTER_PORT": master_port(environ),
    }
    interface = environ.get("SM_NETWORK_INTERFACE_NAME")
    if interface:
        variables |= {"GLOO_SOCKET_IFNAME": interface, "NCCL_SOCKET_IFNAME": interface}
    return World(rank, len(hosts), environment=variables)


def whole_variable(environ: Mapping[str, str], name: str, *, at_least: int = 0, default: int | None = None) -> int:
    """The environment variable's number. UsageError names the variable when it holds none, or one below ``at_least``."""
    if default is not None and name not in environ:
        return default
    text = environ[name]
    if not (text.isascii() and text.isdigit() and int(text) >= at_least):
        raise UsageError(f"{name} is {text!r}; it should be a whole number, {at_least} or more")
    return int(text)


def master_port(environ: Mapping[str, str]) -> str:
    port = whole_variable(environ, "MASTER_PORT", at_least=1, default=DEFAULT_PORT)
    if port > 65_535:
        raise UsageError(f"MASTER_PORT is {port}; it should be from 1 to 65535")
    return str(port)


def read_hosts(environ: Mapping[str, str]) -> list[str]:
    """``SM_HOSTS`` in an order that is the same on every host."""
    text = environ.get("SM_HOSTS", '["localhost"]')
    try:
        hosts = json.loads(text)
    except ValueError:
        hosts = None
    if not isinstance(hosts, list) or not hosts or not all(isinstance(host, str) for host in hosts) or len(set(hosts)) < len(hosts):
        raise UsageError(f'SM_HOSTS is {text!r}; it should be a JSON array of different host names, like ["algo-1","algo-2"]')
    return sorted(hosts)


def place_among_hosts(environ: Mapping[str, str]) -> tuple[list[str], int]:
    """The hosts, and this one's place among them. UsageError when it is none of them."""
    hosts = read_hosts(environ)
    current = environ.get("SM_CURRENT_HOST", hosts[0] if len(hosts) == 1 else "")
    if current not in hosts:
        raise UsageError(f"SM_CURRENT_HOST is {current!r}; it should be one of SM_HOSTS, {hosts}")
    return hosts, hosts.index(current)


def with_device(world: World) -> World:
    """A GPU of its own for each of a host's processes, where there are any."""
    return replace(world, device=torch.device("cuda", world.local_rank)) if torch.cuda.is_available() else world


def join(world: World) -> World:
    """Meet the others (if any); the result knows the device that this process computes on."""
    joined = with_device(world)
    gpu = joined.device.type == "cuda"
    if gpu:
        torch.cuda.set_device(joined.device)
    if world.environment:
        if not dist.is_available():
            raise UsageError("this build of PyTorch has no torch.distributed: a run on several hosts would not be distributed")
        os.environ.update(world.environment)
        dist.init_process_group("nccl" if gpu else "gloo", store=meet(world), rank=world.rank, world_size=world.size)
    return joined


def meet(world: World) -> Any:  # noqa: ANN401 - builds of PyTorch without torch.distributed have no Store to name
    """The store that all ranks have reached. UsageError when one has not within ``JOIN_TIMEOUT_SECONDS``."""
    from torch.distributed.rendezvous import rendezvous

    seconds = JOIN_TIMEOUT_SECONDS
    where = f"{os.environ['MASTER_ADDR']}:{os.environ['MASTER_PORT']}"
    try:
        store, _, _ = next(rendezvous("env://", world.rank, world.size, timeout=timedelta(seconds=seconds)))
    except (RuntimeError, OSError) as error:
        missed = f"could not be used, or not all of {world.size} processes came to it," if world.is_first else "could not be reached"
        reason = str(error).splitlines()[0]
        raise UsageError(f"{where} {missed} for {seconds} s: all hosts should run, and let each other through ({reason})") from error
    # Training has waits of its own, like those for the slowest host's dataset.
    store.set_timeout(dist.constants.default_pg_timeout)
    return store


def leave() -> None:
    if dist.is_available() and dist.is_initialized():
        dist.destroy_process_group()


def total(values: Sequence[float], device: torch.device) -> list[float]:
    """The sum of each value over all processes."""
    summed = torch.tensor(values, dtype=torch.float64, device=device)
    if dist.is_available() and dist.is_initialized():
        dist.all_reduce(summed)
    return [float(value) for value in summed.tolist()]


def gathered(value: T) -> list[T]:
    """Every rank's ``value``, by rank, on every rank."""
    if not (dist.is_available() and dist.is_initialized()):
        return [value]
    box: list[T | None] = [None] * dist.get_world_size()
    dist.all_gather_object(box, value)
    return [part for part in box if part is not None]


def from_first(content: bytes | None) -> bytes | None:
    """Rank 0's ``content``, on every rank."""
    if not (dist.is_available() and dist.is_initialized()):
        return content
    box = [content]
    dist.broadcast_object_list(box, src=0)
    return box[0]


def share_buffers(model: nn.Module) -> None:
    """Rank 0's running averages (batch normalisation) on every rank, so that all evaluate one and the same model."""
    if dist.is_available() and dist.is_initialized():
        for buffer in model.buffers():
            dist.broadcast(buffer, src=0)


def wait_for_all() -> None:
    if dist.is_available() and dist.is_initialized():
        dist.barrier()
