#include "vertraging.h"

#include "storing.h"

#include "bronpost/base/text.h"

#include <math.h>
#include <stdlib.h>

#define MOST_MS 3600000.0

static bool milliseconds(struct bp_str text, double *out)
{
    char copy[16];
    if (!bp_str_all_digits(text) || !bp_str_copy(copy, sizeof copy, text))
        return false;
    *out = (double)strtoul(copy, NULL, 10);
    return *out <= MOST_MS;
}

/* The value behind "name=" in a list; false when it is not there. */
static bool named(const char *list, const char *name, double *out)
{
    size_t len = strlen(name);
    for (const char *at = list; *at;) {
        size_t part = strcspn(at, ",");
        if (part > len && memcmp(at, name, len) == 0)
            return milliseconds((struct bp_str){ at + len, part - len }, out);
        at += part;
        at += *at == ',';
    }
    return false;
}

enum bp_status bp_vertraging_parse(const char *text, struct bp_vertraging *out,
                                   struct bp_error *err)
{
    struct bp_vertraging v;
    if (milliseconds(bp_str_of(text), &v.p50)) {
        *out = (struct bp_vertraging){ v.p50, v.p50, v.p50 };
        return BP_OK;
    }
    if (named(text, "p50=", &v.p50) && named(text, "p90=", &v.p90) && named(text, "max=", &v.max) &&
        v.p50 >= 1 && v.p50 <= v.p90 && v.p90 <= v.max) {
        *out = v;
        return BP_OK;
    }
    return bp_error_set(err, BP_E_USAGE, NULL,
                        N_("--latency: expected milliseconds, such as 30, or a distribution that "
                           "rises, such as p50=1000,p90=4500,max=48000"));
}

double bp_vertraging_kwantiel(const struct bp_vertraging *vertraging, double u)
{
    const struct bp_vertraging *v = vertraging;
    if (v->max <= v->p50)
        return v->p50;
    if (u < 0.5)
        return v->p50 / 2 * pow(2, u / 0.5);
    if (u < 0.9)
        return v->p50 * pow(v->p90 / v->p50, (u - 0.5) / 0.4);
    return v->p90 * pow(v->max / v->p90, pow((u - 0.9) / 0.1, 4));
}

unsigned bp_vertraging_ms(const struct bp_vertraging *vertraging, uint64_t seed, uint64_t number)
{
    return (unsigned)lround(bp_vertraging_kwantiel(vertraging, bp_kans(seed, number, 2)));
}
