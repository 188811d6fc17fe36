/* tn-list-figures.c */
#include "config.h"
