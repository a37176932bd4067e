"""Reads an llms.txt with the reference parser of its proposal, and prints what it found as JSON."""

import json
import sys

from llms_txt import parse_llms_file

found = parse_llms_file(sys.stdin.read())
sections = {
    name: [[link.title, link.url, link.desc or ""] for link in links]
    for name, links in found.sections.items()
}
print(json.dumps({"title": found.title, "summary": found.summary, "sections": sections}))
