#include "sql/classify.h"

#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "sql/name.h"
#include "sql/token.h"

/*
 * The forms, tried in this order; what stands behind a form does not matter.
 *
 *   word|word   one of these words     [a b]   these words, or nothing
 *   .  (        this byte              (...)   a group in parentheses, or nothing
 *   ...         anything up to the next word of the form, outside parentheses
 *   NAME        a name with its schema; NAME? may be missing; NAMES is a list
 *   TABLE       a name too, kept apart from the others
 */
static const struct form {
    enum statement_kind kind;
    const char *pattern;
} forms[] = {
    {STATEMENT_TRANSACTION, "begin|commit|end|rollback|abort|savepoint|release"},
    {STATEMENT_TRANSACTION, "start|prepare transaction"},
    {STATEMENT_COPY_STREAM, "copy ... from|to stdin|stdout"},
    {STATEMENT_OTHER, "set local|transaction|constraints"},
    {STATEMENT_UNLOCK_ALL, "discard all"},
    {STATEMENT_UNLOCK_ALL, "select pg_advisory_unlock_all ("},
    {STATEMENT_UNLOCK_ALL, "select pg_catalog . pg_advisory_unlock_all ("},
    {STATEMENT_SESSION, "set|reset|discard|listen|unlisten"},
    {STATEMENT_SESSION, "select set_config ("},
    {STATEMENT_SESSION, "select pg_catalog . set_config ("},
    {STATEMENT_CREATE_INDEX,
     "create [unique] index [concurrently] [if not exists] NAME? on [only] TABLE"},
    {STATEMENT_DROP_INDEX, "drop index [concurrently] [if exists] NAMES"},
    {STATEMENT_REINDEX, "reindex (...) index|table|schema|database|system [concurrently] NAME?"},
    {STATEMENT_VACUUM, "vacuum"},
    {STATEMENT_ANALYZE, "analyze|analyse"},
    {STATEMENT_CLUSTER, "cluster"},
    {STATEMENT_ALTER_SYSTEM, "alter system"},
    {STATEMENT_CREATE_DATABASE, "create database NAME"},
    {STATEMENT_DROP_DATABASE, "drop database [if exists] NAME"},
    {STATEMENT_CREATE_TABLESPACE, "create tablespace NAME"},
    {STATEMENT_DROP_TABLESPACE, "drop tablespace [if exists] NAME"},
    {STATEMENT_DETACH_PARTITION, "alter table [if exists] [only] TABLE [*] detach partition NAME "
                                 "concurrently|finalize"},
    {STATEMENT_CREATE_SUBSCRIPTION, "create subscription NAME"},
    {STATEMENT_DROP_SUBSCRIPTION, "drop subscription [if exists] NAME"},
    {STATEMENT_ADD_ENUM_VALUE, "alter type NAME add value [if not exists]"},
    {STATEMENT_CALL, "call"},
    {STATEMENT_DO, "do"},
};

/* Where a statement stands while it is compared with a form. */
struct match {
    struct sql_token token;
    const char *end;
    struct statement_class *class;
};

/* A part of a form: what stands between two spaces, or two brackets. */
struct element {
    const char *text;
    size_t length;
};

static void advance(struct match *m)
{
    m->token = sql_token_past_space(m->token.text + m->token.length, m->end);
}

static bool is_element(struct element e, const char *text)
{
    return e.length == strlen(text) && memcmp(e.text, text, e.length) == 0;
}

/* The element at '*pattern', which moves behind it; its length is 0 at the end. */
static struct element next_element(const char **pattern)
{
    struct element e = {*pattern + strspn(*pattern, " "), 0};

    e.length = *e.text == '[' ? strcspn(e.text, "]") + 1 : strcspn(e.text, " ");
    *pattern = e.text + e.length;
    return e;
}

/* The alternative of 'e' that the token is, or one of length 0. */
static struct element alternative(const struct sql_token *token, struct element e)
{
    const char *end = e.text + e.length;
    struct element one = {e.text, 0};

    for (; one.text < end; one.text += one.length + 1) {
        const char *bar = memchr(one.text, '|', (size_t)(end - one.text));

        one.length = (size_t)((bar ? bar : end) - one.text);
        if (token->length == one.length && strncasecmp(token->text, one.text, one.length) == 0)
            return one;
    }
    return (struct element){end, 0};
}

static bool match_word(struct match *m, struct element e)
{
    struct element found = alternative(&m->token, e);

    if (found.length == 0)
        return false;
    if (found.length < e.length)
        m->class->word = mem_strndup(m->class, found.text, found.length);
    m->class->concurrent |= is_element(found, "concurrently");
    advance(m);
    return true;
}

/* All words between the brackets, or none. */
static void match_optional(struct match *m, struct element e)
{
    MEM_SCRATCH(scratch);
    const char *words = mem_strndup(scratch, e.text + 1, e.length - 2);
    struct match ahead = *m;

    for (const char *rest = words; *rest;)
        if (!match_word(&ahead, next_element(&rest)))
            return;
    m->class->if_exists |= strncmp(words, "if ", 3) == 0;
    *m = ahead;
}

/* Options may say CONCURRENTLY, and may take it back: (CONCURRENTLY false). */
static void match_group(struct match *m)
{
    static const struct element off = {"false|off|0", 11};
    size_t depth = 0;

    if (!sql_token_is_byte(&m->token, '('))
        return;
    do {
        bool concurrently = sql_token_is_word(&m->token, "concurrently");

        depth += sql_token_is_byte(&m->token, '(');
        depth -= sql_token_is_byte(&m->token, ')');
        advance(m);
        if (concurrently)
            m->class->concurrent = alternative(&m->token, off).length == 0;
    } while (depth > 0 && m->token.kind != SQL_TOKEN_END && m->token.kind != SQL_TOKEN_UNCLOSED);
}

static bool match_skipped(struct match *m, struct element until)
{
    size_t depth = 0;

    for (; m->token.kind != SQL_TOKEN_END && m->token.kind != SQL_TOKEN_UNCLOSED; advance(m)) {
        depth += sql_token_is_byte(&m->token, '(');
        depth -= depth > 0 && sql_token_is_byte(&m->token, ')');
        if (depth == 0 && alternative(&m->token, until).length > 0)
            return true;
    }
    return false;
}

/* Of a database's name in front nothing is kept. */
static bool match_name(struct match *m, struct statement_name *name)
{
    name->schema = NULL;
    name->name = sql_name(m->class, &m->token, m->end);
    while (name->name && sql_token_is_byte(&m->token, '.')) {
        advance(m);
        name->schema = name->name;
        name->name = sql_name(m->class, &m->token, m->end);
    }
    return name->name != NULL;
}

static bool match_names(struct match *m, bool many)
{
    struct statement_class *class = m->class;

    for (;;) {
        class->names = mem_resize(class, class->names, class->n_names + 1);
        if (!match_name(m, &class->names[class->n_names]))
            return false;
        class->n_names++;
        if (!many || !sql_token_is_byte(&m->token, ','))
            return true;
        advance(m);
    }
}

static bool match_element(struct match *m, struct element e, const char *rest)
{
    if (is_element(e, "NAME?")) {
        m->class->unnamed = m->token.kind == SQL_TOKEN_END || sql_token_is_word(&m->token, "on");
        return m->class->unnamed || match_names(m, false);
    }
    if (is_element(e, "NAME") || is_element(e, "NAMES"))
        return match_names(m, e.length > 4);
    if (is_element(e, "TABLE"))
        return match_name(m, &m->class->table);
    if (is_element(e, "..."))
        return match_skipped(m, next_element(&rest));
    if (is_element(e, "(...)"))
        match_group(m);
    else if (*e.text == '[')
        match_optional(m, e);
    else
        return match_word(m, e);
    return true;
}

static bool match_form(struct match *m, const struct form *form)
{
    const char *rest = form->pattern;

    talloc_free_children(m->class);
    *m->class = (struct statement_class){.kind = form->kind};
    for (;;) {
        struct element e = next_element(&rest);

        if (e.length == 0)
            return true;
        if (!match_element(m, e, rest))
            return false;
    }
}

/* Where COMMIT can be a statement: behind these words, behind ";" and behind a label. */
static bool starts_statement(const struct sql_token *before)
{
    static const struct element openers = {"begin|then|else|loop", 20};

    return !before->text || sql_token_is_byte(before, ';') || sql_token_is_byte(before, '>') ||
           alternative(before, openers).length > 0;
}

static bool body_commits(const char *at, const char *end)
{
    static const struct element commands = {"commit|rollback", 15};
    struct sql_token before = {.text = NULL};
    struct sql_token token = sql_token_past_space(at, end);

    while (token.kind != SQL_TOKEN_END && token.kind != SQL_TOKEN_UNCLOSED) {
        struct sql_token next = sql_token_past_space(token.text + token.length, end);

        if (alternative(&token, commands).length > 0 && starts_statement(&before) &&
            (sql_token_is_byte(&next, ';') || sql_token_is_word(&next, "and")))
            return true;
        before = token;
        token = next;
    }
    return false;
}

/* Some string behind DO is the body; the other one names its language. */
static bool do_commits(struct match m)
{
    for (; m.token.kind != SQL_TOKEN_END && m.token.kind != SQL_TOKEN_UNCLOSED; advance(&m)) {
        const char *text = m.token.text, *end = text + m.token.length, *open;
        size_t quote = 1;

        if (m.token.kind != SQL_TOKEN_STRING)
            continue;
        if (*text == '$')
            quote = (size_t)((const char *)memchr(text + 1, '$', m.token.length - 1) - text) + 1;
        open = *text == '$' ? text : memchr(text, '\'', m.token.length);
        if (body_commits(open + quote, end - quote))
            return true;
    }
    return false;
}

struct statement_class *classify_statement(TALLOC_CTX *mem, const char *sql)
{
    const char *end = sql + strlen(sql);
    struct statement_class *class = mem_new(mem, struct statement_class);
    struct match start = {.token = sql_token_past_space(sql, end), .end = end, .class = class};

    for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
        struct match m = start;

        if (!match_form(&m, &forms[i]))
            continue;
        class->commits = class->kind == STATEMENT_DO && do_commits(m);
        return class;
    }
    talloc_free_children(class);
    *class = (struct statement_class){.kind = STATEMENT_OTHER};
    return class;
}

bool classify_is_session(const char *sql)
{
    MEM_SCRATCH(scratch);

    return classify_statement(scratch, sql)->kind == STATEMENT_SESSION;
}
