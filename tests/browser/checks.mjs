// What a reader's browser must make of the pages. Called by tests/suite/browser.rs:
//
//   node checks.mjs CHROMIUM BOOK LIVE LARGE TABS FILE
//
// CHROMIUM is the browser's path, BOOK the address of the bundled book, LIVE that of a book whose
// first page is made from FILE, LARGE that of one with more pages than a tree shows, TABS
// that of one whose readers choose what they see. Prints a line for each check and fails if one fails.
import fs from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [executablePath, book, live, large, tabs, file] = process.argv.slice(2);
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const PAGES = {
  home: "",
  architecture: "architectures/large-distributed",
  results: "search?q=firewall",
  nothing: "search?q=zzqqxx",
  workbench: "sparql",
  thing: "things/architectures/large-distributed/data",
  things: "things",
  compare: "compare?a=Large%20distributed%20architecture&b=Scaled-down%20architecture",
  flows: "small-and-medium/data-flows",
  gallery: "figures",
  sketch: "design/case-studies",
  drafting: "figures/new",
  difference: "figures/new?architecture=architectures%2Fscaled-down%23scaled-down&compare=architectures%2Fscaled-down-information-workers%23scaled-down-information-workers",
  missing: "architectures/large-distibuted",
  vocabulary: "ontology/arch",
  print: "print/design/security",
};

/** Pages of the large book: one of 300 beside each other, one on the eighteenth level, all contents. */
const DEEP = Array.from({ length: 18 }, (_, level) => `level-${level + 1}/`).join("");
const LARGE_PAGES = { wide: "wide/page-150", deep: `${DEEP}page-2`, contents: "_loggia/contents" };

let failures = 0;
function check(holds, words) {
  if (!holds) failures += 1;
  console.log(`${holds ? "ok  " : "FAIL"} ${words}`);
}

const browser = await chromium.launch({
  executablePath,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

/** A page in a profile of its own that reports every error and every request to another host. */
async function fresh(options) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.on("console", (message) => {
    // A page that is not there and a query that is wrong are refused, as the checks want.
    const refused = [[404, PAGES.missing], [400, "sparql?query="]];
    const wanted = refused.some(([status, path]) =>
      message.text().includes(`status of ${status}`) && page.url().includes(path));
    if (["error", "warning"].includes(message.type()) && !wanted) {
      check(false, `console on ${page.url()}: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => check(false, `script on ${page.url()}: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    const own = [book, live, large, tabs].some((served) => new URL(served).host === url.host) || url.protocol === "data:";
    if (!own) check(false, `${page.url()} asks for ${request.url()}`);
  });
  page.on("requestfailed", (request) => {
    // A reload ends what is still under way.
    if (request.failure()?.errorText !== "net::ERR_ABORTED") {
      check(false, `${request.url()}: ${request.failure()?.errorText}`);
    }
  });
  return page;
}

/** Runs one part in a page of its own; what it throws is its failure. */
async function part(name, options, run) {
  const page = await fresh({ viewport: { width: 1440, height: 900 }, colorScheme: "light", ...options });
  page.setDefaultTimeout(20_000);
  try {
    await run(page);
  } catch (error) {
    check(false, `${name}: ${error.message.split("\n").slice(0, 3).join(" ")}`);
  } finally {
    await page.context().close();
  }
}

const background = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

// -- Every page, in both themes, narrow and wide ------------------------------------------------
for (const colorScheme of ["light", "dark"]) {
  for (const width of [390, 1440]) {
    await part("pages", { colorScheme, viewport: { width, height: 900 } }, async (page) => {
      const of = (served, pages) => Object.entries(pages).map(([name, path]) => [name, served + path]);
      for (const [name, address] of [...of(book, PAGES), ...of(large, LARGE_PAGES)]) {
        const where = `${name}, ${colorScheme}, ${width} wide`;
        const response = await page.goto(address, { waitUntil: "load" });
        check(response.status() === (name === "missing" ? 404 : 200), `${where}: status ${response.status()}`);
        // Whatever is loaded is counted as it was sent.
        const sizes = await page.evaluate(() => performance.getEntriesByType("resource")
          .filter(({ name }) => /\.(css|js)$/.test(name)).map(({ encodedBodySize }) => encodedBodySize));
        const size = sizes.reduce((sum, one) => sum + one, 0);
        check(size > 10_000 && size < 60_000, `${where}: ${size} bytes of styles and scripts`);
        const shift = await page.evaluate(() => new Promise((done) => {
          new PerformanceObserver((list) => done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0)))
            .observe({ type: "layout-shift", buffered: true });
          requestAnimationFrame(() => setTimeout(done, 50, 0));
        }));
        check(shift < 0.02, `${where}: nothing moves while it loads (${shift})`);
        const wider = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          return scrollWidth - clientWidth;
        });
        check(wider <= 0, `${where}: no horizontal scroll (${wider})`);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run(document, {
          runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        }));
        const told = violations.map(({ id, nodes }) =>
          `${id} ×${nodes.length} ${nodes[0].html.slice(0, 120)} ${nodes[0].any[0]?.message ?? ""}`);
        check(told.length === 0, `${where}: accessible ${told.join("; ")}`);
      }
    });
  }
}

// -- Right to left --------------------------------------------------------------------------------
for (const width of [390, 1440]) {
  await part("right to left", { viewport: { width, height: 900 } }, async (page) => {
    for (const path of [PAGES.home, PAGES.architecture, PAGES.results, PAGES.workbench]) {
      await page.goto(book + path);
      await page.evaluate(() => { document.documentElement.dir = "rtl"; });
      const wider = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth - clientWidth;
      });
      check(wider <= 0, `/${path} from right to left, ${width} wide: no horizontal scroll (${wider})`);
    }
  });
}

// -- Around the text ------------------------------------------------------------------------------
await part("cards", {}, async (page) => {
  await page.goto(book + PAGES.architecture);
  const link = page.locator('.prose a:text-is("Principles")').first();
  const before = await page.evaluate(() => document.querySelector(".prose").getBoundingClientRect().height);
  await link.hover();
  await page.waitForSelector(".card-peek:popover-open");
  check((await page.textContent(".card-peek-title")) === "Principles", "a card tells what a link leads to");
  check((await page.textContent(".card-peek p + p")).length > 40, "and how that begins");
  const after = await page.evaluate(() => document.querySelector(".prose").getBoundingClientRect().height);
  check(before === after, "the text does not move");
  await page.keyboard.press("Escape");
  check(await page.isHidden(".card-peek"), "Escape closes it");
  await page.mouse.move(2, 2);
  await page.keyboard.press("Tab");
  await link.focus();
  await page.waitForSelector(".card-peek:popover-open");
  check((await link.getAttribute("aria-describedby")) === "card-peek", "the keyboard brings it, and the link names it");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/principles");
  check(true, "the link still leads there");
});

await part("facts of a page", {}, async (page) => {
  await page.goto(book + PAGES.architecture);
  check(await page.isVisible(".margin .stated"), "the margin tells what the page states");
  check(await page.isHidden(".stated-fold"), "once");
  await page.click(".margin .stated li a >> nth=0");
  check(page.url().includes("#"), "a fact leads to its place");
  await page.setViewportSize({ width: 390, height: 844 });
  check(await page.isHidden(".margin .stated"), "a narrow page has it folded below");
  await page.click(".stated-fold summary");
  check(await page.isVisible(".stated-fold li a >> nth=0"), "and unfolds it");
});

await part("copy as Markdown", { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
  await page.goto(`${book}manual/sparql`);
  await page.click("[data-copy-page]");
  await page.waitForFunction(() => document.querySelector("[data-copy-page]").textContent.includes("Copied"));
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  check(copied.startsWith("---\ntitle: ") && copied.includes("# Querying"), "a page is copied as Markdown");
});

await part("browse", {}, async (page) => {
  await page.goto(book);
  await page.click('a.tree-link:text-matches("Designing for security$")');
  await page.waitForURL("**/design/security");
  await page.click('.contents-spy a:text-is("Firewalls")');
  check(page.url().endsWith("#firewalls"), "the contents lead to a section");
  await page.click(".turn-next");
  await page.waitForURL("**/design/distribution");
  check(true, "and the foot to the next page");
});

await part("tabs", {}, async (page) => {
  await page.goto(`${tabs}tabs`);
  const chosen = () => page.locator('[role=tab][aria-selected="true"]').allTextContents();
  check((await chosen()).join() === "Windows,Windows", "tabs show one variant");
  check(await page.isHidden("text=On Linux."), "and hide the other");
  await page.click('[role=tab]:text-is("Linux") >> nth=0');
  check((await chosen()).join() === "Linux,Linux", "a choice holds for the whole page");
  await page.keyboard.press("ArrowLeft");
  check((await chosen())[0] === "Windows", "arrow keys choose");
  await page.keyboard.press("ArrowRight");
  await page.reload();
  check((await chosen()).join() === "Linux,Linux", "a choice is kept");
});

await part("tabs without script", { javaScriptEnabled: false }, async (page) => {
  await page.goto(`${tabs}tabs`);
  const shown = await page.locator(".tab:visible").count();
  check(shown === 4, `without JavaScript every variant is shown (${shown})`);
});

await part("reduced motion", {}, async (page) => {
  await page.goto(book + PAGES.architecture);
  const moving = await page.evaluate(() => [...document.querySelectorAll("*")].filter((element) => {
    const style = getComputedStyle(element);
    return style.scrollBehavior === "smooth" || (style.transitionDuration !== "0s" && !element.closest("svg"));
  }).length);
  check(moving === 0, `nothing moves for those who asked for that (${moving})`);
});

// -- Theme ----------------------------------------------------------------------------------------
await part("theme", {}, async (page) => {
  await page.goto(book);
  const light = await background(page);
  await page.click("[popovertarget=theme]");
  await page.click("[data-theme-choice=dark]");
  const dark = await background(page);
  check(light !== dark, `the theme switches (${light}, ${dark})`);
  await page.reload();
  check((await background(page)) === dark, "the theme survives a reload");
  await page.goto(book + PAGES.architecture);
  check((await background(page)) === dark, "the theme holds on other pages");
  await page.click("[popovertarget=theme]");
  await page.click("[data-theme-choice=auto]");
  check((await background(page)) === light, "and can be the system's again");
});

// -- Search -----------------------------------------------------------------------------------------
await part("search", {}, async (page) => {
  await page.goto(book + PAGES.architecture);
  await page.keyboard.press("/");
  check(await page.evaluate(() => document.activeElement.name === "q"), "/ focuses the search");
  await page.keyboard.type("firew");
  await page.waitForSelector(".suggestion:visible");
  check((await page.locator(".suggestion").count()) > 1, "typing shows suggestions");
  await page.keyboard.press("Escape");
  check(await page.isHidden(".suggestions"), "Escape closes them");
  await page.fill(".finder input", "service interfaces");
  await page.waitForSelector(".suggestion:visible");
  await page.keyboard.press("ArrowDown");
  const before = page.url();
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.href !== before);
  check((await page.locator("h1").count()) === 1, `Enter follows a suggestion to ${page.url()}`);
  await page.goto(book + PAGES.results);
  await page.click(".result h2 a >> nth=0");
  await page.waitForSelector(".prose");
  check(!page.url().includes("search"), "a result leads to its page");
});

// -- The tree of a large book ----------------------------------------------------------------------
const link = (title) => `a.tree-link:text-matches("(^| )${title}$")`; // Behind its number.
const topOf = (page, selector) => page.locator(selector).evaluate((element) => element.getBoundingClientRect().top);

await part("tree", {}, async (page) => {
  await page.goto(`${large}wide/page-150`);
  await page.click(`li:has(> ${link("Folder 30")}) > details > summary`);
  await page.waitForSelector(link("Page 3 of folder 30"));
  check(true, "opening a branch shows its chapters");
  const before = await topOf(page, link("Page 3 of folder 30"));
  await page.click(link("Page 3 of folder 30"));
  await page.waitForURL("**/folder-30/page-3");
  const after = await topOf(page, ".tree [aria-current]");
  check(Math.abs(before - after) < 2, `what was clicked stays where it was (${before}, ${after})`);
  await page.goto(`${large}wide/page-150`);
  check(await page.isVisible(link("Page 3 of folder 30")), "what was opened is open on the next page");

  const shown = () => page.locator(`li:has(> ${link("Wide")}) a.tree-link`).count();
  const few = await shown();
  const current = await topOf(page, ".tree [aria-current]");
  // A click of Playwright's would scroll first.
  await page.locator('details [data-rest]:text-matches("before$")').evaluate((element) => element.click());
  await page.waitForFunction((few) => document.querySelectorAll(".tree details[open] a").length > 300, few);
  check((await shown()) === 301, `a level that was cut is shown whole (${few} of ${await shown()})`);
  check(Math.abs((await topOf(page, ".tree [aria-current]")) - current) < 2, "and the page's entry does not move");
  await page.reload();
  check((await shown()) === 301, "the whole level is shown on the next page too");
});

await part("tree by keyboard", {}, async (page) => {
  const focused = () => page.evaluate(() => document.activeElement.textContent.replace(/^[0-9.]+ /, ""));
  await page.goto(`${large}wide/page-150`);
  await page.focus(".tree [aria-current]");
  await page.keyboard.press("ArrowDown");
  check((await focused()) === "Wide page 151", "down goes to the next entry");
  await page.keyboard.press("ArrowLeft");
  check((await focused()) === "Wide", "left goes to the entry above");
  await page.keyboard.press("ArrowLeft");
  check(await page.isHidden(link("Wide page 151")), "left closes a branch");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  check((await focused()) === "before", "right opens it and goes in");
  await page.focus(link("Folder 30"));
  await page.keyboard.press("ArrowRight");
  await page.waitForSelector(link("Page 0 of folder 30"));
  check(true, "right fetches a branch");
});

await part("tree filter", {}, async (page) => {
  await page.goto(`${large}wide/page-150`);
  await page.fill(".tree-filter input", "folder 12");
  await page.waitForSelector(".tree-found a");
  check((await page.locator(".tree-found a").count()) === 7, "the filter looks through the whole book");
  check((await page.textContent(".tree-count")) === "7 names", "and tells how many names match");
  check((await page.textContent(".tree-found .tree-trail >> nth=0")) === "Folder 12", "each with what is above it");
  await page.fill(".tree-filter input", "zzz");
  await page.waitForSelector('.tree-found:has-text("No name")');
  await page.keyboard.press("Escape");
  check(await page.isVisible(".tree [aria-current]"), "Escape brings the tree back");
  await page.fill(".tree-filter input", "page 4 of folder 12");
  await page.waitForSelector(".tree-found a");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/folder-12/page-4");
  check(true, "a name leads to its page");
});

await part("deep tree", { viewport: { width: 280, height: 700 }, hasTouch: true }, async (page) => {
  await page.goto(large + LARGE_PAGES.deep);
  await page.tap(".menu-button");
  await page.waitForSelector(".tree [aria-current]:visible");
  const widths = await page.evaluate(() => [
    document.querySelector(".tree").scrollWidth - document.querySelector(".tree").clientWidth,
    document.querySelector(".tree [aria-current]").clientWidth,
  ]);
  check(widths[0] <= 0 && widths[1] > 110, `eighteen levels fit 280 pixels (${widths})`);
});

await part("tree without script", { javaScriptEnabled: false }, async (page) => {
  await page.goto(`${large}wide/page-150`);
  check(await page.isHidden(".tree-filter"), "without JavaScript there is no filter");
  await page.click(link("Folder 30"));
  await page.waitForURL("**/_loggia/contents#*");
  await page.click('.all-contents a:text-matches(" Page 3 of folder 30$")');
  check(page.url().endsWith("/folder-30/page-3"), "folded branches lead to the contents, and these to the pages");
});

// -- Figures ----------------------------------------------------------------------------------------
await part("figure", {}, async (page) => {
  await page.goto(book + PAGES.architecture);
  await page.click(".drawn-open");
  await page.waitForSelector("dialog[open]");
  check(true, "a figure opens");
  await page.keyboard.press("+");
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog[open]", { state: "detached" });
  check(await page.evaluate(() => document.activeElement.classList.contains("drawn-open")), "Escape closes it and the focus returns");
  await page.locator('.drawing a.card[href$="/master-secret-server"]').first().click();
  await page.waitForURL("**/things/architectures/large-distributed/master-secret-server");
  check((await page.textContent("h1")) === "Master secret server", "a box leads to the page of its thing");
  const place = page.locator(".known-source", { hasText: "So the server stands" }).first();
  check(!(await place.locator("q").isVisible()), "the words that state a fact wait");
  await place.locator("a").focus();
  check(await place.locator("q").isVisible(), "until their place has the focus");
  await page.click(".thing-place a");
  await page.waitForURL("**/architectures/large-distributed#master-secret-server");
  const told = await page.evaluate(() => document.querySelector(":target + p")?.textContent);
  check(told?.startsWith("This server keeps the master key"), `and from there to the sentence (${told})`);
});

await part("figure tools", { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
  await page.goto(book + PAGES.architecture);
  const figure = page.locator(".figure.drawn").first();
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll(".drawn-frame")].map((frame) => frame.scrollWidth - frame.clientWidth));
  check(cut.length > 0 && cut.every((pixels) => pixels <= 0), `a figure fits its page (${cut})`);
  const smallest = await page.evaluate(() => {
    const texts = [...document.querySelectorAll(".drawing text")];
    const svg = document.querySelector(".drawing");
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    return Math.min(...texts.map((text) => parseFloat(getComputedStyle(text).fontSize))) * scale;
  });
  check(smallest >= 10.4, `letters of a figure are large enough (${smallest})`);
  const width = () => page.evaluate(() => document.querySelector(".drawing").getBoundingClientRect().width);
  const before = await width();
  await figure.locator(".drawn-frame").focus();
  await page.keyboard.press("+");
  check((await width()) > before * 1.2, "a key enlarges a figure");
  await page.keyboard.press("0");
  check(Math.abs((await width()) - before) < 1, "and another restores it");
  await figure.getByLabel("Focus on…").selectOption({ label: "FW1" });
  const dim = () => page.evaluate(() => [
    getComputedStyle(document.querySelector(".drawing .wall.lit")).opacity,
    [...document.querySelectorAll(".drawing .card")].some((card) => getComputedStyle(card).opacity < 0.5),
  ]);
  check(String(await dim()) === "1,true", "the focus fades everything else");
  await page.keyboard.press("Escape");
  check((await page.locator(".drawing.fading").count()) === 0, "Escape ends the focus");
  await figure.getByLabel("Protocol…").selectOption("SOAP");
  check((await figure.locator(".flow.lit").count()) > 0, "a protocol shows its flows");
  await page.keyboard.press("Escape");
  await figure.getByLabel("Copy as Mermaid").click();
  await figure.locator(".drawn-status", { hasText: "Copied" }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  check(copied.includes("flowchart TB") && copied.includes("subgraph"), "the figure is copied as Mermaid");
});

await part("links over an image", { javaScriptEnabled: false }, async (page) => {
  await page.goto(book + PAGES.sketch);
  const spots = page.locator(".hot-spots a");
  check((await spots.count()) > 10, "a picture has links over it");
  const fits = () => page.evaluate(() => {
    const [picture, over] = [".hot-picture img", ".hot-spots"].map((name) => document.querySelector(name).getBoundingClientRect());
    const proxy = document.querySelector('.hot-spots a[aria-label="proxy"] rect').getBoundingClientRect();
    const near = (a, b) => Math.abs(a - b) < 1.5;
    return near(picture.left, over.left) && near(picture.width, over.width) && near(picture.height, over.height)
      && near(proxy.left, picture.left + picture.width * 0.715) && near(proxy.height, picture.height * 0.108);
  });
  check(await fits(), "each lies where its region is");
  await page.setViewportSize({ width: 390, height: 800 });
  check(await fits(), "on a narrow screen too");
  await page.locator('.hot-spots a[aria-label="proxy"]').focus();
  const stroke = await page.evaluate(() => getComputedStyle(document.activeElement.querySelector("rect")).strokeDasharray);
  check(stroke === "none", "the keyboard's place is seen");
  // The queue servers stand in front of their network, which is a link too.
  await page.locator('.hot-spots a[aria-label="queue servers"]').click();
  await page.waitForURL("**/things/design/case-studies/a-queues");
  check(true, "a click leads to what is shown, without JavaScript");
  await page.locator('a:text-is("Two case studies, figure 1")').click();
  await page.waitForURL("**/design/case-studies#region-*");
  check((await page.locator(".hot-spots a:target").getAttribute("aria-label")) === "queue servers", "and back to its place on the picture");
});

await part("links over an enlarged image", {}, async (page) => {
  await page.goto(book + PAGES.sketch);
  await page.locator('.prose li a:text-is("proxy")').hover();
  check((await page.locator(".hot-spots a.is-lit").getAttribute("aria-label")) === "proxy", "words light up their part of the picture");
  await page.locator(".figure-hot .figure-zoom").click({ position: { x: 4, y: 4 } });
  await page.waitForSelector(".lightbox[open] .hot-spots");
  const spot = page.locator('.lightbox .hot-spots a[aria-label="proxy"]');
  const told = await page.evaluate(() => {
    const picture = document.querySelector(".lightbox-stage img").getBoundingClientRect();
    const proxy = document.querySelector('.lightbox .hot-spots a[aria-label="proxy"] rect').getBoundingClientRect();
    return Math.abs(proxy.left - picture.left - picture.width * 0.715) < 2 && Math.abs(proxy.width - picture.width * 0.144) < 2;
  });
  check(told, "the links are as large as the picture");
  await spot.hover();
  check(/^7\d\.\d, 4\d\.\d %$/.test(await page.textContent(".lightbox-place")), "the bar tells where the pointer is");
  await spot.click();
  await page.waitForURL("**/things/design/case-studies/a-proxy");
  check(true, "and a click leads on");
});

await part("figure on demand", { javaScriptEnabled: false }, async (page) => {
  await page.goto(book + PAGES.drafting);
  await page.fill('input[name="around"]', "architectures/large-distributed#sso-db");
  await page.click('form:has(input[name="around"]) button');
  await page.waitForURL("**/figures/new?around=*");
  check((await page.locator(".drawing .card").count()) > 1, "without JavaScript a form draws a figure");
  await page.goto(`${book}figures?q=sso+database`);
  check((await page.locator(".gallery-entry").count()) > 0, "and the gallery is filtered");
});

await part("filter", {}, async (page) => {
  await page.goto(book + PAGES.things);
  const form = () => page.locator("form[data-filter]").evaluate((element) => element.getBoundingClientRect().top);
  const before = await form();
  await page.evaluate(() => {
    window.moved = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.moved += entry.value; }))
      .observe({ type: "layout-shift" });
  });
  await page.locator("form[data-filter] input").pressSequentially("sso data");
  await page.waitForFunction(() => /^\d+ things? ·/.test(document.querySelector("#found-count").textContent));
  const names = await page.locator(".term-found li a").allTextContents();
  check(names.length > 1 && names.every((name) => /sso data/i.test(name)), `typing filters the things (${names.length})`);
  check(page.url().endsWith("/things?q=sso+data"), `the address holds the filter (${page.url()})`);
  check((await form()) === before && (await page.evaluate(() => window.moved)) === 0, "and nothing moves");
  await page.reload();
  check((await page.locator(".term-found li").count()) === names.length, "the address shows the same again");
  await page.goto(book + PAGES.gallery);
  const all = await page.locator(".gallery-entry").count();
  await page.locator("form[data-filter] input").fill("sso database");
  await page.waitForFunction((all) => document.querySelectorAll(".gallery-entry").length < all, all);
  check((await page.locator(".gallery-entry").count()) > 0, "figures are filtered too");
});

// -- Code ---------------------------------------------------------------------------------------------
await part("copy", { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
  await page.goto(`${book}manual/sparql`);
  const code = await page.textContent(".code pre >> nth=0");
  await page.click(".copy >> nth=0");
  await page.waitForFunction(() => document.querySelector(".copy").textContent === "Copied");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  check(copied.trim() === code.trim(), "code is copied as it stands");
});

// -- Workbench ------------------------------------------------------------------------------------------
await part("workbench", {}, async (page) => {
  await page.goto(book + PAGES.workbench);
  await page.click(".examples a >> nth=0");
  await page.waitForSelector(".outcome tbody tr");
  check((await page.locator(".outcome tbody tr").count()) > 10, "an example shows rows");
  check(page.url().includes("sparql?query="), "the address holds the query");
  await page.fill("#query", "SELECT * {\n  ?s ?p (1 }");
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector(".failure");
  check((await page.textContent(".editor-fault")) === "2", "a mistake is marked at its line");
  await page.fill("#query", "ASK {}");
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector(".verdict-yes");
  check(true, "a question is answered");
});

// -- Narrow -----------------------------------------------------------------------------------------------
await part("menu", { viewport: { width: 390, height: 844 }, hasTouch: true }, async (page) => {
  await page.goto(book + PAGES.architecture);
  check(await page.isHidden(".navigation"), "the menu is closed at first");
  await page.tap(".menu-button");
  await page.waitForSelector(".tree [aria-current]:visible");
  check(true, "the menu opens and shows the current page");
  await page.tap("[popovertargetaction=hide]");
  await page.waitForSelector(".navigation", { state: "hidden" });
  check(true, "the menu closes");
});

// -- Without JavaScript -----------------------------------------------------------------------------------
await part("no script", { javaScriptEnabled: false }, async (page) => {
  await page.goto(book);
  await page.fill(".finder input", "firewall");
  await page.press(".finder input", "Enter");
  await page.waitForSelector(".result");
  check(true, "search works without JavaScript");
  await page.goto(book);
  await page.click('a.tree-link:text-matches("Designing for security$")');
  await page.waitForURL("**/design/security");
  check((await page.textContent(".prose")).length > 2_000, "reading and the tree work without JavaScript");
  check((await page.locator(".js-only:visible").count()) === 0, "nothing is offered that needs it");
  await page.goto(book + PAGES.workbench);
  await page.click(".asker button[type=submit]");
  await page.waitForSelector(".outcome tbody tr");
  check(true, "the workbench works without JavaScript");
});

// -- Live ---------------------------------------------------------------------------------------------------
await part("live", {}, async (page) => {
  await page.goto(live);
  // The page must be listening before the file changes.
  await page.evaluate(async (address) => (await fetch(address)).body.getReader().read(), `${live}live`);
  fs.writeFileSync(file, "# Home\n\nNew words, just saved.\n");
  await page.waitForFunction(() => document.body?.textContent.includes("just saved"));
  check(true, "an open page shows what was saved");
});

await browser.close();
console.log(failures ? `${failures} failed` : "all checks passed");
process.exitCode = failures ? 1 : 0;
