/* contract.ini: what an XSD cannot say about a contract. */
#include "contract_intern.h"

#include "bronpost/base/file.h"
#include "bronpost/base/text.h"

#include <ini.h>

#define DESCRIPTION_BYTES (64 * BP_KIB)
#define DESCRIPTION_WORDS 32

struct reading {
    struct bp_contract *contract;
    const char **words; /* of "provisional" */
    size_t word_count;
    bool sector_given;
    bool memory_out;
};

static bool store(struct reading *r, const char **where, const char *value)
{
    *where = bp_arena_str(r->contract->arena, bp_str_of(value)).ptr;
    r->memory_out = r->memory_out || !*where;
    return *where && **where;
}

static bool yes_no(const char *value, bool *out)
{
    *out = bp_str_equal_nocase(bp_str_of(value), BP_STR("yes"));
    return *out || bp_str_equal_nocase(bp_str_of(value), BP_STR("no"));
}

static bool sector(struct reading *r, const char *value)
{
    bool vo = strcmp(value, "vo") == 0;
    r->contract->sectoren = vo ? BP_SECTOR_VO : BP_SECTOR_MBO;
    r->sector_given = true;
    return vo || strcmp(value, "mbo") == 0;
}

/* An offered programme is of either sector: its messages say which. */
static bool record(struct reading *r, const char *value)
{
    bool aangeboden = strcmp(value, "aangebodenOpleiding") == 0;
    if (aangeboden) {
        r->contract->record = BP_RECORD_AANGEBODEN;
        r->contract->sectoren = BP_SECTOR_VO | BP_SECTOR_MBO;
        r->sector_given = true;
    }
    return aangeboden || strcmp(value, "inschrijving") == 0;
}

static bool in_flight(struct reading *r, const char *value)
{
    struct bp_str s = bp_str_of(value);
    if (s.len != 1 || !bp_ascii_digit(value[0]) || value[0] == '0')
        return false;
    r->contract->feiten.in_flight = (unsigned)(value[0] - '0');
    return true;
}

static bool provisional(struct reading *r, const char *value)
{
    if (strcmp(value, "*") == 0) {
        r->contract->feiten.wholly_provisional = true;
        return true;
    }
    for (const char *at = value; *at;) {
        size_t len = strcspn(at, " \t");
        if (len) {
            if (r->word_count == DESCRIPTION_WORDS)
                return false;
            const char *word = bp_arena_str(r->contract->arena, (struct bp_str){ at, len }).ptr;
            if (!word) {
                r->memory_out = true;
                return false;
            }
            r->words[r->word_count++] = word;
        }
        at += len;
        at += strspn(at, " \t");
    }
    return true;
}

static bool contract_key(struct reading *r, const char *key, const char *value)
{
    if (strcmp(key, "title") == 0)
        return store(r, &r->contract->feiten.title, value);
    if (strcmp(key, "sector") == 0)
        return sector(r, value);
    if (strcmp(key, "record") == 0)
        return record(r, value);
    if (strcmp(key, "in_flight") == 0)
        return in_flight(r, value);
    if (strcmp(key, "uuid_refusal_is_receipt") == 0)
        return yes_no(value, &r->contract->feiten.uuid_refusal_is_receipt);
    return strcmp(key, "provisional") == 0 && provisional(r, value);
}

static bool operation_key(struct reading *r, enum bp_handeling handeling, const char *key,
                          const char *value)
{
    struct bp_operatie *o = &r->contract->operaties[handeling];
    const struct {
        const char *key;
        const char **where;
    } keys[] = { { "name", &o->name },
                 { "request", &o->request },
                 { "response", &o->response },
                 { "soapAction", &o->soap_action } };
    r->contract->heeft[handeling] = true;
    if (strcmp(key, "optional") == 0)
        return yes_no(value, &r->contract->optioneel[handeling]);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (strcmp(keys[i].key, key) == 0)
            return store(r, keys[i].where, value);
    return false;
}

static const char *const sections[BP_HANDELING_COUNT] = {
    [BP_HANDELING_INSCHRIJVING] = "operatie inschrijving",
    [BP_HANDELING_VERWIJDERING] = "operatie verwijdering",
    [BP_HANDELING_AANLEVERING] = "operatie aanlevering",
    [BP_HANDELING_RELATIE] = "operatie relatie",
    [BP_HANDELING_OPVRAGING] = "operatie opvraging",
};

/* libinih's callback: 0 makes it report the line. */
static int entry(void *ctx, const char *section, const char *key, const char *value)
{
    struct reading *r = ctx;
    if (strcmp(section, "contract") == 0)
        return contract_key(r, key, value);
    for (size_t h = 0; h < BP_HANDELING_COUNT; h++)
        if (strcmp(section, sections[h]) == 0)
            return operation_key(r, (enum bp_handeling)h, key, value);
    return 0;
}

static const char *missing(const struct reading *r)
{
    const struct bp_contract *c = r->contract;
    if (!c->feiten.title)
        return "title";
    if (!r->sector_given)
        return "sector";
    if (!c->heeft[bp_contract_eerste(c)])
        return c->record == BP_RECORD_AANGEBODEN ? "[operatie aanlevering]"
                                                 : "[operatie inschrijving]";
    for (size_t i = 0; i < BP_HANDELING_COUNT; i++) {
        const struct bp_operatie *o = &c->operaties[i];
        if (c->heeft[i] && (!o->name || !o->request || !o->response || !o->soap_action))
            return "name, request, response, soapAction";
    }
    return NULL;
}

enum bp_status bp_description_read(struct bp_contract *contract, const char *path,
                                   const char ***provisional_words, size_t *provisional_count,
                                   struct bp_error *err)
{
    struct bp_buf text;
    bp_buf_init(&text, DESCRIPTION_BYTES + 1);
    enum bp_status st = bp_file_get(path, DESCRIPTION_BYTES, &text, err);
    bp_buf_add_char(&text, '\0');
    struct reading r = { .contract = contract,
                         .words = bp_arena_array(contract->arena, DESCRIPTION_WORDS,
                                                 sizeof(const char *)) };
    if (st != BP_OK) {
        st = BP_E_USAGE;
        if (err)
            err->status = st;
    } else if (text.failed || !r.words) {
        st = bp_error_memory(err, path);
    } else {
        int line = ini_parse_string(text.ptr, entry, &r);
        const char *what = missing(&r);
        if (r.memory_out)
            st = bp_error_memory(err, path);
        else if (line != 0)
            st = bp_error_set(
                err, BP_E_USAGE, NULL,
                N_("%s:%d: not an entry of a contract description; compare it with the "
                   "one that ships with bronpost"),
                path, line);
        else if (what)
            st = bp_error_set(err, BP_E_USAGE, NULL, N_("%s: %s is missing"), path, what);
    }
    bp_buf_free(&text);
    *provisional_words = r.words;
    *provisional_count = r.word_count;
    return st;
}
