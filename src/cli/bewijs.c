/* bewijs.c - the evidence chain: its head, and whether it is whole */
#include "bewijs.h"
#include "json.h"

#include "bronpost/base/text.h"

/* --- a head --------------------------------------------------------------------------------------------------- */

static int hex_value(char c)
{
    if (bp_ascii_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool bp_cli_head_parse(const char *text, unsigned char out[BP_LEDGER_HASH])
{
    size_t digits = 0;
    memset(out, 0, BP_LEDGER_HASH);
    for (; *text; text++) {
        int value = hex_value(*text);
        if (*text == ' ' || *text == '\t')
            continue;
        if (value < 0 || digits == 2 * (size_t)BP_LEDGER_HASH)
            return false;
        out[digits / 2] = (unsigned char)(out[digits / 2] << 4 | value);
        digits++;
    }
    return digits == 2 * (size_t)BP_LEDGER_HASH;
}

void bp_cli_head_format(const unsigned char head[BP_LEDGER_HASH], char out[BP_CLI_HEAD_TEXT])
{
    static const char hex[] = "0123456789abcdef";
    for (size_t i = 0; i < BP_LEDGER_HASH; i++) {
        if (i && i % 2 == 0)
            *out++ = ' ';
        *out++ = hex[head[i] >> 4];
        *out++ = hex[head[i] & 15];
    }
    *out = '\0';
}

/* In one piece, for programs. */
static void json_head(struct bp_buf *out, const char *key, const unsigned char head[BP_LEDGER_HASH])
{
    char text[BP_CLI_HEAD_TEXT], *to = text;
    bp_cli_head_format(head, text);
    for (const char *from = text; *from; from++)
        if (*from != ' ')
            *to++ = *from;
    *to = '\0';
    bp_cli_json_text(out, key, text);
}

/* --- --seal --------------------------------------------------------------------------------------------------- */

static void print_seal(const struct bp_invocation *inv, const struct bp_ledger_zegel *zegel,
                       struct bp_buf *out)
{
    char head[BP_CLI_HEAD_TEXT], moment[BP_MOMENT_TEXT];
    bp_cli_head_format(zegel->kop, head);
    bp_moment_format(zegel->moment_ms, moment);
    if (inv->options.json) {
        bp_cli_json_open(out, NULL, '{');
        bp_cli_json_number(out, "links", zegel->schakels);
        bp_cli_json_text(out, "moment", zegel->schakels ? moment : NULL);
        if (zegel->schakels)
            json_head(out, "head", zegel->kop);
        else
            bp_cli_json_null(out, "head");
        bp_cli_json_close(out, '}');
        bp_buf_add_char(out, '\n');
    } else if (zegel->schakels) {
        bp_buf_printf(out, bp_text("bronpost seal, link %llu of %s: %s\n"),
                      (unsigned long long)zegel->schakels, moment, head);
    } else {
        bp_buf_add_text(out, bp_text("the ledger has no links yet: there is nothing to seal\n"));
    }
}

int bp_cli_seal(const struct bp_invocation *inv, struct bp_ledger *ledger)
{
    struct bp_error err = { .status = BP_OK };
    struct bp_ledger_zegel zegel;
    struct bp_buf out;
    if (bp_ledger_zegel(ledger, &zegel, &err) != BP_OK)
        return bp_cli_fail(inv, &err);
    bp_buf_init(&out, BP_KIB);
    print_seal(inv, &zegel, &out);
    int code = bp_cli_print(inv, &out);
    bp_buf_free(&out);
    return code;
}

/* --- --verify --------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name, *title, *todo; /* for programs; message ids */
} breuken[] = {
    [BP_BREUK_GEEN] = { "none", "", "" },
    [BP_BREUK_SCHAKEL] = { "link",
                           N_("this link is not what it was, or one before it was taken out or put "
                              "in"),
                           N_("Put a backup of before that moment beside this ledger and verify "
                              "it with the head that was written down; what differs is what was "
                              "changed.") },
    [BP_BREUK_INHOUD] = { "content", N_("what this link is about is not what it was then"),
                          N_("Look the row up in a backup of after that moment that verifies: what "
                             "differs is what was changed.") },
    [BP_BREUK_STAART] = { "tail",
                          N_("links at the end are gone, or something else than bronpost added "
                             "them"),
                          N_("The ledger was cut, or an older copy was put back: look for the "
                             "newest backup that verifies, and compare with the head that was "
                             "written down.") },
    [BP_BREUK_REST] = { "rest",
                        N_("the chain holds; what stands beside it (enrolments seen, persons, "
                           "institutions, waiting times) was changed"),
                        N_("What was sent and answered is proven still. Put back a backup that "
                           "verifies, or look up the row in it.") },
    [BP_BREUK_TRIGGER] = { "trigger",
                           N_("the chain holds; but somebody put a trigger in the ledger, which "
                              "can "
                              "change what bronpost writes before it is linked"),
                           N_("Do not send with this ledger. Look at the trigger (sqlite3: SELECT "
                              "sql FROM sqlite_schema WHERE type = 'trigger') to see what it "
                              "changed, and put back the newest backup that verifies.") },
    [BP_BREUK_ZEGEL] = { "head",
                         N_("the chain holds in itself, but the head that was written down is not "
                            "in it"),
                         N_("Check the digits. When they are right, this is not the ledger that "
                            "was sealed, or its chain was made anew: look for the backup of that "
                            "moment.") },
};

static void print_place(const struct bp_ledger_keuring *k, struct bp_buf *out)
{
    char moment[BP_MOMENT_TEXT];
    if (k->schakel) {
        bp_buf_printf(out, bp_text("  link            %8llu"), (unsigned long long)k->schakel);
        bp_moment_format(k->moment_ms, moment);
        if (k->moment_ms)
            bp_buf_printf(out, bp_text(" of %s"), moment);
        bp_buf_add_char(out, '\n');
    }
    if (*k->tabel)
        bp_buf_printf(out, bp_text("  table           %s"), k->tabel);
    if (*k->tabel && k->rij)
        bp_buf_printf(out, bp_text(", row %lld"), (long long)k->rij);
    if (*k->tabel)
        bp_buf_add_char(out, '\n');
}

static void print_proof(const struct bp_ledger_keuring *k, struct bp_buf *out)
{
    char moment[BP_MOMENT_TEXT];
    if (k->schakels == 0)
        bp_buf_add_text(out, bp_text("  - the ledger is empty: there is nothing to prove. When it "
                                     "should not be, look for the ledger that was here\n"));
    else if (k->zegel_schakel)
        bp_buf_printf(out,
                      bp_text("  - the head that was written down is link %llu: up to it this is "
                              "the ledger that was sealed\n"),
                      (unsigned long long)k->zegel_schakel);
    else
        bp_buf_add_text(
            out, bp_text("  - proven: nothing was changed outside bronpost without making the "
                         "whole chain anew. Not proven: that it was not made anew; for that "
                         "compare with a head that was written down (--seal, then --head)\n"));
    if (k->zonder == 0)
        return;
    bp_moment_format(k->keten_ms, moment);
    bp_buf_printf(out,
                  bp_text("  - %llu links are from before the ledger got its chain (%s): what they "
                          "say is proven from then on, not from their own moment\n"),
                  (unsigned long long)k->zonder, moment);
}

static void print_verdict(const struct bp_ledger_keuring *k, struct bp_buf *out)
{
    bool whole = k->breuk == BP_BREUK_GEEN;
    bp_buf_add_text(out, whole ? bp_text("bronpost audit --verify: whole\n")
                               : bp_text("bronpost audit --verify: BROKEN\n"));
    if (!whole) {
        bp_buf_add_text(out, "  - ");
        bp_cli_wrap(out, 4, 4, bp_text(breuken[k->breuk].title));
        print_place(k, out);
        bp_buf_add_text(out, "  - ");
        bp_cli_wrap(out, 4, 4, bp_text(breuken[k->breuk].todo));
    }
    bp_buf_printf(out,
                  bp_text("  looked at       %8llu links, %llu messages, %llu registrations\n"),
                  (unsigned long long)k->schakels, (unsigned long long)k->berichten,
                  (unsigned long long)k->registraties);
    if (whole)
        print_proof(k, out);
}

static void number_or_null(struct bp_buf *out, const char *key, uint64_t n)
{
    if (n)
        bp_cli_json_number(out, key, n);
    else
        bp_cli_json_null(out, key);
}

static void json_verdict(const struct bp_ledger_keuring *k, struct bp_buf *out)
{
    char moment[BP_MOMENT_TEXT], keten[BP_MOMENT_TEXT];
    bool whole = k->breuk == BP_BREUK_GEEN;
    bp_moment_format(k->moment_ms, moment);
    bp_moment_format(k->keten_ms, keten);
    bp_cli_json_open(out, NULL, '{');
    bp_cli_json_bool(out, "whole", whole);
    bp_cli_json_text(out, "break", breuken[k->breuk].name);
    number_or_null(out, "link", k->schakel);
    bp_cli_json_text(out, "moment", k->moment_ms ? moment : NULL);
    bp_cli_json_text(out, "table", *k->tabel ? k->tabel : NULL);
    number_or_null(out, "row", k->rij > 0 ? (uint64_t)k->rij : 0);
    bp_cli_json_number(out, "links", k->schakels);
    bp_cli_json_number(out, "messages", k->berichten);
    bp_cli_json_number(out, "registrations", k->registraties);
    bp_cli_json_number(out, "links_before_the_chain", k->zonder);
    bp_cli_json_text(out, "chain_since", k->keten_ms ? keten : NULL);
    number_or_null(out, "link_of_head", k->zegel_schakel);
    bp_cli_json_text(out, "title", whole ? NULL : bp_text(breuken[k->breuk].title));
    bp_cli_json_text(out, "todo", whole ? NULL : bp_text(breuken[k->breuk].todo));
    bp_cli_json_close(out, '}');
    bp_buf_add_char(out, '\n');
}

int bp_cli_verify(const struct bp_invocation *inv, struct bp_ledger *ledger)
{
    unsigned char head[BP_LEDGER_HASH];
    struct bp_error err = { .status = BP_OK };
    struct bp_ledger_keuring keuring;
    struct bp_buf out;
    const char *given = inv->options.head;
    enum bp_status st = BP_OK;
    if (given && !bp_cli_head_parse(given, head))
        st = bp_error_set(&err, BP_E_USAGE, NULL,
                          N_("--head: expected 64 hex digits, blanks between them do not matter"));
    if (st == BP_OK)
        st = bp_ledger_keur(ledger, given ? head : NULL, &keuring, &err);
    if (st != BP_OK)
        return bp_cli_fail(inv, &err);
    int code = keuring.breuk == BP_BREUK_GEEN ? BP_EXIT_OK : BP_EXIT_SOME;
    bp_buf_init(&out, 16 * BP_KIB);
    if (inv->options.json)
        json_verdict(&keuring, &out);
    else if (!inv->options.quiet || code != BP_EXIT_OK)
        print_verdict(&keuring, &out);
    int printed = bp_cli_print(inv, &out);
    bp_buf_free(&out);
    return printed == BP_EXIT_OK ? code : printed;
}
