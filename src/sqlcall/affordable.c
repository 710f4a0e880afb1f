/*
 * affordable.c: what a budget, a cluster's time or an amount of CO2e buys
 */
#include "postgres.h"

#include <ctype.h>
#include <math.h>

#include "estimate/afford.h"
#include "sqlcall/named_run.h"
#include "sqlcall/rows.h"

/* positions of the arguments of affordable that follow those of train_estimate */
enum
{
	ARG_BUDGET_USD = NAMED_ARGUMENTS,
	ARG_CO2E_KG,
	ARG_LAW,
	ARG_TOKENS_PER_PARAM,
	ARG_SERVE_TOKENS
};

#define MAX_RATIOS	32

typedef struct AffordQuestion
{
	Run			run;
	Limits		limits;
	const ScalingLaw *law;
	const char *law_name;
	double		factor;			/* FLOP per parameter and token */
} AffordQuestion;

/* raises 22023 for an argument that gives the work: affordable answers how much work there can be */
static void
refuse_work(FunctionCallInfo fcinfo)
{
	static const int work[] = {ARG_PARAMS, ARG_TOKENS, ARG_MODEL, ARG_FLOP, ARG_SEQ_LEN, ARG_GENERATION_FLOP};

	for (int i = 0; i < lengthof(work); i++)
		if (!PG_ARGISNULL(work[i]))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("argument \"%s\" is what affordable finds", tc_argument_name(fcinfo, work[i])),
					 errhint("Leave it out, or ask train_estimate what it takes.")));
	if (!PG_ARGISNULL(ARG_EXACT) && PG_GETARG_BOOL(ARG_EXACT))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("argument \"exact\" needs a model, which affordable finds"),
				 errhint("Give \"flops_per_param_token\" instead.")));
}

/* reads the limits; gpus and days together are one, while either of them alone says how the run is done */
static void
read_limits(FunctionCallInfo fcinfo, AffordQuestion *question)
{
	EstimateInput *in = &question->run.in;
	Limits	   *limits = &question->limits;

	limits->usd = tc_number_or_unknown(fcinfo, ARG_BUDGET_USD, POSITIVE);
	limits->co2e_kg = tc_number_or_unknown(fcinfo, ARG_CO2E_KG, POSITIVE);
	limits->days = NAN;
	if (!isnan(in->gpus) && !isnan(in->days))
	{
		limits->days = in->days;
		in->days = NAN;
	}
	if (isnan(limits->usd) && isnan(limits->co2e_kg) && isnan(limits->days))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("nothing limits what is affordable"),
				 errhint("Give \"budget_usd\", or \"gpus\" and \"days\", or \"co2e_kg\".")));
}

/* raises 22023 where a quantity with a limit is unknown: its limit could not be kept */
static void
check_known(FunctionCallInfo fcinfo, const AffordQuestion *question)
{
	double		out[EST_COLUMNS];
	Problem		problem;
	Run			run = question->run;
	const char *unknown = NULL;

	run.in.flop = 1;
	if (!tc_estimate_run(&run, out, &problem))
		tc_reject_problem(&problem);
	if (!isnan(question->limits.usd) && isnan(out[EST_TOTAL_USD]))
		unknown = "the cost is unknown: no price is known for the day";
	else if (!isnan(question->limits.co2e_kg) && isnan(out[EST_CO2E_LOCATION_KG]))
		unknown = "CO2e is unknown: no watts or no grid intensity is known";
	else if (!isnan(question->limits.days) && isnan(out[EST_DAYS]))
		unknown = "days are unknown: no peak is known";
	if (unknown != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s", unknown),
				 errhint("Give \"usd_per_gpu_hour\", \"gco2e_per_kwh\" or \"peak_tflops\", or another \"as_of\".")));
}

static void
read_question(FunctionCallInfo fcinfo, AffordQuestion *question)
{
	NamedRun	named;
	ScalingLawName law = PG_ARGISNULL(ARG_LAW) ? LAW_BESIROGLU : tc_word(fcinfo, ARG_LAW, tc_laws);

	refuse_work(fcinfo);
	tc_resolve_run(fcinfo, 0, &named);
	question->run = named.run;
	question->law = &tc_scaling_laws[law];
	question->law_name = tc_laws[law];
	question->factor = named.run.flops_per_param_token;
	read_limits(fcinfo, question);
	question->run.in.flop = 0;
	tc_check_estimate(&question->run.in, named.goodput_given);
	check_known(fcinfo, question);
}

/* reads the numbers of a list in text, at most MAX_RATIOS, and returns their count */
static int
read_ratios(FunctionCallInfo fcinfo, double *ratios)
{
	char	   *cursor;
	int			count = 0;

	if (PG_ARGISNULL(ARG_TOKENS_PER_PARAM))
		return 0;
	cursor = text_to_cstring(PG_GETARG_TEXT_PP(ARG_TOKENS_PER_PARAM));
	for (;;)
	{
		char	   *end;

		while (isspace((unsigned char) *cursor) || *cursor == ',')
			cursor++;
		if (*cursor == '\0')
			return count;
		ratios[count] = strtod(cursor, &end);
		if (end == cursor || (*end != '\0' && *end != ',' && !isspace((unsigned char) *end)) ||
			!tc_in_domain(POSITIVE, ratios[count]) || count == MAX_RATIOS - 1)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("argument \"tokens_per_param\" must be at most %d positive numbers, not \"%s\"", MAX_RATIOS - 1, tc_shown(cursor)),
					 errhint("Write them parted by commas: '20, 200, 1000'.")));
		cursor = end;
		count++;
	}
}

/* puts a row: a model of params parameters, and its tokens that flop train and generation_flop serve */
static void
put_answer(Rows *rows, const AffordQuestion *question, const char *basis, double params, double flop,
		   double generation_flop)
{
	Run			run = question->run;
	double		training[EST_COLUMNS],
				all[EST_COLUMNS],
				tokens = flop / (question->factor * params),
				loss = NAN;
	Problem		problem;
	Datum		datums[12];
	bool		nulls[12];

	run.in.flop = flop;
	if (!tc_estimate_run(&run, training, &problem))
		tc_reject_problem(&problem);
	run.in.generation_flop = generation_flop;
	if (!tc_estimate_run(&run, all, &problem))
		tc_reject_problem(&problem);
	tc_chinchilla_loss(params, tokens, question->law, &loss);
	{
		double		numbers[] = {
			tokens / params, params, tokens, flop, training[EST_GPUS], training[EST_DAYS], training[EST_GPU_HOURS],
			all[EST_TOTAL_USD], all[EST_CO2E_LOCATION_KG], loss
		};

		tc_put_cell_text(&datums[0], &nulls[0], question->law_name);
		tc_put_cell_text(&datums[1], &nulls[1], basis);
		for (int i = 0; i < lengthof(numbers); i++)
			tc_put_cell_number(&datums[2 + i], &nulls[2 + i], numbers[i]);
	}
	tuplestore_putvalues(rows->store, rows->desc, datums, nulls);
}

static void
put_served(FunctionCallInfo fcinfo, Rows *rows, const AffordQuestion *question)
{
	double		serve_tokens = tc_number(fcinfo, ARG_SERVE_TOKENS, POSITIVE);
	double		params,
				flop;

	if (question->law->tokens_factor > 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("law \"%s\" gives sizes, but no loss", question->law_name),
				 errhint("With \"serve_tokens\" take \"besiroglu\", \"hoffmann3\" or \"hoffmann3_tex\".")));
	params = tc_best_served_params(&question->run, &question->limits, question->law, question->factor,
								   serve_tokens, &flop);
	if (params > 0)
		put_answer(rows, question, "best with serving", params, flop, TC_SERVE_FLOP_PER_PARAM_TOKEN * params * serve_tokens);
}

/*
 * affordable: the largest model and its tokens within the limits
 *
 * A row for the compute-optimal size, one for each ratio of tokens to parameters,
 * and one for the size that is best if so many tokens are served, too.  No rows:
 * nothing is affordable.
 */
PG_FUNCTION_INFO_V1(affordable);
Datum
affordable(PG_FUNCTION_ARGS)
{
	AffordQuestion question;
	double		ratios[MAX_RATIOS];
	int			count = read_ratios(fcinfo, ratios);
	double		flop;
	Rows		rows;

	read_question(fcinfo, &question);
	rows = tc_begin_rows(fcinfo);
	flop = tc_most_flop(&question.run, &question.limits);
	if (flop == 0)
		return (Datum) 0;
	if (flop >= TC_MOST_FLOP * (1 - 1e-9))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("the limits allow more than %g FLOP", TC_MOST_FLOP),
				 errhint("That is beyond any run: check \"budget_usd\", \"co2e_kg\" and \"days\".")));
	put_answer(&rows, &question, "compute-optimal",
			   tc_chinchilla_optimal_params(flop * 6 / question.factor, question.law), flop, 0);
	for (int i = 0; i < count; i++)
		put_answer(&rows, &question, psprintf("%.15g tokens per parameter", ratios[i]),
				   sqrt(flop / question.factor / ratios[i]), flop, 0);
	if (!PG_ARGISNULL(ARG_SERVE_TOKENS))
		put_served(fcinfo, &rows, &question);
	return (Datum) 0;
}
