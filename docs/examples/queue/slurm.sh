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
#SBATCH --signal=INT@120

# `exec`, so that the signal before the time is up reaches the worker: it ends its job if it can.
exec npx mettle worker --queue "${METTLE_QUEUE:?the address of the queue}" --one-job --idle 60
