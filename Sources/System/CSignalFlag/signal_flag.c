#include "signal_flag.h"

#include <stdatomic.h>

static atomic_bool flags[2];

void signal_flag_raise(signal_flag flag) { atomic_store_explicit(&flags[flag], true, memory_order_relaxed); }

bool signal_flag_is_raised(signal_flag flag) { return atomic_load_explicit(&flags[flag], memory_order_relaxed); }
