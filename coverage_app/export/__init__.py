"""A comparison out: the annotated HTML document and the comparison format. Knows no request, database or clock."""
