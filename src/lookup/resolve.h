/*
 * resolve.h: which row a name means that no row has letter by letter
 */
#ifndef TC_RESOLVE_H
#define TC_RESOLVE_H

#include "lookup/lookup.h"

/* a row that a name may mean */
typedef struct Meaning
{
	char	   *name;			/* of the row */
	char	   *spelling;		/* that matched: the row's name, an alias or an instance type */
	const char *how;			/* exact, letters, words, start or part */
	int			quality;		/* greater: nearer to what was typed */
	int			common;			/* 10 for each word that both have, 1 for one that says nothing */
	int			unsaid;			/* words of the spelling that were not typed */
} Meaning;

/* the names of rows that a name of this kind may mean, best ones only; in order */
extern Meaning *tc_meanings(NameKind kind, text *typed, int *count);

/*
 * The one row that a name means, NULL where none has anything in common with it.
 * 42704 that lists the rows where it may mean several, or NULL where missing_ok.
 */
extern text *tc_resolve(NameKind kind, text *typed, bool missing_ok);

/*
 * For a name that means no row: 42704 with the rows that it may be a slip for,
 * its count ("8x H200", "A100s") aside.
 */
tc_noreturn extern void tc_unknown_row(NameKind kind, text *typed);

#endif
