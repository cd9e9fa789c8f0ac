"""Train the scene model: `python -m training.train_scene_model DATA OUT --minutes 75 [--workers N] [--resume]`.

A denoiser (`UNet2DModel`) over pictures at half the size they were painted, folded four by four pixels into 48
channels. It predicts the picture itself (`prediction_type = "sample"`) on a cosine schedule whose last step holds no
picture at all, so brightness is learnt too. The place is a class; palette and position are further input channels.
Weights are averaged over the run (EMA).

Two workers of one thread each take steps on their own batches and average their weights every 20 steps: on busy cores
that costs less than two threads that wait for each other at every layer.

Every `--every` minutes everything is kept in OUT/state.pt, and the averaged weights as a diffusers folder in OUT/model.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import os
import time
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
import torch
import torch.distributed as dist
import torch.nn.functional as F  # noqa: N812 - torch's own custom
from diffusers import DPMSolverMultistepScheduler, UNet2DModel

from listgen.imaging.colour import to_linear, to_srgb
from listgen.imaging.scene.far_model import FOLD, conditions, from_wall, known_colours
from listgen.imaging.scene.preset_data import places as every_place

SEED = 20261122
BATCH = 32
PEAK = 1.2e-3  # learning rate
MIN_SNR, LEAST = 5.0, 0.1  # weights of the steps: the last ones decide the colour of the whole
EMA = 0.998
TOGETHER = 20  # steps between two averages over the workers

NETWORK = {
    "sample_size": 8,
    "in_channels": 3 * FOLD * FOLD + 11,
    "out_channels": 3 * FOLD * FOLD,
    "layers_per_block": 1,
    "block_out_channels": (96, 128),
    "down_block_types": ("AttnDownBlock2D", "AttnDownBlock2D"),
    "up_block_types": ("AttnUpBlock2D", "AttnUpBlock2D"),
    "attention_head_dim": 32,
    "norm_num_groups": 16,
    "num_class_embeds": len(every_place()),
}
SCHEDULE = {
    "beta_schedule": "squaredcos_cap_v2",
    "prediction_type": "sample",
    "rescale_betas_zero_snr": True,
    "timestep_spacing": "trailing",
    "algorithm_type": "dpmsolver++",
    "lower_order_final": True,
}
_LIGHT = to_linear(np.arange(256, dtype=np.float32) / 255)  # linear light of the levels of 8 bits


class Data:
    """All pictures in memory, by shape; a batch holds one shape, so no picture is padded."""

    def __init__(self, folder: Path, chunks: int | None = None) -> None:
        by_shape: dict[str, list[Path]] = {}
        for path in sorted(folder.glob("chunk-*.npz"))[:chunks]:
            by_shape.setdefault(path.stem.split("-")[-1], []).append(path)
        self.groups = []
        for _, paths in sorted(by_shape.items()):
            parts = [np.load(path) for path in paths]
            small = np.concatenate([_halved(part["x"]) for part in parts])
            rest = (np.concatenate([part[name] for part in parts]) for name in ("place", "palette"))
            self.groups.append(tuple(torch.from_numpy(one) for one in (small, *rest)))
        self.shares = torch.tensor([float(len(group[0])) for group in self.groups])

    def __len__(self) -> int:
        return int(self.shares.sum())

    def batch(self, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        pictures, places, palettes = self.groups[int(torch.multinomial(self.shares, 1, generator=generator))]
        which = torch.randint(len(pictures), (BATCH,), generator=generator)
        palette = to_linear(palettes[which].numpy().astype(np.float32) / 255)
        light = _LIGHT[pictures[which].numpy()]
        x = torch.from_numpy(from_wall(light, palette[:, None, :1])).permute(0, 3, 1, 2)
        return F.pixel_unshuffle(x, FOLD), places[which], torch.from_numpy(known_colours(palette))


def _halved(pictures: np.ndarray) -> np.ndarray:
    """Half the size, mean of four pixels in linear light, 8 bits again."""
    n, h, w, _ = pictures.shape
    light = _LIGHT[pictures].reshape(n, h // 2, 2, w // 2, 2, 3).mean((2, 4))
    return (np.clip(to_srgb(light), 0, 1) * 255 + 0.5).astype(np.uint8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--every", type=float, default=5.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--images", type=int, default=200_000, help="pictures after which the learning rate is zero")
    parser.add_argument("--chunks", type=int, help="how many of the chunks are used, the first ones")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument(
        "--again", type=float, default=1.0, help="on resuming: a new descent of the rate from this share"
    )
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    meeting = asked.out / "meeting"
    meeting.unlink(missing_ok=True)
    torch.multiprocessing.spawn(work, (asked, meeting), nprocs=asked.workers)


def work(rank: int, asked: argparse.Namespace, meeting: Path) -> None:
    """One worker; the first one keeps what is reached."""
    dist.init_process_group("gloo", init_method=f"file://{meeting.resolve()}", rank=rank, world_size=asked.workers)
    torch.set_num_threads(1)
    torch.manual_seed(SEED)  # the same first weights everywhere
    data = Data(asked.data, asked.chunks)
    network = UNet2DModel(**NETWORK).to(memory_format=torch.channels_last)
    average = copy.deepcopy(network).eval()
    weights = list(network.parameters())
    schedule = DPMSolverMultistepScheduler(**SCHEDULE)
    alphas = schedule.alphas_cumprod.clone()
    optimizer = torch.optim.AdamW(weights, PEAK, weight_decay=0.01, betas=(0.9, 0.99))
    generator = torch.Generator().manual_seed(SEED + rank)
    state_file = asked.out / f"state-{rank}.pt"
    step, seconds, loss_mean = 0, 0.0, None
    if asked.resume and state_file.is_file():
        state = torch.load(state_file)
        network.load_state_dict(state["network"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        generator.set_state(state["generator"])
        step, seconds, loss_mean = state["step"], state["seconds"], state["loss"]
    if rank == 0:
        print(f"{sum(p.numel() for p in weights) / 1e6:.2f} M parameters, {len(data)} pictures", flush=True)

    last, kept, begun = time.monotonic(), seconds, 0.0
    peak = PEAK
    if asked.again < 1:
        peak, begun = PEAK * asked.again, seconds
    progress = 0.0
    while progress < 1:
        if step % TOGETHER == 0:
            progress, seconds, last = _meet(weights, step, seconds, last, asked, begun)
            if rank == 0 and step % (5 * TOGETHER) == 0 and loss_mean is not None:
                line = f"step {step} pictures {step * BATCH * asked.workers} minutes {seconds / 60:.1f}"
                print(f"{line} loss {loss_mean:.4f}", flush=True)
            if seconds - kept > asked.every * 60 or progress >= 1:
                kept = seconds
                _keep(rank, asked, network, average, optimizer, generator, step, seconds, loss_mean, schedule)
        rate = peak * min(1.0, (step + 1) / 200) * max(0.02, 0.5 * (1 + math.cos(math.pi * progress)))
        for group in optimizer.param_groups:
            group["lr"] = rate
        x, places, palettes = data.batch(generator)
        t = torch.randint(1000, (BATCH,), generator=generator)
        noise = torch.randn(x.shape, generator=generator)
        a = alphas[t][:, None, None, None]
        noisy = a.sqrt() * x + (1 - a).sqrt() * noise
        seen = torch.cat([noisy, conditions(palettes, x.shape[2], x.shape[3])], 1).contiguous(
            memory_format=torch.channels_last
        )
        guess = network(seen, t, class_labels=places).sample
        weight = (alphas[t] / (1 - alphas[t])).clamp(min=LEAST, max=MIN_SNR)[:, None, None, None]
        loss = (weight * (guess - x) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        step += 1
        share = min(EMA, (step + 1) / (step + 10))
        with torch.no_grad():
            torch._foreach_lerp_(list(average.parameters()), weights, 1 - share)
        loss_mean = loss.item() if loss_mean is None else loss_mean * 0.99 + loss.item() * 0.01


def _meet(
    weights, step: int, seconds: float, last: float, asked: argparse.Namespace, begun: float
) -> tuple[float, float, float]:
    """Average the weights of all workers; return progress 0..1, seconds of training, and the time now."""
    with torch.no_grad():
        flat = torch.cat([one.reshape(-1) for one in weights])
        dist.all_reduce(flat)
        for one, part in zip(weights, flat.split([one.numel() for one in weights]), strict=True):
            one.copy_((part / asked.workers).view(one.shape))
    now = time.monotonic()
    # The first worker's clock counts, so that all of them stop at the same step.
    spent = torch.tensor([seconds + now - last], dtype=torch.float64)
    dist.broadcast(spent, 0)
    seconds = float(spent)
    # Progress is whichever ends first, the time or the pictures, so the rate is always low at the end.
    progress = max(step * BATCH * asked.workers / asked.images, (seconds - begun) / (asked.minutes * 60 - begun))
    return progress, seconds, now


def _keep(rank: int, asked, network, average, optimizer, generator, step, seconds, loss, schedule) -> None:
    state = {
        "network": network.state_dict(),
        "average": average.state_dict(),
        "optimizer": optimizer.state_dict(),
        "generator": generator.get_state(),
        "step": step,
        "seconds": seconds,
        "loss": loss,
    }
    new = asked.out / f"state-{rank}.new"
    torch.save(state, new)
    new.replace(asked.out / f"state-{rank}.pt")
    if rank:
        return
    folder = asked.out / "model"
    copy.deepcopy(average).half().save_pretrained(folder / "unet", safe_serialization=True)
    schedule.save_pretrained(folder / "scheduler")
    index = {
        "_class_name": "FarFieldPipeline",
        "unet": ["diffusers", "UNet2DModel"],
        "scheduler": ["diffusers", "DPMSolverMultistepScheduler"],
    }
    (folder / "model_index.json").write_text(json.dumps(index, indent=2) + "\n", "utf-8")
    reached = {
        "steps": step,
        "pictures": step * BATCH * asked.workers,
        "minutes": round(seconds / 60, 1),
        "loss": round(loss, 5),
    }
    (asked.out / "progress.json").write_text(json.dumps(reached) + "\n", "utf-8")


if __name__ == "__main__":
    main()
