"""The inference handler: image bytes in, class scores out, behind SageMaker's container contract. Needs no PyTorch."""
