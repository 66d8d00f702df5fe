#!/usr/bin/env bash
# tfjs 4.22.0: does a dropout layer with a seed draw a new mask for every batch?
#
# Guess, written down first: yes; a seed makes the sequence of masks repeatable, as in Keras.
# Seen: no; every call draws the same mask, so the units that it drops are never trained, the others are never dropped, and
# two layers with one seed and one shape drop the same units. Without a seed masks differ, and no run can be repeated.
# Who needs repeatable dropout multiplies by a mask drawn from a generator of their own.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --omit=optional \
  @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0 @tensorflow/tfjs-layers@4.22.0
cat > seen.cjs <<'JS'
const tf = require('@tensorflow/tfjs-core')
require('@tensorflow/tfjs-backend-cpu')
const layers = require('@tensorflow/tfjs-layers')
const { deepStrictEqual } = require('node:assert')
const UNITS = 12

/** Which of the units never train: 100 batches, one dropout layer between two dense ones. */
async function untrained(seed) {
  const dense = layers.layers.dense({ units: UNITS, inputShape: [4], kernelInitializer: 'ones' })
  const model = layers.sequential({ layers: [dense, layers.layers.dropout({ rate: 0.5, seed }), layers.layers.dense({ units: 1 })] })
  model.compile({ optimizer: tf.train.sgd(0.001), loss: 'meanSquaredError' })
  for (let batch = 0; batch < 100; batch++) await model.trainOnBatch(tf.ones([1, 4]), tf.tensor2d([[50]]))
  const kernel = await dense.getWeights()[0].array()
  return kernel[0].filter((weight) => weight === 1).length
}

;(async () => {
  await tf.setBackend('cpu')
  const masks = (seed) => {
    const layer = layers.layers.dropout({ rate: 0.5, seed })
    return [0, 1, 2].map(() => layer.apply(tf.ones([1, UNITS]), { training: true }).dataSync().join(' '))
  }
  const seen = {
    'masks in three calls, seed 1': new Set(masks(1)).size,
    'masks of two layers, seed 1': new Set([masks(1)[0], masks(1)[0]]).size,
    'masks in three calls, no seed': new Set(masks(undefined)).size > 1 ? 'several' : 1,
    'units of 12 that 100 batches never train, seed 1': await untrained(1),
    'units of 12 that 100 batches never train, no seed': await untrained(undefined),
  }
  console.log(JSON.stringify(seen, null, 2))
  const dropped = masks(1)[0].split(' ').filter((kept) => kept === '0').length
  deepStrictEqual(seen, {
    'masks in three calls, seed 1': 1,
    'masks of two layers, seed 1': 1,
    'masks in three calls, no seed': 'several',
    'units of 12 that 100 batches never train, seed 1': dropped,
    'units of 12 that 100 batches never train, no seed': 0,
  })
})()
JS
node seen.cjs
