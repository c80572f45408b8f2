import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cloud import Cloud, cloud
from host import HERE, Host, interpreter
from metadata_service import MetadataService, metadata_service


@pytest.fixture
def metadata() -> Iterator[MetadataService]:
    with metadata_service() as service:
        yield service
    # Version 2 only: neither a script nor AWS's command line ever asked without a token.
    assert service.without_token == []


@pytest.fixture(scope="session")
def aws() -> Iterator[Cloud]:
    with cloud() as made:
        yield made


@pytest.fixture(scope="session")
def aws_cli(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    address = tmp_path_factory.mktemp("aws-cli") / "socket"
    with subprocess.Popen([interpreter("aws-cli"), str(HERE / "warm_aws_cli.py"), str(address)]) as server:
        while not address.is_socket() and server.poll() is None:
            time.sleep(0.02)
        yield address
        server.terminate()


@pytest.fixture
def host(tmp_path: Path, metadata: MetadataService, aws: Cloud, aws_cli: Path) -> Host:
    aws.reset()
    return Host(tmp_path, metadata, aws, aws_cli)
