#!/usr/bin/env bash
# tfjs 4.22.0: which slope do abs at 0 and max over a tie have?
#
# Guess, written down first: as in TensorFlow, PyTorch and JAX, abs has 0 at 0, and max shares its slope among all that tie,
# so that a loss through max weighs as much with a tie as without.
# Seen: abs has −1 at 0, so an L1 penalty alone moves a weight that is 0 already; max and min give every one that ties the
# whole slope, so the step grows with the number of ties, as among outputs of a head that starts at zero. No loss of Mettle
# goes through either; docs/plugins.md warns who writes one.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --omit=optional @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0
cat > seen.cjs <<'JS'
const tf = require('@tensorflow/tfjs')
const wasm = require('@tensorflow/tfjs-backend-wasm')
const { dirname } = require('node:path')
wasm.setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`)

async function on(backend) {
  await tf.setBackend(backend)
  await tf.ready()
  const slope = (f, x) => Array.from(tf.grad(f)(tf.tensor1d(x)).dataSync())
  const weight = tf.variable(tf.tensor1d([0]))
  tf.train.sgd(0.5).minimize(() => tf.sum(tf.abs(weight)), false, [weight])
  return {
    'abs at -1, 0, 1': slope((x) => tf.sum(tf.abs(x)), [-1, 0, 1]),
    'max of 3, 3, 3, 0': slope((x) => tf.max(x), [3, 3, 3, 0]),
    'min of 0, 0, 3': slope((x) => tf.min(x), [0, 0, 3]),
    'a weight of 0 after one step of .5 down its L1 norm': Array.from(weight.dataSync()),
  }
}

const expected = {
  'abs at -1, 0, 1': [-1, -1, 1],
  'max of 3, 3, 3, 0': [1, 1, 1, 0],
  'min of 0, 0, 3': [1, 1, 0],
  'a weight of 0 after one step of .5 down its L1 norm': [0.5],
}

;(async () => {
  const { deepStrictEqual } = require('node:assert')
  for (const backend of ['cpu', 'wasm']) {
    const seen = await on(backend)
    console.log(backend, JSON.stringify(seen))
    deepStrictEqual(seen, expected)
  }
})()
JS
node seen.cjs
