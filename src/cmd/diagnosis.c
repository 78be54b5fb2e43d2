#include "cmd/diagnosis.h"

#include <stdarg.h>

#include "base/error.h"
#include "base/mem.h"

static void add(struct diagnosis *d, struct finding finding)
{
    d->findings = mem_resize(d, d->findings, d->n + 1);
    d->findings[d->n++] = finding;
}

void diagnosis_note(struct diagnosis *d, const char *topic, const char *fmt, ...)
{
    va_list ap;
    char *text;

    va_start(ap, fmt);
    text = mem_vprintf(d, fmt, ap);
    va_end(ap);
    add(d, (struct finding){.topic = topic, .text = text});
}

void diagnosis_problem(struct diagnosis *d, const char *topic, struct error *err)
{
    const char *detail = err->detail ? err->detail : "";

    add(d, (struct finding){
               .topic = topic,
               .text = mem_printf(d, "%s%s%s", err->message, *detail ? ": " : "", detail),
               .remedy = mem_strdup(d, err->hint),
               .is_problem = true,
           });
    error_clear(err);
}
