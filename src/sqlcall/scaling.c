/*
 * scaling.c: scaling laws as SQL functions
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "utils/builtins.h"

#include "traincost.h"

const char *const tc_laws[] = {
	[LAW_BESIROGLU] = "besiroglu",
	[LAW_HOFFMANN3] = "hoffmann3",
	[LAW_HOFFMANN3_TEX] = "hoffmann3_tex",
	[LAW_HOFFMANN1] = "hoffmann1",
	[LAW_HOFFMANN2] = "hoffmann2",
	NULL
};

static const ScalingLaw *
law_argument(FunctionCallInfo fcinfo, int argno)
{
	return &tc_scaling_laws[tc_word(fcinfo, argno, tc_laws)];
}

PG_FUNCTION_INFO_V1(chinchilla_optimal_params);
Datum
chinchilla_optimal_params(PG_FUNCTION_ARGS)
{
	return tc_return(fcinfo, tc_chinchilla_optimal_params(tc_number(fcinfo, 0, AMOUNT), law_argument(fcinfo, 1)));
}

PG_FUNCTION_INFO_V1(chinchilla_optimal_tokens);
Datum
chinchilla_optimal_tokens(PG_FUNCTION_ARGS)
{
	return tc_return(fcinfo, tc_chinchilla_optimal_tokens(tc_number(fcinfo, 0, POSITIVE), law_argument(fcinfo, 1)));
}

PG_FUNCTION_INFO_V1(chinchilla_tokens_for_params);
Datum
chinchilla_tokens_for_params(PG_FUNCTION_ARGS)
{
	return tc_return(fcinfo, tc_chinchilla_tokens_for_params(tc_number(fcinfo, 0, AMOUNT), law_argument(fcinfo, 1)));
}

PG_FUNCTION_INFO_V1(chinchilla_loss);
Datum
chinchilla_loss(PG_FUNCTION_ARGS)
{
	double		loss;

	if (!tc_chinchilla_loss(tc_number(fcinfo, 0, POSITIVE), tc_number(fcinfo, 1, POSITIVE),
							law_argument(fcinfo, 2), &loss))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("law \"%s\" gives sizes, but no loss", text_to_cstring(PG_GETARG_TEXT_PP(2))),
				 errhint("Take \"besiroglu\", \"hoffmann3\" or \"hoffmann3_tex\".")));
	return tc_return(fcinfo, loss);
}
