#!/usr/bin/env bash
# tfjs 4.22.0: does relu keep NaN, as it does in NumPy and PyTorch?
#
# Guess, written down first: yes, on every backend, fused into a matrix product or not.
# Seen: on cpu yes. On wasm the plain op keeps NaN, and the same relu fused into matMul turns it into 0, as does clipByValue
# into its lower bound. So a dense layer whose weights are NaN goes on giving finite activations, and a guard that looks at
# losses alone sees nothing. Mettle looks at the weights themselves (agents/finite.ts).
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --omit=optional \
  @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0
cat > seen.cjs <<'JS'
const tf = require('@tensorflow/tfjs-core')
require('@tensorflow/tfjs-backend-cpu')
const wasm = require('@tensorflow/tfjs-backend-wasm')
const { dirname } = require('node:path')
wasm.setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`)

async function on(backend) {
  await tf.setBackend(backend)
  await tf.ready()
  const x = tf.tensor2d([[1, 1]])
  const w = tf.tensor2d([[NaN], [1]])
  const first = (t) => String(t.dataSync()[0])
  return {
    'relu(x)': first(tf.relu(tf.tensor1d([NaN]))),
    'relu(matMul)': first(tf.relu(tf.matMul(x, w))),
    'matMul with activation relu': first(tf.fused.matMul({ a: x, b: w, activation: 'relu' })),
    'clipByValue(-1, 1)': first(tf.clipByValue(tf.tensor1d([NaN]), -1, 1)),
  }
}

const expected = {
  cpu: { 'relu(x)': 'NaN', 'relu(matMul)': 'NaN', 'matMul with activation relu': 'NaN', 'clipByValue(-1, 1)': 'NaN' },
  wasm: { 'relu(x)': 'NaN', 'relu(matMul)': 'NaN', 'matMul with activation relu': '0', 'clipByValue(-1, 1)': '-1' },
}

;(async () => {
  const seen = { cpu: await on('cpu'), wasm: await on('wasm') }
  console.log(`tfjs ${tf.version_core}`)
  console.log(JSON.stringify(seen, null, 2))
  if (JSON.stringify(seen) !== JSON.stringify(expected)) {
    console.log(`Changed. Expected ${JSON.stringify(expected, null, 2)}`)
    process.exit(1)
  }
  console.log('As described.')
})()
JS
node seen.cjs
