// The least that a program with netsim's linkage does: Swift's library linked in, SQLite loaded, nothing run.

import CSQLite

// A reference keeps the library among those that are loaded; the condition never holds.
if CommandLine.argc > 1_000_000 { _ = sqlite3_libversion_number() }
