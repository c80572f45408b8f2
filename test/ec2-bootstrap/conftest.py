from collections.abc import Iterator
from pathlib import Path

import pytest

from cloud import Cloud, cloud
from host import Host
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


@pytest.fixture
def host(tmp_path: Path, metadata: MetadataService, aws: Cloud) -> Host:
    aws.reset()
    return Host(tmp_path, metadata, aws)
