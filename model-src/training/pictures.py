"""The confusion matrix and each class's accuracy as pictures."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

Confusion = list[list[int]]
Colour = tuple[int, int, int]

INK, PAPER, GRID = (34, 34, 34), (255, 255, 255), (228, 228, 228)
LOW, HIGH, WRONG = (247, 251, 255), (8, 64, 129), (178, 24, 43)
MARGIN = 24
TITLE = 16
FAINTEST = 0.2
"""A single mistake among many answers should be seen, too."""
MOST_CLASSES_WITH_GRID = 40
LONGEST_LABEL = 28
FONT_SIZES = ((12, 22), (40, 14))
"""(classes up to, pixels a row); more classes get the smallest."""
SMALLEST_ROW = 11


def row_height(classes: int) -> int:
    return next((height for most, height in FONT_SIZES if classes <= most), SMALLEST_ROW)


def font(row: int) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    """Pillow's own one: no font has to be installed."""
    return ImageFont.load_default(max(8, row - 3))


def short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"


def shade(share: float, full: Colour) -> Colour:
    red, green, blue = (round(low + (high - low) * share) for low, high in zip(LOW, full, strict=True))
    return red, green, blue


def confusion_matrix(confusion: Confusion, labels: list[str], path: Path) -> None:
    """Rows are the true classes, columns the answers, each cell a share of its row: right ones blue, wrong ones red."""
    row = row_height(len(labels))
    letters = font(row)
    names = [short(label) for label in labels]
    gutter = round(max(letters.getlength(name) for name in names)) + 8
    side = row * len(labels)
    left, top = MARGIN + gutter, MARGIN + 2 * TITLE
    title = "true class in rows, answer in columns; blue: right, red: wrong"
    width = max(left + side, round(font(TITLE).getlength(title)) + MARGIN) + MARGIN
    image = Image.new("RGB", (width, top + side + gutter + MARGIN), PAPER)
    pen = ImageDraw.Draw(image)
    pen.text((MARGIN, MARGIN), title, INK, font(TITLE))
    pen.rectangle((left - 1, top - 1, left + side, top + side), PAPER, INK)
    grid = GRID if len(labels) <= MOST_CLASSES_WITH_GRID else None
    for i, counts in enumerate(confusion):
        y = top + i * row
        pen.text((left - 6, y + row / 2), names[i], INK, letters, anchor="rm")
        for j, count in enumerate(counts):
            share = max(FAINTEST, count / max(1, sum(counts)))
            cell = (left + j * row, y, left + (j + 1) * row - 1, y + row - 1)
            pen.rectangle(cell, shade(share, HIGH if i == j else WRONG) if count else PAPER, grid)
    # The columns' names, turned: written on a strip of their own.
    strip = Image.new("RGB", (gutter, side), PAPER)
    strip_pen = ImageDraw.Draw(strip)
    for j, name in enumerate(names):
        strip_pen.text((gutter - 6, j * row + row / 2), name, INK, letters, anchor="rm")
    image.paste(strip.transpose(Image.Transpose.ROTATE_90), (left, top + side + 1))
    image.save(path)


def class_accuracy(confusion: Confusion, labels: list[str], path: Path) -> None:
    """One bar a class, the worst first."""
    row = row_height(len(labels)) + 3
    letters = font(row - 3)
    shares = sorted((counts[i] / max(1, sum(counts)), labels[i], sum(counts)) for i, counts in enumerate(confusion))
    gutter = round(max(letters.getlength(short(label)) for label in labels)) + 8
    bar, numbers = 400, 110
    image = Image.new("RGB", (MARGIN + gutter + bar + numbers + MARGIN, 2 * MARGIN + row * (len(labels) + 1)), PAPER)
    pen = ImageDraw.Draw(image)
    left = MARGIN + gutter
    pen.text((left, MARGIN), "accuracy by class, the worst first", INK, letters)
    for place, (share, label, images) in enumerate(shares, 1):
        y = MARGIN + place * row
        pen.text((left - 6, y + row / 2), short(label), INK, letters, anchor="rm")
        pen.rectangle((left, y + 2, left + bar, y + row - 2), GRID)
        if share:
            pen.rectangle((left, y + 2, left + round(bar * share), y + row - 2), HIGH)
        pen.text((left + bar + 6, y + row / 2), f"{share:.0%} of {images}", INK, letters, anchor="lm")
    image.save(path)
