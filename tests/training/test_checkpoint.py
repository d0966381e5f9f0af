"""A training goes on elsewhere with the weights it had."""

import torch

from training import checkpoint


def test_networks_come_back_in_halves(tmp_path):
    state, elsewhere, file = tmp_path / "here", tmp_path / "there", tmp_path / "all.safetensors"
    (state / "tokenizer").mkdir(parents=True)
    (state / "tokenizer" / "vocab.json").write_text('{"Stühle": 1}', encoding="utf-8")
    weights = {"layer.weight": torch.randn(3, 4), "norm.num_batches_tracked": torch.tensor(7)}
    torch.save(weights, state / "encoder.pt")
    torch.save({"a.b": torch.ones(2)}, state / "prior.pt")
    checkpoint.save(state, file)
    checkpoint.load(elsewhere, file)
    assert sorted(path.name for path in elsewhere.iterdir()) == [
        "encoder.pt",
        "prior.pt",
        "tokenizer",
    ]
    told = (elsewhere / "tokenizer" / "vocab.json").read_text(encoding="utf-8")
    assert told == '{"Stühle": 1}'
    back = torch.load(elsewhere / "encoder.pt", weights_only=True)
    assert torch.allclose(back["layer.weight"], weights["layer.weight"], atol=2e-3)
    assert back["norm.num_batches_tracked"] == 7
    assert back["layer.weight"].dtype == torch.float32
