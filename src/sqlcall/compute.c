/*
 * compute.c: FLOP and cluster formulas as SQL functions
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "utils/builtins.h"

#include "traincost.h"

/* _amount: an argument of a function in SQL, checked as those of functions in C are */
PG_FUNCTION_INFO_V1(_amount);
Datum
_amount(PG_FUNCTION_ARGS)
{
	double		value = PG_GETARG_FLOAT8(0);

	if (!tc_in_domain(AMOUNT, value))
		tc_reject_problem(&(Problem)
						  {
		text_to_cstring(PG_GETARG_TEXT_PP(1)), value, tc_domains[AMOUNT].requirement, NULL
	});
	PG_RETURN_FLOAT8(value);
}

/* _shown: a text as messages show it, cut where it is longer than any name is */
PG_FUNCTION_INFO_V1(_shown);
Datum
_shown(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(tc_shown_text(PG_GETARG_TEXT_PP(0))));
}

/* _within: a number within -most and most, else NULL; NaN never is */
PG_FUNCTION_INFO_V1(_within);
Datum
_within(PG_FUNCTION_ARGS)
{
	double		value = PG_GETARG_FLOAT8(0);

	if (!(fabs(value) <= PG_GETARG_FLOAT8(1)))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(value);
}

PG_FUNCTION_INFO_V1(attention_flops);
Datum
attention_flops(PG_FUNCTION_ARGS)
{
	return tc_return(fcinfo,
					 tc_attention_flops(tc_number(fcinfo, 0, AMOUNT),	/* tokens */
										tc_number(fcinfo, 1, POSITIVE), /* seq_len */
										tc_number(fcinfo, 2, COUNT),	/* layers */
										tc_number(fcinfo, 3, COUNT),	/* heads */
										tc_number(fcinfo, 4, POSITIVE), /* head_dim */
										PG_GETARG_BOOL(5),	/* causal */
										tc_number(fcinfo, 6, AMOUNT))); /* passes */
}

/*
 * gpus_needed_at: the fewest whole GPUs that finish flop within days
 *
 * 22003 if the count exceeds bigint.
 * Check: 1.8e23 FLOP in 10 days at 19.5 TFLOP/s each takes 10684.
 */
PG_FUNCTION_INFO_V1(gpus_needed_at);
Datum
gpus_needed_at(PG_FUNCTION_ARGS)
{
	double		flop = tc_number(fcinfo, 0, AMOUNT);
	double		days = tc_number(fcinfo, 1, POSITIVE);
	double		tflops_per_gpu = tc_number(fcinfo, 2, POSITIVE);

	return tc_return_gpus(fcinfo, tc_gpus_needed(flop, days, tflops_per_gpu));
}
