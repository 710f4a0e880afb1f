/*
 * request.h: read the arguments of the estimating functions
 */
#ifndef TC_REQUEST_H
#define TC_REQUEST_H

#include "utils/builtins.h"

#include "lookup/lookup.h"
#include "lookup/memo.h"
#include "estimate/estimate.h"
#include "sqlcall/gaps.h"

#define DEFAULT_GPU		"H100-80GB-SXM"

/* what the SQL arguments ask for, before names are looked up */
typedef struct Request
{
	EstimateInput in;
	REQUEST_FIELDS
	GapSet		gaps;			/* what was taken as unknown */
} Request;

/* a numeric SQL argument and the field it fills */
typedef struct NumberArgument
{
	int			argno;
	size_t		field;			/* offset of a double in Request */
	Domain		domain;
} NumberArgument;

/* a field that takes an assumption if its argument is NULL */
typedef struct AssumedField
{
	size_t		field;
	Domain		domain;
	const char *name;			/* of the row in traincost.assumption */
} AssumedField;

#define FIELD(name)	offsetof(Request, name)
#define INPUT(name)	offsetof(Request, in.name)

/* of one function */
#define MAX_NUMBERS		48

/* what a call site keeps in fn_extra */
typedef struct CallSite
{
	Memo	   *memo;
	EstimateRow *row;
	bool		called;			/* the rest is filled */
	int			nvarying;		/* arguments that are no constants of the query */
	const NumberArgument *varying[MAX_NUMBERS];
	Request		request;		/* what the last call's arguments asked for */
} CallSite;

static inline double *
field_of(Request *request, size_t offset)
{
	return (double *) ((char *) request + offset);
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

extern CallSite *tc_call_site(FunctionCallInfo fcinfo);
extern Request *tc_read_numbers(FunctionCallInfo fcinfo, CallSite *site, const NumberArgument *arguments, int count);
extern void tc_find_assumed(double *values, const AssumedField *fields, int count);
extern bool tc_run_estimate(const EstimateInput *in, bool goodput_given, double *out, Problem *problem);

#endif
