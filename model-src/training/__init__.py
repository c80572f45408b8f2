"""One training program for SageMaker, the EC2 training host and a laptop. Its entry is ``train.py`` in the folder above."""
