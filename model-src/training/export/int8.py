"""Static int8: the exported network with 8-bit arithmetic, in a form that ONNX Runtime computes fast."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
import torch

from serve.preprocessing import Preprocessing

from ..dataset import Images, Split

Inputs = dict[str, npt.NDArray[np.float32]]


def calibration_images(split: Split, most: int) -> Split:
    """At most ``most`` images, evenly from the whole split. A split lists one class after the other, so each class has its part."""
    count = min(most, len(split))
    places = [place * len(split) // count for place in range(count)]
    return Split([split.paths[place] for place in places], [split.targets[place] for place in places])


def to_int8(source: Path, target: Path, calibration: Split, preprocessing: Preprocessing) -> None:
    """Write ``source`` (float32) as static int8 to ``target``: QDQ form, a scale a channel of the weights, ranges from ``calibration``.

    Activations have 8 bits, unsigned, which is what x86 multiplies fastest. Weights use 7 of their 8 bits: processors without VNNI add two
    products in 16 bits, which 8 could overflow, so the very same file would answer otherwise there than where it was compared. The last
    layer stays in float32: it is a thousandth of the work, and scores in 256 steps would tie.
    """
    import onnx
    from onnxruntime.quantization import CalibrationMethod, QuantFormat, QuantType, quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process

    with TemporaryDirectory(dir=target.parent) as scratch:
        # Shapes inferred and batch normalisation folded into the convolutions first, as ONNX Runtime's guide on quantization has it.
        prepared = Path(scratch) / "prepared.onnx"
        quant_pre_process(source, prepared)
        last = [node.name for node in onnx.load(prepared).graph.node if "scores" in node.output]
        quantize_static(
            prepared,
            target,
            reader(calibration, preprocessing),
            quant_format=QuantFormat.QDQ,
            nodes_to_exclude=last,
            per_channel=True,
            reduce_range=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            calibrate_method=CalibrationMethod.MinMax,
        )


def reader(calibration: Split, preprocessing: Preprocessing) -> object:
    """The images one after the other, in the form that the quantizer asks for."""
    from onnxruntime.quantization import CalibrationDataReader

    def inputs() -> Iterator[Inputs]:
        images = Images(calibration, preprocessing)
        for place in range(len(images)):
            pixels: torch.Tensor = images[place][0]
            yield {"image": pixels.numpy()[np.newaxis]}

    class Reader(CalibrationDataReader):  # type: ignore[misc] # the package has no types
        def __init__(self) -> None:
            self.inputs = inputs()

        def get_next(self) -> Inputs | None:
            return next(self.inputs, None)

    return Reader()
