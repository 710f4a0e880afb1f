/*
 * suggest.h: near names for an unknown one
 */
#ifndef TC_SUGGEST_H
#define TC_SUGGEST_H

#include "traincost.h"

/*
 * Raise 42704 for an unknown name of this kind of thing ("GPU").  The hint lists
 * meant, as "a", "b", where the caller knows it, and says more; else the nearest
 * to core, NULL: to name, of the names that the query yields.
 */
tc_noreturn extern void tc_unknown_name(const char *kind, text *name, const char *names_query, const char *core,
										const char *meant, const char *more);

/* the nearest of some names to an unknown one; NULL if none is near */
extern const char *tc_nearest_name(const char *unknown, const char **names, int count);

#endif
