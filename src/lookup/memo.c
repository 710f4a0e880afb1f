/*
 * memo.c: remember a call site's look-ups while they cannot have changed
 *
 * What a look-up returns depends on its arguments, on the user (privileges,
 * row security) and on what the active snapshot sees.  A memo lives in a call
 * site's fn_extra, which can outlive the statement (PL/pgSQL keeps simple
 * expressions for the transaction), so all three are part of its key: with
 * equal xmin and xmax the set of running transactions can only shrink, so equal
 * counts mean equal sets.  Every other cache tried served stale prices.  A row
 * security policy may ask anything, a setting say, so what it had a say in is
 * not kept.
 */
#include "postgres.h"

#include "access/xact.h"
#include "common/hashfn.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "pgtime.h"
#include "utils/date.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "lookup/memo.h"

/* a query over millions of distinct names must not eat the memory */
#define MAX_ANSWERS	1024

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
	TimestampTz transaction_start;	/* decides what "today" is, */
	pg_tz	   *timezone;		/* together with this */
	uint64		user;
	uint64		subtransaction;		/* its rollback takes writes back, but no command's number */
} Stamp;

typedef struct KeyBytes
{
	int			length;
	char	   *bytes;
} KeyBytes;

bool		tc_do_not_keep;

#define MAX_TEXTS	8

struct Memo
{
	Stamp		stamp;
	int			ntexts;			/* of the key's arguments, those that are no constants of the query */
	int			texts[MAX_TEXTS];
	int			ndates;
	int			dates[lengthof(((MemoKey *) NULL)->dates)];
	MemoryContext context;		/* of the answers; reset when the stamp changes */
	HTAB	   *answers;		/* entries: KeyBytes, then the answer */
	StringInfoData key;			/* the current call's */
	KeyBytes   *last;			/* the entry found last: rows come in runs */
};

static uint32
hash_key(const void *key, Size keysize)
{
	const KeyBytes *k = key;

	return hash_bytes((const unsigned char *) k->bytes, k->length);
}

static int
compare_keys(const void *a, const void *b, Size keysize)
{
	const KeyBytes *ka = a;
	const KeyBytes *kb = b;

	return ka->length != kb->length || memcmp(ka->bytes, kb->bytes, ka->length) != 0;
}

static void *
copy_key(void *dest, const void *src, Size keysize)
{
	return memcpy(dest, src, sizeof(KeyBytes));
}

static Stamp
current_stamp(void)
{
	Snapshot	snapshot = GetActiveSnapshot();
	Stamp		stamp;

	memset(&stamp, 0, sizeof(stamp));
	stamp.xmin = snapshot->xmin;
	stamp.xmax = snapshot->xmax;
	stamp.xcnt = snapshot->xcnt;
	stamp.subxcnt = snapshot->subxcnt;
	stamp.curcid = snapshot->curcid;
	stamp.suboverflowed = snapshot->suboverflowed;
	stamp.completion_count = tc_snapshot_completion_count(snapshot);
	stamp.transaction_start = GetCurrentTransactionStartTimestamp();
	stamp.timezone = session_timezone;
	stamp.user = GetUserId();
	stamp.subtransaction = GetCurrentSubTransactionId();
	return stamp;
}

static void
forget(Memo *memo, Size size)
{
	HASHCTL		ctl = {
		.keysize = sizeof(KeyBytes),
		.entrysize = MAXALIGN(sizeof(KeyBytes)) + size,
		.hash = hash_key,
		.match = compare_keys,
		.keycopy = copy_key,
	};

	MemoryContextReset(memo->context);
	ctl.hcxt = memo->context;
	memo->answers = hash_create("traincost look-ups", 32, &ctl,
								HASH_ELEM | HASH_FUNCTION | HASH_COMPARE | HASH_KEYCOPY | HASH_CONTEXT);
	memo->last = NULL;
}

static Memo *
new_memo(FmgrInfo *flinfo, const MemoKey *key)
{
	MemoryContext old = MemoryContextSwitchTo(flinfo->fn_mcxt);
	Memo	   *memo = palloc0(sizeof(Memo));

	initStringInfo(&memo->key);
	memo->context = AllocSetContextCreate(flinfo->fn_mcxt, "traincost look-ups", ALLOCSET_SMALL_SIZES);
	MemoryContextSwitchTo(old);

	Assert(key->ntexts <= MAX_TEXTS);
	for (int i = 0; i < key->ntexts; i++)
		if (!tc_is_constant(flinfo, key->texts[i]))
			memo->texts[memo->ntexts++] = key->texts[i];
	for (int i = 0; i < lengthof(key->dates); i++)
		if (key->dates[i] >= 0 && !tc_is_constant(flinfo, key->dates[i]))
			memo->dates[memo->ndates++] = key->dates[i];
	return memo;
}

/* appendBinaryStringInfo without a call where there is room, as there nearly always is */
static inline void
append(StringInfo buffer, const void *bytes, int length)
{
	if (unlikely(buffer->maxlen - buffer->len <= length))
		enlargeStringInfo(buffer, length);
	memcpy(buffer->data + buffer->len, bytes, length);
	buffer->len += length;
}

/* the arguments' bytes, each after its length; NULL differs from empty */
static void
build_key(Memo *memo, FunctionCallInfo fcinfo, int variant)
{
	StringInfo	buffer = &memo->key;
	char		variant_digit = '0' + variant;

	resetStringInfo(buffer);
	append(buffer, &variant_digit, 1);
	for (int i = 0; i < memo->ntexts; i++)
	{
		text	   *argument;
		int32		length;

		if (PG_ARGISNULL(memo->texts[i]))
		{
			append(buffer, "-", 1);
			continue;
		}
		argument = PG_GETARG_TEXT_PP(memo->texts[i]);
		length = VARSIZE_ANY_EXHDR(argument);
		append(buffer, "+", 1);
		append(buffer, &length, sizeof(length));
		append(buffer, VARDATA_ANY(argument), length);
	}
	for (int i = 0; i < memo->ndates; i++)
	{
		DateADT		date;

		if (PG_ARGISNULL(memo->dates[i]))
		{
			append(buffer, "-", 1);
			continue;
		}
		date = PG_GETARG_DATEADT(memo->dates[i]);
		append(buffer, "+", 1);
		append(buffer, &date, sizeof(date));
	}
}

static inline void *
answer_of(KeyBytes *entry)
{
	return (char *) entry + MAXALIGN(sizeof(KeyBytes));
}

/*
 * The answer for the current arguments, size bytes; fill finds it out on a miss.
 * *memo is where the call site keeps its memo, NULL at first.
 */
const void *
tc_remember(Memo **where, FunctionCallInfo fcinfo, const MemoKey *key, Size size, MemoFill fill)
{
	Memo	   *memo = *where;
	Stamp		stamp = current_stamp();
	KeyBytes	wanted;
	KeyBytes   *entry;
	void	   *answer;
	bool		found;

	if (memo == NULL)
		memo = *where = new_memo(fcinfo->flinfo, key);
	if (memo->answers == NULL || memcmp(&memo->stamp, &stamp, sizeof(stamp)) != 0 ||
		hash_get_num_entries(memo->answers) >= MAX_ANSWERS)
	{
		forget(memo, size);
		memo->stamp = stamp;
	}

	build_key(memo, fcinfo, key->variant);
	wanted.length = memo->key.len;
	wanted.bytes = memo->key.data;
	if (memo->last != NULL && compare_keys(memo->last, &wanted, sizeof(wanted)) == 0)
		return answer_of(memo->last);

	entry = hash_search(memo->answers, &wanted, HASH_FIND, NULL);
	if (entry == NULL)
	{
		/* fill before entering: it may raise */
		answer = palloc0(size);
		tc_do_not_keep = false;
		fill(fcinfo, answer);
		if (tc_do_not_keep)
			return answer;
		wanted.bytes = MemoryContextAlloc(memo->context, wanted.length + 1);
		memcpy(wanted.bytes, memo->key.data, wanted.length);
		entry = hash_search(memo->answers, &wanted, HASH_ENTER, &found);
		memcpy(answer_of(entry), answer, size);
		pfree(answer);
	}
	memo->last = entry;
	return answer_of(entry);
}
