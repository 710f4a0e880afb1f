/*
 * request.c: read the arguments of the estimating functions
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "utils/memutils.h"

#include "sqlcall/request.h"

static inline void
read_number(FunctionCallInfo fcinfo, CallSite *site, const VaryingNumber *number)
{
	*field_of(&site->run, number->field) =
		PG_ARGISNULL(number->argno) ? NAN : tc_varying_number(fcinfo, number);
}

/*
 * Fill the call site's run from its numeric arguments; NaN for NULL.  Most
 * are constants, and are read and checked once for the query.
 */
Run		   *
tc_read_numbers(FunctionCallInfo fcinfo, CallSite *site, const NumberArgument *arguments, int count)
{
	if (likely(site->called))
	{
		for (int i = 0; i < site->nvarying; i++)
			read_number(fcinfo, site, &site->varying[i]);
		return &site->run;
	}

	site->nvarying = 0;
	for (int i = 0; i < count; i++)
	{
		const NumberArgument *argument = &arguments[i];
		VaryingNumber number = {argument->argno, argument->domain, argument->field, tc_domains[argument->domain]};

		read_number(fcinfo, site, &number);
		if (!tc_is_constant(fcinfo->flinfo, argument->argno))
			site->varying[site->nvarying++] = number;
	}
	site->called = true;
	return &site->run;
}

/* an assumption a user has edited is checked like the argument it stands for */
static void
check_assumption(const AssumedField *field, double value)
{
	if (!isnan(value) && !tc_in_domain(field->domain, value))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("assumption \"%s\" must be %s, not %.15g", field->name,
						tc_domains[field->domain].requirement, value),
				 errhint("UPDATE traincost.assumption.")));
}

/* the assumptions behind these fields, checked; at most MAX_NUMBERS */
void
tc_find_assumed(double *values, const AssumedField *fields, int count)
{
	const char *names[MAX_NUMBERS] = {NULL};

	for (int i = 0; i < count; i++)
		names[i] = fields[i].name;
	tc_find_assumptions(names, count, values);
	for (int i = 0; i < count; i++)
		check_assumption(&fields[i], values[i]);
}

/* failures depend on the number of GPUs; a goodput beside them says it twice */
static void
check_failures(const EstimateInput *in, bool goodput_given)
{
	if (isnan(in->gpu_hours_per_failure))
		return;
	if (goodput_given)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("arguments \"goodput\" (%.15g) and \"gpu_hours_per_failure\" (%.15g) exclude each other",
						in->goodput, in->gpu_hours_per_failure),
				 errhint("Give the goodput, or let it be derived from failures.")));
	if (isnan(in->gpus) && isnan(in->days))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"gpu_hours_per_failure\" needs \"gpus\" or \"days\""),
				 errhint("How often a cluster fails depends on its size.")));
}

static void
refuse_gpus_and_days(const EstimateInput *in)
{
	if (!isnan(in->gpus) && !isnan(in->days))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("arguments \"gpus\" (%.15g) and \"days\" (%.15g) exclude each other",
						in->gpus, in->days),
				 errhint("Give one; the other is computed.")));
}

/* how many GPUs for how long, and how often they fail */
void
tc_check_cluster(const EstimateInput *in, bool goodput_given)
{
	refuse_gpus_and_days(in);
	check_failures(in, goodput_given);
}
