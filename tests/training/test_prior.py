"""What the priors learn from: few tokens of a latent ask the same question as all of them."""

import pytest
import torch

from training import autoencoder, prior

LATENT = torch.zeros(4000, autoencoder.TOKENS, autoencoder.WIDTH)


class Listener(torch.nn.Module):
    """Notes what it is asked, and says nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.positional_embedding = torch.nn.Parameter(torch.zeros(1, autoencoder.TOKENS, 8))

    def forward(self, noisy, time_step, embedding):
        self.noisy, self.time_step, self.embedding = noisy, time_step, embedding
        assert self.positional_embedding.shape[1] == noisy.shape[1]
        return type("Said", (), {"predicted_image_embedding": noisy.repeat(1, 1, 2) * 0})


@pytest.mark.parametrize("kept", prior.BATCH)
def test_so_many_of_each_group(kept):
    tokens = prior.draw_tokens(kept)
    groups = torch.bincount(tokens // prior.GROUP, minlength=autoencoder.CODES)
    assert groups.tolist() == [kept] * autoencoder.CODES
    assert len(set(tokens.tolist())) == len(tokens) and tokens.max() < autoencoder.TOKENS


@pytest.mark.parametrize("kept", prior.BATCH)
def test_a_groups_mean_is_as_noisy_whatever_is_kept(kept, monkeypatch):
    monkeypatch.setattr(prior, "draw_times", lambda count: torch.full((count,), 500.0))
    asked = Listener()
    prior.loss_of(asked, torch.ones(len(LATENT), 4), LATENT, kept)
    mean = asked.noisy.view(len(LATENT), autoencoder.CODES, kept, -1).mean(2)
    alpha_bar = torch.exp(torch.tensor(-12 * 501 / 1024))
    assert float(mean.var()) == pytest.approx(float(1 - alpha_bar) / prior.GROUP, rel=0.02)
    told = asked.embedding.bool().all(1).float().mean()
    assert float(told) == pytest.approx(1 - prior.UNCONDITIONAL, abs=0.02)


def test_groups_can_be_told_apart_from_the_start():
    places = prior.make_prior().positional_embedding[0].detach()
    places = places.view(autoencoder.CODES, prior.GROUP, -1)
    assert torch.equal(places, places[:, :1].expand_as(places))
    apart = torch.cdist(places[:, 0], places[:, 0])
    assert float(apart[~torch.eye(autoencoder.CODES, dtype=torch.bool)].min()) > 5
