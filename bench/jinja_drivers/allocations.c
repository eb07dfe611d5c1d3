/* SPDX-License-Identifier: Apache-2.0
 *
 * Preloaded into a driver, counts what it asks of the allocator, whatever its language. */

#include <stddef.h>

static unsigned long count;

unsigned long bench_allocations(void) {
    return count;
}

void* __libc_malloc(size_t size);
void* __libc_calloc(size_t items, size_t size);
void* __libc_realloc(void* old, size_t size);

void* malloc(size_t size) {
    ++count;
    return __libc_malloc(size);
}

void* calloc(size_t items, size_t size) {
    ++count;
    return __libc_calloc(items, size);
}

void* realloc(void* old, size_t size) {
    ++count;
    return __libc_realloc(old, size);
}
