#include "bronpost/transport/fouten.h"

#include "bronpost/base/text.h"

#define NEE  BP_HERHALING_NEE
#define JA   BP_HERHALING_JA
#define KIJK BP_HERHALING_KIJK

/* What to do where only we can have been wrong. */
#define OUR_FAULT                                                                                  \
    N_("This is a fault of the program: keep the message and its code, and report it to whoever "  \
       "maintains the program.")

static const struct bp_fout_info faults[] = {
    { "DK0001", "VersionMismatch", NEE, false,
      N_("DUO takes the envelope for another version of SOAP"), OUR_FAULT },
    { "DK0002", "Client", NEE, true, N_("the sender may not use this service for this institution"),
      N_("Ask DUO whether certificate and OIN are registered, and whether the institution gave its "
         "mandate. Everything else of this institution waits as well.") },
    { "DK0003", "Client", NEE, false, N_("the SOAPAction of the request is missing or unknown"),
      N_("Compare the address of the contract in [duo] with what DUO gave you; when it is right "
         "this is a fault of the program.") },
    { "DK0004", "Client", NEE, false, N_("the message does not fit DUO's schema"),
      N_("DUO probably uses a newer schema: ask for the present XSDs and name their folder in "
         "[contract NAME] schemas.") },
    { "DK0005", "Client", NEE, false, N_("the address of the receiver (wsa:To) is missing"),
      OUR_FAULT },
    { "DK0006", "Client", NEE, false, N_("the operation (wsa:Action) is missing"), OUR_FAULT },
    { "DK0007", "Client", NEE, false, N_("the number of the message (wsa:MessageID) is missing"),
      OUR_FAULT },
    { "DK0008", "Client", NEE, false,
      N_("the message does not say which one it answers (wsa:RelatesTo)"), OUR_FAULT },
    { "DK0009", "Client", NEE, false, N_("the message holds bytes that are not UTF-8"), OUR_FAULT },
    { "DK0010", "Client", NEE, false, N_("the header holds something that DUO does not know"),
      OUR_FAULT },
    { "DK0011", "Client", NEE, false,
      N_("one of the addresses in the header is not allowed or has a wrong value"),
      N_("Compare oin and adres in [duo], and oin of the institution, with what DUO gave you.") },
    { "EK0020", "Client", NEE, false, N_("the address of the sender (wsa:From) is missing"),
      OUR_FAULT },
    { "EK0021", "Client", NEE, false, N_("the OIN of the sender is not valid"),
      N_("Correct oin in the section [instelling BRIN].") },
    { "EK0022", "Client", NEE, false, N_("the OIN of the receiver is not valid"),
      N_("Correct oin in the section [duo].") },
    { "EK0023", "Client", NEE, false, N_("the number of the message is not a UUID"), OUR_FAULT },
    { "EK0030", "Client", NEE, true, N_("the certificate of the connection holds no valid OIN"),
      N_("Get a PKIoverheid certificate with the OIN in it and name it in [instelling BRIN] "
         "certificaat. Everything else that uses this certificate waits as well.") },
    { "EK0031", "Client", NEE, false, N_("the signature is missing or not valid"),
      N_("Run `bronpost doctor` to see whether the certificate has expired and whether the clock "
         "is right. The program signs once anew by itself.") },
    { "DK0050", "Server", KIJK, false, N_("the service at DUO gave an error"),
      N_("When the text begins with \"Ongeldige waarde voor\" a value is wrong, or this message "
         "had arrived before: look at the value that is named. Otherwise DUO is in trouble and the "
         "message goes again by itself.") },
    { "DK0051", "Server", JA, false, N_("the service at DUO is not available or took too long"),
      N_("Nothing: the message goes again by itself. Look at DUO's page about disturbances when it "
         "lasts.") },
};

const struct bp_fout_info *bp_fout_all(size_t *count)
{
    *count = sizeof faults / sizeof *faults;
    return faults;
}

const struct bp_fout_info *bp_fout_by_name(struct bp_str name)
{
    const size_t len = 6;
    if (name.len < len)
        return NULL;
    struct bp_str code = { name.ptr + name.len - len, len };
    /* "XDK0004" is no code; "Client.DK0004" ends in one */
    if (name.len > len && bp_ascii_alnum(code.ptr[-1]))
        return NULL;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        if (bp_str_equal_nocase(bp_str_of(faults[i].name), code))
            return &faults[i];
    return NULL;
}
