"""The baseline: fine-tuning as a plain script does it, with torchvision's own parts, everything at its default.

ResNet-50 with a frozen backbone and a new last layer, float32, images decoded by the training process itself, the usual random crop and flip.
Prints a line an epoch with images a second and the share of the time in which batches were waited for.
"""

import argparse
import json
import sys
import time

import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, models, transforms


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data-dir", required=True)
    parser.add_argument("--batch-size", type=int, required=True)
    parser.add_argument("--epochs", type=int, required=True)
    parser.add_argument("--learning-rate", type=float, default=0.001)
    parser.add_argument("--train-all-layers", action="store_true")
    arguments = parser.parse_args()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")

    steps = [
        transforms.RandomResizedCrop(224, (0.35, 1.0)),
        transforms.RandomHorizontalFlip(),
        transforms.ToTensor(),
    ]
    normalize = transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    images = datasets.ImageFolder(
        f"{arguments.data_dir}/train", transforms.Compose([*steps, normalize])
    )
    loader = DataLoader(images, batch_size=arguments.batch_size, shuffle=True)

    model = models.resnet50(weights=None)
    if not arguments.train_all_layers:
        for weight in model.parameters():
            weight.requires_grad = False
    model.fc = nn.Linear(model.fc.in_features, len(images.classes))
    model = model.to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(
        [weight for weight in model.parameters() if weight.requires_grad],
        lr=arguments.learning_rate,
    )

    for epoch in range(arguments.epochs):
        model.train()
        began = waiting_since = time.perf_counter()
        waited = 0.0
        running_loss, correct = 0.0, 0
        for inputs, targets in loader:
            waited += time.perf_counter() - waiting_since
            inputs, targets = inputs.to(device), targets.to(device)
            optimizer.zero_grad()
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            running_loss += loss.item() * len(targets)
            correct += int((outputs.argmax(1) == targets).sum().item())
            waiting_since = time.perf_counter()
        seconds = time.perf_counter() - began
        row = {
            "epoch": epoch + 1,
            "images_per_second": len(images) / seconds,
            "loader_wait": waited / seconds,
        }
        sys.stdout.write(json.dumps(row) + "\n")


main()
