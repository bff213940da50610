import pytest
from click.testing import CliRunner

from offsite.cli import COMMANDS, group


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself(name):
    told = CliRunner().invoke(group, [name, "--help"])

    assert told.exit_code == 0
    assert told.output.startswith("Usage:")


def test_an_unknown_command_is_wrong_usage():
    assert CliRunner().invoke(group, ["dance"]).exit_code == 2
