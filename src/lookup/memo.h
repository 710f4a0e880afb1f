/*
 * memo.h: remember a call site's look-ups while they cannot have changed
 */
#ifndef TC_MEMO_H
#define TC_MEMO_H

#include "access/xact.h"
#include "utils/timestamp.h"

#include "traincost.h"

/* what else an answer depends on; compared as bytes, so no padding may differ */
typedef struct Stamp
{
	TransactionId xmin;
	TransactionId xmax;
	uint32		xcnt;
	int32		subxcnt;
	CommandId	curcid;
	uint32		suboverflowed;
	uint64		completion_count;
	TimestampTz transaction_start;	/* decides what "today" is */
	uint64		user;
	uint64		subtransaction; /* its rollback takes writes back, but no command's number */
} Stamp;

extern Stamp tc_current_stamp(void);

typedef struct Memo Memo;

/* which arguments of the call decide the answer */
typedef struct MemoKey
{
	int			ntexts;
	const int  *texts;			/* positions of the text arguments */
	int			dates[2];		/* positions of the date arguments, or -1 */
	int			variant;		/* whatever else decides: 0 to 9 */
} MemoKey;

/* finds the answer out; runs only on a miss */
typedef void (*MemoFill) (FunctionCallInfo fcinfo, void *answer);

extern void *tc_remember(Memo **memo, FunctionCallInfo fcinfo, const MemoKey *key,
						 Size size, MemoFill fill);

/* what a call site keeps whose function looks facts up and returns a row */
typedef struct RowSite
{
	Memo	   *memo;
	TupleDesc	desc;
} RowSite;

extern RowSite *tc_row_site(FunctionCallInfo fcinfo);

#endif
