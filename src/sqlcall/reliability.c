/*
 * reliability.c: failures and checkpoints as SQL functions
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "traincost.h"

static const char *const interval_methods[] = {"young", "daly", NULL};
static const char *const goodput_methods[] = {"first_order", "exponential", NULL};

/*
 * checkpoint_interval_hours: useful hours between checkpoints that lose least
 *
 * Check: MTBF 50000/16384 h, 0.05 h a write: daly 0.519597, young 0.552427.
 */
PG_FUNCTION_INFO_V1(checkpoint_interval_hours);
Datum
checkpoint_interval_hours(PG_FUNCTION_ARGS)
{
	double		mtbf_hours = tc_number(fcinfo, 0, POSITIVE);
	double		write_hours = tc_number(fcinfo, 1, POSITIVE);

	return tc_return(fcinfo, tc_checkpoint_interval_hours(mtbf_hours, write_hours,
														  tc_word(fcinfo, 2, interval_methods) == 1));
}

/*
 * goodput: useful share of the wall-clock time
 *
 * 22023 for a run that never finishes.
 */
PG_FUNCTION_INFO_V1(goodput);
Datum
goodput(PG_FUNCTION_ARGS)
{
	double		share = tc_goodput(tc_number(fcinfo, 0, POSITIVE), tc_number(fcinfo, 1, POSITIVE),
								   tc_number(fcinfo, 2, AMOUNT),
								   tc_number(fcinfo, 3, AMOUNT), tc_word(fcinfo, 4, goodput_methods) == 1);

	if (!(share >= TC_LEAST_GOODPUT))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the run can never finish: its goodput would be %.3g", Max(share, 0)),
				 errdetail("The cluster fails every %.6g hours, and needs %.6g hours from one checkpoint to the next and %.6g to restart.",
						   PG_GETARG_FLOAT8(0), PG_GETARG_FLOAT8(1) + PG_GETARG_FLOAT8(2), PG_GETARG_FLOAT8(3)),
				 errhint("Write checkpoints more often, restart faster, or use fewer GPUs.")));
	return tc_return(fcinfo, share);
}

/*
 * _cluster_goodput: the goodput of gpus by which the kernel works an estimate out
 *
 * NULL for a run that never finishes, for which goodput raises an error: a row
 * of a plan may be such a run.
 */
PG_FUNCTION_INFO_V1(_cluster_goodput);
Datum
_cluster_goodput(PG_FUNCTION_ARGS)
{
	double		share = tc_cluster_goodput(PG_GETARG_FLOAT8(0), PG_GETARG_FLOAT8(1), PG_GETARG_FLOAT8(2),
										   PG_GETARG_FLOAT8(3));

	if (!(share >= TC_LEAST_GOODPUT) || isinf(share))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(share);
}
