"""Reads a folder of logs with Inspect itself; prints what it found as JSON."""

import json
import sys

from inspect_ai.log import list_eval_logs, read_eval_log


def read(info):
    log = read_eval_log(info)
    header = read_eval_log(info, header_only=True)
    first = log.samples[0]
    spans = {event.id: event.name for event in first.events if event.event == "span_begin"}
    acts = [event for event in first.events if event.event == "info"]
    return {
        "task": log.eval.task,
        "status": log.status,
        "samples": len(log.samples),
        "declared": header.eval.dataset.samples,
        "ids": len({sample.id for sample in log.samples}),
        "metrics": {score.name: {key: m.value for key, m in score.metrics.items()} for score in log.results.scores},
        "first": {
            "scores": {name: score.value for name, score in first.scores.items()},
            "metadata": {key: first.metadata[key] for key in ("arm", "focal", "scores", "seats")},
            "spans": spans,
            "spanTypes": sorted({event.type for event in first.events if event.event == "span_begin"}),
            "acts": len(acts),
            "placed": all(event.span_id in spans and event.source == "mettle" for event in acts),
            "roles": [message.role for message in first.messages],
        },
    }


if __name__ == "__main__":
    print(json.dumps([read(info) for info in list_eval_logs(sys.argv[1])]))
