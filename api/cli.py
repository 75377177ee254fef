"""`matcher …`: the engine's commands, and those that need the service: init, serve, run."""

import errno
import os
import socket
import sys
from collections.abc import Callable
from typing import Annotated, Any, NoReturn

import typer

from api.settings import Settings, load_settings
from matcher import MatcherError
from matcher.cli.app import app
from matcher.cli.help import ChineseCommand, bounds_of
from matcher.errors import printable, reason_of

WITHOUT_SAMPLE = "without_sample"  # said once with --empty, it holds for this database
STARTED_BY = "MATCHER_STARTED_BY"  # the Makefile says so, whose words for a port are others
Host = Annotated[str, typer.Option("--host", metavar="地址", help="监听地址")]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, metavar="端口", help="监听端口")]

# Typer carries a click of its own and does not show its errors: they are told apart by the name of their type.
USAGE_ERRORS = (typer.TyperException,)
_USAGE = {
    "MissingParameter": "缺少参数 {name}",
    "NoSuchOption": "没有选项 {name}",
    "BadOptionUsage": "选项 {name} 写得不对",
    "BadParameter": "{name} 的取值不对",
}


@app.command(cls=ChineseCommand, epilog="matcher init\nmatcher init --empty")
def init(empty: Annotated[bool, typer.Option("--empty", help="不载入任何示例数据")] = False) -> None:
    """建立数据库，载入公布的目录与示例。"""
    typer.echo(_prepare(load_settings(), empty))


@app.command(cls=ChineseCommand, epilog="matcher serve\nmatcher serve --port 8001 --workers 2")
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, metavar="个数", help="进程数")] = 1,
) -> None:
    """启动服务（先执行 matcher init）。"""
    from api.storage.database import open_database

    settings = load_settings()
    with open_database(settings.database)(False) as store:
        store.revision()  # says what is wrong here, not once in every worker
    _require_free(host, port)
    typer.echo("正在载入……")
    _serve(None, host, port, workers)


@app.command(cls=ChineseCommand, epilog="matcher run\nmatcher run --port 8001")
def run(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """一步到位：建库、载入、显示四家路演企业的推荐，再启动服务。"""
    from api.app import create_app
    from api.demonstration import show_roadshow_enterprises

    settings = load_settings()
    _require_free(host, port)
    typer.echo(_prepare(settings, empty=False))
    service = create_app(settings)
    show_roadshow_enterprises(service.state.open_store, service.state.market)
    _serve(service, host, port, workers=1)


def worker() -> Any:
    """The service of one worker process; what prevents it is one line, and ends the process as a failed start."""
    from api.app import create_app
    from api.serving import FAILED_START
    from api.storage.base import StorageError

    try:
        return create_app()
    except (MatcherError, StorageError, OSError) as error:
        print(f"错误：{_reason(error)}", file=sys.stderr)
        sys.exit(FAILED_START)


def main() -> NoReturn:
    """Run a command; whatever goes wrong is one line on standard error and exit code 2."""
    from api.storage.base import StorageError

    try:
        code = app(standalone_mode=False, prog_name="matcher")
    except (MatcherError, StorageError, OSError) as error:
        _fail(_reason(error))
    except USAGE_ERRORS as error:
        if type(error).__name__ != "NoArgsIsHelpError":
            _fail(f"{_usage(error)}，用法见 {_command_of(error)} --help")
        print(error.format_message())
        code = 0
    except (KeyboardInterrupt, typer.Abort):
        code = 130
    sys.exit(code if isinstance(code, int) else 0)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{reason_of(error)}{f'：{error.filename}' if error.filename else ''}"
    return str(error)


def _usage(error: Exception) -> str:
    """What is wrong with the words of a command."""
    parameter = getattr(error, "param", None)
    name = getattr(error, "option_name", "") or getattr(parameter, "metavar", None)
    if getattr(parameter, "param_type_name", "") == "option":
        name = getattr(parameter, "opts", [""])[0]
    sentence = _USAGE.get(type(error).__name__)
    if type(error).__name__ == "BadParameter" and (bounds := bounds_of(parameter)):
        sentence = f"{{name}} 应为 {bounds} 的整数"
    return sentence.format(name=printable(name or "")) if sentence else f"命令写得不对：{_typed()}"


def _command_of(error: Exception) -> str:
    """The command whose help says more."""
    context = getattr(error, "ctx", None)
    return str(context.command_path) if context else "matcher"


def _typed() -> str:
    return printable(" ".join(["matcher", *sys.argv[1:]]), 100)


def _prepare(settings: Settings, empty: bool) -> str:
    from api.storage.database import open_database, upgrade
    from api.usecases.load_data import load_dataset
    from matcher import load_catalogue, load_sample

    upgrade(settings.database)
    with open_database(settings.database)(True) as store:
        without_sample = empty or store.setting(WITHOUT_SAMPLE) == "yes"
        store.set_setting(WITHOUT_SAMPLE, "yes" if without_sample else "no")
        data = load_catalogue() if without_sample else load_catalogue() + load_sample()
        loaded = load_dataset(store, data)
    return f"数据库就绪：写入 {loaded.written} 条，已有 {loaded.unchanged} 条"


def _serve(service: Callable[..., Any] | None, host: str, port: int, workers: int) -> None:
    from api.serving import serve_until_signal

    url = f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
    if not serve_until_signal(
        service,
        host,
        port,
        workers,
        on_listening=lambda: typer.echo(f"服务已启动：{url}（按 Ctrl-C 结束）"),
        on_trouble=lambda sentence: typer.echo(sentence, err=True),
    ):
        sys.exit(3)


def _require_free(host: str, port: int) -> None:
    """Say that a port is taken before anything else is done."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = "已被占用" if error.errno == errno.EADDRINUSE else f"不能使用（{reason_of(error)}）"
            other = port + 1 if port < 65535 else 8001
            advice = f"make run PORT={other}" if os.environ.get(STARTED_BY) == "make" else f"--port {other}"
            _fail(f"{host}:{port} {reason}，请换一个端口，例如 {advice}")


def _fail(sentence: str) -> NoReturn:
    print(f"错误：{sentence}", file=sys.stderr)
    sys.exit(2)
