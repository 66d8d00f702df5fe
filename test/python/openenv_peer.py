"""Plays a served env through OpenEnv's own validator and generic client; prints what came out as JSON."""

import json
import sys

from openenv.cli._validation import validate_running_environment
from openenv.core.generic_client import GenericEnvClient


def episode(env, seed, pick):
    """One episode: the labels chosen, the rewards, and the last answer."""
    result = env.reset(seed=seed)
    assert result.reward is None and not result.done and not result.metadata
    actions, rewards = [], []
    while not result.done:
        action = pick(result.observation["legal"], len(actions))
        result = env.step({"action": action})
        actions.append(action)
        rewards.append(result.reward)
    return {"actions": actions, "rewards": rewards, "metadata": result.metadata}


def main(url):
    report = validate_running_environment(url, timeout_s=30)
    with GenericEnvClient(base_url=url) as env:
        played = [episode(env, seed, lambda legal, n: sorted(legal)[n % len(legal)]) for seed in (7, 7, 8)]
        state = env.state()
        env.reset(seed=7)
        try:
            env.step({"action": "no such label"})
            refused = None
        except RuntimeError as error:
            refused = str(error)
    print(json.dumps({"report": report, "played": played, "state": state, "refused": refused}))


if __name__ == "__main__":
    main(sys.argv[1])
