"""The network as an ONNX file."""

import warnings
from pathlib import Path

import torch
from torch import nn


def to_onnx(model: nn.Module, size: int, path: Path) -> None:
    """Write ``model`` (on the CPU, in evaluation) to ``path``: from ``image`` (batch, 3, size, size), of any batch size, to ``scores``."""
    example = torch.rand(2, 3, size, size, generator=torch.Generator().manual_seed(0))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # deprecations inside the exporter itself
        program = torch.onnx.export(
            model,
            (example,),
            dynamo=True,
            dynamic_shapes=({0: torch.export.Dim("batch")},),
            input_names=["image"],
            output_names=["scores"],
            verbose=False,
        )
    assert program is not None  # it is None only where the exporter is asked to write a file itself
    program.save(path, external_data=False)
    forget_origin(path)


def forget_origin(path: Path) -> None:
    """Remove what the exporter notes about each node's origin: paths and lines of the machine that exported."""
    import onnx

    model = onnx.load(path)
    for part in (model.graph, *model.functions):
        for described in (part, *part.node, *part.value_info):
            del described.metadata_props[:]
    for described in (*model.graph.input, *model.graph.output, *model.graph.initializer):
        del described.metadata_props[:]
    onnx.save(model, path)
