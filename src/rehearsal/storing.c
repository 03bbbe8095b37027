#include "storing.h"

#include "bronpost/base/file.h"
#include "bronpost/base/text.h"

#include <stdlib.h>

#define PLAN_BYTES ((size_t)4 * 1024 * 1024)
#define PLAN_LINES 100000

struct bp_storing_regel {
    uint64_t from, to;
    struct bp_storing_keus keus;
};

static const char *const names[BP_STORING_COUNT] = {
    [BP_STORING_GEEN] = "none",
    [BP_STORING_SLOW] = "slow",
    [BP_STORING_DROP_BEFORE] = "drop-before",
    [BP_STORING_HTTP_500] = "http-500",
    [BP_STORING_HTTP_503] = "http-503",
    [BP_STORING_FAULT] = "fault:CODE",
    [BP_STORING_INT500] = "int500",
    [BP_STORING_DROP_AFTER_ACCEPT] = "drop-after-accept",
    [BP_STORING_WRONG_SIGNATURE] = "wrong-signature",
    [BP_STORING_UNSIGNED] = "unsigned",
    [BP_STORING_WRONG_RELATES_TO] = "wrong-relates-to",
    [BP_STORING_WRONG_IDENTIFICATIECODE] = "wrong-identificatiecode",
    [BP_STORING_WRONG_ACTION] = "wrong-action",
    [BP_STORING_WRONG_TO] = "wrong-to",
    [BP_STORING_WRONG_FROM] = "wrong-from",
    [BP_STORING_NOT_SWAPPED] = "not-swapped",
    [BP_STORING_NOT_CONFIRMED] = "not-confirmed",
    [BP_STORING_EXPIRED_TIMESTAMP] = "expired-timestamp",
    [BP_STORING_FUTURE_TIMESTAMP] = "future-timestamp",
    [BP_STORING_OTHER_CA] = "other-ca",
    [BP_STORING_EXPIRED_CERTIFICATE] = "expired-certificate",
    [BP_STORING_REVOKED_CERTIFICATE] = "revoked-certificate",
    [BP_STORING_WRAPPED] = "wrapped",
    [BP_STORING_TRUNCATED] = "truncated",
    [BP_STORING_GARBAGE] = "garbage",
    [BP_STORING_HUGE] = "huge",
    [BP_STORING_ENDLESS] = "endless",
    [BP_STORING_HTML] = "html",
    [BP_STORING_SLOW_REMOVAL] = "slow-removal",
};

static const char all_names[] =
    "slow, drop-before, http-500, http-503, fault:CODE, int500, drop-after-accept, "
    "wrong-signature, unsigned, wrong-relates-to, wrong-identificatiecode, wrong-action, wrong-to, "
    "wrong-from, "
    "not-swapped, not-confirmed, expired-timestamp, future-timestamp, other-ca, "
    "expired-certificate, revoked-certificate, wrapped, truncated, garbage, huge, endless, html, "
    "slow-removal";

const char *bp_storing_names(void)
{
    return all_names;
}

void bp_storingen_init(struct bp_storingen *storingen, uint64_t seed)
{
    *storingen = (struct bp_storingen){ .seed = seed };
}

void bp_storingen_free(struct bp_storingen *storingen)
{
    free(storingen->plan);
    *storingen = (struct bp_storingen){ 0 };
}

/* splitmix64: each number has its own draw, so that the order of arrival of others does not matter. */
static uint64_t mix(uint64_t x)
{
    x += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

double bp_kans(uint64_t seed, uint64_t number, uint64_t purpose)
{
    return (double)(mix(mix(seed ^ mix(purpose)) ^ number) >> 11) * 0x1p-53;
}

static bool kind_of(struct bp_str word, struct bp_storing_keus *out)
{
    static const char fault[] = "fault:";
    *out = (struct bp_storing_keus){ .soort = BP_STORING_GEEN };
    if (bp_str_starts_with(word, bp_str_of(fault))) {
        size_t len = sizeof fault - 1;
        out->soort = BP_STORING_FAULT;
        out->fout = bp_fout_zoek((struct bp_str){ word.ptr + len, word.len - len });
        return out->fout != BP_FOUT_GEEN;
    }
    for (size_t i = 0; i < BP_STORING_COUNT; i++) {
        if (i != BP_STORING_FAULT && bp_str_equal(word, bp_str_of(names[i]))) {
            out->soort = (enum bp_storing)i;
            return true;
        }
    }
    return false;
}

/* A share: 0.05 or 5%. */
static bool rate_of(struct bp_str text, double *out)
{
    char copy[32], *end;
    bool percent = text.len > 0 && text.ptr[text.len - 1] == '%';
    if (percent)
        text.len--;
    if (text.len == 0 || !bp_str_copy(copy, sizeof copy, text))
        return false;
    *out = strtod(copy, &end) / (percent ? 100 : 1);
    return *end == '\0' && *out >= 0 && *out <= 1;
}

static enum bp_status take_rate(struct bp_storingen *s, struct bp_str part, struct bp_error *err)
{
    const char *sign = memchr(part.ptr, '=', part.len);
    struct bp_str word = { part.ptr, sign ? (size_t)(sign - part.ptr) : part.len };
    struct bp_storing_keus keus;
    double rate = 1;
    bool ok = kind_of(word, &keus) && keus.soort != BP_STORING_GEEN;
    if (ok && sign)
        ok = rate_of((struct bp_str){ sign + 1, part.len - word.len - 1 }, &rate);
    if (!ok || s->rate_count == BP_STORING_RATES)
        return bp_error_set(err, BP_E_USAGE, NULL,
                            N_("--trouble: '%.*s' is not a kind of trouble with or without a rate, "
                               "such as slow or slow=0.1; the kinds are %s"),
                            (int)part.len, part.ptr, all_names);
    s->rates[s->rate_count].keus = keus;
    s->rates[s->rate_count++].rate = rate;
    return BP_OK;
}

enum bp_status bp_storingen_lijst(struct bp_storingen *storingen, const char *list,
                                  struct bp_error *err)
{
    enum bp_status st = BP_OK;
    for (const char *at = list; st == BP_OK;) {
        size_t len = strcspn(at, ",");
        st = take_rate(storingen, (struct bp_str){ at, len }, err);
        at += len;
        if (*at++ == '\0')
            break;
    }
    return st;
}

static bool number_of(struct bp_str *text, uint64_t *out)
{
    size_t len = 0;
    *out = 0;
    for (; len < text->len && len < 18 && bp_ascii_digit(text->ptr[len]); len++)
        *out = *out * 10 + (uint64_t)(text->ptr[len] - '0');
    text->ptr += len;
    text->len -= len;
    return len > 0;
}

/* "5 kind", "5-8 kind", "5- kind". */
static bool plan_line(struct bp_str line, struct bp_storing_regel *out)
{
    if (!number_of(&line, &out->from) || out->from == 0)
        return false;
    out->to = out->from;
    if (line.len && line.ptr[0] == '-') {
        line.ptr++;
        line.len--;
        if (!number_of(&line, &out->to))
            out->to = UINT64_MAX;
    }
    bool blank = line.len > 0 && (line.ptr[0] == ' ' || line.ptr[0] == '\t');
    return blank && out->to >= out->from && kind_of(bp_str_trim(line), &out->keus);
}

static enum bp_status read_plan(struct bp_storingen *s, struct bp_str text, const char *path,
                                struct bp_error *err)
{
    size_t row = 0;
    for (size_t at = 0; at < text.len;) {
        const char *start = text.ptr + at;
        const char *end = memchr(start, '\n', text.len - at);
        size_t len = end ? (size_t)(end - start) : text.len - at;
        at += len + 1;
        row++;
        const char *comment = memchr(start, '#', len);
        struct bp_str line =
            bp_str_trim((struct bp_str){ start, comment ? (size_t)(comment - start) : len });
        if (line.len == 0)
            continue;
        if (s->plan_count == PLAN_LINES || !plan_line(line, &s->plan[s->plan_count++])) {
            (void)bp_error_set(err, BP_E_USAGE, NULL,
                               N_("not a line of a plan: expected a request number (or 5-8, or 5-) "
                                  "and a kind of trouble; the kinds are none, %s"),
                               all_names);
            bp_error_at(err, path, row, 0);
            return BP_E_USAGE;
        }
    }
    return BP_OK;
}

enum bp_status bp_storingen_plan(struct bp_storingen *storingen, const char *path,
                                 struct bp_error *err)
{
    struct bp_buf text;
    bp_buf_init(&text, PLAN_BYTES);
    enum bp_status st = bp_file_get(path, PLAN_BYTES, &text, err);
    if (st == BP_OK && !storingen->plan) {
        storingen->plan = calloc(PLAN_LINES, sizeof *storingen->plan);
        if (!storingen->plan)
            st = bp_error_memory(err, N_("the plan of trouble"));
    }
    if (st == BP_OK)
        st = read_plan(storingen, bp_buf_str(&text), path, err);
    bp_buf_free(&text);
    return st;
}

struct bp_storing_keus bp_storing_kies(const struct bp_storingen *storingen, uint64_t number)
{
    const struct bp_storingen *s = storingen;
    for (size_t i = s->plan_count; i-- > 0;)
        if (number >= s->plan[i].from && number <= s->plan[i].to)
            return s->plan[i].keus;
    /* One draw, shared out among the kinds in the order of the list: the rates add up. */
    double left = bp_kans(s->seed, number, 1);
    for (size_t i = 0; i < s->rate_count; i++) {
        if (left < s->rates[i].rate)
            return s->rates[i].keus;
        left -= s->rates[i].rate;
    }
    return (struct bp_storing_keus){ BP_STORING_GEEN, BP_FOUT_GEEN };
}
