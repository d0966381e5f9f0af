"""The measures of kinds and forms are put to true shapes."""

from training.evaluate_autoencoder import ceiling


def test_most_true_shapes_are_recognised(bank):
    found = ceiling(bank, 124)
    assert found["kind"] > 0.9
    assert found["form"] > 0.8
