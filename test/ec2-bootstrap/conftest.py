from collections.abc import Iterator
from pathlib import Path

import pytest

from host import Host
from metadata_service import MetadataService, metadata_service


@pytest.fixture
def metadata() -> Iterator[MetadataService]:
    with metadata_service() as service:
        yield service


@pytest.fixture
def host(tmp_path: Path, metadata: MetadataService) -> Host:
    return Host(tmp_path, metadata.url)
