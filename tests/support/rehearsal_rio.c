#include "support/rehearsal_rio.h"

#include "support/message_schemas.h"
#include "support/pki_folder.h"

#include "bronpost/base/arena.h"
#include "bronpost/security/soap.h"

#include <libxml/parser.h>
#include <setjmp.h> /* cmocka.h needs these before it */
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(list)  (sizeof(list) / sizeof *(list))
#define MESSAGE_MAX  ((size_t)16 * 1024 * 1024)
#define TOLERANCE_MS 60000

/* --- requests ------------------------------------------------------------------------------------------ */

struct making {
    struct bp_contract *contract;
    struct bp_maker *maker;
    struct bp_bericht_kop kop;
    struct bp_error err;
};

static void begin(struct making *m, struct rehearsal_verzoek *v, const char *brin,
                  enum bp_handeling handeling)
{
    *m = (struct making){ .maker = NULL };
    rehearsal_verzoek_begin(v, brin);
    if (bp_contract_open("rio", "schemas/rio", NULL, &m->contract, &m->err) != BP_OK)
        fail_msg("%s", m->err.detail);
    m->maker = bp_maker_new(m->contract, BP_KEURING_VOLUIT, &m->err);
    assert_non_null(m->maker);
    rehearsal_verzoek_action(v, bp_contract_operatie(m->contract, handeling)->soap_action);
    m->kop = (struct bp_bericht_kop){ bp_str_of(v->identificatiecode),
                                      bp_soap_oin_of(bp_str_of(v->from)), BP_STR(REHEARSAL_DUO),
                                      BP_STR("2026-06-01T09:00:00.000Z") };
}

static void end(struct making *m, enum bp_status st)
{
    if (st != BP_OK)
        fail_msg("%s", m->err.detail);
    bp_maker_free(m->maker);
    bp_contract_close(m->contract);
}

void rio_aanlevering(struct rehearsal_verzoek *v, const struct bp_aangeboden *a)
{
    struct making m;
    begin(&m, v, a->sector == BP_SECTOR_VO ? "99XA" : "99XB", BP_HANDELING_AANLEVERING);
    end(&m, bp_maker_aanlevering(m.maker, a, &m.kop, &v->body, NULL, &m.err));
}

void rio_aangeboden_code(struct rehearsal_verzoek *v, enum bp_handeling handeling, const char *code)
{
    struct making m;
    begin(&m, v, "99XA", handeling);
    end(&m,
        bp_maker_aangeboden_code(m.maker, handeling, bp_str_of(code), &m.kop, &v->body, &m.err));
}

void rio_relatie(struct rehearsal_verzoek *v, const struct bp_opleidingsrelatie *relatie)
{
    struct making m;
    begin(&m, v, "99XA", BP_HANDELING_RELATIE);
    end(&m, bp_maker_relatie(m.maker, relatie, &m.kop, &v->body, &m.err));
}

/* --- answers ------------------------------------------------------------------------------------------- */

static void assert_valid(const char *path, xmlDocPtr doc, const struct bp_buf *body)
{
    if (access(path, R_OK) != 0)
        return; /* DUO's own files do not come with the program */
    xmlSchemaPtr schema = message_schema_read(path);
    if (!message_schema_accepts(schema, doc))
        fail_msg("not valid by %s:\n%.*s", path, (int)body->len, body->ptr);
    xmlSchemaFree(schema);
}

static void assert_valid_by_all(const struct bp_buf *body, bool lookup)
{
    static const char *const paths[][2] = {
        { "schemas/rio/rio-beheren.xsd", "schemas/rio/rio-raadplegen.xsd" },
        { MESSAGE_DUO "/rio-beheren-v4/DUO_RIO_Beheren_OnderwijsOrganisatie_V4.xsd",
          MESSAGE_DUO "/rio-raadplegen-v4/DUO_RIO_Raadplegen_OnderwijsOrganisatie_V4.xsd" },
    };
    xmlDocPtr doc = xmlReadMemory(body->ptr, (int)body->len, NULL, NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    for (size_t i = 0; i < COUNT(paths); i++)
        assert_valid(paths[i][lookup], doc, body);
    xmlFreeDoc(doc);
}

static void take_signed_body(const struct bp_buf *answer, const struct rehearsal_verzoek *v,
                             struct bp_buf *out)
{
    char ankers[PATH_MAX];
    struct bp_vertrouwen *trust;
    struct bp_soap *soap;
    struct bp_error err = { 0 };
    pki_path("chain.pem", ankers);
    const struct bp_vertrouwen_bron bron = { .ankers = ankers };
    const struct bp_soap_eis eis = { rehearsal_now_ms(), TOLERANCE_MS };
    assert_int_equal(bp_vertrouwen_open(&bron, &trust, &err), BP_OK);
    if (bp_soap_parse(bp_buf_str(answer), &soap, &err) != BP_OK ||
        bp_soap_verify(soap, trust, &eis, &err) != BP_OK ||
        bp_soap_body_bytes(soap, out, &err) != BP_OK)
        fail_msg("%s\n%.*s", err.detail, (int)answer->len, answer->ptr);
    assert_true(bp_str_equal(bp_soap_relates_to(soap), bp_str_of(v->message_id)));
    assert_true(bp_str_equal(bp_soap_action(soap), bp_str_of(v->action)));
    assert_true(
        bp_str_equal(bp_soap_body_value(soap, "verzendendeInstantie"), BP_STR(REHEARSAL_DUO)));
    assert_true(bp_str_equal(bp_soap_body_value(soap, "ontvangendeInstantie"),
                             bp_soap_oin_of(bp_str_of(v->from))));
    bp_soap_free(soap);
    bp_vertrouwen_close(trust);
}

static void read_verdict(const struct rehearsal_verzoek *v, const struct rehearsal_antwoord *a,
                         struct rio_uitwisseling *out)
{
    struct bp_error err = { 0 };
    assert_int_equal(a->status, 200);
    take_signed_body(&a->body, v, &out->body);
    assert_valid_by_all(&out->body, strstr(v->action, "Raadplegen") != NULL);
    if (bp_rio_antwoord_read(out->arena, bp_buf_str(&out->body), &out->antwoord, &err) != BP_OK)
        fail_msg("%s", err.detail);
    assert_true(bp_str_equal(out->antwoord.identificatiecode, bp_str_of(v->identificatiecode)));
    assert_int_equal(out->antwoord.goedgekeurd, out->antwoord.fout_count == 0);
    int len = snprintf(out->uitkomst, sizeof out->uitkomst, "%s",
                       out->antwoord.goedgekeurd ? "true" : "");
    for (size_t i = 0; i < out->antwoord.fout_count; i++)
        len += snprintf(out->uitkomst + len, sizeof out->uitkomst - (size_t)len, "%s%.*s",
                        i ? " " : "", (int)out->antwoord.fouten[i].code.len,
                        out->antwoord.fouten[i].code.ptr);
}

void rio_wissel_uit(const struct rehearsal *r, struct rehearsal_verzoek *v,
                    struct rio_uitwisseling *out)
{
    static const char verdict[] = "requestGoedgekeurd";
    struct rehearsal_antwoord a;
    *out = (struct rio_uitwisseling){ .arena = bp_arena_new(MESSAGE_MAX) };
    assert_non_null(out->arena);
    bp_buf_init(&out->body, MESSAGE_MAX);
    rehearsal_verzoek_sign(v);
    rehearsal_post(r, v, 0, &a);
    if (a.code == CURLE_OK && a.body.len &&
        memmem(a.body.ptr, a.body.len, verdict, sizeof verdict - 1)) {
        read_verdict(v, &a, out);
    } else {
        char uitkomst[32];
        rehearsal_uitkomst(&a, uitkomst);
        memcpy(out->uitkomst, uitkomst, sizeof uitkomst);
    }
    rehearsal_antwoord_free(&a);
    rehearsal_verzoek_free(v);
}

void rio_uitwisseling_free(struct rio_uitwisseling *u)
{
    bp_buf_free(&u->body);
    bp_arena_free(u->arena);
}

/* --- with an expected outcome -------------------------------------------------------------------------- */

void rio_verwacht(const struct rehearsal *r, struct rehearsal_verzoek *v, const char *uitkomst)
{
    struct rio_uitwisseling u;
    rio_wissel_uit(r, v, &u);
    if (strcmp(u.uitkomst, uitkomst) != 0)
        fail_msg("'%s', expected '%s'\n%.*s", u.uitkomst, uitkomst, (int)u.body.len, u.body.ptr);
    rio_uitwisseling_free(&u);
}

void rio_lever_aan(const struct rehearsal *r, const struct bp_aangeboden *a, const char *uitkomst)
{
    struct rehearsal_verzoek v;
    rio_aanlevering(&v, a);
    rio_verwacht(r, &v, uitkomst);
}

void rio_verwijder(const struct rehearsal *r, const char *code, const char *uitkomst)
{
    struct rehearsal_verzoek v;
    rio_aangeboden_code(&v, BP_HANDELING_VERWIJDERING, code);
    rio_verwacht(r, &v, uitkomst);
}

void rio_vraag_op(const struct rehearsal *r, const char *code, const char *uitkomst)
{
    struct rehearsal_verzoek v;
    rio_aangeboden_code(&v, BP_HANDELING_OPVRAGING, code);
    rio_verwacht(r, &v, uitkomst);
}

/* What a programme states, as text: the input of the ledger's fingerprint. */
static void stand_of(const struct bp_aangeboden *a, struct bp_buf *stand)
{
    struct rehearsal_verzoek v;
    struct making m;
    begin(&m, &v, "99XA", BP_HANDELING_AANLEVERING);
    end(&m, bp_maker_aanlevering(m.maker, a, &m.kop, &v.body, stand, &m.err));
    rehearsal_verzoek_free(&v);
}

void rio_is(const struct rehearsal *r, const struct bp_aangeboden *a)
{
    char code[BP_UUID_TEXT];
    struct rehearsal_verzoek v;
    struct rio_uitwisseling u;
    struct bp_buf want, got;
    assert_true(bp_str_copy(code, sizeof code, a->code));
    rio_aangeboden_code(&v, BP_HANDELING_OPVRAGING, code);
    rio_wissel_uit(r, &v, &u);
    assert_string_equal(u.uitkomst, "true");
    assert_non_null(u.antwoord.opleiding);
    bp_buf_init(&want, MESSAGE_MAX);
    bp_buf_init(&got, MESSAGE_MAX);
    stand_of(a, &want);
    stand_of(u.antwoord.opleiding, &got);
    if (!bp_str_equal(bp_buf_str(&want), bp_buf_str(&got)))
        fail_msg("RIO has\n%.*s\nand not\n%.*s", (int)got.len, got.ptr, (int)want.len, want.ptr);
    bp_buf_free(&want);
    bp_buf_free(&got);
    rio_uitwisseling_free(&u);
}
