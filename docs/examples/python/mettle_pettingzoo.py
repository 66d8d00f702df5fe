"""Mettle's games as PettingZoo parallel environments, over `npx mettle serve ENV --seat all`."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from typing import Any
from urllib.request import urlopen

import numpy as np
from gymnasium.spaces import Box, Dict, Discrete
from pettingzoo import ParallelEnv
from websockets.sync.client import connect

__version__ = "0.4.0"


@contextmanager
def serve(env: str, *flags: str, command: Sequence[str] = ("npx", "mettle")) -> Iterator[str]:
    """Starts a server of all seats of an env on a free port, and yields its address.

    :param flags: further flags of `mettle serve`, such as `"--sessions", "8"` or `"--set", "rounds=20"`
    """
    line = [*command, "serve", env, "--seat", "all", "--port", "0", "--json", *flags]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as server:
        try:
            told = ""
            while not told.endswith("}\n"):
                read = server.stdout.readline()
                if not read:
                    raise RuntimeError(f"{' '.join(line)} ended with {server.wait()}: its standard error says why")
                told += read
            yield json.loads(told)["url"]
        finally:
            server.terminate()


class MettleEnv(ParallelEnv):
    """All seats of one served env, played by the caller.

    Observations are `{"observation": float32 [size], "action_mask": int8 [n]}`. Action `n - 1` is no action of the game: it stands for
    waiting, and is the one legal action of a seat that does not decide now. Rewards are increments of the seat's score. Once the match is
    over, `infos[agent]` holds its `score`, `power`, `appraisals` and `decisions`, and whether the match was `rigged`.

    :param url: address of `npx mettle serve ENV --seat all`
    :param words: whether `infos[agent]` holds the `prompt` and the `legal` labels of each turn too
    """

    metadata = {"name": "mettle", "render_modes": [], "is_parallelizable": True}

    def __init__(self, url: str, words: bool = False) -> None:
        with urlopen(f"{url}/schema") as answer:
            schema = json.load(answer)
        if schema["action"]["title"] != "MettleActions":
            raise ValueError(f"{url}: expected a server of all seats (--seat all), got one of a single seat")
        with urlopen(f"{url}/metadata") as answer:
            self.metadata = {**self.metadata, "name": json.load(answer)["name"]}
        seats = schema["observation"]["properties"]["seats"]
        turn = seats["items"]["properties"]
        self.possible_agents = [f"seat_{seat}" for seat in range(seats["minItems"])]
        self.agents: list[str] = []
        self.render_mode = None
        self._size = turn["observation"]["minItems"]
        self._wait = turn["action_mask"]["minItems"]
        self._words = words
        self._open = ExitStack()
        self._socket = self._open.enter_context(connect(f"ws{url.removeprefix('http')}/ws", compression=None, proxy=None))

    @lru_cache(maxsize=None)
    def observation_space(self, agent: str) -> Dict:
        box = Box(-np.inf, np.inf, (self._size,), np.float32)
        return Dict({"observation": box, "action_mask": Box(0, 1, (self._wait + 1,), np.int8)})

    @lru_cache(maxsize=None)
    def action_space(self, agent: str) -> Discrete:
        return Discrete(self._wait + 1)

    def reset(self, seed: int | None = None, options: dict | None = None):
        """:param seed: of the match's chance; without one the server draws it"""
        told = self._say("reset", {"words": self._words, **({} if seed is None else {"seed": seed})})
        self.agents = self.possible_agents[:]
        return self._observations(told), self._infos(told)

    def step(self, actions: dict[str, int]):
        """:param actions: one for each agent; those of seats that do not decide now are ignored"""
        if not self.agents:
            return {}, {}, {}, {}, {}
        chosen = {seat: int(actions[self._name(seat)]) for seat in self._deciding}
        waiting = [self._name(seat) for seat, action in chosen.items() if action == self._wait]
        if waiting:
            raise ValueError(f"expected an action of the game from {', '.join(waiting)}, got {self._wait}, which is to wait")
        told = self._say("step", {"actions": chosen})
        everybody = self.agents
        rewards = dict(zip(everybody, map(float, told["observation"]["rewards"])))
        ended = dict.fromkeys(everybody, told["done"])
        if told["done"]:
            self.agents = []
        return self._observations(told), rewards, ended, dict.fromkeys(everybody, False), self._infos(told)

    def close(self) -> None:
        self._open.close()

    def render(self) -> None:
        return None

    def _name(self, seat: int) -> str:
        return self.possible_agents[seat]

    def _say(self, kind: str, data: dict[str, Any]) -> dict[str, Any]:
        self._socket.send(json.dumps({"type": kind, "data": data}))
        answer = json.loads(self._socket.recv())
        if answer["type"] == "error":
            raise RuntimeError(f"{answer['data']['code']}: {answer['data']['message']} {answer['data'].get('errors', '')}")
        told = answer["data"]
        self._deciding = [i for i, seat in enumerate(told["observation"]["seats"]) if seat["decides"]]
        return told

    def _observations(self, told: dict[str, Any]) -> dict[str, dict[str, np.ndarray]]:
        return {
            agent: {
                "observation": np.asarray(seat["observation"], np.float32),
                "action_mask": np.asarray([*seat["action_mask"], not seat["decides"]], np.int8),
            }
            for agent, seat in zip(self.possible_agents, told["observation"]["seats"])
        }

    def _infos(self, told: dict[str, Any]) -> dict[str, dict[str, Any]]:
        seats, end = told["observation"]["seats"], told.get("metadata")
        infos: dict[str, dict[str, Any]] = {}
        for i, agent in enumerate(self.possible_agents):
            infos[agent] = {key: seats[i][key] for key in ("prompt", "legal") if key in seats[i]}
            if end:
                own = {"score": end["scores"][i], "power": end["power"][i], "rigged": end["rigged"]}
                infos[agent] |= {**end["seats"][i], **own}
        return infos


def parallel_env(url: str, words: bool = False) -> MettleEnv:
    """PettingZoo's usual name for what makes an environment."""
    return MettleEnv(url, words)
