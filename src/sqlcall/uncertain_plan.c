/*
 * uncertain_plan.c: from by-name calls to a plan whose inputs are drawn
 */
#include "postgres.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/lsyscache.h"

#include "sqlcall/uncertain_plan.h"

#define PACKED_FORMAT	((int32) (sizeof(PackedRun) * 64 + NAMED_NUMBERS_COUNT))
#define SIZE_WITHOUT_LIST	offsetof(PackedRun, list)

/*
 * returns the run of a call with train_estimate's arguments and ranges, packed
 * for this call alone: it knows where its list lies
 */
PackedRun  *
tc_pack_run(FunctionCallInfo fcinfo)
{
	PackedRun  *packed = palloc0(sizeof(PackedRun));
	NamedRun	named;

	tc_resolve_uncertain_run(fcinfo, &named, &packed->spreads);
	SET_VARSIZE(packed, named.run.list == NULL ? SIZE_WITHOUT_LIST : sizeof(PackedRun));
	packed->format = PACKED_FORMAT;
	packed->run = named.run;
	if (named.run.list != NULL)
	{
		packed->list = *named.run.list;
		packed->run.list = &packed->list;
	}
	return packed;
}

/* returns the packed run as bytes, which may outlive the call and be read elsewhere */
bytea	   *
tc_run_bytes(PackedRun *packed)
{
	packed->run.list = NULL;
	return (bytea *) packed;
}

/*
 * returns whether the layers of a run can be counted: numbers that pick a case
 * or bound a loop must be ones that exist
 */
static bool
is_sound_list(const LayerList *list)
{
	if (list->groups < 1 || list->groups > MAX_LAYER_GROUPS || list->mtp_groups < 0 || list->mtp_groups >= list->groups)
		return false;
	for (int i = 0; i < list->groups; i++)
	{
		const Layer *l = &list->layer[i];

		if (l->mixer > MIXER_LIGHTNING || l->gate > GATE_ELEMENT || l->kv_from > KV_EARLIER)
			return false;
	}
	return true;
}

/* returns whether bytes are a run that tc_pack_run made: a query may hand in any bytea */
static bool
is_sound(const PackedRun *packed)
{
	if (VARSIZE(packed) < SIZE_WITHOUT_LIST || packed->format != PACKED_FORMAT ||
		packed->stage[NAMEDATALEN - 1] != '\0' || packed->run.in.ownership > OWNERSHIP_UNKNOWN ||
		(packed->run.shaped && packed->run.arch.biases > BIASES_ALL) || packed->spreads.count < 0 ||
		packed->spreads.count > MAX_SPREADS ||
		(packed->run.list != NULL && !is_sound_list(packed->run.list)))
		return false;
	for (int i = 0; i < NAMED_NUMBERS_COUNT; i++)
		if (isinf(*(const double *) ((const char *) &packed->run + tc_named_numbers[i].field)))
			return false;
	for (int i = 0; i < packed->spreads.count; i++)
	{
		const NamedSpread *named = &packed->spreads.items[i];
		const Spread *s = &named->spread;

		if (named->number < 0 || named->number >= NAMED_NUMBERS_COUNT || named->origin > OF_PROVIDERS ||
			named->assumption[NAMEDATALEN - 1] != '\0' || !(s->median > 0) || !isfinite(s->median) ||
			!(s->sigma_low >= 0) || !(s->sigma_high >= 0) || !isfinite(s->sigma_low) || !isfinite(s->sigma_high))
			return false;
	}
	return true;
}

/*
 * returns the runs of argument argno, a bytea[], and their number in *nruns;
 * 22023 for an element that _uncertain_run did not make
 */
const PackedRun **
tc_packed_runs(FunctionCallInfo fcinfo, int argno, int *nruns)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(argno);
	Datum	   *elements;
	bool	   *nulls;
	const PackedRun **packed;

	deconstruct_array(array, BYTEAOID, -1, false, TYPALIGN_INT, &elements, &nulls, nruns);
	packed = palloc(sizeof(PackedRun *) * (*nruns + 1));
	for (int i = 0; i < *nruns; i++)
	{
		PackedRun  *aligned = palloc0(sizeof(PackedRun));
		bytea	   *bytes = nulls[i] ? NULL : DatumGetByteaPP(elements[i]);
		Size		size = bytes == NULL ? 0 : VARSIZE_ANY_EXHDR(bytes) + VARHDRSZ;

		if (size == SIZE_WITHOUT_LIST || size == sizeof(PackedRun))
		{
			memcpy(VARDATA(aligned), VARDATA_ANY(bytes), size - VARHDRSZ);
			SET_VARSIZE(aligned, size);
			aligned->run.list = size == sizeof(PackedRun) ? &aligned->list : NULL;
		}
		if (!is_sound(aligned))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("argument \"%s\" holds no run", tc_argument_name(fcinfo, argno)),
					 errhint("Runs are made by traincost._uncertain_run, for the query at hand.")));
		packed[i] = aligned;
	}
	return packed;
}

/* returns the name of an uncertain input; runs whose inputs have the same name share one draw */
static const char *
drawn_as(const NamedSpread *named)
{
	return named->assumption[0] != '\0' ? named->assumption : tc_named_numbers[named->number].name;
}

/*
 * returns the dimension of a run's uncertain input: that of an earlier run
 * where all runs share its draw, else a new one
 */
static int
find_dimension(NamedPlan *result, int run, const NamedSpread *named)
{
	UncertainPlan *plan = &result->plan;
	bool		of_all = tc_drawn_for_all(named->number);
	Dimension  *added;

	for (int d = 0; of_all && d < plan->ndimensions; d++)
	{
		Dimension  *other = &result->dimensions[d];

		if (other->run >= 0 || strcmp(drawn_as(&other->named), drawn_as(named)) != 0)
			continue;
		other->differs |= memcmp(&other->named.spread, &named->spread, sizeof(Spread)) != 0;
		return d;
	}
	added = &result->dimensions[plan->ndimensions];
	memset(added, 0, sizeof(*added));
	added->named = *named;
	added->run = of_all ? -1 : run;
	return plan->ndimensions++;
}

static void
order_dimensions(NamedPlan *result)
{
	UncertainPlan *plan = &result->plan;
	int			before = plan->ndimensions;
	int		   *renumbered = palloc(sizeof(int) * (before + 1));

	Dimension  *ordered = palloc(sizeof(Dimension) * (before + 1));

	tc_order_dimensions(plan, renumbered);
	for (int d = 0; d < before; d++)
		if (renumbered[d] >= 0)
			ordered[renumbered[d]] = result->dimensions[d];
	result->dimensions = ordered;
}

/* raises 54000 for a plan with more dimensions than the quasi-random points have */
void
tc_check_dimensions(const NamedPlan *plan)
{
	if (plan->plan.ndimensions > TC_MAX_DIMENSIONS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("the plan has %d uncertain inputs, more than %d", plan->plan.ndimensions, TC_MAX_DIMENSIONS),
				 errhint("Leave out the narrowest ranges.")));
}

/* makes the plan of runs; an input that changes no result of its run gets no dimension */
void
tc_make_plan(const PackedRun **packed, int nruns, NamedPlan *result)
{
	int			most = 0;

	for (int r = 0; r < nruns; r++)
		most += packed[r]->spreads.count;
	memset(result, 0, sizeof(*result));
	result->packed = packed;
	result->dimensions = palloc0(sizeof(Dimension) * (most + 1));
	result->plan.nruns = nruns;
	result->plan.runs = palloc0(sizeof(UncertainRun) * (nruns + 1));
	for (int r = 0; r < nruns; r++)
	{
		UncertainRun *run = &result->plan.runs[r];

		run->run = packed[r]->run;
		run->ninputs = packed[r]->spreads.count;
		run->inputs = palloc0(sizeof(UncertainInput) * (run->ninputs + 1));
		for (int i = 0; i < run->ninputs; i++)
		{
			const NamedSpread *named = &packed[r]->spreads.items[i];

			run->inputs[i].field = tc_named_numbers[named->number].field;
			run->inputs[i].spread = named->spread;
			run->inputs[i].dimension = find_dimension(result, r, named);
		}
	}
	order_dimensions(result);
}
