#!/usr/bin/env bash
# jstat 1.9.6: do distribution functions hold where there are a million observations?
#
# Guess, written down first: yes; Student's t goes to the normal, a symmetric Beta has half below .5, to 6 digits at least.
# Seen: the regularised incomplete beta function stops its continued fraction after 100 terms and returns what it has. So
# near the middle studentt.cdf(0, df) is .483 at 10⁶ degrees of freedom and .119 at 10⁷, where it is .5, and grows as t
# falls; beta.cdf(.5, n, n) is .4999 at 10⁵ and .440 at 10⁶. Tails are right, which hides it. Mettle takes one-sided t
# probabilities from the fraction in df / (df + t²), which stays right. SciPy, beside it, is right.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund jstat@1.9.6
python3 -m venv venv
venv/bin/pip install --quiet scipy==1.17.1
cat > seen.cjs <<'JS'
const { jStat } = require('jstat')
const t = [[0, 1e4], [0, 1e6], [-0.01, 1e6], [0, 1e7], [-2, 1e7]]
const beta = [[0.5, 1e4], [0.5, 1e5], [0.5, 1e6]]
const upper = (x, df) => jStat.ibeta(df / (df + x * x), df / 2, 0.5) / 2
console.log(JSON.stringify({
  t: t.map(([x, df]) => [x, df, jStat.studentt.cdf(x, df), x === 0 ? 0.5 : upper(x, df)]),
  beta: beta.map(([x, n]) => [x, n, jStat.beta.cdf(x, n, n)]),
}))
JS
node seen.cjs > seen.json
cat > seen.py <<'PY'
import json
from scipy import stats

seen = json.load(open("seen.json"))
wrong = []
for x, df, cdf, other in seen["t"]:
    exact = stats.t.cdf(x, df)
    print(f"t: cdf({x}, {df:.0e}) {cdf:.6f}, by the other fraction {other:.6f}, scipy {exact:.6f}")
    assert abs(other - exact) < 1e-6
    wrong.append(abs(cdf - exact) > 1e-3)
assert wrong == [False, True, True, True, False]
at = {(x, df): cdf for x, df, cdf, _ in seen["t"]}
assert at[-0.01, 1e6] > at[0, 1e6]
wrong = []
for x, n, cdf in seen["beta"]:
    print(f"beta: cdf({x}, {n:.0e}, {n:.0e}) {cdf:.6f}, scipy {stats.beta.cdf(x, n, n):.6f}")
    wrong.append(abs(cdf - 0.5) > 1e-4)
assert wrong == [False, True, True]
PY
venv/bin/python seen.py
