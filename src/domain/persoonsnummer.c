#include "bronpost/domain/persoonsnummer.h"

/* 9p1 + 8p2 + ... + 2p8 - p9, modulo 11; -1 when these are not nine digits. */
static int remainder_of(struct bp_str digits)
{
    if (digits.len != 9 || !bp_str_all_digits(digits))
        return -1;
    int sum = -(digits.ptr[8] - '0');
    for (int i = 0; i < 8; i++)
        sum += (9 - i) * (digits.ptr[i] - '0');
    return (sum + 11) % 11; /* the sum is at least -9 */
}

bool bp_bsn_ok(struct bp_str digits)
{
    return remainder_of(digits) == 0 && !bp_str_equal(digits, BP_STR("000000000"));
}

bool bp_onderwijsnummer_ok(struct bp_str digits)
{
    return remainder_of(digits) == 5;
}

uint32_t bp_persoonsnummer_key(struct bp_persoonsnummer p)
{
    if (p.soort == BP_PERSOON_GEEN)
        return 0;
    uint32_t number = 0;
    for (int i = 0; i < 9; i++)
        number = number * 10 + (uint32_t)(p.digits[i] - '0');
    return number | (p.soort == BP_PERSOON_ONDERWIJSNUMMER ? UINT32_C(1) << 31 : 0);
}

bool bp_persoonsnummer_equal(struct bp_persoonsnummer a, struct bp_persoonsnummer b)
{
    return a.soort != BP_PERSOON_GEEN && bp_persoonsnummer_key(a) == bp_persoonsnummer_key(b);
}
