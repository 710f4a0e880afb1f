/*
 * gaps.h: why something of an estimate is unknown
 *
 * An estimate with missing_ok notes here what it takes as unknown, at the place that
 * finds it out; the views of plans and the notes of a bill read the list, so that no
 * rule is written twice.
 */
#ifndef TC_GAPS_H
#define TC_GAPS_H

#include "traincost.h"

/* the gaps, each a bit of a mask; gaps.c has, for each, what it leaves unknown and the words for it */
typedef enum Gap
{
	NO_MODEL,					/* table model lacks the name */
	NO_SHAPE,					/* table model lacks its architecture */
	NO_PARAMS,					/* neither an argument nor the model has them */
	NO_TOKENS,
	NO_SEQ_LEN,
	NO_GPU,						/* table gpu lacks the name */
	NO_PEAK,					/* for the number format */
	NEVER_FINISHES,
	NO_PROVIDER,				/* table gpu_price lacks the name */
	NO_PRICE_REGION,
	NO_PRICE,					/* none is observed by the day */
	NO_GPU_COUNT,				/* to buy */
	NO_AGE,						/* as_of infinity */
	BOUGHT_LATER,
	WRITTEN_OFF,
	NO_REGION,					/* neither a grid's nor a cloud's */
	SEVERAL_REGIONS,			/* a bare cloud region of several providers */
	NO_WATTS,					/* table gpu lacks the power limit */
	NO_INTENSITY,				/* table grid has none that early */
	OUT_OF_RANGE,				/* columns that a plan does not show */
	GAPS
} Gap;

typedef uint32 GapSet;

static inline GapSet
tc_gap(bool missing, Gap gap)
{
	return missing ? (GapSet) 1 << gap : 0;
}

/*
 * returns the gaps in words, for _estimate_gaps; beyond has a bit for each
 * column of the estimate that is out of range
 */
extern Datum tc_describe_gaps(FunctionCallInfo fcinfo, GapSet gaps, uint32 beyond);

#endif
