#!/usr/bin/env bash
# inspect-ai 0.3.285: does its mock model, mockllm/model, answer where there is no network?
#
# Guess, written down first: yes; it asks no provider, and is what tests of tasks use.
# Seen: no. An output without `usage` has its tokens counted, and counting fetches the encoding o200k_base on first use, so
# the sample fails with a connection error. Outputs that carry a usage of their own are answered offline.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet inspect-ai==0.3.285
mkdir cache
cat > seen.py <<'PY'
from inspect_ai import Task, eval
from inspect_ai.dataset import Sample
from inspect_ai.model import ModelOutput, ModelUsage, get_model


def outcome(model):
    [log] = eval(Task(dataset=[Sample(input="Say hello.")]), model=model, log_dir="logs", display="none")
    error = log.samples[0].error if log.samples else None
    return log.status, error.message.split("(")[0] if error else None


def answered():
    output = ModelOutput.from_content("mockllm/model", "hello")
    output.usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)
    return output


seen = {
    "as it comes": outcome(get_model("mockllm/model")),
    "outputs with usage": outcome(get_model("mockllm/model", custom_outputs=[answered()])),
}
for name, (status, error) in seen.items():
    print(f"{name}: {status}{f', {error}' if error else ''}")
assert seen["as it comes"][0] == "error", "the mock answers offline now: this finding has ended"
assert seen["outputs with usage"] == ("success", None)
PY
# No network: a proxy where nobody listens, and an empty folder for encodings.
HTTPS_PROXY=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9 TIKTOKEN_CACHE_DIR="$folder/cache" venv/bin/python seen.py
