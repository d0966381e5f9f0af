"""What rows come to: names, identities, groups."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.batch import orders
from backend.shared.artifact import Artifact
from backend.shared.lists.table import Row, Table
from backend.shared.request import GenerationRequest, SourceImage


def plan(*rows: dict, folder: Path = Path(), **base) -> orders.Plan:
    listed = Table([Row(k, cells) for k, cells in enumerate(rows, start=2)])
    asked = GenerationRequest(**{"format": "glb", **base})
    return orders.plan(listed, asked, SourceImage(Artifact()), folder)


def identity(cells: dict, **base) -> str:
    (order,) = plan(cells, **base).orders
    return order.identity


def test_a_name_tells_the_prompt_and_what_decides_the_object():
    chair, vase = plan({"prompt": "A red  chair!"}, {"prompt": "Vase 花瓶"}).orders
    assert chair.folder == f"a-red-chair-{chair.identity[:12]}"
    assert vase.folder == f"vase-花瓶-{vase.identity[:12]}"
    (named,) = plan({"prompt": "A red chair", "name": "No. 7, red"}).orders
    assert named.folder == "No. 7, red"


def test_an_identity_is_what_is_made_and_nothing_else():
    chair = identity({"prompt": "a red chair"})
    same = [
        identity({"prompt": "a red chair", "seed": "0", "name": "other", "#": "note"}),
        identity({"prompt": "a red chair", "model": "maquette-mini", "steps": "12"}),
        identity({"prompt": "a red chair"}, device="cpu", anyway=True),
    ]
    assert {*same} == {chair}
    others = [
        identity({"prompt": "a blue chair"}),
        identity({"prompt": "a red chair", "seed": "1"}),
        identity({"prompt": "a red chair"}, steps=20),
        identity({"prompt": "a red chair", "model": "maquette-mini-wide"}),
        identity({"prompt": "a red chair", "real_size": "no"}),
        identity({"prompt": "a red chair"}, format="ply"),
    ]
    assert len({chair, *others}) == len(others) + 1


def test_an_image_is_told_by_its_content(tmp_path):
    for name, content in (("a.png", b"1"), ("b.png", b"1"), ("c.png", b"2")):
        (tmp_path / name).write_bytes(content)
    rows = ({"image": name, "name": name} for name in ("a.png", "b.png", "c.png"))
    a, b, c = plan(*rows, folder=tmp_path).orders
    assert a.identity == b.identity != c.identity
    (order,) = plan({"image": "c.png"}, folder=tmp_path).orders
    assert order.folder.startswith("c-")


def test_rows_that_ask_for_the_same_are_one_object():
    made = plan({"prompt": "a chair"}, {"prompt": "a chair", "seed": "0"}, {"prompt": "a vase"})
    assert [order.number for order in made.orders] == [2, 4]
    assert made.repeated == 1 and made.bad == ()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("CHAIR", "Its name CHAIR is that of row 2. Give each row its own name."),
        ("a/b", "Its name 'a/b' is not a file name. Use letters, digits"),
        ("..", "Its name '..' is not a file name."),
        ("con.glb", "Its name 'con.glb' is not a file name."),
        ("a?", "Its name 'a?' is not a file name."),
        ("end.", "Its name 'end.' is not a file name."),
        (".hidden", "Its name '.hidden' is not a file name."),
        ("Index.HTML", "Its name 'Index.HTML' is not a file name."),
        ("a\nb", "Its name 'a\\nb' is not a file name."),
        ("花" * 80, "Its name has 240 bytes. Use a name of at most 200."),
    ],
)
def test_names_that_cannot_be(name, said):
    made = plan({"prompt": "a chair", "name": "chair"}, {"prompt": "a vase", "name": name})
    assert [order.folder for order in made.orders] == ["chair"]
    (bad,) = made.bad
    assert str(bad).startswith(f"Row 3: {said}") and bad.prompt == "a vase"


def test_bad_rows_have_a_sentence_each_and_the_others_go_on():
    made = plan(
        {"prompt": "x" * 10_000},
        {"prompt": "a chair"},
        {"prompt": ""},
        {"prompt": "a chair", "resolution": "1"},
        {"prompt": "a chair", "model": "nobody's"},
        {"prompt": "a chair", "output": "points", "resolution": "64"},
    )
    assert [order.number for order in made.orders] == [3]
    assert [str(bad).partition(". ")[0] for bad in made.bad] == [
        "Row 2: The prompt has 10000 characters; the limit is 2000",
        "Row 4: The prompt is empty",
        "Row 5: resolution is 1; it must lie between 8 and 512",
        'Row 6: There is no model "nobody\'s"',
        "Row 7: Resolution does not apply to points",
    ]


def test_orders_of_one_group_follow_each_other():
    made = plan(
        {"prompt": "a chair"},
        {"prompt": "a vase", "steps": "9"},
        {"prompt": "a table", "resolution": "64", "seed": "7"},
        {"prompt": "a lamp", "steps": "9"},
    )
    assert [order.number for order in made.orders] == [2, 4, 3, 5]
    assert len({order.group for order in made.orders}) == 2


def test_shards_have_each_object_and_each_bad_row_once():
    rows = [{"prompt": "a chair", "seed": str(k)} for k in range(10)] + [{"prompt": ""}] * 5
    whole = plan(*rows)
    parts = [whole.shard(k, 3) for k in (1, 2, 3)]
    assert [len(part.orders) for part in parts] == [4, 3, 3]
    for kind in ("orders", "bad"):
        numbers = sorted(each.number for part in parts for each in getattr(part, kind))
        assert numbers == [each.number for each in getattr(whole, kind)]


def test_what_is_written_of_an_object(tmp_path):
    (tmp_path / "a.png").write_bytes(b"1")
    (order,) = plan({"image": "a.png"}, folder=tmp_path).orders
    asked = orders.to_write(order, tmp_path)
    assert (asked.name, asked.format, asked.latents, asked.thumbnail) == ("mesh", "glb", True, 256)
    assert asked.prepared_image == str(tmp_path / "image.png")
    asked.validate()
