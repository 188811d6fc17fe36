/* tn-fact-groups.c */
#include "config.h"
