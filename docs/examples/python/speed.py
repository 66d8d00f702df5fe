"""Steps a second of uniform play: games of Mettle through the server, beside PettingZoo's own (which need pygame).

    python docs/examples/python/speed.py dilemma boardroom --seconds 5

A step is one decision of one agent.
"""

import argparse
import time

import numpy as np
from mettle_pettingzoo import parallel_env, serve
from pettingzoo.classic import connect_four_v3, rps_v2, tictactoe_v3


def parallel(env, seconds: float) -> float:
    """Decisions a second of a ParallelEnv."""
    start, steps, observations = time.perf_counter(), 0, {}
    while time.perf_counter() - start < seconds:
        if not env.agents:
            observations, _ = env.reset()
        actions = {agent: env.action_space(agent).sample(mask_of(observations[agent])) for agent in env.agents}
        steps += sum(mask is None or not mask[-1] for mask in (mask_of(observations[agent]) for agent in env.agents))
        observations, *_ = env.step(actions)
    return steps / (time.perf_counter() - start)


def mask_of(observation):
    return observation["action_mask"] if isinstance(observation, dict) else None


def aec(env, seconds: float) -> float:
    """Decisions a second of an AECEnv."""
    start, steps = time.perf_counter(), 0
    while time.perf_counter() - start < seconds:
        env.reset()
        for agent in env.agent_iter():
            observation, _, terminated, truncated, _ = env.last()
            over = terminated or truncated
            env.step(None if over else env.action_space(agent).sample(mask_of(observation)))
            steps += not over
    return steps / (time.perf_counter() - start)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("envs", nargs="+", help="ids of train envs")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--mettle", nargs="+", default=["npx", "mettle"], help="the command")
    given = parser.parse_args()
    np.random.seed(0)
    for env in given.envs:
        with serve(env, command=given.mettle) as url:
            game = parallel_env(url)
            print(f"mettle {env:16} {parallel(game, given.seconds):8.0f} decisions/s")
            game.close()
    for name, game in {"rps_v2": rps_v2, "tictactoe_v3": tictactoe_v3, "connect_four_v3": connect_four_v3}.items():
        print(f"classic {name:15} {aec(game.env(), given.seconds):8.0f} decisions/s")


if __name__ == "__main__":
    main()
