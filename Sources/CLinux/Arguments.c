#include "CLinux.h"

static int argument_count;
static char **argument_values;

// The C library hands what main is given to every constructor as well.
__attribute__((constructor)) static void keep_arguments(int count, char **values, char **environment) {
    (void)environment;
    argument_count = count;
    argument_values = values;
}

int netsim_argument_count(void) { return argument_count; }

const char *netsim_argument(int index) { return argument_values[index]; }
