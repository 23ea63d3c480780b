"""Results as other programs read them: a flat table, JUnit XML, SARIF. Each is written from findings.json, project by
project."""
