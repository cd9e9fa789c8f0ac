"""Picture tasks: pictures that marketplaces want otherwise are tasks of their own."""

from pathlib import Path

from listgen.cli.settings import Options, resolve
from listgen.engine.generate import read_inputs

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_a_picture_that_one_marketplace_wants_in_a_smaller_file_is_another_task():
    settings = resolve(
        Options(
            catalog=EXAMPLES, marketplaces=("shopify", "etsy"), images="studio", text="composer", only=("NOR-POT-14",)
        )
    )

    (tasks,) = [work.pictures for work in read_inputs(settings).work if work.pictures]

    heroes = {users[0]: task for task in tasks if task.job.spec.kind == "hero" for users in task.serves}
    assert len({task.name for task in tasks}) == len(tasks)
    assert heroes["etsy-en-US"].job.spec.max_bytes < heroes["shopify-en-US"].job.spec.max_bytes
