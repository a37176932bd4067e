"""What pySHACL finds: reads {"data": Turtle, "shapes": Turtle}, prints a line per result."""

import json
import sys

import pyshacl
import rdflib

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
NAMES = ("focusNode", "sourceConstraintComponent", "value", "resultSeverity")


def text(node):
    if node is None:
        return "-"
    return "_" if isinstance(node, rdflib.BNode) else node.n3()


given = json.load(sys.stdin)
data, shapes = (
    rdflib.Graph().parse(data=given[name], format="turtle") for name in ("data", "shapes")
)
_, report, _ = pyshacl.validate(data, shacl_graph=shapes)
for result in report.subjects(rdflib.RDF.type, SH.ValidationResult):
    print("\t".join(text(report.value(result, SH[name])) for name in NAMES))
