#include "instellingen.h"

#include "bronpost/base/text.h"

enum bp_status bp_cli_check_identiteit(const struct bp_config_instelling *in,
                                       const struct bp_identiteit_feiten *feiten, int64_t now_ms,
                                       struct bp_error *err)
{
    char day[BP_MOMENT_TEXT];
    if (now_ms < feiten->not_before_ms) {
        bp_moment_format(feiten->not_before_ms, day);
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("the certificate in [instelling %s] is not valid before %.10s"),
                            in->brin.ptr, day);
    }
    if (now_ms >= feiten->not_after_ms) {
        bp_moment_format(feiten->not_after_ms, day);
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("the certificate in [instelling %s] expired on %.10s; get a new one "
                               "and name it there"),
                            in->brin.ptr, day);
    }
    if (!*feiten->oin)
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("the certificate in [instelling %s] holds no OIN; DUO takes a "
                               "PKIoverheid certificate only"),
                            in->brin.ptr);
    if (!in->mandaat && strcmp(feiten->oin, in->oin) != 0)
        return bp_error_set(
            err, BP_E_USAGE, NULL,
            N_("the certificate in [instelling %s] has OIN %s, the institution %s; when "
               "somebody else delivers for it, with its mandate, write mandaat = yes"),
            in->brin.ptr, feiten->oin, in->oin);
    return BP_OK;
}

static enum bp_status open_one(const struct bp_invocation *inv,
                               const struct bp_config_instelling *in, bool sending,
                               struct bp_identiteit **out, struct bp_error *trouble)
{
    if (!in->certificaat)
        return bp_error_set(trouble, BP_E_USAGE, NULL, N_("no certificaat in [instelling %s]"),
                            in->brin.ptr);
    if (!in->oin)
        return bp_error_set(trouble, BP_E_USAGE, NULL, N_("no oin in [instelling %s]"),
                            in->brin.ptr);
    enum bp_status st = bp_cli_open_identiteit(in, out, trouble);
    if (st == BP_OK && sending)
        st = bp_cli_check_identiteit(in, bp_identiteit_feiten(*out),
                                     inv->env->now_ms(inv->env->ctx), trouble);
    if (st != BP_OK) {
        bp_identiteit_close(*out);
        *out = NULL;
    }
    return st;
}

enum bp_status bp_cli_instellingen_open(const struct bp_invocation *inv, bool sending,
                                        struct bp_arena *arena, struct bp_cli_instellingen *out,
                                        struct bp_error *err)
{
    size_t count = inv->config->instelling_count;
    out->identiteiten = bp_arena_array(arena, count, sizeof(struct bp_identiteit *));
    out->troubles = bp_arena_array(arena, count, sizeof *out->troubles);
    out->items = bp_arena_array(arena, count, sizeof *out->items);
    if (!out->identiteiten || !out->troubles || !out->items)
        return bp_error_memory(err, bp_text("the list of institutions"));
    out->count = count;
    for (size_t i = 0; i < count; i++) {
        const struct bp_config_instelling *in = &inv->config->instellingen[i];
        enum bp_status st = open_one(inv, in, sending, &out->identiteiten[i], &out->troubles[i]);
        if (st == BP_E_MEMORY) {
            *err = out->troubles[i];
            return st;
        }
        out->items[i] = (struct bp_export_instelling){ .brin = in->brin,
                                                       .oin = bp_str_of(in->oin),
                                                       .identiteit = out->identiteiten[i] };
    }
    return BP_OK;
}

void bp_cli_instellingen_close(struct bp_cli_instellingen *instellingen)
{
    for (size_t i = 0; i < instellingen->count; i++)
        bp_identiteit_close(instellingen->identiteiten[i]);
}

const char *bp_cli_instelling_trouble(const struct bp_invocation *inv,
                                      const struct bp_cli_instellingen *instellingen,
                                      struct bp_str brin)
{
    for (size_t i = 0; i < instellingen->count; i++)
        if (bp_str_equal(inv->config->instellingen[i].brin, brin))
            return instellingen->troubles[i].detail;
    return bp_text("no section [instelling] for this brin");
}

bool bp_cli_is_test(const struct bp_config *config, const char *endpoint)
{
    static const char *const hosts[] = { "localhost", "127.0.0.1", "[::1]" };
    const char *host = strstr(endpoint, "://");
    if (config->test)
        return true;
    if (!host)
        return false;
    /* A name in front of '@' is no host. */
    struct bp_str rest = { host + 3, strcspn(host + 3, "/?#") };
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        struct bp_str known = bp_str_of(hosts[i]);
        if (bp_str_starts_with(rest, known) &&
            (rest.len == known.len ||
             (rest.ptr[known.len] == ':' && !memchr(rest.ptr, '@', rest.len))))
            return true;
    }
    return false;
}
