/* cmd_doctor.c - is everything that a run needs in order? One line each; connects to nobody */
#include "instellingen.h"
#include "json.h"

#include "bronpost/base/arena.h"
#include "bronpost/base/text.h"
#include "bronpost/ledger/ledger.h"
#include "bronpost/security/soap.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#define DAY_MS       INT64_C(86400000)
#define WARNING_DAYS 30 /* a PKIoverheid certificate takes weeks to get */

enum level {
    FINE,  /* in order */
    NOTE,  /* good to know; nobody needs to act */
    LOOK,  /* something does not work yet, or soon no longer */
    FAULT, /* does not work */
};

struct doctor {
    const struct bp_invocation *inv;
    struct bp_buf *out;
    bool trouble;
};

static void line(struct doctor *d, enum level level, const char *about, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* `about` and `format` are translated already. */
static void line(struct doctor *d, enum level level, const char *about, const char *format, ...)
{
    static const char *const names[] = { N_("ok"), N_("note"), N_("look"), N_("fault") };
    static const char *const ids[] = { "ok", "note", "look", "fault" };
    static const enum bp_paint paints[] = { BP_PAINT_GOOD, BP_PAINT_DIM, BP_PAINT_LOOK,
                                            BP_PAINT_BAD };
    char text[2048];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    d->trouble = d->trouble || level >= LOOK;
    if (d->inv->options.json) {
        bp_cli_json_open(d->out, NULL, '{');
        bp_cli_json_text(d->out, "level", ids[level]);
        bp_cli_json_text(d->out, "about", about);
        bp_cli_json_text(d->out, "text", text);
        bp_cli_json_close(d->out, '}');
    } else if (level >= LOOK || !d->inv->options.quiet) {
        bp_buf_printf(d->out, "%s%-6s%s %-18s %s\n", bp_cli_paint(d->inv, paints[level]),
                      bp_text(names[level]), bp_cli_paint(d->inv, BP_PAINT_PLAIN), about, text);
    }
}

static void look_at_configuration(struct doctor *d)
{
    const struct bp_config *config = d->inv->config;
    const char *about = bp_text("configuration");
    if (!config->path)
        line(d, NOTE, about, "%s",
             bp_text("none found: `check` works, and every brin counts as mandated"));
    else if (config->instelling_count == 0)
        line(d, LOOK, about, bp_text("%s has no section [instelling BRIN]: nothing is registered"),
             config->path);
    else
        line(d, FINE, about, bp_text("%s, institutions: %zu"), config->path,
             config->instelling_count);
    if (*config->data_dir)
        line(d, FINE, bp_text("program files"), "%s", config->data_dir);
    else
        line(d, FAULT, bp_text("program files"), "%s",
             bp_text("no folder with schemas/ beside the program; name it in BRONPOST_DATA"));
}

static void look_at_ledger(struct doctor *d)
{
    const struct bp_config *config = d->inv->config;
    struct bp_ledger *ledger = NULL;
    struct bp_kluis *kluis = NULL;
    struct bp_error err = { 0 };
    struct bp_buf url;
    bool there = bp_ledger_exists(config->ledger_url);
    bp_buf_init(&url, 64 * 1024);
    bp_config_url_shown(&url, config->ledger_url);
    struct bp_str shown = bp_buf_str(&url);
    if (!there)
        line(d, NOTE, bp_text("ledger"), bp_text("%.*s is not there yet: the first run makes it"),
             (int)shown.len, shown.ptr);
    else if (bp_ledger_open(config->ledger_url, BP_LEDGER_READ, d->inv->env, &ledger, &err) ==
             BP_OK)
        line(d, FINE, bp_text("ledger"), bp_text("%.*s, %s, version %d"), (int)shown.len, shown.ptr,
             bp_ledger_engine(ledger), bp_ledger_version(ledger));
    else
        line(d, FAULT, bp_text("ledger"), "%s", err.detail);
    bp_ledger_close(ledger);
    bp_buf_free(&url);

    if (!there && access(config->key_file, F_OK) != 0)
        line(d, NOTE, bp_text("key file"), bp_text("%s is not there yet: the first run makes it"),
             config->key_file);
    else if (bp_cli_open_kluis(d->inv, false, &kluis, &err) == BP_OK)
        line(d, FINE, bp_text("key file"), "%s", config->key_file);
    else
        line(d, FAULT, bp_text("key file"), "%s", err.detail);
    bp_kluis_close(kluis);
}

static void look_at_validity(struct doctor *d, const char *about,
                             const struct bp_identiteit_feiten *feiten)
{
    int64_t now = d->inv->env->now_ms(d->inv->env->ctx);
    int64_t days = (feiten->not_after_ms - now) / DAY_MS;
    char from[BP_MOMENT_TEXT], until[BP_MOMENT_TEXT];
    bp_moment_format(feiten->not_before_ms, from);
    bp_moment_format(feiten->not_after_ms, until);
    if (now < feiten->not_before_ms)
        line(d, FAULT, about, bp_text("not valid before %.10s"), from);
    else if (now >= feiten->not_after_ms)
        line(d, FAULT, about,
             bp_text("expired on %.10s; get a new one and name it in the configuration"), until);
    else if (days < WARNING_DAYS)
        line(d, LOOK, about, bp_text("expires on %.10s, in %d days; ask for a new one now"), until,
             (int)days);
    else
        line(d, FINE, about, bp_text("RSA %d bits, valid until %.10s (%d days)"), feiten->key_bits,
             until, (int)days);
}

static void look_at_oin(struct doctor *d, const char *about, const struct bp_config_instelling *in,
                        const struct bp_identiteit_feiten *feiten)
{
    if (!*feiten->oin)
        line(d, FAULT, about, "%s",
             bp_text("no OIN in the certificate's subject: DUO refuses it; it must be a "
                     "PKIoverheid certificate"));
    else if (!in->oin)
        line(d, LOOK, about, bp_text("certificate has OIN %s, the section has none; fill in oin"),
             feiten->oin);
    else if (strcmp(in->oin, feiten->oin) != 0 && in->mandaat)
        line(d, FINE, about, bp_text("OIN %s, delivered with its mandate by %s"), in->oin,
             feiten->oin);
    else if (strcmp(in->oin, feiten->oin) != 0)
        line(
            d, FAULT, about,
            bp_text("OIN %s, certificate %s: nothing is sent; when somebody else delivers for this "
                    "institution, with its mandate, write mandaat = yes"),
            in->oin, feiten->oin);
    else
        line(d, FINE, about, "OIN %s", in->oin);
}

static void look_at_instelling(struct doctor *d, const struct bp_config_instelling *in)
{
    struct bp_identiteit *identiteit = NULL;
    struct bp_error err = { 0 };
    char about[32];
    (void)snprintf(about, sizeof about, "%s %s", bp_text("certificate"), in->brin.ptr);
    if (!in->certificaat) {
        line(d, LOOK, about, "%s",
             bp_text("none: `check` and `run` work, `export` and `submit` do not; name it in "
                     "certificaat"));
    } else if (bp_cli_open_identiteit(in, &identiteit, &err) != BP_OK) {
        line(d, FAULT, about, "%s", err.detail);
    } else {
        look_at_validity(d, about, bp_identiteit_feiten(identiteit));
        look_at_oin(d, about, in, bp_identiteit_feiten(identiteit));
    }
    bp_identiteit_close(identiteit);
}

static void list(struct doctor *d, const char *about, const char *what, const char *const *names,
                 size_t count)
{
    struct bp_buf text;
    if (count == 0)
        return;
    bp_buf_init(&text, 64 * 1024);
    for (size_t i = 0; i < count; i++)
        bp_buf_printf(&text, "%s%s", i ? ", " : "", names[i]);
    struct bp_str all = bp_buf_str(&text);
    line(d, NOTE, about, "%s: %.*s", what, (int)all.len, all.ptr);
    bp_buf_free(&text);
}

static void look_at_contract(struct doctor *d, const struct bp_config_contract *c)
{
    struct bp_contract *contract = NULL;
    struct bp_error err = { 0 };
    char about[32];
    (void)snprintf(about, sizeof about, "%s %s", bp_text("contract"), c->name);
    if (bp_cli_open_contract(d->inv, c->name, &contract, &err) != BP_OK) {
        line(d, FAULT, about, "%s", err.detail);
        return;
    }
    const struct bp_contract_feiten *feiten = bp_contract_feiten(contract);
    line(d, FINE, about, bp_text("%s, schemas in %s"), feiten->title, feiten->schema_dir);
    if (feiten->wholly_provisional)
        line(d, NOTE, about, "%s",
             bp_text("wholly provisional: made by this project, not by DUO; good for checking, not "
                     "for sending"));
    list(d, about, bp_text("provisional parts"), feiten->provisional, feiten->provisional_count);
    list(d, about, bp_text("elements that are never sent"), feiten->elements_without_field,
         feiten->elements_without_field_count);
    list(d, about, bp_text("fields without element; what needs one is rejected (BP501)"),
         feiten->fields_without_element, feiten->fields_without_element_count);
    bp_contract_close(contract);
}

static void look_at_endpoint(struct doctor *d, const char *name, const char *endpoint)
{
    char about[48];
    (void)snprintf(about, sizeof about, "%s %s", bp_text("endpoint"), name);
    if (!endpoint && strncmp(name, "rio", 3) == 0)
        line(d, NOTE, about, "%s", bp_text("none: routes can be checked, not registered"));
    else if (!endpoint)
        line(d, NOTE, about, "%s", bp_text("none: messages can be exported, not sent"));
    else if (strncmp(endpoint, "https://", 8) != 0)
        line(d, FAULT, about, bp_text("%s: DUO is reached by https:// only, nothing is sent"),
             endpoint);
    else if (bp_cli_is_test(d->inv->config, endpoint))
        line(d, NOTE, about, bp_text("%s, a test environment"), endpoint);
    else
        line(d, NOTE, about, "%s", endpoint);
}

/* The anchors, lists and certificates against which answers are verified, opened as sending opens them. */
static void look_at_trust(struct doctor *d)
{
    const struct bp_config *config = d->inv->config;
    struct bp_vertrouwen *vertrouwen = NULL;
    struct bp_error err = { 0 };
    bool sends = false;
    for (size_t i = 0; i < config->contract_count; i++)
        sends = sends || config->contracten[i].endpoint;
    const struct bp_vertrouwen_bron bron = { .ankers = config->vertrouw,
                                             .crl = config->crl,
                                             .vastgezet = config->vastgezet };
    if (!config->vertrouw && sends)
        line(d, FAULT, bp_text("trust anchors"), "%s",
             bp_text(
                 "none: nothing is sent; name the file with PKIoverheid's in vertrouw in [duo]"));
    else if (config->vertrouw && bp_vertrouwen_open(&bron, &vertrouwen, &err) != BP_OK)
        line(d, FAULT, bp_text("trust anchors"), "%s", err.detail);
    else if (config->vertrouw)
        line(d, FINE, bp_text("trust anchors"), "%s", config->vertrouw);
    bp_vertrouwen_close(vertrouwen);
}

static void look_at_endpoints(struct doctor *d)
{
    const struct bp_config *config = d->inv->config;
    for (size_t i = 0; i < config->contract_count; i++)
        look_at_endpoint(d, config->contracten[i].name, config->contracten[i].endpoint);
    const char *rio = bp_config_contract(config, "rio")->endpoint;
    if (config->rio_raadplegen && (!rio || strcmp(config->rio_raadplegen, rio) != 0))
        look_at_endpoint(d, "rio_raadplegen", config->rio_raadplegen);
    look_at_trust(d);
}

static void look_at_clock(struct doctor *d)
{
    int64_t now = d->inv->env->now_ms(d->inv->env->ctx);
    char moment[BP_MOMENT_TEXT], day[BP_DATUM_TEXT];
    bp_moment_format(now, moment);
    bp_datum_format(bp_moment_to_dutch_day(now), day);
    line(d, NOTE, bp_text("clock"),
         bp_text("%s, in the Netherlands %s; DUO refuses what is minutes off"), moment, day);
}

int bp_cmd_doctor(struct bp_invocation *inv)
{
    struct bp_buf out;
    bp_buf_init(&out, 16 * BP_MIB);
    struct doctor d = { .inv = inv, .out = &out };
    if (inv->options.json)
        bp_cli_json_open(&out, NULL, '[');
    look_at_configuration(&d);
    look_at_ledger(&d);
    for (size_t i = 0; i < inv->config->instelling_count; i++)
        look_at_instelling(&d, &inv->config->instellingen[i]);
    for (size_t i = 0; i < inv->config->contract_count; i++)
        look_at_contract(&d, &inv->config->contracten[i]);
    look_at_endpoints(&d);
    look_at_clock(&d);
    if (inv->options.json)
        bp_buf_add_text(&out, "]\n");
    int code = bp_cli_print(inv, &out);
    bp_buf_free(&out);
    return code == BP_EXIT_OK && d.trouble ? BP_EXIT_SOME : code;
}
