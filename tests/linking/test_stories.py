"""Stories of a few reports are read, linked and graded as a careful recorder would, and those that are not are known."""

import pytest

from bearwitness.reading.english.read import EnglishTools
from tests.linking.stories import FOLDER, OPEN, Story, find_differences, load_stories, read_story

FEWEST = 40


@pytest.mark.parametrize("story", load_stories(), ids=lambda story: story.id)
def test_story_is_right(story: Story, english: EnglishTools) -> None:
    assert find_differences(story, read_story(story, english)) == []


@pytest.mark.parametrize("story", load_stories(OPEN), ids=lambda story: story.id)
def test_open_story_is_still_wrong(story: Story, english: EnglishTools) -> None:
    """One that is right now goes to the folder of those that must be."""
    assert find_differences(story, read_story(story, english)), f"{story.id} is right now: move it to {FOLDER.name}"


def test_there_are_enough_stories_each_with_its_own_name() -> None:
    stories = [*load_stories(), *load_stories(OPEN)]

    assert len(load_stories()) >= FEWEST
    assert len({story.id for story in stories}) == len(stories)
    assert all(one.fault for one in load_stories(OPEN))


def test_rows_name_reports_of_their_story_and_pairs_name_rows() -> None:
    for story in [*load_stories(), *load_stories(OPEN)]:
        known = {report["id"] for report in story.reports}
        assert all({*row["reports"], *row.get("may", ())} <= known for row in story.rows), story.id
        assert all(1 <= one < other <= len(story.rows) for one, other in (pair["rows"] for pair in story.pairs)), (
            story.id
        )
