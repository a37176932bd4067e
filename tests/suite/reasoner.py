"""The closure of triples under OWL 2 RL, as the package owlrl sees it.

Reads a JSON list of triples, each three terms: ["iri", text], ["blank", label] or
["literal", text, datatype, language or null]. Writes the triples that the closure adds, those with
literals left out, in the same form.
"""

import json
import sys

import owlrl
import rdflib

# "01" and "1" are different terms, whatever they mean.
rdflib.NORMALIZE_LITERALS = False


def read(term):
    kind, text, *more = term
    if kind == "iri":
        return rdflib.URIRef(text)
    if kind == "blank":
        return rdflib.BNode(text)
    datatype, language = more
    if language:
        return rdflib.Literal(text, lang=language)
    return rdflib.Literal(text, datatype=rdflib.URIRef(datatype))


def write(term):
    return ["iri" if isinstance(term, rdflib.URIRef) else "blank", str(term)]


class Rules(owlrl.OWLRL_Semantics):
    """All but the rules of equality: nothing here says of two things that they are one, and they
    take half the time to find that out."""

    def _equality(self, triple, cycle_num):
        pass


graph = rdflib.Graph()
for triple in json.load(sys.stdin):
    graph.add(tuple(read(term) for term in triple))
stated = set(graph)
owlrl.DeductiveClosure(Rules).expand(graph)
added = [
    [write(term) for term in triple]
    for triple in graph
    if triple not in stated
    and not any(isinstance(term, rdflib.Literal) for term in triple)
]
json.dump(added, sys.stdout)
