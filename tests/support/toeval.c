#include "support/toeval.h"

#include <stdlib.h>
#include <time.h>

uint64_t toeval(uint64_t *state)
{
    uint64_t n = *state += UINT64_C(0x9e3779b97f4a7c15);
    n = (n ^ n >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    n = (n ^ n >> 27) * UINT64_C(0x94d049bb133111eb);
    return n ^ n >> 31;
}

void toeval_slaap(uint64_t *state, unsigned most_us)
{
    uint64_t us = toeval(state) % most_us;
    struct timespec t = { (time_t)(us / 1000000), (long)(us % 1000000) * 1000 };
    (void)nanosleep(&t, NULL);
}

size_t toeval_aantal(const char *name, size_t usual)
{
    const char *said = getenv(name);
    return said ? strtoul(said, NULL, 10) : usual;
}
