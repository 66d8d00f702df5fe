#!/usr/bin/env bash
# tfjs 4.22.0: are the actions of a batch, drawn by multinomial from one row of logits each, independent?
#
# Guess, written down first: yes, as with tf.random.categorical and torch.multinomial; and one seed gives one sample on
# every backend.
# Seen: on cpu every row is drawn by the same uniform numbers, with a seed and without: of 64 agents with one policy all do
# the same, so the mean of a batch varies 64 times as much as that of independent draws. On wasm rows are independent, and
# one seed gives other samples. Draw actions from a generator of your own.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --omit=optional @tensorflow/tfjs-core@4.22.0 \
  @tensorflow/tfjs-backend-cpu@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0
cat > seen.cjs <<'JS'
const tf = require('@tensorflow/tfjs-core')
require('@tensorflow/tfjs-backend-cpu')
const wasm = require('@tensorflow/tfjs-backend-wasm')
const { deepStrictEqual } = require('node:assert')
const { dirname } = require('node:path')
wasm.setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`)
const [AGENTS, STEPS] = [64, 400]

/** 400 steps of 64 agents, each of which acts with probability 1/2: the share of agents that act, by step. */
function shares(seeded) {
  const logits = tf.zeros([AGENTS, 2])
  return Array.from({ length: STEPS }, (_, step) => {
    const actions = tf.multinomial(logits, 1, seeded ? step + 1 : undefined).dataSync()
    return actions.reduce((sum, action) => sum + action, 0) / AGENTS
  })
}
/** Variance of that share over steps, as a multiple of that of independent agents, 1/4 / 64. */
function inflation(seeded) {
  const all = shares(seeded)
  const mean = all.reduce((sum, x) => sum + x, 0) / STEPS
  return all.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / STEPS / (0.25 / AGENTS)
}

;(async () => {
  const samples = []
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend)
    await tf.ready()
    const found = [true, false].map(inflation)
    const agree = shares(true).filter((share) => share === 0 || share === 1).length
    samples.push(String(tf.multinomial(tf.zeros([1, 4]), 32, 7).dataSync()))
    console.log(tf.version_core, backend, 'variance over that of independent agents: seeded', found[0].toFixed(2),
      'unseeded', found[1].toFixed(2), '· steps in which all do the same:', agree, 'of', STEPS)
    deepStrictEqual(agree, backend === 'cpu' ? STEPS : 0)
    for (const each of found) deepStrictEqual(backend === 'cpu' ? each > 50 : each > 0.7 && each < 1.4, true)
  }
  deepStrictEqual(new Set(samples).size, 2)
})()
JS
node seen.cjs
