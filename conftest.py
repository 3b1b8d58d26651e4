"""What every test may use: the test databases and the world of two organisations."""

import hypothesis

from config.tests.fixtures import *  # noqa: F403  # fixtures are found by name

# How long an example takes depends on what else the machine does; no test is about that.
hypothesis.settings.register_profile("concord", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("concord")
