/* tn-kernel.h: what all kernels share: dispatch to the CPU's vector width
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

/* TN_KERNEL before a definition compiles it for several vector widths; the loader picks one.
 * Fused multiply-add is off everywhere and no sum is reordered, so all give the same bytes.
 * Up to 16, Clang gives the clones names that other files do not find. */
#ifdef __has_attribute
#  if __has_attribute(target_clones) && defined(__x86_64__) && defined(__gnu_linux__) && \
      !defined(__SANITIZE_THREAD__) && (!defined(__clang__) || __clang_major__ > 16)
#    define TN_KERNEL __attribute__ ((target_clones ("avx512f", "avx2", "default")))
#  endif
#endif
#ifndef TN_KERNEL
#  define TN_KERNEL
#endif

#define TN_KERNEL_INLINE static inline __attribute__ ((always_inline))

/* Sums are kept in this many interleaved lanes and added in order at the end. */
#define TN_KERNEL_LANES 8
