"""Random agents play a game of Mettle through PettingZoo.

    python docs/examples/python/random_agents.py boardroom --episodes 5
"""

import argparse

from mettle_pettingzoo import parallel_env, serve


def play(env, seed: int) -> dict:
    """One episode of uniform play over legal actions; what every seat was told in the end."""
    observations, infos = env.reset(seed=seed)
    for i, agent in enumerate(env.possible_agents):
        env.action_space(agent).seed(1000 * seed + i)
    while env.agents:
        actions = {agent: env.action_space(agent).sample(observations[agent]["action_mask"]) for agent in env.agents}
        observations, rewards, terminations, truncations, infos = env.step(actions)
    return infos


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("env", help="id of a train env (npx mettle list envs)")
    parser.add_argument("--episodes", type=int, default=3)
    parser.add_argument("--url", help="of a running server with --seat all; without it one is started")
    given = parser.parse_args()
    if given.url:
        run(given.url, given.episodes)
    else:
        with serve(given.env) as url:
            run(url, given.episodes)


def run(url: str, episodes: int) -> None:
    env = parallel_env(url)
    for seed in range(episodes):
        for agent, info in play(env, seed).items():
            print(f"episode {seed}  {agent}  score {info['score']:.2f}  power {info['power']:.2f}")
    env.close()


if __name__ == "__main__":
    main()
