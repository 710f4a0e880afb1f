/*
 * uncertainty.c: the distribution of an uncertain input as a SQL function
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "traincost.h"
#include "formula/uncertainty.h"

/* an interval is two positive numbers, the smaller one first, with the median between them */
static void
check_interval(double median, double low, double high, bool share)
{
	if (low > high)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"low\" (%.15g) must not be greater than \"high\" (%.15g)", low, high),
				 errhint("Write the smaller end of the 90 percent interval first.")));
	if (median < low || median > high)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"median\" must be between \"low\" (%.15g) and \"high\" (%.15g), not %.15g",
						low, high, median)));
	if (share && high > 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"high\" of a share must be at most 1, not %.15g", high),
				 errhint("Write 40 percent as 0.4.")));
}

/*
 * uncertain_value: the value below which an uncertain input lies with probability p
 *
 *     median e^(sigma z), or for a share the same of its odds; z = inverse normal of p,
 *     sigma = ln(high / median) / 1.645 above the median, ln(median / low) / 1.645 below
 *
 * 22023 for an interval the wrong way round or without the median, and for p
 * outside (0, 1).  Check: 0.4 in 0.2 .. 0.55 at 0.95, a share: 0.55.
 */
PG_FUNCTION_INFO_V1(uncertain_value);
Datum
uncertain_value(PG_FUNCTION_ARGS)
{
	double		median = tc_number(fcinfo, 0, POSITIVE);
	double		low = tc_number(fcinfo, 1, POSITIVE);
	double		high = tc_number(fcinfo, 2, POSITIVE);
	double		probability = tc_number(fcinfo, 3, FRACTION);
	bool		share = PG_GETARG_BOOL(4);
	Spread		spread;

	check_interval(median, low, high, share);
	if (probability == 1)
		tc_reject_problem(&(Problem)
						  {
		"probability", 1, "greater than 0 and less than 1", "The distribution has no greatest value."
	});
	if (!tc_spread(&spread, median, low, high, TC_Z95, 0, share ? 1 : DBL_MAX))
		elog(ERROR, "no spread of %.15g between %.15g and %.15g", median, low, high);
	return tc_return(fcinfo, tc_kept(tc_draw(&spread, tc_inverse_normal(probability)), true));
}
