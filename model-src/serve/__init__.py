"""The inference handler: image bytes in, class scores out, behind SageMaker's container contract. Needs ONNX Runtime or PyTorch."""
