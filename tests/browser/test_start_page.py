"""The pages in a real browser: readable at phone and desk width, accessible, nothing from outside."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from api.app import create_app
from api.settings import Settings
from api.storage.database import open_database, upgrade
from api.usecases.load_data import load_dataset
from matcher import Dataset, load_catalogue, load_sample
from tests.conftest import require

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGES = ("/", "/guide", "/pairs/CQ2021-E03/CQ2021-S01", "/pairs/示例-企004/示例-S004?k=1")


def serve(home: Path, data: Dataset) -> Iterator[str]:
    settings = Settings(home=home)
    upgrade(settings.database)
    with open_database(settings.database)(True) as store:
        load_dataset(store, data)
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=0, log_level="error"))
    started = threading.Event()
    startup = server.startup

    async def tell(*args: object, **kwargs: object) -> None:
        await startup(*args, **kwargs)
        started.set()

    server.startup = tell
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert started.wait(30)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from serve(tmp_path_factory.mktemp("full"), load_catalogue() + load_sample())


@pytest.fixture(scope="module")
def empty_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from serve(tmp_path_factory.mktemp("empty"), Dataset())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    require("browser", chromium is not None, "chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_page_fits_its_width(page: Page, address: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_every_cell_of_the_sum_can_be_read(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}/pairs/CQ2021-E03/CQ2021-S01")
    cells = page.locator("tbody").first.locator("th, td").all()
    boxes = [box for cell in cells if (box := cell.bounding_box())]
    assert len(boxes) == len(cells) >= 8 * 6
    assert all(box["width"] > 0 and box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
    labels = page.eval_on_selector_all(
        "td[data-label]", "all => all.map(one => getComputedStyle(one, '::before').content)"
    )
    assert any("权重" in label for label in labels) is (width < 640)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_nobody_outside_and_breaks_no_rule_of_its_own(page: Page, address: str, path: str) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(address + path, wait_until="networkidle")
    assert asked
    assert all(url.startswith(address) for url in asked)
    assert [text for text in said if "favicon" not in text] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_serious_accessibility_finding(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []


def test_the_start_page_shows_the_four_enterprises_and_marks_what_is_not_published(page: Page, address: str) -> None:
    page.goto(address)
    text = page.inner_text("main")
    for name in ("大唐高鸿", "商汤科技", "360集团", "腾讯", "科学大道智能交通", "含编者整理", "示例 150 家"):
        assert name in text
    assert "风险提示 3 条" in text
    assert "供参考" in page.inner_text("footer")


def test_the_start_page_without_data_says_what_to_do(page: Page, empty_address: str) -> None:
    page.goto(empty_address)
    assert "matcher init" in page.inner_text("main")


def test_the_way_to_the_numbers_can_be_clicked(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="得分构成").first.click()
    assert "/pairs/CQ2021-E" in page.url
    text = page.inner_text("main")
    for heading in ("理由", "需求逐条对照", "得分构成", "双方对应的词", "欠缺"):
        assert heading in text
    page.get_by_role("link", name="JSON").click()
    assert '"contributions"' in page.content()


def test_bars_have_the_length_of_their_points(page: Page, address: str) -> None:
    page.goto(f"{address}/pairs/CQ2021-E03/CQ2021-S01")
    points = [float(cell) for cell in page.locator("table td:nth-child(2)").all_inner_texts()]
    drawn = [box["width"] if box else 0.0 for box in (bar.bounding_box() for bar in page.locator("rect.gained").all())]
    assert len(points) == len(drawn) >= 8
    for length, gained in zip(drawn, points, strict=True):
        assert abs(length / max(drawn) - gained / max(points)) < 0.02


def test_matched_words_are_marked_where_they_stand(page: Page, address: str) -> None:
    page.goto(f"{address}/pairs/CQ2021-E03/CQ2021-S01")
    sides = [side.locator("mark").all_inner_texts() for side in page.locator(".sides > section").all()]
    assert len(sides) == 2
    assert all("车路协同" in marked for marked in sides)


def test_a_pair_that_is_not_there_is_a_page_that_leads_back(page: Page, address: str) -> None:
    answer = page.goto(f"{address}/pairs/大唐/科学大道")
    assert answer is not None and answer.status == 404
    assert "没有找到" in page.inner_text("main")
    page.get_by_role("link", name="回到首页").click()
    assert page.url == f"{address}/"
