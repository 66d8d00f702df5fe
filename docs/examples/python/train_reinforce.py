"""A learner in one file plays a game of Mettle through PettingZoo, and wins more after training than before.

    python docs/examples/python/train_reinforce.py dilemma --set rounds=5

REINFORCE with a baseline (Williams 1992) on a linear softmax policy, in the manner of CleanRL: nothing is hidden in a library. The first
seat learns against random agents; what is printed is its mean payoff on seeds that it never trained on.
"""

import argparse

import numpy as np
from mettle_pettingzoo import parallel_env, serve

BATCH, RATE = 20, 0.5  # episodes a step, and the size of a step in advantages of unit variance


class Policy:
    """π(a | o) ∝ exp(w_a · [o, 1]) over legal actions."""

    def __init__(self, env, agent: str, seed: int) -> None:
        observed = env.observation_space(agent)["observation"].shape[0]
        self.weights = np.zeros((env.action_space(agent).n, observed + 1))
        self.rng = np.random.default_rng(seed)

    def act(self, turn: dict) -> tuple[int, np.ndarray]:
        """:returns: an action, and the gradient of its log-probability by the weights, [actions, observed + 1]"""
        features = np.append(turn["observation"], 1.0)
        scores = np.where(turn["action_mask"] == 1, self.weights @ features, -np.inf)
        p = np.exp(scores - scores.max())
        p /= p.sum()
        action = int(self.rng.choice(len(p), p=p))
        return action, np.outer(np.eye(len(p))[action] - p, features)


def episode(env, policy: Policy, seed: int) -> tuple[np.ndarray, float]:
    """One match against random agents: Σ ∇ log π over the learner's decisions, and its payoff."""
    learner, *others = env.possible_agents
    observations, _ = env.reset(seed=seed)
    for i, agent in enumerate(others):
        env.action_space(agent).seed(1000 * seed + i)
    gradient, payoff = np.zeros_like(policy.weights), 0.0
    while env.agents:
        action, own = policy.act(observations[learner])
        gradient += own
        actions = {agent: env.action_space(agent).sample(observations[agent]["action_mask"]) for agent in others}
        observations, rewards, *_ = env.step({learner: action, **actions})
        payoff += rewards[learner]
    return gradient, payoff


def payoff(env, policy: Policy, episodes: int) -> float:
    return float(np.mean([episode(env, policy, 1_000_000 + seed)[1] for seed in range(episodes)]))


def run(url: str, steps: int, seed: int) -> None:
    env = parallel_env(url)
    policy = Policy(env, env.possible_agents[0], seed)
    print(f"before  {payoff(env, policy, 100):.3f}")
    for step in range(steps):
        gradients, payoffs = zip(*(episode(env, policy, step * BATCH + i) for i in range(BATCH)))
        advantages = (payoffs - np.mean(payoffs)) / (np.std(payoffs) + 1e-8)
        policy.weights += RATE * np.mean([a * g for a, g in zip(advantages, gradients)], axis=0)
    print(f"after   {payoff(env, policy, 100):.3f}")
    env.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("env", help="id of a train env (npx mettle list envs)")
    parser.add_argument("--steps", type=int, default=30, help=f"of {BATCH} matches each")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--set", action="append", default=[], help="param of the env, as rounds=5")
    parser.add_argument("--url", help="of a running server with --seat all; without it one is started")
    given = parser.parse_args()
    if given.url:
        run(given.url, given.steps, given.seed)
    else:
        with serve(given.env, *(part for each in given.set for part in ("--set", each))) as url:
            run(url, given.steps, given.seed)


if __name__ == "__main__":
    main()
