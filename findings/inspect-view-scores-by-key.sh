#!/usr/bin/env bash
# inspect-ai 0.3.285, its log viewer: are two scores told apart whose values are dictionaries with the same keys?
#
# Guess, written down first: yes; the header of a log and its metrics name a part by score and key, so a sample does too.
# Seen: the header lists stated.PWR and revealed.PWR; a sample shows PWR twice in its panel and twice in its transcript, and
# names neither score. Mettle writes a score of its own for each trait of each reading (arena/inspect/sample.ts).
# Wants Python 3, Node and Chromium: CHROMIUM=PATH, else /usr/bin/chromium.
set -euo pipefail
folder="$(mktemp -d)"
viewer=""
trap '[ -z "$viewer" ] || kill "$viewer"; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet inspect-ai==0.3.285
npm init -y >/dev/null
npm install --silent --no-audit --no-fund playwright-core@1.65.1
cat > log.py <<'PY'
from inspect_ai import Task, eval
from inspect_ai.dataset import Sample
from inspect_ai.scorer import Score, mean, scorer
from inspect_ai.solver import solver


@solver
def silent():
    async def solve(state, generate):
        return state
    return solve


@scorer(metrics={"*": [mean()]})
def stated():
    async def score(state, target):
        return Score(value={"PWR": 0.25})
    return score


@scorer(metrics={"*": [mean()]})
def revealed():
    async def score(state, target):
        return Score(value={"PWR": 0.75})
    return score


samples = [Sample(input="Who leads here?"), Sample(input="Who follows?")]
task = Task(dataset=samples, solver=silent(), scorer=[stated(), revealed()], name="readings")
[log] = eval(task, model="mockllm/model", log_dir="logs", display="none")
assert log.status == "success", log.status
PY
venv/bin/python log.py
venv/bin/inspect view start --log-dir logs --port 7575 >view.log 2>&1 &
viewer=$!
cat > seen.mjs <<'JS'
import { chromium } from 'playwright-core'

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
const page = await browser.newPage({ viewport: { width: 1200, height: 900 } })
for (let left = 30; ; left--)
  try {
    await page.goto('http://127.0.0.1:7575/')
    break
  } catch (error) {
    if (left === 0) throw error
    await page.waitForTimeout(1000)
  }
const count = async (text) => await page.getByText(text, { exact: true }).count()
await page.getByText('mockllm/model').first().click()
await page.getByText('Who leads here?').first().waitFor()
const header = await page.innerText('body')
await page.getByText('Who leads here?').first().click()
await page.getByText('SCORING', { exact: false }).first().waitFor()
await page.getByText('PWR', { exact: true }).first().waitFor()
const seen = {
  'header names the parts': ['stated.PWR', 'revealed.PWR'].every((name) => header.includes(name)),
  'PWR in the sample': await count('PWR'),
  'stated or revealed in the sample': (await count('stated')) + (await count('revealed')) + (await count('stated.PWR')),
}
console.log(JSON.stringify(seen))
await page.screenshot({ path: process.env.PICTURE ?? 'seen.png' })
await browser.close()
const expected = { 'header names the parts': true, 'PWR in the sample': 4, 'stated or revealed in the sample': 0 }
if (JSON.stringify(seen) !== JSON.stringify(expected)) {
  console.error(`expected ${JSON.stringify(expected)}: this finding has ended`)
  process.exit(1)
}
JS
node seen.mjs
