/*
 * posttraining.c: post-training formulas as SQL functions
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "traincost.h"

PG_FUNCTION_INFO_V1(sft_flops);
Datum
sft_flops(PG_FUNCTION_ARGS)
{
	double		params = tc_number(fcinfo, 0, AMOUNT);
	double		tokens = tc_number(fcinfo, 1, AMOUNT);
	double		epochs = tc_number(fcinfo, 2, AMOUNT);

	return tc_return(fcinfo, tc_sft_flops(params, tokens, epochs, PG_GETARG_BOOL(3)));
}

PG_FUNCTION_INFO_V1(rm_flops);
Datum
rm_flops(PG_FUNCTION_ARGS)
{
	double		params = tc_number(fcinfo, 0, AMOUNT);
	double		comparisons = tc_number(fcinfo, 1, AMOUNT);
	double		tokens_per_sequence = tc_number(fcinfo, 2, AMOUNT);
	double		sequences_per_comparison = tc_number(fcinfo, 3, AMOUNT);
	double		epochs = tc_number(fcinfo, 4, AMOUNT);

	return tc_return(fcinfo, tc_rm_flops(params, comparisons, tokens_per_sequence,
										 sequences_per_comparison, epochs, PG_GETARG_BOOL(5)));
}

/* generation, scoring, training and their sum as a row */
static Datum
return_parts(FunctionCallInfo fcinfo, PostTraining flop)
{
	double		columns[] = {
		flop.generation_flop, flop.scoring_flop, flop.training_flop,
		flop.generation_flop + flop.scoring_flop + flop.training_flop
	};

	return tc_record(fcinfo, columns, lengthof(columns));
}

PG_FUNCTION_INFO_V1(dpo_flops);
Datum
dpo_flops(PG_FUNCTION_ARGS)
{
	double		params = tc_number(fcinfo, 0, AMOUNT);
	double		pairs = tc_number(fcinfo, 1, AMOUNT);
	double		tokens_per_sequence = tc_number(fcinfo, 2, AMOUNT);
	double		epochs = tc_number(fcinfo, 3, AMOUNT);

	return return_parts(fcinfo, tc_dpo_flops(params, pairs, tokens_per_sequence, epochs,
											 PG_GETARG_BOOL(4), PG_GETARG_BOOL(5), PG_GETARG_BOOL(6)));
}

PG_FUNCTION_INFO_V1(rl_flops);
Datum
rl_flops(PG_FUNCTION_ARGS)
{
	double		params = tc_number(fcinfo, 0, AMOUNT);
	double		prompts = tc_number(fcinfo, 1, AMOUNT);
	double		prompt_tokens = tc_number(fcinfo, 2, AMOUNT);
	double		response_tokens = tc_number(fcinfo, 3, AMOUNT);
	double		samples_per_prompt = tc_number(fcinfo, 4, AMOUNT);
	double		reward_params = tc_number(fcinfo, 7, AMOUNT);
	double		critic_params = tc_number(fcinfo, 8, AMOUNT);
	double		epochs = tc_number(fcinfo, 9, AMOUNT);
	double		pretraining_tokens = tc_number(fcinfo, 11, AMOUNT);
	PostTraining flop = tc_rl_flops(params, prompts, prompt_tokens, response_tokens, samples_per_prompt,
									PG_GETARG_BOOL(5), PG_GETARG_BOOL(6), reward_params, critic_params,
									epochs, PG_GETARG_BOOL(10));

	flop.training_flop += tc_train_flops(params, pretraining_tokens, 6);
	return return_parts(fcinfo, flop);
}
