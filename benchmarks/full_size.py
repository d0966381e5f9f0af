"""Full-size Shap-E with random weights, in the hub's layouts: loaded and sampled by Maquette and by
diffusers, side by side.

    python -m benchmarks.full_size                    all rows, on the CPU
    python -m benchmarks.full_size --device cuda --precision fp16 --steps 64 --mesh

Folders are made once, with a seed, in --folder (5 GB). Each row is measured in a process of its
own. A row says seconds to load (imports apart), to sample, with --mesh to make a mesh of a latent
(of a wheel, benchmarks/thin.py) at 128^3 and write it to a file, peak memory of the process (and of
the GPU), and how far the sampled latent is from the other's: the same noise, image or prompt, and
weights. On a GPU everything runs once before it is timed.

"four" is four samples in one batch by Maquette. "floor" is what the sampling's FLOPs would take at
the rate of one large matrix product on this device: 0.730 (text) or 0.942 (image) TFLOP a row and
call of the prior, two rows a call and 2 N - 1 calls in N steps.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from . import environment, goals

PROMPT, GUIDANCE = "a red chair", 3.0
KINDS = ("text", "image")
# halves: every network as fp16 safetensors. hub: what openai/shap-e has, the renderer as a pickle.
LAYOUTS = ("halves", "hub")
LATENT = (1024, 1024)
CALL = {"text": 0.730e12, "image": 0.942e12}  # FLOP of one row
RESOLUTION = 128
_BOTH = {
    "num_layers": 24,
    "embedding_dim": 1024,
    "num_embeddings": 1024,
    "additional_embeddings": 0,
    "time_embed_act_fn": "gelu",
    "norm_in_type": "layer",
    "encoder_hid_proj_type": None,
    "added_emb_type": None,
    "time_embed_dim": 4096,
    "clip_embed_dim": 2048,
}
PRIOR = {  # prior/config.json of openai/shap-e and openai/shap-e-img2img
    "text": {
        **_BOTH,
        "num_attention_heads": 16,
        "attention_head_dim": 64,
        "embedding_proj_dim": 768,
    },
    "image": {
        **_BOTH,
        "num_attention_heads": 8,
        "attention_head_dim": 128,
        "embedding_proj_dim": 1024,
        "embedding_proj_norm_type": "layer",
    },
}


def make(folder: Path, kind: str) -> None:
    """Write a folder in the layout of openai/shap-e or openai/shap-e-img2img; 316 M + 124 or 303 M
    + 226 M parameters."""
    import torch
    from diffusers import (
        HeunDiscreteScheduler,
        PriorTransformer,
        ShapEImg2ImgPipeline,
        ShapEPipeline,
    )
    from tokenizers.pre_tokenizers import ByteLevel
    from transformers import (
        CLIPImageProcessor,
        CLIPTextConfig,
        CLIPTextModelWithProjection,
        CLIPTokenizer,
        CLIPVisionConfig,
        CLIPVisionModel,
    )

    from . import thin

    renderer = thin.renderer()
    torch.manual_seed(0)
    shown = kind == "image"
    prior = PriorTransformer(**PRIOR[kind])
    torch.nn.init.normal_(prior.positional_embedding, std=0.5)
    scheduler = HeunDiscreteScheduler(
        num_train_timesteps=1024,
        beta_schedule="exp",
        prediction_type="sample",
        clip_sample=True,
        use_karras_sigmas=True,
    )
    parts = {"prior": prior, "scheduler": scheduler, "shap_e_renderer": renderer}
    heads = {"num_attention_heads": 12, "hidden_size": 768, "intermediate_size": 3072}
    if shown:
        vision = {"num_attention_heads": 16, "hidden_size": 1024, "intermediate_size": 4096}
        config = CLIPVisionConfig(num_hidden_layers=24, patch_size=14, image_size=224, **vision)
        pipeline = ShapEImg2ImgPipeline(
            image_encoder=CLIPVisionModel(config), image_processor=CLIPImageProcessor(), **parts
        )
    else:
        config = CLIPTextConfig(num_hidden_layers=12, projection_dim=768, **heads)
        alphabet = sorted(ByteLevel.alphabet())
        tokens = [*alphabet, *(byte + "</w>" for byte in alphabet)]
        tokens += [f"<|{k}|>" for k in range(len(tokens), config.vocab_size - 2)]
        tokens += ["<|startoftext|>", "<|endoftext|>"]
        vocabulary = {token: k for k, token in enumerate(tokens)}
        tokenizer = CLIPTokenizer(vocab=vocabulary, merges=[], model_max_length=77)
        pipeline = ShapEPipeline(
            text_encoder=CLIPTextModelWithProjection(config), tokenizer=tokenizer, **parts
        )
    with tempfile.TemporaryDirectory(dir=folder) as part:
        pipeline.to(torch.float16).save_pretrained(part, variant="fp16")
        Path(part).replace(folder / f"{kind}-halves")
        Path(part).mkdir()
    hub = folder / f"{kind}-hub"
    shutil.copytree(folder / f"{kind}-halves", hub)
    (hub / "shap_e_renderer" / "diffusion_pytorch_model.fp16.safetensors").unlink()
    weights = pipeline.shap_e_renderer.float().state_dict()
    torch.save(weights, hub / "shap_e_renderer" / "diffusion_pytorch_model.bin")


def measure(who: str, kind: str, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """One row, in this process."""
    import torch
    from PIL import Image

    device, precision = torch.device(options.device), _dtype(options.precision)
    image = Image.linear_gradient("L").convert("RGB").resize((224, 224))
    noise = torch.randn(1, *LATENT, generator=torch.Generator().manual_seed(1))
    run = (_maquette if who == "maquette" else _diffusers)(
        kind, folder, device, precision, PROMPT if kind == "text" else image, options
    )
    row = next(run)

    def timed(what: str, given: torch.Tensor) -> torch.Tensor:
        for _ in range(2 if device.type == "cuda" else 1):
            begun = time.perf_counter()
            made = run.send((what, given))
            row["four" if len(given) == 4 else what] = time.perf_counter() - begun
        return made

    latent = timed("sample", noise)
    if options.mesh:
        timed("mesh", torch.load(options.folder / "wheel.pt", weights_only=True).to(device))
    row["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    if device.type == "cuda":
        row["gpu"] = torch.cuda.max_memory_allocated()
    if who == "maquette" and options.mesh:
        timed("sample", noise.repeat(4, 1, 1))
    torch.save(latent.float().cpu(), options.latent)
    return row


def _dtype(precision: str) -> Any:
    import torch

    return {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}[precision]


def _maquette(kind, folder, device, precision, said, options):
    """Each of the two: seconds of loading, then what it is sent for: latents, or a file."""
    from backend import families
    from backend.asset import mesh_files
    from backend.compute.progress import Tracker
    from backend.families.shap_e import components, sampling  # noqa: F401 - imports are not timed
    from backend.shared.models import catalog

    model = catalog.find(str(folder))
    begun = time.perf_counter()
    loaded = families.load(model, device, precision, Tracker())
    what, given = yield {"load": time.perf_counter() - begun}
    while True:
        if what == "mesh":
            mesh = loaded.asset(given, families.AssetOptions(RESOLUTION), lambda step: None)
            what, given = yield mesh_files.write(mesh, Path(options.latent).with_suffix(".glb"))
            continue
        sampling.noise = lambda seeds, shape, noise=given: noise
        how = families.Sampling("exact", options.steps, GUIDANCE)
        latents, _ = loaded.sample([said], range(len(given)), how, Tracker())
        what, given = yield latents[0].cpu().to(device)  # waits for the GPU


def _diffusers(kind, folder, device, precision, said, options):
    import diffusers.utils
    from diffusers import ShapEImg2ImgPipeline, ShapEPipeline

    kind_of = ShapEPipeline if kind == "text" else ShapEImg2ImgPipeline
    begun = time.perf_counter()
    pipeline = kind_of.from_pretrained(folder, variant="fp16", torch_dtype=precision).to(device)
    what, given = yield {"load": time.perf_counter() - begun}
    pipeline.set_progress_bar_config(disable=True)
    while True:
        if what == "mesh":
            decode = pipeline.shap_e_renderer.decode_to_mesh
            mesh = decode(given[None].to(precision), device, grid_size=RESOLUTION)
            path = str(Path(options.latent).with_suffix(".ply"))
            what, given = yield diffusers.utils.export_to_ply(mesh, path)
            continue
        latents = given.flatten(1).to(device, precision)
        if kind == "image":  # that pipeline leaves the first sigma out
            pipeline.scheduler.set_timesteps(options.steps)
            latents = latents * pipeline.scheduler.init_noise_sigma
        made = pipeline(
            said,
            num_inference_steps=options.steps,
            guidance_scale=GUIDANCE,
            latents=latents,
            output_type="latent",
        ).images[0]
        what, given = yield made.cpu().to(device)


def rate(device: str, precision: Any) -> float:
    """FLOP a second of a product of two matrices of 4096 (2048 on a CPU) a side, by the quicker of
    torch's own and ours."""
    import torch

    from backend.compute.linear import linear

    side = 2048 if device == "cpu" else 4096
    a, b = (torch.randn(side, side, device=device, dtype=precision) for _ in range(2))
    fastest = float("inf")
    for product in (lambda: a @ b, lambda: linear(a, b, None)):
        for _ in range(3):
            begun = time.perf_counter()
            for _ in range(4):
                made = product()
            made.sum().item()
            fastest = min(fastest, time.perf_counter() - begun)
    return 4 * 2 * side**3 / fastest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--folder", type=Path, default=Path("build/full-size"))
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--precision", default="fp32", choices=("fp32", "fp16", "bf16"))
    parser.add_argument("--steps", type=int, default=1)
    parser.add_argument("--mesh", action="store_true", help="and a mesh, and four samples")
    parser.add_argument("--layouts", nargs="+", choices=LAYOUTS, default=LAYOUTS)
    parser.add_argument("--row", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--latent", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.row:
        who, kind, layout = options.row
        print(json.dumps(measure(who, kind, options.folder / f"{kind}-{layout}", options)))
        return
    import torch

    options.folder.mkdir(parents=True, exist_ok=True)
    where = torch.cuda.get_device_name() if options.device == "cuda" else platform.processor()
    print(
        f"{options.device} {where} {options.precision}, {options.steps} steps, "
        f"{torch.get_num_threads()} threads, torch {torch.__version__}"
    )
    print(
        f"{'kind':6}{'layout':8}{'who':11}{'load s':>8}{'sample s':>10}{'floor s':>9}"
        f"{'four s':>8}{'mesh s':>8}{'peak GB':>9}{'GPU GB':>8}"
    )
    if options.mesh:
        from . import thin

        thin.latents(options.folder, ("wheel",))
    flops = rate(options.device, _dtype(options.precision))
    for kind in KINDS:
        if not (options.folder / f"{kind}-hub").exists():
            make(options.folder, kind)
        for layout in options.layouts:
            latents, rows = [], []
            for file in (options.folder / f"{kind}-{layout}").rglob("*.*"):
                file.read_bytes()  # else the first to load waits for the disk for both
            for who in ("maquette", "diffusers"):
                row, latent = _row(who, kind, layout, options)
                latents.append(latent)
                rows.append(row)
                floor = CALL[kind] * 2 * (2 * options.steps - 1) / flops
                print(
                    f"{kind:6}{layout:8}{who:11}{row['load']:8.1f}{row['sample']:10.2f}{floor:9.2f}"
                    f"{row.get('four', 0):8.2f}{row.get('mesh', 0):8.2f}"
                    f"{row['peak'] / 1e9:9.2f}{row.get('gpu', 0) / 1e9:8.2f}",
                    flush=True,
                )
            apart = (latents[0] - latents[1]).abs()
            print(
                f"      latents differ by {apart.max():.1e} at most, {apart.mean():.1e} in the"
                f" mean; they spread by {latents[0].std():.2f}"
            )
            if options.device == "cuda" and options.mesh and layout == "halves":
                _compare(kind, *rows, floor)


def _compare(kind: str, ours: dict, theirs: dict, floor: float) -> None:
    sampling = goals.times([theirs["sample"] / ours["sample"]])
    above = goals.times([ours["sample"] / floor])
    goals.reached("sampling", "cuda", f"{kind} {sampling}, {above} the floor")
    mine, known = (row["sample"] + row["mesh"] for row in (ours, theirs))
    goals.reached("object", "cuda", f"{kind} {goals.times([known / mine])}, {mine:.2f} s")
    goals.reached("four", "cuda", f"{kind} {goals.times([ours['four'] / ours['sample']])}")
    mine, known = (row["gpu"] / 1e9 for row in (ours, theirs))
    goals.reached("peak", "cuda", f"{kind} {mine:.2f} GB beside {known:.2f} GB")


def _row(who: str, kind: str, layout: str, options: argparse.Namespace):
    import torch

    with tempfile.TemporaryDirectory() as folder:
        latent = Path(folder, "latent.pt")
        command = [sys.executable, "-m", "benchmarks.full_size", "--row", who, kind, layout]
        for name in ("folder", "device", "precision", "steps"):
            command += [f"--{name}", str(getattr(options, name))]
        command += ["--mesh"] if options.mesh else []
        run = subprocess.run(
            [*command, "--latent", str(latent)],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(who),
        )
        return json.loads(run.stdout.splitlines()[-1]), torch.load(latent, weights_only=True)


if __name__ == "__main__":
    main()
