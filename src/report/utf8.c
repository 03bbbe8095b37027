#include "utf8.h"

/* The rows of table 3-7: a lead byte, how many bytes it announces and what the second byte may be.
 */
static const struct {
    unsigned char lead_low, lead_high, length, second_low, second_high;
} forms[] = {
    { 0xC2, 0xDF, 2, 0x80, 0xBF }, { 0xE0, 0xE0, 3, 0xA0, 0xBF }, { 0xE1, 0xEC, 3, 0x80, 0xBF },
    { 0xED, 0xED, 3, 0x80, 0x9F }, { 0xEE, 0xEF, 3, 0x80, 0xBF }, { 0xF0, 0xF0, 4, 0x90, 0xBF },
    { 0xF1, 0xF3, 4, 0x80, 0xBF }, { 0xF4, 0xF4, 4, 0x80, 0x8F },
};

static unsigned char byte_at(struct bp_str s, size_t at)
{
    return (unsigned char)s.ptr[at];
}

size_t bp_utf8_length(struct bp_str s)
{
    if (s.len == 0)
        return 0;
    unsigned char lead = byte_at(s, 0);
    if (lead < 0x80)
        return 1;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (lead < forms[i].lead_low || lead > forms[i].lead_high)
            continue;
        size_t length = forms[i].length;
        if (s.len < length || byte_at(s, 1) < forms[i].second_low ||
            byte_at(s, 1) > forms[i].second_high)
            return 0;
        for (size_t at = 2; at < length; at++)
            if ((byte_at(s, at) & 0xC0) != 0x80)
                return 0;
        return length;
    }
    return 0;
}
