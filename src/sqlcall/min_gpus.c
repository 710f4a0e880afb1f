/*
 * min_gpus.c: the fewest GPUs on which training fits, and a layout that does it
 */
#include "postgres.h"

#include <float.h>
#include <math.h>

#include "utils/builtins.h"

#include "sqlcall/layout.h"

/* degrees up to which it looks: a node's GPUs, and what clusters have */
#define MOST_TENSOR_PARALLEL	8
#define MOST_CONTEXT_PARALLEL	16
#define MOST_EXPERT_PARALLEL	64
#define MOST_GPUS				65536

static const char *const methods[] = {
	[METHOD_PRETRAINING] = "pretraining",
	[METHOD_CONTINUED_PRETRAINING] = "continued_pretraining",
	[METHOD_SFT] = "sft",
	[METHOD_LORA] = "lora",
	[METHOD_QLORA] = "qlora",
	[METHOD_REWARD_MODEL] = "reward_model",
	[METHOD_DPO] = "dpo",
	[METHOD_ORPO] = "orpo",
	[METHOD_SIMPO] = "simpo",
	[METHOD_KTO] = "kto",
	[METHOD_PPO] = "ppo",
	[METHOD_GRPO] = "grpo",
	[METHOD_RLOO] = "rloo",
	[METHOD_DAPO] = "dapo",
	[METHOD_ONLINE_DPO] = "online_dpo",
	NULL
};

/* names of the OUT column recompute */
static const char *const recompute_names[] = {
	[RECOMPUTE_NONE] = "none",
	[RECOMPUTE_SELECTIVE] = "selective",
	[RECOMPUTE_FULL] = "full",
	[RECOMPUTE_OPS] = "ops",
	[RECOMPUTE_LAYERS] = "layers",
};

/* what is searched, and the best so far */
typedef struct Search
{
	const ModelOnGpu *m;
	MethodLayout method;
	TrainLayout asked;			/* a degree of 0 is to be found */
	TrainLayout best;
	bool		found;
	double		best_gpus;		/* of the best, or the most it looks for */
} Search;

/* does this layout fit?  Not if it contradicts the model */
static bool
fits(const Search *search, const TrainLayout *candidate, double dp)
{
	TrainLayout layout = *candidate;
	const Arch *arch = search->m->arch;
	Problem		problem;
	MethodMemory memory;
	Card		card;

	layout.state.dp = dp;
	if (!tc_train_layout_check(&layout, arch, &problem))
		return false;
	memory = tc_method_memory(&search->method, &layout, arch);
	card = tc_card_of(search->m, &layout);
	return tc_fits_card(&card, tc_memory_total(&memory.peak));
}

/* the step of data-parallel degrees that part the experts evenly */
static double
dp_step(const TrainLayout *layout, const Arch *arch)
{
	double		ranks = layout->ep * layout->etp;
	double		a = ranks,
				b = layout->cp * layout->state.tp;

	if (arch->experts == 0)
		return 1;
	while (b != 0)				/* their greatest common divisor */
	{
		double		rest = fmod(a, b);

		a = b;
		b = rest;
	}
	return ranks / a;
}

/* the least data-parallel degree that fits, at most so many, or 0; memory falls with it */
static double
least_dp(const Search *search, const TrainLayout *candidate, double most)
{
	double		asked = search->asked.state.dp;
	double		step = dp_step(candidate, search->m->arch);
	double		low = 0,
				high = 1;

	if (asked > 0)
		return asked <= most && fits(search, candidate, asked) ? asked : 0;
	if (step > most)
		return 0;
	if (fits(search, candidate, step))
		return step;
	most = floor(most / step);
	if (most == 1 || !fits(search, candidate, most * step))
		return 0;
	do
	{
		low = high;
		high = fmin(2 * high, most);
	} while (high < most && !fits(search, candidate, high * step));
	while (high - low > 1)
	{
		double		middle = floor((low + high) / 2);

		if (fits(search, candidate, middle * step))
			high = middle;
		else
			low = middle;
	}
	return high * step;
}

/* the next pipeline degree with fewer layers a stage; more stages of as many layers are of no use */
static double
next_pipeline(double pp, double asked, double layers)
{
	double		stage_layers = ceil(layers / pp);

	if (asked > 0 || stage_layers == 1)
		return DBL_MAX;
	return ceil(layers / (stage_layers - 1));
}

/* of layouts on as many GPUs, the one that communicates and recomputes less */
static bool
is_simpler(const TrainLayout *a, const TrainLayout *b)
{
	if (a->recompute != b->recompute)
		return a->recompute == RECOMPUTE_NONE;
	if (a->cp != b->cp)
		return a->cp < b->cp;
	if (a->ep != b->ep)
		return a->ep < b->ep;
	if (a->state.pp != b->state.pp)
		return a->state.pp < b->state.pp;
	return a->state.tp < b->state.tp;
}

/*
 * try tensor and pipeline degrees under the candidate's others; most tensor
 * parallelism first, which soon bounds the rest
 */
static void
search_model_parallel(Search *search, TrainLayout *candidate)
{
	const TrainLayout *asked = &search->asked;
	double		layers = search->m->arch->layers;

	/* trainers of eager modules shard, and have neither tensor nor pipeline parallelism */
	bool		shards = asked->stack == STACK_TRANSFORMERS;
	double		most_tp = asked->state.tp > 0 ? asked->state.tp : shards ? 1 : MOST_TENSOR_PARALLEL;
	double		most_pp = asked->state.pp > 0 ? asked->state.pp : shards ? 1 : layers;

	for (double tp = most_tp; tp >= fmax(asked->state.tp, 1); tp /= 2)
	{
		if (fmod(search->m->arch->heads, tp) != 0)
			continue;
		for (double pp = fmax(asked->state.pp, 1); pp <= most_pp; pp = next_pipeline(pp, asked->state.pp, layers))
		{
			double		degrees = tp * pp * candidate->cp;
			double		gpus;

			if (degrees > search->best_gpus)
				break;
			candidate->state.tp = tp;
			candidate->state.pp = pp;
			candidate->state.dp = least_dp(search, candidate, floor(search->best_gpus / degrees));
			gpus = candidate->state.dp * degrees;
			if (gpus == 0 || gpus > MOST_GPUS ||
				(gpus == search->best_gpus && search->found && !is_simpler(candidate, &search->best)))
				continue;
			search->found = true;
			search->best_gpus = gpus;
			search->best = *candidate;
		}
	}
}

/* every expert degree that parts the experts, under the candidate's context degree and recomputation */
static void
search_expert_parallel(Search *search, TrainLayout *candidate)
{
	double		experts = search->m->arch->experts;
	double		asked = search->asked.ep;
	double		most = asked > 0 ? asked : fmin(MOST_EXPERT_PARALLEL, fmax(experts, 1));

	for (double ep = fmax(asked, 1); ep <= most; ep *= 2)
	{
		if (asked == 0 && ep > 1 && fmod(experts, ep) != 0)
			break;
		candidate->ep = ep;
		search_model_parallel(search, candidate);
		if (asked > 0)
			break;
	}
}

/*
 * With all recomputed first, which needs the fewest GPUs; then whether so few do
 * without.  A sequence is parted only where nothing fits else.
 */
static void
search_layouts(Search *search)
{
	const TrainLayout *asked = &search->asked;
	bool		any_recompute = (int) asked->recompute == -1;
	TrainLayout candidate = *asked;

	for (double cp = fmax(asked->cp, 1); cp <= fmax(asked->cp, MOST_CONTEXT_PARALLEL); cp *= 2)
	{
		candidate.cp = cp;
		if (any_recompute)
			candidate.recompute = RECOMPUTE_FULL;
		search_expert_parallel(search, &candidate);
		if (any_recompute && search->found)
		{
			candidate.recompute = RECOMPUTE_NONE;
			search_expert_parallel(search, &candidate);
		}
		if (search->found || asked->cp > 0)
			return;
	}
}

/* what no layout can cure is an error, not a model that fits nowhere */
static void
reject_contradictions(const Search *search)
{
	TrainLayout probe = search->asked;
	Problem		problem;

	if ((int) probe.recompute == -1)
		probe.recompute = probe.recompute_layers > 0 ? RECOMPUTE_LAYERS : RECOMPUTE_NONE;
	probe.state.tp = fmax(probe.state.tp, 1);
	probe.state.pp = fmax(probe.state.pp, 1);
	probe.cp = fmax(probe.cp, 1);
	probe.ep = fmax(probe.ep, 1);
	if (probe.state.dp == 0)
		probe.state.dp = probe.ep * probe.etp;
	if (!tc_train_layout_check(&probe, search->m->arch, &problem))
		tc_reject_problem(&problem);
}

/* what the method's name says of the layout */
static void
apply_method(Search *search, double lora_rank, double seq_len, double sequences)
{
	TrainLayout *l = &search->asked;
	TrainMethod method = search->method.method;

	search->method = (MethodLayout)
	{
		.method = method,.reference = CHOICE_DERIVED,.critic_params = NAN,.reward_params = NAN,
			.colocated = true,.offload_in_rollout = false,.engine_sleeps = true,.engine_bytes = 2,.kv_value_bytes = 2,
			.response_tokens = seq_len,.sequences = sequences,
			.sequence_cache_bytes = search->m->shape->list.groups > 0 ?
			tc_layers_cache_bytes(&search->m->shape->list, seq_len, 2) : NAN
	};
	l->seq_len = seq_len;
	if ((method == METHOD_LORA || method == METHOD_QLORA) && l->trainable_params == 0)
		l->trainable_params = tc_lora_params(search->m->arch, lora_rank, l->targets, false);
	if (method == METHOD_QLORA && l->base_bits == 0)
		l->base_bits = 4;
	if (l->stack == STACK_DERIVED && l->state.mixed != MIXED_AUTOCAST && l->state.mixed != MIXED_PURE)
		/* pre-training is Megatron's; who tunes runs eager modules */
		l->stack = method <= METHOD_CONTINUED_PRETRAINING ? STACK_MEGATRON : STACK_TRANSFORMERS;
	else if (l->stack == STACK_DERIVED)
		l->stack = STACK_TRANSFORMERS;
	if (l->state.zero < 0)
		l->state.zero = l->stack == STACK_MEGATRON ? 1 : 3;
}

static Datum
found_row(FunctionCallInfo fcinfo, const Search *search)
{
	const Arch *arch = search->m->arch;
	TrainLayout layout = search->best;
	MethodMemory memory;
	Problem		problem;
	Card		card;
	double		total;
	Row			row = {0};

	if (!tc_train_layout_check(&layout, arch, &problem))
		tc_reject_problem(&problem);
	memory = tc_method_memory(&search->method, &layout, arch);
	total = tc_memory_total(&memory.peak);
	card = tc_card_of(search->m, &layout);
	tc_put_word(&row, recompute_names[layout.recompute]);
	tc_put_number(fcinfo, &row, layout.state.zero);
	tc_put_number(fcinfo, &row, layout.state.tp);
	tc_put_number(fcinfo, &row, layout.state.pp);
	tc_put_number(fcinfo, &row, layout.state.dp);
	tc_put_number(fcinfo, &row, layout.cp);
	tc_put_number(fcinfo, &row, layout.ep);
	row.nulls[row.count] = false;
	row.datums[row.count++] = Int64GetDatum((int64) search->best_gpus);
	tc_put_bytes(fcinfo, &row, total);
	tc_put_bool(&row, tc_tight_on_card(&card, total), isnan(card.reserve_factor));
	return tc_form_looked_up_row(fcinfo, &row);
}

/*
 * min_gpus(model, gpu, seq_len, method, …): the fewest GPUs on which it fits,
 * and a layout that does it: tensor up to 8, pipeline up to the layers, context
 * up to 16, expert up to 64, then data
 *
 * NULL if none fits, or the card's memory is not known.
 */
PG_FUNCTION_INFO_V1(min_gpus);
Datum
min_gpus(PG_FUNCTION_ARGS)
{
	Reader		reader = {fcinfo, 3};
	Search		search;
	double		seq_len,
				lora_rank,
				sequences;

	if (tc_null_argument(fcinfo, 6, LAYOUT_SEARCHED, 0, 0))
		PG_RETURN_NULL();
	search.m = tc_model_on_gpu_arguments(fcinfo, &seq_len);
	search.method.method = next_word(&reader, methods);
	lora_rank = next_number(&reader, COUNT);
	sequences = next_number(&reader, AMOUNT);
	tc_next_searched_layout(&reader, &search.asked);
	apply_method(&search, lora_rank, seq_len, sequences);
	reject_contradictions(&search);

	search.found = false;
	search.best_gpus = MOST_GPUS;
	search_layouts(&search);
	if (!search.found)
		PG_RETURN_NULL();
	return found_row(fcinfo, &search);
}
