"""Makes the same book for every tool that is compared: python3 prepare.py CORPUS COUNT FOLDER.

Takes COUNT Markdown files of the biztalk-docs repository in CORPUS (0 for all), those of
`biztalk/core` first, and writes them to FOLDER as an mdBook (`book/`, which Loggia opens too) and as
a Hugo and a Zola site (`hugo/`, `zola/`). What only one of the tools understands is taken out of the
text for all of them: front matter, includes (their text is put in place), template braces, and raw
emphasis tags, on which mdBook 0.5 ends with a panic.
"""

import os
import re
import shutil
import sys

corpus, count, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]

INCLUDE = re.compile(r"\[!INCLUDE\s*\[[^\]]*\]\(([^)\s]+)\)\]", re.IGNORECASE)
FRONT_MATTER = re.compile(r"\A---\n.*?\n---[ \t]*\n", re.DOTALL)
EMPHASIS = re.compile(r"</?(?:em|i|b|strong)>")


def read(path):
    with open(path, encoding="utf-8-sig", errors="replace", newline="") as file:
        return FRONT_MATTER.sub("", file.read().replace("\r\n", "\n"))


def clean(path, depth=0):
    def included(match):
        target = match.group(1)
        base = corpus_root(path) if target.startswith("~/") else os.path.dirname(path)
        target = os.path.normpath(os.path.join(base, target.removeprefix("~/")))
        if depth > 3 or not os.path.isfile(target):
            return ""
        return clean(target, depth + 1).strip()

    text = INCLUDE.sub(included, read(path))
    return EMPHASIS.sub("", text.replace("{{", "{ {"))


def corpus_root(path):
    return os.path.join(corpus, os.path.relpath(path, corpus).split(os.sep)[0])


def articles():
    found = []
    for root, folders, files in os.walk(corpus):
        folders.sort()
        for name in files:
            if name.endswith(".md") and name.lower() not in ("toc.md", "readme.md", "summary.md"):
                found.append(os.path.relpath(os.path.join(root, name), corpus))
    core = os.path.join("biztalk", "core", "")
    return sorted(found, key=lambda path: (not path.startswith(core), path))


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


shutil.rmtree(folder, ignore_errors=True)
chosen = articles()[: count or None]
summary, part = ["# Summary\n"], None
for number, path in enumerate(chosen):
    text = clean(os.path.join(corpus, path))
    # In Hugo a page of this name swallows its neighbours.
    name = re.sub(r"(^|/)(_?index)\.md$", r"\1\2-page.md", path)
    title = os.path.basename(name).removesuffix(".md").replace("-", " ")
    write(f"{folder}/book/src/{name}", text)
    write(f"{folder}/hugo/content/{name}", f'---\ntitle: "{title}"\n---\n{text}')
    write(f"{folder}/zola/content/{name}", f'+++\ntitle = "{title}"\n+++\n{text}')
    if os.path.dirname(name) != part:
        part = os.path.dirname(name)
        summary.append(f"\n# {part}\n")
        within = 0
    summary.append(f"{'' if within % 40 == 0 else '  '}- [{title}](<{name}>)")
    within += 1

write(f"{folder}/book/book.toml", '[book]\ntitle = "Compared"\nlanguage = "en"\n')
write(f"{folder}/book/src/SUMMARY.md", "\n".join(summary) + "\n")

PAGE = "<!doctype html><html lang=en><title>{title}</title><main><h1>{title}</h1>{content}</main>"
LIST = "<!doctype html><html lang=en><title>Contents</title><ul>{items}</ul>"
write(
    f"{folder}/hugo/hugo.toml",
    'baseURL = "https://example.org/"\ntitle = "Compared"\ndisableKinds = ["taxonomy", "term", "RSS"]\n'
    "[markup.goldmark.renderer]\nunsafe = true\n",
)
hugo = {"title": "{{ .Title }}", "content": "{{ .Content }}"}
write(f"{folder}/hugo/layouts/_default/single.html", PAGE.format(**hugo))
items = '{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}'
write(f"{folder}/hugo/layouts/_default/list.html", LIST.format(items=items))
write(f"{folder}/zola/config.toml", 'base_url = "https://example.org"\ntitle = "Compared"\n')
zola = {"title": "{{ page.title }}", "content": "{{ page.content | safe }}"}
write(f"{folder}/zola/templates/page.html", PAGE.format(**zola))
for name in ("index.html", "section.html"):
    write(f"{folder}/zola/templates/{name}", LIST.format(items="{{ section.title }}"))
print(len(chosen))
