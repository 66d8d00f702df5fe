#!/usr/bin/env bash
# tfjs 4.22.0: does seed 0 make a draw repeatable?
#
# Guess, written down first: yes, 0 is a seed like 1, as in NumPy, PyTorch, JAX and TensorFlow.
# Seen: only for uniform draws. For normal, truncated normal and gamma draws and for multinomial, on cpu and wasm, 0 is no
# seed at all: every call draws anew. Initializers follow: glorotUniform with seed 0 starts a network the same way twice,
# glorotNormal, heNormal and varianceScaling do not. Number seeds from 1, or draw from a generator of your own.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --omit=optional @tensorflow/tfjs-core@4.22.0 \
  @tensorflow/tfjs-backend-cpu@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0 @tensorflow/tfjs-layers@4.22.0
cat > seen.cjs <<'JS'
const tf = require('@tensorflow/tfjs-core')
require('@tensorflow/tfjs-backend-cpu')
const wasm = require('@tensorflow/tfjs-backend-wasm')
const { initializers } = require('@tensorflow/tfjs-layers')
const { deepStrictEqual } = require('node:assert')
const { dirname } = require('node:path')
wasm.setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`)

const SHAPE = [4, 8]
const draws = {
  randomUniform: (seed) => tf.randomUniform(SHAPE, 0, 1, 'float32', seed),
  randomNormal: (seed) => tf.randomNormal(SHAPE, 0, 1, 'float32', seed),
  truncatedNormal: (seed) => tf.truncatedNormal(SHAPE, 0, 1, 'float32', seed),
  randomGamma: (seed) => tf.randomGamma(SHAPE, 2, 1, 'float32', seed),
  multinomial: (seed) => tf.multinomial(tf.zeros([1, 4]), 32, seed),
  glorotUniform: (seed) => initializers.glorotUniform({ seed }).apply(SHAPE),
  glorotNormal: (seed) => initializers.glorotNormal({ seed }).apply(SHAPE),
  heNormal: (seed) => initializers.heNormal({ seed }).apply(SHAPE),
  varianceScaling: (seed) => initializers.varianceScaling({ distribution: 'normal', seed }).apply(SHAPE),
}
const repeats = (seed) =>
  Object.keys(draws).filter((of) => String(draws[of](seed).dataSync()) === String(draws[of](seed).dataSync()))

;(async () => {
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend)
    await tf.ready()
    const seen = { 'repeatable with seed 1': repeats(1), 'repeatable with seed 0': repeats(0) }
    console.log(tf.version_core, backend, JSON.stringify(seen))
    deepStrictEqual(seen, {
      'repeatable with seed 1': Object.keys(draws),
      'repeatable with seed 0': ['randomUniform', 'glorotUniform'],
    })
  }
})()
JS
node seen.cjs
