#include "fout.h"

#define NAME_LEN 6 /* "DK0004" */

static const struct {
    const char *code;
    const char *tekst;
    bool general; /* DUO answers with something more general */
} fouten[BP_FOUT_COUNT] = {
    [BP_FOUT_DK0001] = { "VersionMismatch.DK0001", "De envelop is geen SOAP 1.1", true },
    [BP_FOUT_DK0002] = { "Client.DK0002", "Niet geautoriseerd voor deze aanroep", false },
    [BP_FOUT_DK0003] = { "Client.DK0003", "SOAPAction ontbreekt of is onbekend", true },
    [BP_FOUT_DK0004] = { "Client.DK0004", "Het bericht voldoet niet aan het schema", false },
    [BP_FOUT_DK0005] = { "Client.DK0005", "wsa:To ontbreekt", false },
    [BP_FOUT_DK0006] = { "Client.DK0006", "wsa:Action ontbreekt", false },
    [BP_FOUT_DK0007] = { "Client.DK0007", "wsa:MessageID ontbreekt", false },
    [BP_FOUT_DK0008] = { "Client.DK0008", "wsa:RelatesTo ontbreekt", false },
    [BP_FOUT_DK0009] = { "Client.DK0009", "Het bericht is niet in UTF-8", true },
    [BP_FOUT_DK0010] = { "Client.DK0010", "Onbekende header in de envelop", false },
    [BP_FOUT_DK0011] = { "Client.DK0011", "Adresveld niet toegestaan of onjuist", false },
    [BP_FOUT_DK0050] = { "Server.DK0050", "De service geeft een fout", false },
    [BP_FOUT_DK0051] = { "Server.DK0051", "De service is niet beschikbaar", false },
    [BP_FOUT_EK0020] = { "Client.EK0020", "wsa:From ontbreekt", false },
    [BP_FOUT_EK0021] = { "Client.EK0021", "Geen geldig OIN in wsa:From", false },
    [BP_FOUT_EK0022] = { "Client.EK0022", "Geen geldig OIN in wsa:To", false },
    [BP_FOUT_EK0023] = { "Client.EK0023", "wsa:MessageID bevat geen UUID", false },
    [BP_FOUT_EK0030] = { "Client.EK0030", "OIN in het TLS-certificaat ontbreekt of is ongeldig",
                         false },
    [BP_FOUT_EK0031] = { "Client.EK0031", "De handtekening ontbreekt of is ongeldig", false },
};

const char *bp_fout_code(enum bp_fout fout, bool general)
{
    return general && fouten[fout].general ? "Client" : fouten[fout].code;
}

const char *bp_fout_tekst(enum bp_fout fout)
{
    return fouten[fout].tekst;
}

enum bp_fout bp_fout_zoek(struct bp_str name)
{
    for (size_t i = BP_FOUT_GEEN + 1; i < BP_FOUT_COUNT; i++) {
        struct bp_str code = bp_str_of(fouten[i].code);
        struct bp_str last = { code.ptr + code.len - NAME_LEN, NAME_LEN };
        if (bp_str_equal(name, last))
            return (enum bp_fout)i;
    }
    return BP_FOUT_GEEN;
}
