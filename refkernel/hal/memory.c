/*
 * The functions that a freestanding compiler calls by name (GCC manual, "Language Standards"), and the two more that
 * <string_view> does. The kernel and every program link this file.
 */
#include <stddef.h>
#include <stdint.h>

void* memcpy(void* restrict to, const void* restrict from, size_t bytes);
void* memmove(void* to, const void* from, size_t bytes);
void* memset(void* to, int value, size_t bytes);
int memcmp(const void* left, const void* right, size_t bytes);
void* memchr(const void* in, int wanted, size_t bytes);
size_t strlen(const char* text);

/* Words where both sides allow it: pages and segments are what is copied most. may_alias: the bytes are anybody's. */
typedef uint64_t __attribute__((may_alias)) word;

/* Eight at a time: one turn of the loop for each cache line. */
struct __attribute__((may_alias)) words {
    uint64_t each[8];
};

static int both_aligned(const void* to, const void* from) {
    return (((uintptr_t)to | (uintptr_t)from) & (sizeof(word) - 1)) == 0;
}

/* From the lowest byte to the highest: good for an overlap when `to` is the lower one. */
static void copy_upwards(void* to, const void* from, size_t bytes) {
    size_t done = 0;
    if (both_aligned(to, from)) {
        for (; done + sizeof(struct words) <= bytes; done += sizeof(struct words)) {
            *(struct words*)((char*)to + done) = *(const struct words*)((const char*)from + done);
        }
        for (; done + sizeof(word) <= bytes; done += sizeof(word)) {
            *(word*)((char*)to + done) = *(const word*)((const char*)from + done);
        }
    }
    for (; done < bytes; done++) {
        ((char*)to)[done] = ((const char*)from)[done];
    }
}

void* memcpy(void* restrict to, const void* restrict from, size_t bytes) {
    copy_upwards(to, from, bytes);
    return to;
}

void* memmove(void* to, const void* from, size_t bytes) {
    if ((uintptr_t)to - (uintptr_t)from >= bytes) {
        copy_upwards(to, from, bytes);
        return to;
    }
    for (size_t left = bytes; left > 0; left--) {
        ((char*)to)[left - 1] = ((const char*)from)[left - 1];
    }
    return to;
}

void* memset(void* to, int value, size_t bytes) {
    const uint64_t pattern = (uint8_t)value * UINT64_C(0x0101010101010101);
    size_t done = 0;
    if (both_aligned(to, NULL)) {
        const struct words patterns = {{pattern, pattern, pattern, pattern, pattern, pattern, pattern, pattern}};
        for (; done + sizeof(struct words) <= bytes; done += sizeof(struct words)) {
            *(struct words*)((char*)to + done) = patterns;
        }
        for (; done + sizeof(word) <= bytes; done += sizeof(word)) {
            *(word*)((char*)to + done) = pattern;
        }
    }
    for (; done < bytes; done++) {
        ((char*)to)[done] = (char)value;
    }
    return to;
}

int memcmp(const void* left, const void* right, size_t bytes) {
    for (size_t i = 0; i < bytes; i++) {
        const int difference = ((const unsigned char*)left)[i] - ((const unsigned char*)right)[i];
        if (difference != 0) {
            return difference;
        }
    }
    return 0;
}

void* memchr(const void* in, int wanted, size_t bytes) {
    for (size_t i = 0; i < bytes; i++) {
        if (((const unsigned char*)in)[i] == (unsigned char)wanted) {
            return (char*)(uintptr_t)in + i;
        }
    }
    return NULL;
}

size_t strlen(const char* text) {
    size_t length = 0;
    while (text[length] != 0) {
        length++;
    }
    return length;
}
