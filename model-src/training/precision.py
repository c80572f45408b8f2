"""Mixed precision: which one, and the loss scaler that float16 needs."""

import torch

from .errors import UsageError

TYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}


class Precision:
    """``--precision`` on one device. With float32 everything here does nothing."""

    def __init__(self, asked: str, device: torch.device) -> None:
        """UsageError for float16 on a CPU, where it is slower than float32 and its scaler has no use."""
        if asked == "float16" and device.type == "cpu":
            raise UsageError("--precision float16 needs a GPU; on a CPU float32 is right, or bfloat16 where it has AMX")
        self.name = automatic(device) if asked == "auto" else asked
        self.device = device
        self.scaler = torch.amp.GradScaler(device.type, enabled=self.name == "float16")

    def autocast(self) -> torch.autocast:
        enabled = self.name != "float32"
        return torch.autocast(self.device.type, dtype=TYPES[self.name] if enabled else torch.bfloat16, enabled=enabled)


def automatic(device: torch.device) -> str:
    if device.type != "cuda":
        return "float32"
    # Emulated on older ones (a T4, for one), which is slower than float32.
    return "bfloat16" if torch.cuda.is_bf16_supported(including_emulation=False) else "float16"
