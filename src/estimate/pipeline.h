/*
 * pipeline.h: the state of a pipeline's total
 *
 * A fixed-length base type, not "internal": parallel query, Citus and stored
 * roll-ups all pass it around.  Its form on disk is for ever from 1.0 on; the
 * version word is there for the day it must change.
 */
#ifndef TC_PIPELINE_H
#define TC_PIPELINE_H

#include "estimate/estimate.h"
#include "estimate/fixed128.h"

#define PIPELINE_STATE_VERSION	1

/* a column that a total has */
typedef struct KeptColumn
{
	EstimateColumn column;		/* of the estimate */
	const char *name;
	uint32		scale;			/* parts of a unit that its exact sum counts; 0: a peak */
} KeptColumn;

static const KeptColumn tc_kept_columns[KEPT_COLUMNS] = {TOTAL_COLUMN_LINES};

typedef struct PipelineState
{
	int32		version;
	int32		reserved;		/* 0 */
	int64		stages;
	double		peak_gpus;		/* the greatest known gpus; 0 if none is known */
	int64		peak_stages;	/* how many stages have it */
	int64		unknown[KEPT_COLUMNS];	/* stages whose column is NULL */
	Fixed128	sum[KEPT_COLUMNS];	/* of the known ones; unused for gpus, which do not add */
} PipelineState;

/* INTERNALLENGTH in sql/types/pipeline_state.sql, by tools/columns.awk */
StaticAssertDecl(sizeof(PipelineState) == 32 + 24 * KEPT_COLUMNS, "pipeline_state has the length that SQL says");

/* NULL if the state is sound, else what is wrong with it */
extern const char *tc_pipeline_state_fault(const PipelineState *state);

#endif
