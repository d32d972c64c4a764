"""The launcher behind `./civic`: standard library only, so that it runs before anything else."""
