/* config_print.c - `bronpost config`: every value in force, and where it came from */
#include "config_inside.h"
#include "json.h"

#include "bronpost/base/text.h"

#include <stdio.h>

struct printing {
    const struct bp_config_inside *c;
    struct bp_buf *out;
    bool json;
};

void bp_config_url_shown(struct bp_buf *out, const char *url)
{
    const char *start = strstr(url, "://");
    const char *host = start ? start + 3 : url;
    const char *end = host + strcspn(host, "/?#"), *at = NULL;
    for (const char *p = host; start && p < end; p++)
        if (*p == '@')
            at = p;
    const char *colon = at ? memchr(host, ':', (size_t)(at - host)) : NULL;
    if (!colon) {
        bp_buf_add_text(out, url);
        return;
    }
    bp_buf_add(out, url, (size_t)(colon + 1 - url));
    bp_buf_add_text(out, "***");
    bp_buf_add_text(out, at);
}

static void origin_text(const struct bp_config_inside *c, const struct bp_config_origin *origin,
                        struct bp_buf *out)
{
    if (origin && origin->other)
        bp_buf_add_text(out, origin->other);
    else if (origin && origin->line)
        bp_buf_printf(out, "%s:%u", c->facts.path, origin->line);
    else
        bp_buf_add_text(out, bp_text("default"));
}

/* One value: `key = value` and, in a column of its own, the origin. */
static void show(const struct printing *p, const char *key, struct bp_str value,
                 const struct bp_config_origin *origin)
{
    struct bp_buf from;
    bp_buf_init(&from, 64 * 1024);
    origin_text(p->c, origin, &from);
    if (p->json) {
        bp_cli_json_open(p->out, key, '{');
        bp_cli_json_str(p->out, "value", value);
        bp_cli_json_str(p->out, "origin", bp_buf_str(&from));
        bp_cli_json_close(p->out, '}');
    } else {
        size_t before = p->out->len;
        bp_buf_printf(p->out, "%s = ", key);
        bp_buf_add_str(p->out, value);
        do
            bp_buf_add_char(p->out, ' ');
        while (!p->out->failed && p->out->len - before < 56);
        bp_buf_add_text(p->out, "  # ");
        bp_buf_add_str(p->out, bp_buf_str(&from));
        bp_buf_add_char(p->out, '\n');
    }
    if (from.failed)
        p->out->failed = true;
    bp_buf_free(&from);
}

static void begin(const struct printing *p, const char *name, const char *argument)
{
    if (p->json)
        bp_cli_json_open(p->out, argument ? argument : name, '{');
    else
        bp_buf_printf(p->out, "%s[%s%s%s]\n", p->out->len ? "\n" : "", name, argument ? " " : "",
                      argument ? argument : "");
}

static void end(const struct printing *p)
{
    if (p->json)
        bp_cli_json_close(p->out, '}');
}

static void value_text(const struct bp_config_key *key, const void *member, struct bp_buf *out)
{
    unsigned number;
    bool yes;
    const char *text;
    switch (key->kind) {
    case BP_KIND_SECTOREN:
        memcpy(&number, member, sizeof number);
        bp_buf_add_text(out, number == BP_SECTOR_VO    ? "vo"
                             : number == BP_SECTOR_MBO ? "mbo"
                                                       : "vo mbo");
        break;
    case BP_KIND_NUMBER:
        memcpy(&number, member, sizeof number);
        if (number)
            bp_buf_add_u64(out, number);
        else
            bp_buf_add_text(out, bp_text("by contract"));
        break;
    case BP_KIND_MS:
        memcpy(&number, member, sizeof number);
        bp_buf_add_u64(out, number);
        break;
    case BP_KIND_YES:
        memcpy(&yes, member, sizeof yes);
        bp_buf_add_text(out, yes ? "yes" : "no");
        break;
    case BP_KIND_URL:
    case BP_KIND_ENDPOINT:
        memcpy(&text, member, sizeof text);
        if (text)
            bp_config_url_shown(out, text);
        break;
    case BP_KIND_TEXT:
    case BP_KIND_PATH:
    case BP_KIND_OIN:
        memcpy(&text, member, sizeof text);
        if (text)
            bp_buf_add_text(out, text);
        break;
    }
}

static const void *member_of(const struct bp_config_inside *c, const struct bp_config_key *key,
                             size_t item)
{
    const char *base = (const char *)c; /* struct bp_config is its first member */
    if (key->section == BP_SECTION_INSTELLING)
        base = (const char *)&c->instellingen[item];
    else if (key->section == BP_SECTION_CONTRACT)
        base = (const char *)&c->contracten[item];
    return base + key->offset;
}

/* The keys of a section; those without value and default are shown empty, so that one sees that they exist. */
static void show_keys(const struct printing *p, enum bp_config_section section, size_t item)
{
    size_t count;
    const struct bp_config_key *keys = bp_config_keys(&count);
    struct bp_buf value;
    bp_buf_init(&value, 64 * 1024);
    for (size_t i = 0; i < count; i++) {
        struct bp_config_origin origin;
        if (keys[i].section != section)
            continue;
        bp_buf_clear(&value);
        value_text(&keys[i], member_of(p->c, &keys[i], item), &value);
        bool said = bp_config_origin_of(p->c, &keys[i], item, &origin);
        show(p, keys[i].name, bp_buf_str(&value), said ? &origin : NULL);
    }
    if (value.failed)
        p->out->failed = true;
    bp_buf_free(&value);
}

static void show_named(const struct printing *p)
{
    if (p->json)
        bp_cli_json_open(p->out, "contract", '{');
    for (size_t i = 0; i < p->c->facts.contract_count; i++) {
        begin(p, "contract", p->c->contracten[i].name);
        show_keys(p, BP_SECTION_CONTRACT, i);
        end(p);
    }
    end(p);
    if (p->json)
        bp_cli_json_open(p->out, "instelling", '{');
    for (size_t i = 0; i < p->c->facts.instelling_count; i++) {
        begin(p, "instelling", p->c->instellingen[i].brin.ptr);
        show_keys(p, BP_SECTION_INSTELLING, i);
        end(p);
    }
    end(p);
}

/* Lists by size and origin only: their values are in the file, or in the documentation. */
static void show_lists(const struct printing *p)
{
    char text[32];
    begin(p, "waardenlijst", NULL);
    for (size_t i = 0; i < BP_LIJST_COUNT; i++) {
        const struct bp_config_origin origin = { .line = p->c->lijsten[i].line };
        int len = snprintf(text, sizeof text, "%zu", p->c->facts.lijsten.lijsten[i].count);
        show(p, bp_lijst_name((enum bp_lijst)i), (struct bp_str){ text, (size_t)len }, &origin);
    }
    end(p);
    const struct bp_config_origin origin = { .line = p->c->elementcodes_line };
    int len = snprintf(text, sizeof text, "%zu", p->c->facts.lijsten.elementcode_count);
    begin(p, "elementcodes", NULL);
    show(p, "patterns", (struct bp_str){ text, (size_t)len }, &origin);
    end(p);
}

static void show_program(const struct printing *p)
{
    const struct bp_config *f = &p->c->facts;
    const struct bp_config_origin jobs = { .other = p->c->jobs_origin };
    const struct bp_config_origin data = { .other = p->c->data_origin };
    char text[16];
    int len = snprintf(text, sizeof text, "%u", f->jobs);
    begin(p, "program", NULL);
    show(p, "configuration", bp_str_of(f->path || p->json ? f->path : bp_text("none")), NULL);
    show(p, "data", bp_str_of(f->data_dir), &data);
    show(p, "jobs", (struct bp_str){ text, (size_t)len }, &jobs);
    end(p);
}

enum bp_status bp_config_print(const struct bp_config *config, bool json, struct bp_buf *out,
                               struct bp_error *err)
{
    const struct printing p = { (const struct bp_config_inside *)config, out, json };
    if (json)
        bp_cli_json_open(out, NULL, '{');
    show_program(&p);
    begin(&p, "ledger", NULL);
    show_keys(&p, BP_SECTION_LEDGER, 0);
    end(&p);
    begin(&p, "duo", NULL);
    show_keys(&p, BP_SECTION_DUO, 0);
    end(&p);
    show_named(&p);
    show_lists(&p);
    if (json)
        bp_buf_add_text(out, "}\n");
    return out->failed ? bp_error_memory(err, bp_text("the configuration")) : BP_OK;
}
