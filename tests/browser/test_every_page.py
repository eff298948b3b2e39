"""Every page, in light and dark and on a phone: clean by axe, no sideways scroll, no complaint in the console."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]

TWICE = """() => {
    const ids = [...document.querySelectorAll('[id]')].map(each => each.id);
    return ids.filter((id, at) => ids.indexOf(id) !== at);
}"""

# Two frames, and what fades has faded: colours of the old mode are on their way out until then.
SETTLED = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    await frame(); await frame();
    const fading = document.getAnimations().filter(each => each instanceof CSSTransition);
    await Promise.all(fading.map(each => each.finished.catch(() => null)));
    await frame();
}"""

MODES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "viewport": {"width": 1360, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1360, "height": 900}},
    "phone": {"color_scheme": "light", "viewport": {"width": 390, "height": 844}},
    "dark phone": {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}},
}
IN_ALL_MODES = ["front page", "components", "board of the hospital", "patient, municipality"]
# name: (who, address); a patient's page is found by following the first link of the board.
PAGES = {
    "front page": (None, "/"),
    "sign-in": (None, "/logg-inn"),
    "components": (None, "/komponenter"),
    "today": ("Ola Vik", "/"),
    "nothing today": ("Siri Haug", "/"),
    "what can I do": ("Ola Vik", "/hva-kan-jeg"),
    "choice of role": ("Jon Eide", "/rolle"),
    "access log": ("Eva Strand", "/personvern/innsyn"),
    "access log with a mistake": ("Eva Strand", "/personvern/innsyn?fra=2026-02-02&til=2026-01-01"),
    "refused": ("Ola Vik", "/personvern/innsyn"),
    "not found": ("Ola Vik", "/finnes-ikke"),
    "board of the municipality": ("Ola Vik", "/pasienter/"),
    "board of the hospital": ("Kari Lund", "/pasienter/"),
    "patient, municipality": ("Ola Vik", "first of /pasienter/"),
    "patient, hospital": ("Kari Lund", "first of /pasienter/"),
    "inbox": ("Arne Nilsen", "/meldinger/"),
    "where one is signed in": ("Ola Vik", "/okter"),
    "own data": ("Ola Vik", "/meg/data"),
    "privacy": ("Eva Strand", "/personvern/"),
    "a patient's own view": ("Eva Strand", "/personvern/pasient"),
    "how long": ("Eva Strand", "/personvern/lagring"),
    "erase": ("Eva Strand", "/personvern/slett"),
    "people who left": ("Eva Strand", "/personvern/ansatte"),
    "plan": ("Siri Haug", "/plan/"),
    "plan as a board": ("Lise Myhre", "/plan/?visning=tavle"),
    "plan in time": ("Lise Myhre", "/plan/?visning=tid"),
    "an action of the plan": ("Siri Haug", "first of /plan/"),
    "plan, new": ("Siri Haug", "/plan/ny"),
    "plan, does it work": ("Siri Haug", "/plan/virker-det"),
    "plan, a published measure": ("Amir Rahimi", "/plan/virker-det > link Svar fra kommunen innen fristen"),
    "plan, measure from figures": ("Amir Rahimi", "/plan/ > first > link Mål fra Tall"),
    "plan, headings": ("Siri Haug", "/plan/ > button Revider > link Endre overskrifter"),
    "plan, since last": ("Siri Haug", "/plan/siden-sist"),
    "plan, rollouts": ("Lise Myhre", "/plan/utrulling"),
    "plan, frameworks": ("Lise Myhre", "/plan/rammeverk"),
    "plan, projects": ("Lise Myhre", "/plan/prosjekter"),
    "offers": ("Siri Haug", "/tilbud/"),
    "offers near": ("Ola Vik", "/tilbud/?type=rehabilitation"),
    "offer": ("Siri Haug", "first of /tilbud/?sok=lungeskolen"),
    "new offer": ("Siri Haug", "/tilbud/nytt"),
    "course feed": ("Mari Holm", "/tilbud/kalender"),
    "joint work": ("Siri Haug", "/samarbeid/"),
    "one joint work": ("Siri Haug", "first of /samarbeid/"),
    "new joint work": ("Siri Haug", "/samarbeid/nytt"),
    "joint work alike": ("Siri Haug", "/samarbeid/overlapp"),
    "representatives": ("Siri Haug", "/representanter/"),
    "representative": ("Siri Haug", "first of /representanter/"),
    "new representative": ("Siri Haug", "/representanter/nytt"),
    "own seat": ("Berit Aas", "/representanter/mine"),
    "figures": ("Ola Vik", "/tall/"),
    "a figure": ("Amir Rahimi", "/tall/om/waiting_days"),
    "a figure beside a community": ("Ola Vik", "/tall/om/stays_with_waiting?mot=f:innlandsvik"),
    "a figure that is hidden": ("Ola Vik", "/tall/om/stays_with_waiting?sted=9912"),
    "figures, quality of the data": ("Ola Vik", "/tall/datakvalitet"),
    "figures, an edition": ("Amir Rahimi", "first of /tall/utgaver"),
    "figures, a report": ("Amir Rahimi", "first of /tall/rapporter"),
    "figures, request": ("Amir Rahimi", "first of /tall/bestillinger"),
    "figures, given out": ("Siri Haug", "/tall/utleveringer"),
    "figures, a list": ("Kari Lund", "first of /tall/lister"),
    "an open figure": (None, "/tall/apne/fjordheim/stays_with_waiting"),
    "places of the municipality": ("Ola Vik", "/plasser/"),
    "places of all": ("Kari Lund", "/plasser/"),
    "kinds of places": ("Unni Solberg", "/plasser/typer"),
    "settlements": ("Kari Lund", "/oppgjor/"),
    "settlement": ("Ola Vik", "first of /oppgjor/"),
    "long waits": ("Tone Berg", "/ventetid/"),
    "limits of waits": ("Unni Solberg", "/ventetid/grenser"),
    "notices": ("Ola Vik", "/varsler/"),
    "choice of notices": ("Ola Vik", "/varsler/valg"),
    "letters that failed": ("Arne Nilsen", "/varsler/epost"),
}

PLACE_WAIT = "row Ingen ledig korttidsplass"  # two of the demo's own patients, who have something of everything
# The coordination; here the way is told step by step, see `go`.
COORDINATION = {
    "a full stay, municipality": ("Ola Vik", f"/pasienter/ > {PLACE_WAIT}"),
    "a full stay, hospital": ("Kari Lund", "/pasienter/ > row Ingen ledig langtidsplass"),
    "register, choices": ("Kari Lund", f"/pasienter/ > {PLACE_WAIT} > ./registrer/"),
    "register, a form": ("Kari Lund", f"/pasienter/ > {PLACE_WAIT} > ./registrer/?hva=withdrawn"),
    "register, a grave form": ("Kari Lund", f"/pasienter/ > {PLACE_WAIT} > ./registrer/?hva=discharged"),
    "causes": ("Ola Vik", f"/pasienter/ > {PLACE_WAIT} > ./arsaker/"),
    "function": ("Kari Lund", f"/pasienter/ > {PLACE_WAIT} > ./funksjon/"),
    "call a meeting": ("Kari Lund", f"/pasienter/ > {PLACE_WAIT} > ./mote/"),
    "change a meeting": ("Kari Lund", f"/pasienter/ > {PLACE_WAIT} > link Endre"),
    "assessment": ("Ola Vik", f"/pasienter/ > {PLACE_WAIT} > ./avklaring/"),
    "pointed out": ("Kari Lund", "/pasienter/peker-seg-ut/"),
    "rounds": ("Kari Lund", "/pasienter/runder/"),
    "a round": ("Kari Lund", "/pasienter/runder/ > button Ta runden med Nordvik"),
    "minutes": ("Ola Vik", "/pasienter/runder/ > link , runde 1"),
    "wall, hospital": ("Kari Lund", "/pasienter/tavle/?navn=initialer"),
    "wall, municipality": ("Ola Vik", "/pasienter/tavle/"),
    "community": ("Siri Haug", "/pasienter/oversikt/"),
    "own lists": ("Unni Solberg", "/pasienter/lister/"),
    "admitted": ("Kari Lund", "/pasienter/?vis=admitted"),
    "long waits of the hospital": ("Kari Lund", "/ventetid/"),
    "minutes of the joint meeting": ("Tone Berg", "/ventetid/ > link Skriv referat fra felles møte"),
    "settlement of the hospital": ("Kari Lund", "first of /oppgjor/"),
    "reasons to open": ("Kari Lund", "/pasienter/nodtilgang/"),
}


def sign_in(page: Page, name: str) -> None:
    page.goto("/logg-inn")
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


@pytest.fixture(scope="module")
def window(chromium: Browser, address: str) -> Iterator[Callable[[str, str | None], Page]]:
    """A page of somebody in a mode; the same window each time, to sign in once."""
    contexts: dict[tuple[str, str | None], BrowserContext] = {}

    def open_as(mode: str, who: str | None) -> Page:
        if (mode, who) not in contexts:
            context = chromium.new_context(base_url=address, locale="nb-NO", reduced_motion="reduce", **MODES[mode])
            contexts[mode, who] = context
            if who:
                sign_in(context.new_page(), who)
        return contexts[mode, who].new_page()

    yield open_as
    for context in contexts.values():
        context.close()


def go(page: Page, where: str) -> None:
    """An address; or «first of» one, to follow the first link of its list; or a way of several steps."""
    steps = where.split(" > ")
    if where.startswith("first of "):
        steps = [where.removeprefix("first of "), "first"]
    for step in steps:
        _go_on(page, step)
    page.wait_for_function("document.fonts.status === 'loaded'")


def _go_on(page: Page, step: str) -> None:
    what, _, text = step.partition(" ")
    if step.startswith("/"):
        page.goto(step)
        return
    if step.startswith("./"):
        page.goto(page.url.partition("#")[0] + step.removeprefix("./"))
        return
    rows = page.locator("tr", has_text=text) if what == "row" else page
    found = {
        "first": page.locator("a.s-row-link"),
        "row": rows.locator("a.s-row-link"),
        "button": page.get_by_role("button", name=text),
        "link": page.get_by_role("link", name=text),
    }[what]
    found.first.click()
    page.wait_for_load_state()


def violations(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    told = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    found = page.evaluate("told => axe.run(told)", told)["violations"]
    return [f"{v['id']}: {v['help']}: " + "; ".join(n["html"][:160] for n in v["nodes"][:3]) for v in found]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", IN_ALL_MODES)
def test_it_is_clean_in_all_modes(window: Callable[[str, str | None], Page], mode: str, name: str) -> None:
    is_clean(window(mode, PAGES[name][0]), PAGES[name][1])


@pytest.mark.parametrize("name", [name for name in PAGES if name not in IN_ALL_MODES])
def test_it_is_clean(window: Callable[[str, str | None], Page], name: str) -> None:
    is_clean(window("light", PAGES[name][0]), PAGES[name][1], then="dark phone")


@pytest.mark.parametrize("name", COORDINATION)
def test_the_coordination_is_clean(window: Callable[[str, str | None], Page], name: str) -> None:
    is_clean(window("light", COORDINATION[name][0]), COORDINATION[name][1], then="dark phone")


def is_clean(page: Page, where: str, then: str = "") -> None:
    """In the mode that the page was opened in, and then in another: as if the window was made narrow at night. Between
    the two is each colour and each width, for the price of one visit."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    go(page, where)
    _looks_clean(page)
    if then:
        page.emulate_media(color_scheme=MODES[then]["color_scheme"])
        page.set_viewport_size(MODES[then]["viewport"])
        page.evaluate(SETTLED)
        _looks_clean(page)
    # A page that is refused or missing is told so in the console too.
    assert [text for text in complaints if "status of 40" not in text] == []
    page.close()


def _looks_clean(page: Page) -> None:
    mode = page.evaluate("`${innerWidth} px, dark: ${matchMedia('(prefers-color-scheme: dark)').matches}`")
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, f"scrolls sideways at {mode}"
    assert page.locator("h1").count() == 1
    assert violations(page) == [], mode
    assert page.evaluate(TWICE) == [], "one label would lead to the field of another"


def test_the_open_menu_is_clean(window: Callable[[str, str | None], Page]) -> None:
    page = window("phone", "Ola Vik")
    page.goto("/")
    page.locator("summary").first.click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.close()


@pytest.mark.parametrize("language", ["Nynorsk", "English"])
def test_the_other_languages_fit_on_a_phone(chromium: Browser, address: str, language: str) -> None:
    context = chromium.new_context(base_url=address, **MODES["phone"])
    page = context.new_page()
    sign_in(page, "Ola Vik")
    page.locator("summary").first.click()
    page.get_by_role("button", name=language).click()
    for where in ("/", "/pasienter/", "/hva-kan-jeg", "/komponenter"):
        page.goto(where)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, where
        assert page.locator("html").get_attribute("lang") == {"Nynorsk": "nn", "English": "en"}[language]
    context.close()
