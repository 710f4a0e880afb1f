/*
 * shape.h: read the arguments <arch> of a SQL function
 */
#ifndef TC_SHAPE_H
#define TC_SHAPE_H

#include "traincost.h"
#include "formula/architecture.h"

/* how many arguments <arch> has */
#define ARCH_ARGS	25

/* reads arguments one after the other */
typedef struct Reader
{
	FunctionCallInfo fcinfo;
	int			argno;
} Reader;

static inline double
next_number(Reader *reader, Domain domain)
{
	return tc_number(reader->fcinfo, reader->argno++, domain);
}

static inline bool
next_bool(Reader *reader)
{
	return DatumGetBool(reader->fcinfo->args[reader->argno++].value);
}

static inline int
next_word(Reader *reader, const char *const *words)
{
	return tc_word(reader->fcinfo, reader->argno++, words);
}

extern const char *const tc_recomputes[];
extern void tc_next_arch(Reader *reader, Arch *arch);
extern void tc_next_step_layout(Reader *reader, StepLayout *layout);
extern void tc_next_convention(Reader *reader, FlopsConvention *convention);

#endif
