#include <sqlite3.h>

// sqlite3_config takes any number of arguments, which Swift does not import.
static inline int terreau_sqlite_count_no_memory(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
