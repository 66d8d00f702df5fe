"""One real update of a tiny language model by TRL's GRPO in one of Mettle's games, on a CPU, without a download.

    pip install trl==1.16.0 openenv==0.10.0
    npx mettle serve dilemma --seat 0 --sessions 1 --port 8000
    python docs/examples/python/train_trl.py http://127.0.0.1:8000

The model is new and 34 thousand weights large, so it learns nothing worth reading in one update: what is shown is the loop. For a real
run give `GRPOTrainer` a real model and its own tokenizer, more steps, and a server with more sessions.
"""

from __future__ import annotations

import sys
import tempfile

import torch
from datasets import Dataset
from openenv.core.generic_client import GenericEnvClient
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import GPT2Config, GPT2LMHeadModel, PreTrainedTokenizerFast
from trl import GRPOConfig, GRPOTrainer

GENERATIONS = 4  # matches of one group: the same seed, so that only the model's choices tell them apart
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def byte_tokenizer() -> PreTrainedTokenizerFast:
    """One token a byte: every letter is one token."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE({token: i for i, token in enumerate([*alphabet, "<end>"])}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<end>", pad_token="<end>")


def asked(turn: dict) -> str:
    """A turn in words, its options under letters, in the order that the server drew."""
    options = "\n".join(f"{letter}. {label}" for letter, label in zip(LETTERS, turn["legal"]))
    return f"{turn['prompt']}\n{options}\nOption "


@torch.no_grad()
def choose(model, ids: list[int], letters: list[int]) -> tuple[int, float]:
    """Samples one of the letters; its log-probability is that over the whole vocabulary, as the update finds it again."""
    logits = model(torch.tensor([ids])).logits[0, -1].float()
    letter = letters[torch.multinomial(torch.softmax(logits[letters], -1), 1).item()]
    return letter, torch.log_softmax(logits, -1)[letter].item()


def play(client, seed: int, model, tokenizer) -> dict:
    """A whole match as one sequence: the model's letters count, what the game says in between is masked."""
    result = client.reset(seed=seed)
    prompt = tokenizer.encode(f"{result.observation['rules']}\n{asked(result.observation)}")
    ids, mask, logprobs, total = [], [], [], 0.0
    while True:
        legal = result.observation["legal"]
        letter, logprob = choose(model, prompt + ids, tokenizer.encode(LETTERS[: len(legal)]))
        ids.append(letter), mask.append(1), logprobs.append(logprob)
        result = client.step({"action": legal[LETTERS.index(tokenizer.decode([letter]))]})
        total += result.reward or 0.0
        if result.done:
            return {"prompt_ids": prompt, "completion_ids": ids, "logprobs": logprobs, "env_mask": mask, "payoff": total}
        said = tokenizer.encode(f"\n{asked(result.observation)}")
        ids += said
        mask += [0] * len(said)
        logprobs += [0.0] * len(said)


def main(url: str) -> None:
    torch.manual_seed(1)
    tokenizer = byte_tokenizer()
    size = GPT2Config(vocab_size=len(tokenizer), n_positions=8192, n_embd=4, n_layer=1, n_head=1)
    model = GPT2LMHeadModel(size)
    # The prompts that TRL hands on are seeds: the server writes the real ones.
    seeds = Dataset.from_dict({"prompt": [str(seed) for seed in range(1, 3)]})

    with GenericEnvClient(base_url=url) as client, tempfile.TemporaryDirectory() as folder:

        def rollout(prompts: list[str], trainer: GRPOTrainer) -> dict:
            net = trainer.accelerator.unwrap_model(trainer.model)
            played = [play(client, int(prompt), net, tokenizer) for prompt in prompts]
            return {key: [match[key] for match in played] for key in played[0]}

        trainer = GRPOTrainer(
            model=model,
            processing_class=tokenizer,
            train_dataset=seeds,
            reward_funcs=lambda payoff, **_: payoff,
            rollout_func=rollout,
            args=GRPOConfig(
                output_dir=folder,
                max_steps=1,
                per_device_train_batch_size=2 * GENERATIONS,
                num_generations=GENERATIONS,
                max_completion_length=8192,
                learning_rate=1e-2,
                use_cpu=True,
                bf16=False,
                report_to=[],
                save_strategy="no",
                logging_steps=1,
                seed=1,
            ),
        )
        before = {name: weights.detach().clone() for name, weights in model.named_parameters()}
        trainer.train()
        moved = max((weights - before[name]).abs().max().item() for name, weights in model.named_parameters())
        logged = trainer.state.log_history[0]
        print(f"payoff {logged['reward']:.3f} over {2 * GENERATIONS} matches; the largest change of a weight is {moved:.4f}")
        if moved == 0:
            raise SystemExit("expected an update that moves weights, got one that moves none: all payoffs of a group were the same")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("expected the address of `npx mettle serve ENV --seat S`, as http://127.0.0.1:8000")
    main(sys.argv[1])
