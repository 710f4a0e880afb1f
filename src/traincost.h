/*
 * traincost.h: what the server-facing files share
 *
 * The arithmetic itself is in src/formula and knows nothing of this header.
 */
#ifndef TRAINCOST_H
#define TRAINCOST_H

#include <float.h>

#include "access/htup.h"
#include "access/tupdesc.h"
#include "fmgr.h"

#include "compat.h"
#include "formula/formula.h"

/*
 * The set of values an argument may take.  Each has its bounds and its wording
 * in tc_domains (argument.c).
 */
typedef enum Domain
{
	AMOUNT,						/* at least 0 */
	POSITIVE,					/* greater than 0 */
	FRACTION,					/* (0, 1]: utilisations */
	SHARE,						/* [0, 1]: discounts, overlaps */
	PART,						/* [0, 1): a part of a whole that may not be all */
	FACTOR,						/* at least 1: overheads, PUE */
	COUNT,						/* whole and at least 1 */
	COUNT_OR_ZERO				/* whole and at least 0; 0 often means "derive" */
} Domain;

typedef struct DomainRule
{
	double		min;
	double		max;
	bool		whole;
	const char *requirement;	/* completes: argument "x" must be ... */
} DomainRule;

/* 2^53: beyond it not every whole number is a float8 */
#define MAX_COUNT	9007199254740992.0

/* here, so that a check against a constant domain becomes its comparisons alone */
static const DomainRule tc_domains[] = {
	[AMOUNT] = {0, DBL_MAX, false, "a finite number, 0 or greater"},
	[POSITIVE] = {DBL_TRUE_MIN, DBL_MAX, false, "a finite number greater than 0"},
	[FRACTION] = {DBL_TRUE_MIN, 1, false, "greater than 0 and at most 1"},
	[SHARE] = {0, 1, false, "between 0 and 1"},
	[PART] = {0, 1 - DBL_EPSILON / 2, false, "at least 0 and less than 1"},
	[FACTOR] = {1, DBL_MAX, false, "a finite number, 1 or greater"},
	[COUNT] = {1, MAX_COUNT, true, "a whole number, 1 or greater"},
	[COUNT_OR_ZERO] = {0, MAX_COUNT, true, "a whole number, 0 or greater"},
};

/* a row among the arguments, taken apart; zeroed before the first */
typedef struct TakenRow
{
	uint64		type;			/* identifies the type of the row; 0: there was none yet */
	Datum	   *values;
	bool	   *isnull;
} TakenRow;

/* argument.c */
tc_noreturn extern void tc_reject(FunctionCallInfo fcinfo, int argno, Domain domain, double value);
extern bool tc_is_constant(FmgrInfo *flinfo, int argno);
extern const char *tc_argument_name(FunctionCallInfo fcinfo, int argno);
tc_noreturn extern void tc_reject_problem(const Problem *problem);
extern char *tc_shown(const char *whole);
extern char *tc_shown_text(text *whole);
extern int	tc_word(FunctionCallInfo fcinfo, int argno, const char *const *words);
tc_noreturn extern void tc_result_out_of_range(FunctionCallInfo fcinfo);
extern const char *const tc_laws[]; /* scaling.c: the SQL names of ScalingLawName, NULL-terminated */
extern TupleDesc tc_take_apart(TakenRow *row, HeapTupleHeader header, MemoryContext context);
extern TupleDesc tc_row_description(FunctionCallInfo fcinfo);
extern Datum tc_record(FunctionCallInfo fcinfo, const double *values, int count);

/* is the value within the rule?  NaN never is: every comparison with it fails */
static inline bool
tc_fits(const DomainRule *rule, double value)
{
	return value >= rule->min && value <= rule->max &&
		(!rule->whole || value == (double) (int64) value);
}

static inline bool
tc_in_domain(Domain domain, double value)
{
	return tc_fits(&tc_domains[domain], value);
}

/* the argument as a number of its domain, or an error that names both */
static inline double
tc_number(FunctionCallInfo fcinfo, int argno, Domain domain)
{
	double		value = PG_GETARG_FLOAT8(argno);

	if (unlikely(!tc_in_domain(domain, value)))
		tc_reject(fcinfo, argno, domain, value);
	return value;
}

/* a formula's result as a Datum; infinity and NaN become 22003 */
static inline Datum
tc_return(FunctionCallInfo fcinfo, double result)
{
	if (unlikely(!(result <= DBL_MAX && result >= -DBL_MAX)))
		tc_result_out_of_range(fcinfo);
	return Float8GetDatum(result);
}

/* a whole number of GPUs as bigint; 22003 beyond it */
static inline Datum
tc_return_gpus(FunctionCallInfo fcinfo, double gpus)
{
	if (unlikely(!(gpus < 9223372036854775808.0)))
		tc_result_out_of_range(fcinfo);
	return Int64GetDatum((int64) gpus);
}

#endif
