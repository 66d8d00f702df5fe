/** The whole breadth, as `npm run test:nightly` runs it. */
export const NIGHTLY = process.env.METTLE_NIGHTLY === '1'

/**
 * What the name of a test that is skipped without it says in brackets, and how to have it; the last lines of a run say
 * so.
 */
export const NEEDS = {
  '(needs Chromium)': 'Debian: apt-get install chromium; or METTLE_CHROMIUM=PATH',
  '(needs Python)': 'Debian: apt-get install python3',
  '(needs Python with zstandard)': 'Debian: apt-get install python3 python3-zstandard',
  '(needs Python peers)':
    'python3 -m venv .venv && .venv/bin/pip install -r test/python/requirements.txt -c test/python/constraints.txt; then METTLE_PYTHON=.venv/bin/python',
  '(needs a GGUF model)':
    'METTLE_GGUF=FILE, and node-llama-cpp 3.22 or later: npm install --prefix .llama node-llama-cpp@3.22.1; METTLE_NODE_LLAMA_CPP=$PWD/.llama/node_modules/node-llama-cpp/dist/index.js',
  '(needs Redis)': 'Debian: apt-get install redis-server',
  '(needs root for network namespaces)': 'run as root, with iproute2',
  '(needs Redis with TLS)': 'Debian: apt-get install redis-server openssl',
  '(needs root for a small disk)': 'run as root',
  '(nightly)': 'npm run test:nightly',
} as const
