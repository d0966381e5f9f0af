"""The measure of kinds is put to true shapes."""

from training.evaluate_autoencoder import ceiling


def test_most_true_shapes_are_recognised():
    assert ceiling(124) > 0.9
