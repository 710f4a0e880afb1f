/*
 * node.h: may this node of a Citus cluster answer by name?
 */
#ifndef TC_NODE_H
#define TC_NODE_H

extern void tc_check_node(void);

#endif
