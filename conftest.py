"""What every test may use: the test databases and the world of two organisations."""

from config.tests.fixtures import *  # noqa: F403  # fixtures are found by name
