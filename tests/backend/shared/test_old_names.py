"""Files, models and command lines of before: their names mean what they meant."""

import importlib
import json
from dataclasses import fields
from pathlib import Path

import pytest

from backend.shared import old_names, record
from backend.shared.messages import Result
from backend.shared.models import description
from backend.shared.request import GenerationRequest

FORMER = Path(__file__).with_name("former_record.json")


def test_every_name_of_the_tables_leads_to_one_of_now():
    for table, kind in ((old_names.REQUEST, GenerationRequest), (old_names.RESULT, Result)):
        present = {each.name for each in fields(kind)}
        assert set(table.values()) <= present and not set(table) & present
    assert {new for name, new in old_names.PANEL.items() if name in old_names.REQUEST} >= {
        "sampler",
        "loose_parts",
        "preview_interval",
    }


def test_a_present_name_goes_before_an_old_one():
    said = {"preset": "fast", "sampler": "exact", "seed": 3}
    assert old_names.renamed(said, old_names.REQUEST) == {"sampler": "exact", "seed": 3}
    assert old_names.renamed({"preset": "fast"}, old_names.REQUEST) == {"sampler": "fast"}


def test_a_file_of_before_is_read(tmp_path):
    file = tmp_path / "former.obj"
    file.write_bytes(b"# maquette " + FORMER.read_bytes() + b"v 0 0 0\n")
    made = record.read(file)
    assert made.record == record.VERSION and made.license == "GPL-3.0-or-later"
    assert made.request["sampler"] == "exact" and made.request["loose_parts"] is False
    assert made.request["steps"] == 9 and made.image and "crop" in made.image["preparation"]
    assert record.decoded(record.encoded(made)) == made


def test_a_model_of_before_recommends_its_sampler(tmp_path):
    file = tmp_path / "maquette.json"
    file.write_text(json.dumps({"preset": "fast", "fast_steps": 9}))
    assert description.read(file).sampler == "fast"


@pytest.mark.parametrize(("flag", "name", "value"), [("--preset", "sampler", "fast")])
def test_the_command_line_knows_old_options(flag, name, value, capsys):
    cli = importlib.import_module("backend.__main__")
    options = cli._parser().parse_args(["generate", "a", flag, value])
    assert getattr(options, f"GenerationRequest.{name}") == value
    with pytest.raises(SystemExit):
        cli.main(["generate", "--help"])
    assert flag not in capsys.readouterr().out
