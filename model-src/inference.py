"""The handler as functions of SageMaker's PyTorch inference toolkit: ``code/inference.py`` of ``model.tar.gz``, beside ``serve/``.

The toolkit (sagemaker-inference 1.10) calls, once a worker, ``model_fn`` and then, for each request, ``input_fn``, ``predict_fn`` and
``output_fn``. An exception from any of them is answered with its traceback in the body, whatever its class. So what is wrong with a
request travels through them as a value, and ``output_fn`` answers it through the context that the toolkit hands it.
"""

import os
import sys
from pathlib import Path
from typing import Any

# ONNX Runtime for this very Python, when the training job brought it along.
sys.path.insert(0, str(Path(__file__).resolve().parent / "packages" / f"cp{sys.version_info.major}{sys.version_info.minor}"))

import numpy as np
import numpy.typing as npt

from serve.contract import ANSWER_TYPE, Rules, check_accept, sources, to_json
from serve.errors import RequestError
from serve.model import Model, inputs_of, read_images, usable_cores
from serve.settings import read_settings

Scores = list[list[float]]
Input = npt.NDArray[np.float32]
Images = list[bytes]

SETTINGS = read_settings([])
"""From the container's ``SERVE_*`` variables."""


def model_fn(model_dir: str) -> Model:
    """The model, after it has answered once."""
    take_bodies_as_they_are()
    model = Model(Path(model_dir), SETTINGS.threads or threads_of_a_worker(), SETTINGS.max_pixels, SETTINGS.engine)
    sys.stderr.write(f"engine={model.engine.name} classes={len(model.labels)}\n")
    return model


def input_fn(body: bytes | str | None, content_type: str | None) -> Images | RequestError:
    """The images' bytes, or what is wrong with the request."""
    # A toolkit that could not be asked otherwise hands JSON over as str.
    content = body.encode() if isinstance(body, str) else bytes(body or b"")
    try:
        rules = Rules(max_images=SETTINGS.max_images, urls=bool(SETTINGS.fetch_schemes))
        return read_images(sources(content_type, content, rules), SETTINGS.fetch_schemes)
    except RequestError as error:
        return error


def predict_fn(images: Images | RequestError, model: Model) -> Scores | RequestError:
    """One row of raw scores an image, in the order of ``labels.json``."""
    if isinstance(images, RequestError):
        return images
    try:
        inputs = inputs_of(images, model)
        parts = [inputs[begin : begin + SETTINGS.max_batch] for begin in range(0, len(inputs), SETTINGS.max_batch)]
        return [row for part in parts for row in model.scores_of(part)]
    except RequestError as error:
        return error


def output_fn(prediction: Scores | RequestError, accept: str | None, context: Any = None) -> tuple[str, str]:  # noqa: ANN401
    """``[[…]]`` as JSON and its type; or the context's status set to a 4xx, and ``{"error": …}``.

    Without a context that takes a status (older toolkits) the toolkit's own error is raised, which has the status, too.
    """
    try:
        check_accept(accept)
    except RequestError as error:
        prediction = error if not isinstance(prediction, RequestError) else prediction
    if not isinstance(prediction, RequestError):
        return to_json(prediction), ANSWER_TYPE
    if not hasattr(context, "set_response_status"):
        raise toolkit_error(prediction) from None
    context.set_response_status(code=prediction.status.value, phrase=prediction.status.phrase)
    return to_json({"error": prediction.reason}), ANSWER_TYPE


def take_bodies_as_they_are() -> None:
    """The toolkit decodes JSON and CSV before it calls ``input_fn``, and answers what is no UTF-8 with a 500 and its traceback."""
    try:
        from sagemaker_inference import content_types
    except ImportError:
        return  # called by something else than the toolkit
    content_types.UTF8_TYPES.clear()


def toolkit_error(error: RequestError) -> Exception:
    try:
        from sagemaker_inference.errors import BaseInferenceToolkitError
    except ImportError:
        return error  # called by something else than the toolkit
    made: Exception = BaseInferenceToolkitError(error.status.value, error.reason, error.status.phrase)
    return made


def threads_of_a_worker() -> int:
    """The cores that one of the toolkit's worker processes may use. TorchServe starts one worker a core where nothing else is said."""
    given = os.environ.get("OMP_NUM_THREADS", "")
    if given.isdigit() and int(given) > 0:
        return int(given)
    workers = os.environ.get("SAGEMAKER_MODEL_SERVER_WORKERS", "")
    return max(1, usable_cores() // int(workers)) if workers.isdigit() and int(workers) > 0 else 1
