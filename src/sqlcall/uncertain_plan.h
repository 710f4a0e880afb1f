/*
 * uncertain_plan.h: plans of uncertain runs, and runs as bytes
 *
 * A stage of a plan becomes a bytea, _uncertain_run, and the plan an array of
 * them, so that one call draws for all stages together.  The bytes are for the
 * query that made them, not for a table: they hold the structs of this library.
 */
#ifndef TC_UNCERTAIN_PLAN_H
#define TC_UNCERTAIN_PLAN_H

#include "sqlcall/ranges.h"

/* one dimension of a plan: what is drawn */
typedef struct Dimension
{
	NamedSpread named;			/* of the first run that has it */
	int			run;			/* whose input it is; -1: of all runs */
	bool		differs;		/* runs have other spreads of it */
} Dimension;

/* a run with its spreads */
typedef struct PackedRun
{
	int32		vl_len_;
	int32		format;			/* changes with the structs */
	char		stage[NAMEDATALEN]; /* its name, or empty */
	Run			run;			/* as bytes without an address: its list is NULL, and follows below */
	NamedSpreads spreads;
	LayerList	list;			/* of a run that has none the bytes end before */
} PackedRun;

typedef struct NamedPlan
{
	UncertainPlan plan;
	const PackedRun **packed;
	Dimension  *dimensions;		/* plan.ndimensions of them */
} NamedPlan;

extern void tc_make_plan(const PackedRun **packed, int nruns, NamedPlan *result);
extern void tc_check_dimensions(const NamedPlan *plan);
extern const PackedRun **tc_packed_runs(FunctionCallInfo fcinfo, int argno, int *nruns);
extern PackedRun *tc_pack_run(FunctionCallInfo fcinfo);
extern bytea *tc_run_bytes(PackedRun *packed);

#endif
