"""What whoever keeps the corpus is shown: how much it holds, which rules are broken, what is not true to the facts.

Pure functions over documents, which the tests of our own corpus and `python -m assistant corpus` both call. What a
person has looked at and found right stands in `corpus/checks/`.
"""
