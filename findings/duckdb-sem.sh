#!/usr/bin/env bash
# DuckDB 1.5.6 (Node) and 2.0.1 (Python): is sem the standard error of the mean that SciPy, pandas and R users know?
#
# Guess, written down first: yes, stddev_samp / √n, so null where there is one value, as stddev is.
# Seen: it is stddev_pop / √n: too small by √((n − 1) / n), 18 % at three values and 5 % at ten, and 0 of one value, where
# stddev is null. Write stddev(x) / sqrt(count(x)); docs/tables.md says so to those who ask tables by SQL.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @duckdb/node-api@1.5.6-r.1
python3 -m venv venv
venv/bin/pip install --quiet duckdb==2.0.1 scipy==1.17.1
cat > query.sql <<'SQL'
select sem(x) as sem, stddev_pop(x) / sqrt(count(x)) as population, stddev(x) / sqrt(count(x)) as sample
from (values (1), (2), (4)) t(x)
SQL
cat > seen.mjs <<'JS'
import { readFileSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'
const connection = await (await DuckDBInstance.create(':memory:')).connect()
const rows = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson()
const [{ v }] = await rows('select version() as v')
const [seen] = await rows(readFileSync('query.sql', 'utf8'))
const [one] = await rows('select sem(x) as sem, stddev(x) as stddev from (values (1)) t(x)')
console.log(v, JSON.stringify(seen), 'of one value:', JSON.stringify(one))
if (v !== 'v1.5.6' || seen.sem !== seen.population || seen.sem >= seen.sample) process.exit(1)
if (one.sem !== 0 || one.stddev !== null) process.exit(1)
JS
node seen.mjs
cat > seen.py <<'PY'
import duckdb
from scipy.stats import sem

connection = duckdb.connect()
got, population, sample = connection.execute(open("query.sql").read()).fetchone()
one = connection.execute("select sem(x), stddev(x) from (values (1)) t(x)").fetchone()
print(duckdb.__version__, got, population, sample, "of one value:", one, "scipy:", sem([1, 2, 4]))
assert duckdb.__version__ == "2.0.1"
assert abs(got - population) < 1e-12 and abs(sample - sem([1, 2, 4])) < 1e-12 and got < sample
assert one == (0.0, None)
PY
venv/bin/python seen.py
