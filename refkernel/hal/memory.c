/*
 * The functions that a compiler calls by name in freestanding code (GCC manual, "Language Standards"), and two more
 * that <string_view> calls. The kernel and every program link this file.
 */
#include <stddef.h>
#include <stdint.h>

void* memcpy(void* restrict to, const void* restrict from, size_t bytes);
void* memmove(void* to, const void* from, size_t bytes);
void* memset(void* to, int value, size_t bytes);
int memcmp(const void* left, const void* right, size_t bytes);
void* memchr(const void* in, int wanted, size_t bytes);
size_t strlen(const char* text);

/* Most copies are pages and segments, so they go by words, 16 in each round. may_alias: the words may be part of
 * objects of any type. */
typedef uint64_t __attribute__((may_alias)) word;

static void copy_words(word* to, const word* from, size_t words) {
#pragma clang loop unroll_count(16)
    for (size_t i = 0; i < words; i++) {
        to[i] = from[i];
    }
}

/* Each word of `to` combines the end of one word of `from` and the beginning of the next; `from` has `words` + 1. */
static void copy_words_shifted(word* to, const word* from, size_t words, size_t skipped_bytes) {
    const size_t right = 8 * skipped_bytes;
    word low = from[0];
#pragma clang loop unroll_count(8)
    for (size_t i = 0; i < words; i++) {
        const word high = from[i + 1];
        to[i] = low >> right | high << (64 - right);
        low = high;
    }
}

/* Copies from the lowest byte to the highest, so the two may overlap if `to` is lower. Files in an archive may be
 * misaligned, and a processor need not support misaligned reads. So only aligned words are read. Each contains a byte
 * of `from`, so it is on a page that may be read. */
static void copy_upwards(void* to, const void* from, size_t bytes) {
    char* out = to;
    const char* in = from;
    if (bytes >= 4 * sizeof(word)) {
        const size_t skipped = ((uintptr_t)in - (uintptr_t)out) % sizeof(word);
        size_t head = (0 - (uintptr_t)out) % sizeof(word);
        for (bytes -= head; head > 0; head--) {
            *out++ = *in++;
        }
        size_t words = bytes / sizeof(word);
        if (skipped == 0) {
            copy_words((word*)out, (const word*)in, words);
        } else {
            words = (bytes + skipped) / sizeof(word) - 1;
            copy_words_shifted((word*)out, (const word*)(in - skipped), words, skipped);
        }
        out += words * sizeof(word);
        in += words * sizeof(word);
        bytes -= words * sizeof(word);
    }
    for (; bytes > 0; bytes--) {
        *out++ = *in++;
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
    char* out = to;
    for (; bytes > 0 && (uintptr_t)out % sizeof(word) != 0; bytes--) {
        *out++ = (char)value;
    }
    word* const words = (word*)out;
    const size_t count = bytes / sizeof(word);
#pragma clang loop unroll_count(16)
    for (size_t i = 0; i < count; i++) {
        words[i] = pattern;
    }
    out += count * sizeof(word);
    for (bytes %= sizeof(word); bytes > 0; bytes--) {
        *out++ = (char)value;
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
