"""Rules of counting against hand-worked examples, laws, plain references and real files' quirks."""
