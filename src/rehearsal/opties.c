#include "opties.h"

#include "bronpost/base/text.h"

#include <stddef.h>
#include <stdlib.h>

#define DUO_OIN     "00000001800866472000"
#define SLOW_MS     10000
#define TOLERANTIE  60 /* seconds; ours for reading, provisional (edukoppeling.md, section 6) */
#define MOST_NUMBER 86400000ul

enum form {
    FLAG,
    TEXT,
    NUMBER,
    LISTEN,
    SCHEMAS,
    LATENCY,
    TROUBLE,
    PLAN,
    SEED,
    MANDATE,
    OIN,
    AGAIN
};

#define AT(member) offsetof(struct bp_rehearsal_opties, member)

static const struct option {
    const char *name, *value;
    enum form form;
    size_t offset;
    const char *help;
} options[] = {
    { "--listen", "HOST:PORT", LISTEN, 0,
      N_("where to listen; port 0: one that is free, shown as the first line on stdout") },
    { "--pki", "DIR", TEXT, AT(pki),
      N_("certificates and keys, as scripts/make-test-pki makes them") },
    { "--schemas", "CONTRACT=DIR", SCHEMAS, 0,
      N_("folder with the XSDs of a contract; default vo, mbo and rio as shipped") },
    { "--record", "FILE", TEXT, AT(record),
      N_("what was accepted, kept on disk; also as GET /record.csv") },
    { "--register", "FILE", TEXT, AT(register_file),
      N_("what RIO knows: schools, places, recognitions, units and who may deliver; without it "
         "everything exists") },
    { "--print-record", "FILE", TEXT, AT(print_record), N_("show a record as CSV and end") },
    { "--port-file", "FILE", TEXT, AT(port_file), N_("write the port there once it is open") },
    { "--latency", "MS", LATENCY, 0,
      N_("how long an answer takes: 30, or p50=1000,p90=4500,max=48000") },
    { "--trouble", "LIST", TROUBLE, 0,
      N_("kinds of trouble with their rates, such as slow=0.1,drop-after-accept=5%") },
    { "--trouble-plan", "FILE", PLAN, 0,
      N_("trouble by request number: lines such as 3 drop-before, 5-8 http-503, 9- none") },
    { "--seed", "N", SEED, 0, N_("of the chances of --trouble and --latency; default 1") },
    { "--slow", "MS", NUMBER, AT(slow_ms),
      N_("how long the troubles `slow` and `slow-removal` take; default 10000") },
    { "--oin", "OIN", OIN, 0, N_("DUO's OIN in the addresses") },
    { "--mandate", "OIN=OIN", MANDATE, 0,
      N_("the certificate of the first may deliver for the second; may be given again") },
    { "--tolerance", "SECONDS", NUMBER, AT(tolerantie_s),
      N_("clock skew of a Timestamp; default 60") },
    { "--uuid-refusal-after-accept", NULL, AGAIN, 0,
      N_("refuse an identificatiecode that was accepted before (the default)") },
    { "--uuid-refusal-after-sight", NULL, FLAG, AT(after_sight),
      N_("refuse it also when the message that held it got a fault, or was refused by RIO") },
    { "--sign-faults", NULL, FLAG, AT(sign_faults), N_("sign faults too") },
    { "--general-codes", NULL, FLAG, AT(general_codes),
      N_("DK0001, DK0003 and DK0009 as plain Client, as DUO's gateway does") },
    { "--require-relates-to", NULL, FLAG, AT(relates_to), N_("ask for wsa:RelatesTo (DK0008)") },
    { "--refuse-in-handshake", NULL, FLAG, AT(refuse_in_handshake),
      N_("a bad client certificate breaks the TLS handshake, instead of EK0030") },
    { "--lang", "LANG", TEXT, AT(lang), N_("nl or en") },
    { "--verbose", NULL, FLAG, AT(verbose), N_("a line on stderr for each request") },
    { "--help", NULL, FLAG, AT(help), N_("this text") },
};

static enum bp_status wrong(const char *name, const char *expected, struct bp_error *err)
{
    return bp_error_set(err, BP_E_USAGE, NULL, N_("%s: expected %s"), name, expected);
}

static bool number_of(const char *value, unsigned long most, unsigned long *out)
{
    struct bp_str s = bp_str_of(value);
    if (!bp_str_all_digits(s) || s.len > 9)
        return false;
    *out = strtoul(value, NULL, 10);
    return *out <= most;
}

/* "127.0.0.1:8443", "localhost:0", "[::1]:8443". */
static enum bp_status take_listen(struct bp_rehearsal_opties *o, const char *value,
                                  struct bp_error *err)
{
    const char *colon = strrchr(value, ':');
    struct bp_str host = { value, colon ? (size_t)(colon - value) : 0 };
    unsigned long port = 0;
    if (host.len > 2 && host.ptr[0] == '[' && host.ptr[host.len - 1] == ']')
        host = (struct bp_str){ host.ptr + 1, host.len - 2 };
    if (host.len == 0 || !number_of(colon + 1, UINT16_MAX, &port) ||
        !bp_str_copy(o->host, sizeof o->host, host))
        return wrong("--listen", bp_text("host and port, such as localhost:8443"), err);
    o->port = (uint16_t)port;
    return BP_OK;
}

static enum bp_status take_mandate(struct bp_rehearsal_opties *o, const char *value,
                                   struct bp_error *err)
{
    const char *sign = strchr(value, '=');
    struct bp_str left = { value, sign ? (size_t)(sign - value) : 0 };
    struct bp_str right = bp_str_of(sign ? sign + 1 : "");
    if (!bp_oin_ok(left) || !bp_oin_ok(right))
        return wrong("--mandate", bp_text("two OINs of 20 characters, joined by ="), err);
    if (o->machtiging_count == BP_REHEARSAL_MACHTIGINGEN)
        return bp_error_set(err, BP_E_USAGE, NULL, N_("%s is there too often"), "--mandate");
    struct bp_machtiging *m = &o->machtigingen[o->machtiging_count++];
    (void)bp_str_copy(m->certificaat, sizeof m->certificaat, left);
    (void)bp_str_copy(m->namens, sizeof m->namens, right);
    return BP_OK;
}

static enum bp_status take_schemas(struct bp_rehearsal_opties *o, const char *value,
                                   struct bp_error *err)
{
    const char *sign = strchr(value, '=');
    if (!sign || sign == value || !sign[1])
        return wrong("--schemas", bp_text("a contract and its folder, such as vo=schemas/vo"), err);
    if (o->schemas_count == BP_REHEARSAL_SCHEMAS)
        return bp_error_set(err, BP_E_USAGE, NULL, N_("%s is there too often"), "--schemas");
    o->schemas[o->schemas_count++] = value;
    return BP_OK;
}

static enum bp_status take_text(struct bp_rehearsal_opties *o, const struct option *option,
                                const char *value, struct bp_error *err)
{
    if (!*value)
        return bp_error_set(err, BP_E_USAGE, NULL, N_("%s: the value is empty"), option->name);
    if (option->offset == AT(lang) && strcmp(value, "nl") != 0 && strcmp(value, "en") != 0)
        return wrong(option->name, bp_text("nl or en"), err);
    memcpy((char *)o + option->offset, &value, sizeof value);
    return BP_OK;
}

static enum bp_status take_number(struct bp_rehearsal_opties *o, const struct option *option,
                                  const char *value, struct bp_error *err)
{
    unsigned long n;
    if (!number_of(value, MOST_NUMBER, &n))
        return wrong(option->name, bp_text("a number"), err);
    if (option->form == SEED) {
        o->storingen.seed = n;
    } else {
        unsigned small = (unsigned)n;
        memcpy((char *)o + option->offset, &small, sizeof small);
    }
    return BP_OK;
}

/* `value` is NULL for a flag only. */
static enum bp_status take(struct bp_rehearsal_opties *o, const struct option *option,
                           const char *value, struct bp_error *err)
{
    const bool on = true;
    switch (option->form) {
    case FLAG:
        memcpy((char *)o + option->offset, &on, sizeof on);
        return BP_OK;
    case AGAIN:
        o->after_sight = false;
        return BP_OK;
    case TEXT:
        return take_text(o, option, value, err);
    case NUMBER:
    case SEED:
        return take_number(o, option, value, err);
    case LISTEN:
        return take_listen(o, value, err);
    case SCHEMAS:
        return take_schemas(o, value, err);
    case LATENCY:
        return bp_vertraging_parse(value, &o->vertraging, err);
    case TROUBLE:
        return bp_storingen_lijst(&o->storingen, value, err);
    case PLAN:
        return bp_storingen_plan(&o->storingen, value, err);
    case MANDATE:
        return take_mandate(o, value, err);
    case OIN:
        o->oin = value;
        return bp_oin_ok(bp_str_of(value))
                   ? BP_OK
                   : wrong("--oin", bp_text("an OIN of 20 characters"), err);
    }
    return BP_E_INTERNAL;
}

static const struct option *find(const char *word, size_t len)
{
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (strlen(options[i].name) == len && memcmp(options[i].name, word, len) == 0)
            return &options[i];
    return NULL;
}

static enum bp_status parse(int argc, char *const argv[], struct bp_rehearsal_opties *out,
                            struct bp_error *err)
{
    for (int i = 1; i < argc; i++) {
        size_t len = strcspn(argv[i], "=");
        const struct option *option = find(argv[i], len);
        const char *value = argv[i][len] == '=' ? argv[i] + len + 1 : NULL;
        if (!option || (value && !option->value))
            return bp_error_set(err, BP_E_USAGE, NULL,
                                N_("%s is not an option of bronpost-rehearsal; see --help"),
                                argv[i]);
        if (option->value && !value && ++i < argc)
            value = argv[i];
        if (option->value && !value)
            return wrong(option->name, option->value, err);
        enum bp_status st = take(out, option, value, err);
        if (st != BP_OK)
            return st;
    }
    return BP_OK;
}

enum bp_status bp_rehearsal_opties_parse(int argc, char *const argv[],
                                         struct bp_rehearsal_opties *out, struct bp_error *err)
{
    *out = (struct bp_rehearsal_opties){ .slow_ms = SLOW_MS,
                                         .tolerantie_s = TOLERANTIE,
                                         .oin = DUO_OIN };
    bp_storingen_init(&out->storingen, 1);
    enum bp_status st = parse(argc, argv, out, err);
    if (st != BP_OK || out->help || out->print_record)
        return st;
    if (!out->host[0])
        return bp_error_set(err, BP_E_USAGE, NULL, N_("%s is missing; see --help"), "--listen");
    if (!out->pki)
        return bp_error_set(err, BP_E_USAGE, NULL, N_("%s is missing; see --help"), "--pki");
    return BP_OK;
}

void bp_rehearsal_opties_free(struct bp_rehearsal_opties *opties)
{
    bp_storingen_free(&opties->storingen);
}

void bp_rehearsal_help(struct bp_buf *out)
{
    bp_buf_add_text(out,
                    bp_text("usage: bronpost-rehearsal --listen HOST:PORT --pki DIR [OPTION...]\n"
                            "DUO in a box: checks what DUO checks and answers as DUO answers.\n"));
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        const char *value = options[i].value ? options[i].value : "";
        bp_buf_printf(out, "  %s %-*s  %s\n", options[i].name, (int)(29 - strlen(options[i].name)),
                      value, bp_text(options[i].help));
    }
    bp_buf_add_text(out, bp_text("kinds of trouble: "));
    bp_buf_add_text(out, bp_storing_names());
    bp_buf_add_char(out, '\n');
}
