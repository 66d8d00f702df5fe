#!/usr/bin/env bash
# inspect-ai 0.3.285: a scorer gives dictionaries, metrics={"*": [mean()]}. What of a key that some samples do not have?
#
# Guess, written down first: every key that any sample has is reported, over those that have it, as NaN is left out.
# Seen: the first sample decides. A key that it lacks is reported nowhere, without a word; a key that it has and a later one
# lacks ends the whole eval in an error. The order of the dataset alone decides between the two. Give every sample every key,
# NaN where there is no score. Mettle writes one plain score for each part (arena/inspect/sample.ts).
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet inspect-ai==0.3.285
cat > seen.py <<'PY'
import inspect_ai
from inspect_ai import Task, eval
from inspect_ai.dataset import Sample
from inspect_ai.scorer import Score, mean, scorer
from inspect_ai.solver import solver

NAN = float("nan")


@solver
def silent():
    async def solve(state, generate):
        return state
    return solve


@scorer(metrics={"*": [mean()]})
def traits():
    async def score(state, target):
        return Score(value=state.metadata["scores"])
    return score


def means(*scores):
    dataset = [Sample(input="Who leads?", id=i + 1, metadata={"scores": own}) for i, own in enumerate(scores)]
    task = Task(dataset=dataset, solver=silent(), scorer=traits(), name="traits")
    [log] = eval(task, model="mockllm/model", log_dir="logs", display="none", log_level="error")
    if log.status != "success":
        return log.status
    return {part.name: part.metrics["mean"].value for part in log.results.scores}


seen = {
    "first lacks b": means({"a": 1.0}, {"a": 0.0, "b": 1.0}),
    "second lacks b": means({"a": 0.0, "b": 1.0}, {"a": 1.0}),
    "first has NaN": means({"a": 1.0, "b": NAN}, {"a": 0.0, "b": 1.0}),
}
print(inspect_ai.__version__, seen)
assert seen == {"first lacks b": {"a": 0.5}, "second lacks b": "error", "first has NaN": {"a": 0.5, "b": 1.0}}, seen
PY
venv/bin/python seen.py
