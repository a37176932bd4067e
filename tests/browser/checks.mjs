// What a reader's browser must make of the pages. Called by tests/suite/browser.rs:
//
//   node checks.mjs CHROMIUM BOOK LIVE FILE
//
// CHROMIUM is the browser's path, BOOK the address of the bundled book, LIVE that of a book whose
// first page is made from FILE. Prints a line for each check and fails if one fails.
import fs from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [executablePath, book, live, file] = process.argv.slice(2);
const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const PAGES = {
  home: "",
  architecture: "architectures/large-distributed",
  results: "search?q=firewall",
  nothing: "search?q=zzqqxx",
  workbench: "sparql",
  missing: "architectures/large-distibuted",
};

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
    const own = [new URL(book).host, new URL(live).host].includes(url.host) || url.protocol === "data:";
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
      for (const [name, path] of Object.entries(PAGES)) {
        const where = `${name}, ${colorScheme}, ${width} wide`;
        const response = await page.goto(book + path, { waitUntil: "load" });
        check(response.status() === (name === "missing" ? 404 : 200), `${where}: status ${response.status()}`);
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
  await page.click(".drawing .card .name");
  await page.waitForURL("**#*");
  check(await page.evaluate(() => document.querySelector(":target") !== null), "a box leads to what is told of it");
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
