/*
 * layout.h: read the layout arguments of the memory functions
 */
#ifndef TC_LAYOUT_H
#define TC_LAYOUT_H

#include "sqlcall/shape.h"
#include "formula/memory.h"

/* the OUT columns of train_memory */
#define MEMORY_COLUMNS	8
#define MEMORY_TOTAL	6

extern void tc_next_train_layout(Reader *reader, TrainLayout *layout, bool with_degrees);
extern void tc_memory_columns(const Memory *memory, double *columns);

#endif
