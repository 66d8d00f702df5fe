"""An agent for Mettle in Python, without dependencies: JSON lines on standard input and output.

    npx mettle tournament dilemma --agents 'tit-for-tat,process:"python3 docs/examples/python/agent.py"'

Takes the first legal action by index, which in the dilemma is to cooperate.
"""

import json
import sys


def decide(turn: dict) -> int:
    return min(option["index"] for option in turn["legal"])


for line in sys.stdin:
    message = json.loads(line)
    if message["type"] != "act":
        continue  # "start": rules and params of a match; "end": its scores
    where = {key: message[key] for key in ("match", "tick", "seat")}
    print(json.dumps({**where, "action": decide(message)}), flush=True)
