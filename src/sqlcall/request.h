/*
 * request.h: read the arguments of the estimating functions
 */
#ifndef TC_REQUEST_H
#define TC_REQUEST_H

#include <math.h>

#include "utils/builtins.h"
#include "utils/memutils.h"

#include "lookup/lookup.h"
#include "lookup/memo.h"
#include "estimate/run.h"
#include "sqlcall/gaps.h"

#define DEFAULT_GPU		"H100-80GB-SXM"

/* a numeric SQL argument and the field it fills */
typedef struct NumberArgument
{
	int			argno;
	size_t		field;			/* offset of a double in Run */
	Domain		domain;
	const char *name;
} NumberArgument;

/* a field that takes an assumption if its argument is NULL */
typedef struct AssumedField
{
	size_t		field;
	Domain		domain;
	const char *name;			/* of the row in traincost.assumption */
} AssumedField;

#define FIELD(name)	offsetof(Run, name)
#define INPUT(name)	offsetof(Run, in.name)

/* at least as many as any function has numeric arguments */
#define MAX_NUMBERS		48

/* an argument that is no constant of the query: all that a row needs lies side by side */
typedef struct VaryingNumber
{
	int			argno;
	Domain		domain;
	size_t		field;			/* offset of a double in Run */
	DomainRule	rule;			/* of that domain */
} VaryingNumber;

/* what a call site of an estimating function keeps in fn_extra */
typedef struct CallSite
{
	Memo	   *memo;
	Memo	   *spreads;		/* of the functions that take ranges */
	EstimateRow *row;
	bool		called;			/* the rest is filled */
	int			nvarying;
	VaryingNumber varying[MAX_NUMBERS];
	Run			run;			/* what the last call's arguments asked for */
} CallSite;

static inline double *
field_of(Run *run, size_t offset)
{
	return (double *) ((char *) run + offset);
}

/* an argument that varies and is not NULL, as a number of its domain */
static inline double
tc_varying_number(FunctionCallInfo fcinfo, const VaryingNumber *number)
{
	double		value = PG_GETARG_FLOAT8(number->argno);

	if (unlikely(!tc_fits(&number->rule, value)))
		tc_reject(fcinfo, number->argno, number->domain, value);
	return value;
}

/* a numeric argument; NaN for NULL */
static inline double
tc_number_or_unknown(FunctionCallInfo fcinfo, int argno, Domain domain)
{
	return PG_ARGISNULL(argno) ? NAN : tc_number(fcinfo, argno, domain);
}

/* a text argument, or what stands for NULL */
static inline text *
tc_text_or(FunctionCallInfo fcinfo, int argno, const char *otherwise)
{
	if (!PG_ARGISNULL(argno))
		return PG_GETARG_TEXT_PP(argno);
	return otherwise ? cstring_to_text(otherwise) : NULL;
}

/* a word as the tables write it; NULL for NULL */
static inline text *
tc_word_text(FunctionCallInfo fcinfo, int argno, const char *const *words)
{
	return PG_ARGISNULL(argno) ? NULL : cstring_to_text(words[tc_word(fcinfo, argno, words)]);
}

/* a date argument; today for NULL */
static inline DateADT
tc_date_or_today(FunctionCallInfo fcinfo, int argno)
{
	return PG_ARGISNULL(argno) ? tc_today() : PG_GETARG_DATEADT(argno);
}

/* what this call site keeps, all zero at its first call */
static inline CallSite *
tc_call_site(FunctionCallInfo fcinfo)
{
	FmgrInfo   *flinfo = fcinfo->flinfo;

	if (unlikely(flinfo->fn_extra == NULL))
		flinfo->fn_extra = MemoryContextAllocZero(flinfo->fn_mcxt, sizeof(CallSite));
	return flinfo->fn_extra;
}

extern Run *tc_read_numbers(FunctionCallInfo fcinfo, CallSite *site, const NumberArgument *arguments, int count);
extern void tc_find_assumed(double *values, const AssumedField *fields, int count);
extern void tc_check_cluster(const EstimateInput *in, bool goodput_given);

/* refuse inputs that contradict each other */
static inline void
tc_check_estimate(const EstimateInput *in, bool goodput_given)
{
	if (unlikely(!isnan(in->gpu_hours_per_failure) || (!isnan(in->gpus) && !isnan(in->days))))
		tc_check_cluster(in, goodput_given);
}

#endif
