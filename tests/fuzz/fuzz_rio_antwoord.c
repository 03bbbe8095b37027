/* Any bytes as an answer of RIO: refused, or a verdict whose errors can be shown and whose programme can be
 * checked. */
#include "bronpost/message/rio_antwoord.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void explain(const struct bp_rio_antwoord *antwoord)
{
    struct bp_buf said;
    bp_buf_init(&said, BP_MIB);
    for (size_t i = 0; i < antwoord->fout_count; i++) {
        bp_buf_clear(&said);
        bp_rio_fout_explain(&antwoord->fouten[i], &said);
        for (size_t c = 0; c < said.len; c++)
            if ((unsigned char)said.ptr[c] < 0x20)
                abort(); /* what RIO sends must not steer a terminal */
    }
    bp_buf_free(&said);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bp_arena *arena = bp_arena_new(8 * BP_MIB);
    struct bp_rio_antwoord antwoord;
    struct bp_error err;
    if (!arena)
        abort();
    enum bp_status st =
        bp_rio_antwoord_read(arena, (struct bp_str){ (const char *)data, size }, &antwoord, &err);
    if (st == BP_OK) {
        explain(&antwoord);
        if (antwoord.goedgekeurd && bp_rio_antwoord_herhaalbaar(&antwoord))
            abort();
        if (antwoord.opleiding) {
            struct bp_rio_bevindingen found = { .arena = arena };
            bp_aangeboden_check(antwoord.opleiding, bp_waardenlijsten_shipped(), &found);
        }
    } else if (antwoord.goedgekeurd || antwoord.fout_count || antwoord.opleiding) {
        abort();
    }
    bp_arena_free(arena);
    return 0;
}
