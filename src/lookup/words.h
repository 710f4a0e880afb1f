/*
 * words.h: a name as the words it is made of
 */
#ifndef TC_WORDS_H
#define TC_WORDS_H

#include "postgres.h"

#define MAX_WORDS		16

typedef struct Words
{
	int			count;
	char	   *word[MAX_WORDS];	/* in lower case, each once */
	char	   *letters;		/* all letters and digits, without a hub's path */
} Words;

extern char *tc_skeleton(const char *name);

/* of a model 2.5 is one word, and a number after letters is another: Qwen2.5 is qwen and 2.5 */
extern void tc_split_words(const char *name, bool model, Words *words);
extern bool tc_has_word(const Words *words, const char *word);

#endif
