PYTHON ?= python3
BIN = .venv/bin

.PHONY: engines
engines:  ## Keep test engines running until Ctrl-C
	$(BIN)/python -m config.embedded engines
