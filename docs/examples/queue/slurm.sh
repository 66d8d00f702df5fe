#!/bin/bash
# Workers as a Slurm array: one job of the study a task, so that the scheduler can fill gaps. See docs/scaling.md.
#
#   sbatch --export=ALL,METTLE_QUEUE=redis://login-node:6379/0 docs/examples/queue/slurm.sh
#
# METTLE_QUEUE_PASSWORD comes from the environment of sbatch: a command line can be read by everybody on a node.
#SBATCH --job-name=mettle
#SBATCH --array=1-1000%200
#SBATCH --cpus-per-task=1
#SBATCH --mem=2G
#SBATCH --time=00:30:00
#SBATCH --signal=B:INT@120

# The signal before the time is up tells the worker to end its job and leave. It goes to this shell alone (B:), so the worker
# takes the shell's place; npx would stand between and keep it.
PATH="$PWD/node_modules/.bin:$PATH"
exec mettle worker --queue "${METTLE_QUEUE:?the address of the queue}" --one-job --idle 60
