#include "bronpost/domain/registratie.h"

const struct bp_periode *bp_registratie_op(const struct bp_registratie *registratie,
                                           struct bp_datum d)
{
    if (bp_datum_before(d, registratie->datum_inschrijving) ||
        (bp_datum_given(registratie->datum_uitschrijving) &&
         bp_datum_before(registratie->datum_uitschrijving, d)))
        return NULL;
    const struct bp_periode *found = NULL;
    for (size_t i = 0; i < registratie->periode_count; i++)
        if (!bp_datum_before(d, registratie->perioden[i].begin))
            found = &registratie->perioden[i];
    return found;
}
