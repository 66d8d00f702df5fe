// tfjs by require: import reads its four bundles, 3.6 MB, for the names they export, which takes three quarters of the time of loading
// them, in every thread. Layers is here for its side effect alone: it registers the gradients in this instance of tfjs-core.
const tf = require('@tensorflow/tfjs-core')
require('@tensorflow/tfjs-layers')
require('@tensorflow/tfjs-backend-cpu')
require('@tensorflow/tfjs-backend-wasm')

module.exports = tf
