"""Runs PettingZoo's own tests on served envs, each given as ID=URL; prints what came out as JSON."""

import json
import sys
import warnings

import numpy as np
from mettle_pettingzoo import parallel_env
from pettingzoo.test import api_test, parallel_api_test, parallel_seed_test
from pettingzoo.utils.conversions import parallel_to_aec
from random_agents import play


def whole(url, seed):
    """Everything that a whole episode of uniform play shows, as text."""
    env = parallel_env(url)
    observations, infos = env.reset(seed=seed)
    shown = [observations, infos]
    for i, agent in enumerate(env.possible_agents):
        env.action_space(agent).seed(42 + i)
    while env.agents:
        actions = {agent: env.action_space(agent).sample(observations[agent]["action_mask"]) for agent in env.agents}
        told = env.step(actions)
        observations = told[0]
        shown.append([actions, *told])
    env.close()
    return len(shown), json.dumps(shown, default=lambda array: array.tolist())


def check(url):
    env = parallel_env(url)
    parallel_api_test(env, num_cycles=200)
    api_test(parallel_to_aec(env), num_cycles=100)
    parallel_seed_test(lambda: parallel_env(url), num_cycles=200)
    (steps, first), (_, again), (_, other) = whole(url, 5), whole(url, 5), whole(url, 6)
    infos = play(env, 3)
    env.close()
    return {
        "name": env.metadata["name"],
        "steps": steps,
        "same": first == again,
        "differs": first != other,
        "told": {agent: sorted(info) for agent, info in infos.items()},
    }


def main(served):
    np.seterr(all="raise")
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        found = {env: check(url) for env, url in (each.split("=", 1) for each in served)}
    print()
    print(json.dumps({"envs": found, "warnings": sorted({str(each.message) for each in said})}))


if __name__ == "__main__":
    main(sys.argv[1:])
